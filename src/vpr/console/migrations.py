"""`vpr migrations --check`: do the models say anything that no migration does. For developers, hidden from the help."""

import os
import sys

import click


@click.command(hidden=True)
@click.option("--check", is_flag=True, help="Only check, write nothing.")
def command(check: bool) -> None:
    """Write migrations, or check that none is missing; no database is needed."""
    import warnings

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vpr.project.settings")
    import django
    from django.conf import settings

    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)  # a pool would look for a server for 20 s
    django.setup()
    from django.core.management import call_command

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the history in a database is not asked
        call_command("makemigrations", check_changes=check, dry_run=check)
    sys.exit(0)
