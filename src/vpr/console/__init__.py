"""The `vpr` command: one file per subcommand."""
