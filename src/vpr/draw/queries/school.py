"""What one school has drawn, and why its classes may not change."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.draw.models import LOCKED_STATES, DrawnSubject, DrawRound, FrozenClass, RoundState
from vpr.draw.queries.plan import DrawPlan
from vpr.timetable.models import ClassGroup


@dataclass(frozen=True)
class ClassLine:
    """One class of a drawn grade: what it writes, or what it waits for."""

    group: ClassGroup
    works: tuple[DrawnSubject, ...]
    round: DrawRound | None  # that gave the works, or in which the class waits
    earlier: tuple[DrawnSubject, ...]  # replaced by a redraw

    @property
    def week(self) -> date | None:
        return self.group.week_of

    @property
    def state(self) -> str:
        """What stands in the badge."""
        if self.works:
            return "назначены"
        if self.round is not None:
            return "ждёт жребия"
        if not self.group.subjects or self.group.week_of is None:
            return "не указаны предметы или неделя"
        return "ждёт своей недели"

    @property
    def tone(self) -> str:
        if self.works:
            return "ok"
        return "attention" if not self.group.subjects or self.group.week_of is None else "neutral"


def class_lines(unit: Unit, campaign: Campaign, plan: DrawPlan) -> list[ClassLine]:
    """Classes of the drawn grades in the order of the register."""
    classes = list(ClassGroup.objects.filter(unit=unit, campaign=campaign, grade__in=plan.grades))
    drawn: dict[int, list[DrawnSubject]] = defaultdict(list)
    rows = DrawnSubject.objects.filter(class_group__unit=unit, class_group__campaign=campaign)
    for row in rows.select_related("assessment", "round__campaign").order_by("round__number", "assessment__title"):
        drawn[row.class_group_id].append(row)
    waiting = {
        frozen.class_group_id: frozen.round
        for frozen in FrozenClass.objects.filter(class_group__in=classes).select_related("round")
        if frozen.round.is_open
    }
    return [_line(item, drawn[item.pk], waiting.get(item.pk)) for item in classes]


def _line(item: ClassGroup, rows: list[DrawnSubject], waits: DrawRound | None) -> ClassLine:
    works = tuple(row for row in rows if not row.is_replaced)
    earlier = tuple(row for row in rows if row.is_replaced)
    return ClassLine(item, works, works[0].round if works else waits, earlier)


def drawn_of(campaign: Campaign, unit: Unit) -> dict[int, tuple[int, ...]]:
    """For the timetable: class -> assessments that it writes by draw."""
    rows = DrawnSubject.objects.in_force().filter(class_group__campaign=campaign, class_group__unit=unit)
    pairs = rows.order_by("class_group_id", "assessment_id").values_list("class_group_id", "assessment_id")
    return {group: tuple(pk for _, pk in found) for group, found in groupby(pairs, key=lambda pair: pair[0])}


def locks_of(campaign: Campaign, unit: Unit) -> dict[tuple[int, str], str]:
    """For the register: (grade, letter) -> why the class may not change now. An announced redraw sets its classes free."""
    rows = FrozenClass.objects.filter(
        class_group__campaign=campaign, class_group__unit=unit, round__state__in=LOCKED_STATES
    ).select_related("round", "class_group")
    free: set[int] = set()
    for classes in DrawRound.objects.filter(
        campaign=campaign, state=RoundState.COMMITTED, only_classes__len__gt=0
    ).values_list("only_classes", flat=True):
        free.update(classes)
    found: dict[tuple[int, str], str] = {}
    for row in rows.order_by("round__number"):
        if row.class_group_id not in free:
            found[row.class_group.grade, row.class_group.letter] = _reason(row.round)
    return found


def _reason(found: DrawRound) -> str:
    if found.published_at is not None:
        return f"предметы уже назначены жребием {found.published_at.astimezone(MOSCOW):%d.%m.%Y}"
    closed = f" {found.frozen_at.astimezone(MOSCOW):%d.%m.%Y}" if found.frozen_at else ""
    return f"данные для жребия закрыты{closed}"
