"""Opens the installation for a subcommand: the database is reachable, Django is set up."""

import os
from pathlib import Path

import click


def home() -> Path:
    """VPR_HOME: all state of the installation."""
    return Path(os.environ.get("VPR_HOME", "var")).resolve()


def open_database() -> bool:
    """Afterwards DATABASE_URL names a server that runs. True when it is the embedded one of this VPR_HOME."""
    from vpr.base import postgres

    if os.environ.get("DATABASE_URL"):
        return False
    try:
        os.environ["DATABASE_URL"] = postgres.ensure(home())
    except postgres.Unavailable as error:
        raise click.ClickException(str(error)) from error
    return True


def set_up() -> None:
    """Django without a question to the database: for processes that outlive its restarts (web, worker)."""
    _name_settings()
    import django

    django.setup()


def open_installation() -> None:
    """After this call models may be used: the database answers and its schema is that of this version.

    Starts the embedded PostgreSQL when DATABASE_URL names no server; brings a new or an older database up to date.
    """
    applied = reach()  # before the seconds that Django takes: a server that does not answer is told at once
    set_up()
    from vpr.console import schema

    if not schema.packaged() <= applied:
        click.echo("База данных приводится к версии программы...", err=True)
        schema.bring_up()


def reach() -> set[tuple[str, str]]:
    """Migrations of the database; a sentence and exit 1 when it does not answer within seconds."""
    _name_settings()
    from vpr.console import schema

    return schema.applied()


def _name_settings() -> None:
    open_database()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vpr.project.settings")
    import dj_database_url

    try:
        dj_database_url.parse(os.environ["DATABASE_URL"])
    except ValueError as error:
        raise click.ClickException("DATABASE_URL не похожа на адрес базы: postgresql://имя@сервер/база.") from error
