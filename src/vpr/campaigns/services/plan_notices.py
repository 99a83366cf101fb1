"""«Что изменилось для Вас»: a notice to every unit that a new version of the plan-schedule concerns, in its own clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from vpr.cabinets.models import Unit
from vpr.cabinets.services.notices import WordedNotice, notify_each
from vpr.campaigns.models import PlanSchedule
from vpr.campaigns.participation import participation_of
from vpr.campaigns.plan_versions import rows_of
from vpr.campaigns.rules.plan_difference import PlanChange, difference_of, grouped_texts, nearest_end, span_of
from vpr.campaigns.rules.plan_rows import PlanRows, step_text
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.kernel.codes import parse_assessment_code
from vpr.kernel.roles import MUNICIPAL_ROLES, REGIONAL_ROLES, SCHOOL_ROLES, Role, UnitKind

TOPIC = "plan"
#: Longer lists are cut: the page of the plan shows all.
_LINES = 15
#: Whose steps a unit is told of: its own and those that it watches over.
_ROLES: dict[str, frozenset[Role]] = {
    UnitKind.SCHOOL: frozenset(SCHOOL_ROLES),
    UnitKind.MUNICIPALITY: frozenset((*SCHOOL_ROLES, *MUNICIPAL_ROLES)),
    UnitKind.REGION: frozenset((*SCHOOL_ROLES, *MUNICIPAL_ROLES, *REGIONAL_ROLES)),
}


@transaction.atomic
def tell_of_plan(*, plan_id: int, before_id: int | None, now: datetime) -> int:
    """Returns how many units were told. A second run tells nobody."""
    plan = PlanSchedule.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=plan_id)
    if plan.told_at is not None:
        return 0
    plan.told_at = now
    plan.save(update_fields=["told_at"])
    before = PlanSchedule.objects.filter(pk=before_id).first() if before_id else None
    rows = rows_of(plan)
    changes = difference_of(rows_of(before) if before else None, rows)
    words = _Words(plan, rows, changes, is_first=before is None)
    return notify_each(
        notices=list(_notices(words)),
        link=f"{reverse('campaigns:plan')}?campaign={plan.campaign.code}",
        topic=TOPIC,
        sender=plan.published_by,
        now=now,
    )


def _notices(words: "_Words") -> Iterator[WordedNotice]:
    units = Unit.objects.filter(is_active=True, kind__in=list(_ROLES))
    known = {} if words.is_first else participation_of(words.plan.campaign)
    for unit in units.only("id", "kind", "time_zone", "contact_email").iterator(chunk_size=5000):
        own = known.get(unit.pk)
        body = words.body(unit.kind, unit.time_zone, None if own is None else words.codes & own)
        if body:
            yield WordedNotice(unit, words.title, body)


@dataclass
class _Words:
    """Bodies by level, clock and set of changed assessments: equal ones are worded once."""

    plan: PlanSchedule
    rows: PlanRows
    changes: list[PlanChange]
    is_first: bool

    def __post_init__(self) -> None:
        self.codes = frozenset(change.code for change in self.changes if change.code)
        self._bodies: dict[tuple[str, str, frozenset[str] | None], str] = {}
        state = "опубликован" if self.is_first else "изменён"
        self.title = f"План-график {state}: {self.plan.campaign.title}"

    def body(self, kind: str, zone: str, codes: frozenset[str] | set[str] | None) -> str:
        """ "" when nothing concerns the unit. `codes`: its changed assessments, None when they are not known."""
        key = (kind, zone, None if codes is None else frozenset(codes))
        if key not in self._bodies:
            self._bodies[key] = self._first() if self.is_first else self._changed(*key)
        return self._bodies[key]

    def _first(self) -> str:
        lines = [f"Работы проводятся {span_of(self.rows)}."]
        step = nearest_end(self.rows)
        if step:
            lines.append(f"Первый срок: «{step.title}», {step_text(step)} (мск).")
        return "\n".join([*lines, "Ваши сроки по датам – на странице плана."])

    def _changed(self, kind: str, zone: str, codes: frozenset[str] | None) -> str:
        lines = grouped_texts([change for change in self.changes if self._concerns(change, kind, codes)], zone)
        if not lines:
            return ""
        rest = len(lines) - _LINES
        more = [f"И ещё изменений: {rest}, все – на странице плана."] if rest > 0 else []
        note = [f"Почему: {self.plan.note}"] if self.plan.note else []
        return "\n".join(["Изменилось для Вас:", *(f"– {line}" for line in lines[:_LINES]), *more, *note])

    def _concerns(self, change: PlanChange, kind: str, codes: frozenset[str] | None) -> bool:
        if change.step:
            return not _ROLES[kind].isdisjoint(STEPS[change.step].roles)
        if codes is None or kind != UnitKind.SCHOOL:
            return True
        if change.code:
            return change.code in codes
        return any(parse_assessment_code(code).grade == change.grade for code in codes)
