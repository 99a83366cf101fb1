"""The one writer of applications: states and figures of many schools at once, each change on record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from vpr.base.copying import among, copy_new
from vpr.cabinets.models import Account
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Application, ApplicationChange, ApplicationLine
from vpr.enrollment.queries.applications import Filled, filled_of
from vpr.enrollment.queries.places import work_places
from vpr.enrollment.refusals import IllegalState
from vpr.enrollment.rules.applying import Lines, WorkPlace, differences, is_legal
from vpr.enrollment.words import ApplicationState


@dataclass(frozen=True)
class Actor:
    """Who changes and in which role."""

    account: Account | None
    role: str = ""


@dataclass(frozen=True)
class Figures:
    """What one school's application becomes. `lines` None: as they are. `state` None: as it is."""

    unit_id: int
    state: ApplicationState | None
    takes_part: bool = True
    lines: Lines | None = None
    reason: str = ""
    is_by_school: bool = False


@dataclass(frozen=True)
class _Written:
    application: Application
    lines: Lines | None  # None: unchanged
    change: ApplicationChange


@transaction.atomic
def write_figures(*, campaign: Campaign, items: Iterable[Figures], actor: Actor, now: datetime) -> list[int]:
    """Writes applications and their history; returns the units whose figures have changed. The whole batch or nothing."""
    wanted = {item.unit_id: item for item in items}
    locked = Application.objects.filter(campaign=campaign, unit__in=among(list(wanted)))
    list(locked.select_for_update().order_by("pk").values_list("pk", flat=True))
    known, places = filled_of(wanted, campaign), work_places(campaign)
    written = []
    for item in wanted.values():
        made = _written(campaign, item, known.get(item.unit_id), places, actor, now)
        if made is not None:
            written.append(made)
    _store(written, places)
    return [made.application.unit_id for made in written if made.lines is not None]


def _written(
    campaign: Campaign,
    item: Figures,
    known: Filled | None,
    places: Mapping[str, WorkPlace],
    actor: Actor,
    now: datetime,
) -> _Written | None:
    """None when nothing changes."""
    before = ApplicationState(known.application.state) if known else None
    after = item.state or before or ApplicationState.DRAFT
    if not is_legal(before, after):
        raise IllegalState(
            f"Заявка сейчас «{before.label if before else 'не заполнена'}»: стать «{after.label}» она не может."
        )
    old = known.lines if known else {}
    new = old if item.lines is None else dict(item.lines)
    new = new if item.takes_part else {}
    told = differences(old, new, places)
    if known is None or known.application.takes_part != item.takes_part:
        told = [*([] if item.takes_part else ["не участвует в ВПР"]), *told]
    if known is not None and before is after and not told and not (item.is_by_school and item.lines is not None):
        return None
    application = known.application if known else Application(campaign_id=campaign.pk, unit_id=item.unit_id)
    application.state, application.takes_part, application.changed_at = after.value, item.takes_part, now
    if item.is_by_school:
        application.submitted_at = now
    change = ApplicationChange(
        at=now,
        account_id=actor.account.pk if actor.account else None,
        role=actor.role,
        state_before=before.value if before else "",
        state_after=after.value,
        summary="; ".join(told),
        reason=item.reason.strip(),
    )
    return _Written(application, new if new != old or known is None else None, change)


def _store(written: list[_Written], places: Mapping[str, WorkPlace]) -> None:
    copy_new([made.application for made in written if made.application.pk is None])
    Application.objects.bulk_update(
        [made.application for made in written], ["state", "takes_part", "changed_at", "submitted_at"], batch_size=1000
    )
    changed = [made for made in written if made.lines is not None]
    ApplicationLine.objects.filter(application__in=among([made.application.pk for made in changed])).delete()
    copy_new(
        [
            ApplicationLine(
                application_id=made.application.pk,
                assessment_id=places[key].assessment_id,
                form=places[key].form,
                class_count=numbers.class_count,
                participants=numbers.participants,
                experts=numbers.experts,
            )
            for made in changed
            for key, numbers in (made.lines or {}).items()
            if key in places  # a work that the plan has dropped goes with the next change
        ]
    )
    for made in written:
        made.change.application_id = made.application.pk
    copy_new([made.change for made in written])
