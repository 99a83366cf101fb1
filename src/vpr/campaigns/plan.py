"""The plan of a campaign as one role reads it by its own clock: moments in order, what happens, which assessments.

Periods, materials, keys and criteria come from the plan-schedule in force, uploads and results from the windows and
waves themselves: those are what an upload is judged by, also where an organizer has moved one by hand.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from vpr.cabinets.deadlines import Deadline, deadline_of
from vpr.campaigns.models import Assessment, Campaign, WindowKind
from vpr.campaigns.own_moments import OwnMoment
from vpr.campaigns.plan_versions import rows_of
from vpr.campaigns.queries import AssessmentLine, assessment_lines, plan_in_force
from vpr.campaigns.rules.plan_dates import (
    CRITERIA_RULES,
    CRITERIA_TITLES,
    KEY_RULES,
    KEY_TITLES,
    MATERIALS_RULES,
    MATERIALS_TITLES,
    day_begins,
)
from vpr.campaigns.rules.plan_rows import ItemRow, PlanRows, StepRow, end_text, ends_with_a_day
from vpr.campaigns.rules.plan_steps import STEPS
from vpr.kernel.roles import MUNICIPAL_ROLES, SCHOOL_ROLES, Role


@dataclass(frozen=True)
class PlanMoment:
    """One moment: `words` for the role, the assessments it concerns, is it over. A whole day has no time of its own."""

    at: datetime
    words: str
    assessments: tuple[Assessment, ...]
    deadline: Deadline
    is_whole_day: bool = False
    is_own: bool = False  # this role acts

    @property
    def day(self) -> str:
        """The date of a whole day, by the clock of the reader."""
        return (self.deadline.local or self.deadline.moscow)[:10]


@dataclass(frozen=True)
class _Key:
    at: datetime
    words: str
    is_whole_day: bool = False
    is_own: bool = False


#: What happens: words for schools, words for those who watch over them.
_WORDS = {
    "materials_opens": ("Можно получить материалы", "Школы получают материалы"),
    "upload_opens": ("Можно загружать результаты", "Школы начинают загружать результаты"),
    "upload_closes": ("Загрузите результаты до этого времени", "Кончается загрузка: проверьте, кто не загрузил"),
    "late_upload_closes": ("Последний срок поздней загрузки", "Кончается поздняя загрузка"),
}
#: Who asks a role to act: a technician helps the organizer, both coordinators of a municipality do the same.
_SAME = {Role.SCHOOL_TECHNICIAN: Role.SCHOOL_ORGANIZER, Role.RESPONSIBLE_COORDINATOR: Role.MUNICIPAL_COORDINATOR}


def plan_of(
    campaign: Campaign,
    role: Role,
    now: datetime,
    time_zone: str,
    *,
    only: Collection[str] | None = None,
    own: Iterable[OwnMoment] = (),
) -> list[PlanMoment]:
    """Oldest first; equal moments are joined. `only`: codes of the assessments that concern the reader; `own`: of its
    unit alone."""
    plan = plan_in_force(campaign)
    rows = rows_of(plan) if plan else PlanRows()
    planned = {item.code: item for item in rows.items}
    moments: dict[_Key, list[Assessment]] = defaultdict(list)
    for step in rows.steps:
        for key in _step_moments(step, role):
            moments[key] = []
    for line in assessment_lines(campaign.assessments.all()):
        item = planned.get(line.assessment.code)
        if only is not None and line.assessment.code not in only:
            continue
        if role is Role.FEDERAL_ORGANIZER or line.assessment.is_open:
            for key in _window_moments(line, role, item):
                moments[key].append(line.assessment)
        for key in _item_moments(item, role, time_zone) if item else ():
            moments[key].append(line.assessment)
    for moment in own:
        moments[_Key(moment.at, moment.words, moment.is_whole_day, True)].append(moment.assessment)
    return [_shown(key, assessments, now, time_zone) for key, assessments in sorted(moments.items(), key=_order)]


def _order(entry: tuple[_Key, list[Assessment]]) -> tuple[datetime, bool, str]:
    key = entry[0]
    return key.at, not key.is_whole_day, key.words


def _shown(key: _Key, assessments: list[Assessment], now: datetime, zone: str) -> PlanMoment:
    deadline = deadline_of(key.at, now=now, time_zone=zone)
    return PlanMoment(key.at, key.words, tuple(assessments), deadline, key.is_whole_day, key.is_own)


def acts(role: Role, roles: Collection[Role]) -> bool:
    """Is the step one of those that this role does itself."""
    return role in roles or _SAME.get(role) in roles


def concerns(role: Role, roles: Collection[Role]) -> bool:
    """A school reads its own steps; who watches over others reads theirs too."""
    if role in SCHOOL_ROLES:
        return acts(role, roles)
    if role in MUNICIPAL_ROLES:
        return acts(role, roles) or Role.SCHOOL_ORGANIZER in roles
    return True


def _step_moments(step: StepRow, role: Role) -> Iterator[_Key]:
    roles = STEPS[step.key].roles
    if not concerns(role, roles):
        return
    is_own = acts(role, roles)
    if step.start_is_told:
        yield _Key(step.opens_at, f"Начинается: {step.title}", is_own=is_own)
    last = f" (последний день {end_text(step.closes_at)})" if ends_with_a_day(step.closes_at) else ""
    yield _Key(step.closes_at, f"Кончается: {step.title}{last}", is_own=is_own)


def _item_moments(item: ItemRow, role: Role, zone: str) -> Iterator[_Key]:
    if item.period_from:
        yield _Key(day_begins(item.period_from, zone), "Первый день, когда школа может провести работу", True)
        yield from _rule_moments(item, item.period_from, zone)
    if item.period_to:
        yield _Key(day_begins(item.period_to, zone), "Последний день, когда школа может провести работу", True)
    if item.check_until:
        is_own = role in SCHOOL_ROLES
        yield _Key(day_begins(item.check_until, zone), "Последний день проверки работ", True, is_own)


def _rule_moments(item: ItemRow, first: date, zone: str) -> Iterator[_Key]:
    """For the first day of the period; for any other day the rule gives the same time before that day."""
    if item.materials_rule:
        words = f"Материалы для первого дня ({MATERIALS_TITLES[item.materials_rule]})"
        yield _Key(MATERIALS_RULES[item.materials_rule].moment(first, zone), words)
    if item.key_rule:
        words = f"Шифр архива первого дня ({KEY_TITLES[item.key_rule]})"
        yield _Key(KEY_RULES[item.key_rule].moment(first, zone), words)
    if item.criteria_rule in CRITERIA_RULES:
        words = f"Критерии для первого дня ({CRITERIA_TITLES[item.criteria_rule]})"
        yield _Key(CRITERIA_RULES[item.criteria_rule].moment(first, zone), words)


def _window_moments(line: AssessmentLine, role: Role, item: ItemRow | None) -> Iterator[_Key]:
    column = 0 if role in SCHOOL_ROLES else 1
    for kind, window in line.windows.items():
        if kind == WindowKind.MATERIALS and item and item.materials_rule and item.period_from:
            continue  # the rule tells the moment of this very clock, the window spans the country
        for edge, at in (("opens", window.opens_at), ("closes", window.closes_at)):
            if words := _WORDS.get(f"{WindowKind(kind).value}_{edge}"):
                is_own = edge == "closes" and column == 0 and kind != WindowKind.MATERIALS
                yield _Key(at, words[column], is_own=is_own)
    for wave in line.waves:
        yield _Key(wave.publishes_at, f"Публикуются результаты волны {wave.number}")


def month_of(moment: PlanMoment, zone: str) -> date:
    """The first day of the month by the reader's clock: the heading under which the moment stands."""
    return moment.at.astimezone(ZoneInfo(zone)).date().replace(day=1)
