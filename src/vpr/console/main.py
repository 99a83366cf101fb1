"""The `vpr` command. A subcommand is imported when it is used: `vpr check-workbook` must not pay for a web server."""

from importlib import import_module

import click

#: Each name is a module of this package with a click command called `command`.
SUBCOMMANDS = (
    "demo",
    "demo-region",
    "serve",
    "worker",
    "prepare",
    "migrations",
    "found",
    "doctor",
    "import-results",
    "import-schools",
    "export",
    "simulate",
    "check-workbook",
    "report",
    "verify-receipt",
    "verify-draw",
)


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(SUBCOMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in SUBCOMMANDS:
            return None
        command: click.Command = import_module(f"vpr.console.{cmd_name.replace('-', '_')}").command
        return command


@click.group(cls=LazyGroup)
def main() -> None:
    """OpenVPR: the whole cycle of the VPR assessments."""
