"""Does the database answer, is its schema that of this version, and bringing it there."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

#: Any number of ours: two processes that prepare at once go one after the other.
PREPARE_LOCK = 7_236_541
CONNECT_SECONDS = 4
_REASONS = (
    ("password authentication failed", "имя или пароль не подходят"),
    ("no password supplied", "нужен пароль"),
    ("does not exist", "такой базы или такого пользователя на сервере нет"),
    ("too many connections", "свободных соединений нет"),
)


def applied() -> set[tuple[str, str]]:
    """Migrations of the database. One connection and one query; needs the settings only, no apps.

    Not by the pool of Django, which would look for a dead server for 20 s.
    """
    import psycopg
    from django.db import connection

    parameters: dict[str, Any] = connection.get_connection_params() | {"connect_timeout": CONNECT_SECONDS}
    try:
        with psycopg.connect(**parameters) as probe:
            return set(probe.execute("SELECT app, name FROM django_migrations").fetchall())
    except psycopg.errors.UndefinedTable:
        return set()
    except psycopg.OperationalError as error:
        raise click.ClickException(_unreachable(connection.settings_dict, str(error))) from error


def _unreachable(settings: dict[str, Any], words: str) -> str:
    """One sentence; the words of the driver are English and name every address that it tried."""
    place = f"{settings['HOST'] or 'локальный сервер'}{':' if settings['PORT'] else ''}{settings['PORT']}"
    reason = next((russian for english, russian in _REASONS if english in words), "сервер не отвечает")
    return f"База данных {settings['NAME']} ({place}) не открывается: {reason}; проверьте DATABASE_URL."


def packaged() -> set[tuple[str, str]]:
    """Migrations of this version, by the names of their files: importing them all takes longer than everything else here."""
    from django.apps import apps

    return {
        (app.label, file.stem)
        for app in apps.get_app_configs()
        for file in Path(app.path, "migrations").glob("[0-9]*.py")
    }


def bring_up() -> None:
    """Applies what is missing. Who comes second waits for the first and finds nothing to do."""
    from django.core.management import call_command

    with alone():
        call_command("migrate", interactive=False, verbosity=0)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One process at a time, on whatever machines they are."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARE_LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARE_LOCK])
