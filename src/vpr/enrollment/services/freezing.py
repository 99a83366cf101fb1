"""Закрепление: one press per region turns confirmed applications into what materials and monitoring are made for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Sum

from vpr.cabinets.models import Account, Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Application, ApplicationLine, Freeze
from vpr.enrollment.refusals import FrozenAlready, NothingToFreeze, NotYourApplication, UnansweredSchools
from vpr.enrollment.services.expecting import derive_expectations, schools_of
from vpr.enrollment.words import ApplicationState
from vpr.kernel.roles import Role

_FREEZE = """
with changed as (
    update enrollment_application application set state = 'frozen', changed_at = %(now)s
    from enrollment_application old join cabinets_unit unit on unit.id = old.unit_id
    where application.id = old.id and old.campaign_id = %(campaign)s and unit.region_id = %(region)s
      and old.state in ('submitted', 'municipal_confirmed', 'regional_confirmed')
    returning application.id, old.state as before
)
insert into enrollment_applicationchange (application_id, at, account_id, role, state_before, state_after, summary, reason)
select id, %(now)s, %(account)s, %(role)s, before, 'frozen', '', '' from changed order by id
"""
_MOVABLE = (
    ApplicationState.SUBMITTED,
    ApplicationState.MUNICIPAL_CONFIRMED,
    ApplicationState.REGIONAL_CONFIRMED,
)


@dataclass(frozen=True)
class FreezeSummary:
    """What a press would do: the dry run."""

    schools: int  # with an application, taking part
    not_taking: int
    unconfirmed: int  # of them sent by the school and confirmed by nobody
    missing: tuple[Unit, ...]  # active schools without an application, returned ones included
    participants: int
    lines: int


def freeze_summary(region: Unit, campaign: Campaign) -> FreezeSummary:
    own = Application.objects.filter(campaign=campaign, unit__region=region, unit__is_active=True)
    ready = own.filter(state__in=[*_MOVABLE, ApplicationState.FROZEN])
    answered = ready.values("unit_id")
    missing = Unit.objects.schools().filter(region=region).exclude(pk__in=answered).by_name()
    lines = ApplicationLine.objects.filter(application__in=ready.filter(takes_part=True))
    return FreezeSummary(
        schools=ready.filter(takes_part=True).count(),
        not_taking=ready.filter(takes_part=False).count(),
        unconfirmed=ready.filter(state=ApplicationState.SUBMITTED).count(),
        missing=tuple(missing),
        participants=lines.aggregate(all=Sum("participants"))["all"] or 0,
        lines=lines.count(),
    )


@transaction.atomic
def freeze_applications(
    *, by: Cabinet, campaign: Campaign, region: Unit, without_missing: bool = False, now: datetime
) -> Freeze:
    """Freezes every sent application of the region and derives the expected uploads. Once; corrections follow with a reason."""
    if by.role is not Role.FEDERAL_ORGANIZER:
        raise NotYourApplication("Заявки закрепляет федеральный организатор.")
    Unit.objects.select_for_update().get(pk=region.pk)
    if Freeze.objects.filter(campaign=campaign, region=region).exists():
        raise FrozenAlready
    summary = freeze_summary(region, campaign)
    if not summary.schools and not summary.not_taking:
        raise NothingToFreeze
    if summary.missing and not without_missing:
        raise UnansweredSchools
    _freeze(campaign, region, by.account, by.role, now)
    expected = derive_expectations(campaign=campaign, units=schools_of(region))
    made = Freeze.objects.create(
        campaign=campaign,
        region=region,
        frozen_at=now,
        frozen_by=by.account,
        schools=summary.schools,
        missing=len(summary.missing),
        expectations=expected,
    )
    body = (
        f"Участвуют школы: {made.schools}, ожидается форм: {expected}. Исправления теперь только с указанием причины."
    )
    notify(units=[region], title="Заявки закреплены", body=body, topic="decision", sender=by.account, now=now)
    record_audit(account=by.account, unit=region, verb="froze_applications", subject=f"{region}, {campaign}", now=now)
    return made


def _freeze(campaign: Campaign, region: Unit, account: Account, role: Role, now: datetime) -> None:
    values: dict[str, Any] = {
        "now": now,
        "campaign": campaign.pk,
        "region": region.pk,
        "account": account.pk,
        "role": role.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_FREEZE, values)
