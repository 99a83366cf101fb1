"""The drawing process: a line of JSON in (a Vega-Lite specification), a line of JSON out (`svg` or `error`).

It runs as `python -m vpr.analytics.charts.worker`, away from the web process: the renderer embeds a JavaScript engine,
and whatever becomes of it, only this process dies. It ends with its standard input.
"""

import json
import sys


def main() -> None:
    import vl_convert

    for line in sys.stdin:
        try:
            answer = {"svg": vl_convert.vegalite_to_svg(line, vl_version="5.21", allowed_base_urls=[])}
        except ValueError as refused:  # the renderer's own error type
            answer = {"error": str(refused)[:400]}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
