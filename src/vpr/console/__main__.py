from vpr.console.main import main

main()
