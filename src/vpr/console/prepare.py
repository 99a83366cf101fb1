"""`vpr prepare`: brings the database and the static files to this version. Harmless to repeat."""

import click

from vpr.console.installation import open_installation


@click.command()
def command() -> None:
    """Обновить схему базы и статические файлы до установленной версии."""
    open_installation()
    prepare()
    click.echo("База и статические файлы соответствуют версии программы.")


def prepare() -> None:
    """Static files, for a process that has opened the installation already: opening brings the schema up."""
    from django.core.management import call_command

    from vpr.console.schema import alone

    with alone():
        call_command("collectstatic", interactive=False, verbosity=0)
