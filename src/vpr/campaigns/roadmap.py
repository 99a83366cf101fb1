"""The roadmap as one cabinet reads it: rows with terms by the plan in force, with statuses counted or ticked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.campaigns.models import Campaign, Roadmap, RoadmapStage, RoadmapStep, RoadmapTick
from vpr.campaigns.plan_versions import rows_of
from vpr.campaigns.queries import plan_in_force
from vpr.campaigns.reference import working_calendar
from vpr.campaigns.rules.terms import UnknownTerm, anchors_of, parse_term
from vpr.campaigns.statuses import Progress, StatusQuestion, is_computed, status_of
from vpr.kernel.roles import MUNICIPAL_ROLES, REGIONAL_ROLES, ROLE_TITLE, SCHOOL_ROLES, Role, UnitKind

#: Roles that do the same step.
_TOGETHER: tuple[tuple[Role, ...], ...] = (SCHOOL_ROLES, MUNICIPAL_ROLES, REGIONAL_ROLES)
#: Where a school finds what the levels above find in monitoring.
_FOR_SCHOOLS = {"exchange:monitoring": "exchange:steps"}
_LEVEL = {
    **dict.fromkeys(SCHOOL_ROLES, UnitKind.SCHOOL),
    **dict.fromkeys(MUNICIPAL_ROLES, UnitKind.MUNICIPALITY),
    **dict.fromkeys(REGIONAL_ROLES, UnitKind.REGION),
    Role.FEDERAL_ORGANIZER: UnitKind.COUNTRY,
}


@dataclass(frozen=True)
class ShownRoadmapStep:
    """A row for one cabinet. `term`: the last day, None where the plan does not date it."""

    step: RoadmapStep
    number: int
    who: str
    term: date | None
    term_words: str
    progress: Progress | None
    is_computed: bool
    tick: RoadmapTick | None
    is_own: bool  # this cabinet answers for it
    is_late: bool
    url: str

    @property
    def is_done(self) -> bool:
        return self.tick is not None or (self.progress is not None and self.progress.is_done)

    @property
    def tone(self) -> str:
        return "ok" if self.is_done else "stop" if self.is_late else "attention" if self.is_own else "neutral"

    @property
    def state(self) -> str:
        if self.is_done:
            return "выполнено"
        if self.is_late:
            return "срок прошёл"
        return "в работе" if self.progress and self.progress.done else "предстоит"


@dataclass(frozen=True)
class RoadmapView:
    roadmap: Roadmap
    stages: list[tuple[str, list[ShownRoadmapStep]]]
    is_own: bool  # made by this very unit
    steps: list[ShownRoadmapStep]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)


def roadmap_for(campaign: Campaign, unit: Unit) -> Roadmap | None:
    """The nearest one upward: own, of the municipality, of the region, of the country."""
    above = [pk for pk in (unit.pk, unit.municipality_id, unit.region_id) if pk is not None]
    found = Roadmap.objects.filter(campaign=campaign).filter(Q(unit__in=above) | Q(unit__kind=UnitKind.COUNTRY))
    order = {pk: number for number, pk in enumerate(above)}
    maps = sorted(found.select_related("unit", "campaign"), key=lambda item: order.get(item.unit_id, len(above)))
    return maps[0] if maps else None


def read_roadmap(cabinet: Cabinet, campaign: Campaign, now: datetime) -> RoadmapView | None:
    """Every row with its term and status for this unit; equal status keys are counted once."""
    roadmap = roadmap_for(campaign, cabinet.unit)
    if roadmap is None:
        return None
    steps = list(roadmap.steps.order_by("position"))
    terms = _Terms(campaign)
    ticks = {tick.step_id: tick for tick in _ticks(steps, cabinet.unit)}
    below = _ticked_below(steps, cabinet)
    counted: dict[str, Progress | None] = {}
    today = now.astimezone(ZoneInfo(cabinet.unit.time_zone)).date()
    shown = []
    for number, step in enumerate(steps, start=1):
        computed = is_computed(step.status_key)
        if computed and step.status_key not in counted:
            counted[step.status_key] = status_of(StatusQuestion(step.status_key, campaign, cabinet.unit, now))
        progress = counted.get(step.status_key) if computed else below.get(step.pk)
        term = terms.day(step)
        is_done = step.pk in ticks or bool(progress and progress.is_done)
        shown.append(
            ShownRoadmapStep(
                step=step,
                number=number,
                who=ROLE_TITLE[Role(step.role)],
                term=term,
                term_words=terms.words(step),
                progress=progress,
                is_computed=computed,
                tick=ticks.get(step.pk),
                is_own=is_for(cabinet.role, Role(step.role)),
                is_late=bool(term and term < today and not is_done),
                url=_address(step.link, cabinet.role),
            )
        )
    stages = [(str(stage.label), [item for item in shown if item.step.stage == stage]) for stage in RoadmapStage]
    return RoadmapView(roadmap, [pair for pair in stages if pair[1]], roadmap.unit_id == cabinet.unit.pk, shown)


def is_for(role: Role, responsible: Role) -> bool:
    return role is responsible or any(role in same and responsible in same for same in _TOGETHER)


class _Terms:
    """Terms by the plan in force, asked once."""

    def __init__(self, campaign: Campaign) -> None:
        plan = plan_in_force(campaign)
        self.anchors = anchors_of(rows_of(plan)) if plan else {}

    def day(self, step: RoadmapStep) -> date | None:
        if step.term_on or not step.term_rule:
            return step.term_on
        try:
            return parse_term(step.term_rule).day(self.anchors, working_calendar())
        except UnknownTerm:  # a step of the plan that the catalogue no longer has
            return None

    def words(self, step: RoadmapStep) -> str:
        if step.term_on or not step.term_rule:
            return ""
        try:
            return parse_term(step.term_rule).words
        except UnknownTerm:
            return ""


def _ticks(steps: Sequence[RoadmapStep], unit: Unit) -> list[RoadmapTick]:
    return list(RoadmapTick.objects.filter(step__in=steps, unit=unit).select_related("done_by"))


def _ticked_below(steps: Sequence[RoadmapStep], cabinet: Cabinet) -> dict[int, Progress]:
    """How many units of the responsible level inside the scope have ticked each row that people tick."""
    level = cabinet.scope.kind
    by_level: dict[UnitKind, list[RoadmapStep]] = {}
    for step in steps:
        kind = _LEVEL[Role(step.role)]
        if kind != level and not is_computed(step.status_key):
            by_level.setdefault(kind, []).append(step)
    found: dict[int, Progress] = {}
    for kind, rows in by_level.items():
        units = Unit.objects.within(cabinet.scope).filter(kind=kind, is_active=True)
        total = units.count()
        ticked = RoadmapTick.objects.filter(step__in=rows, unit__in=units).values_list("step_id")
        counts = dict(ticked.annotate(n=Count("pk")).values_list("step_id", "n"))
        if total:
            found |= {step.pk: Progress(counts.get(step.pk, 0), total, "отметили") for step in rows}
    return found


def _address(link: str, role: Role) -> str:
    """The page of a row: a name of ours, an address, or nothing where this installation or role has no such page."""
    if link.startswith(("/", "https://", "http://")):
        return link
    try:
        return reverse(_FOR_SCHOOLS.get(link, link) if role in SCHOOL_ROLES else link) if link else ""
    except NoReverseMatch:
        return ""


def own_hand_steps(cabinet: Cabinet, campaign: Campaign) -> list[tuple[RoadmapStep, date]]:
    """Dated rows of the cabinet's own role that people tick and that this unit has not ticked yet."""
    roadmap = roadmap_for(campaign, cabinet.unit)
    if roadmap is None:
        return []
    rows = [
        step
        for step in roadmap.steps.order_by("position")
        if is_for(cabinet.role, Role(step.role)) and not is_computed(step.status_key)
    ]
    if not rows:
        return []
    ticked = {tick.step_id for tick in _ticks(rows, cabinet.unit)}
    terms = _Terms(campaign)
    dated = [(step, terms.day(step)) for step in rows if step.pk not in ticked]
    return [(step, term) for step, term in dated if term is not None]
