"""`vpr found`: the first person of an installation, for whom nobody above could issue a code."""

import click

from vpr.console.installation import open_installation


@click.command()
@click.argument("login")
@click.option(
    "--region", default=None, help="Код субъекта, например 22: координатор региона. Без него — организатор страны."
)
@click.option("--person", default="", help="Имя сотрудника для журнала.")
def command(login: str, region: str | None, person: str) -> None:
    """Назначить первого пользователя и напечатать его код активации; остальные получают коды внутри системы."""
    open_installation()
    from django.conf import settings

    from vpr.base import clock
    from vpr.base.refusals import Refusal
    from vpr.cabinets.services.founding import found

    try:
        issued = found(login=login, region=region, person=person, now=clock.real_now())
    except Refusal as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except ValueError as error:
        raise click.BadParameter("нужны две цифры кода субъекта, например 22", param_hint="--region") from error
    click.echo(f"Организация: {issued.unit}")
    click.echo(f"Логин: {issued.login}")
    click.echo(f"Код активации: {issued.code} (до {issued.expires_at:%d.%m.%Y})")
    click.echo(f"Откройте {settings.VPR_PUBLIC_URL}/, выберите «Активировать доступ» и введите код.")
