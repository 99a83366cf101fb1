"""«Сегодня» of this room: requests that wait, drawn subjects without a day, works of today and tomorrow, reserve days."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.campaigns.models import Campaign
from vpr.kernel.roles import UnitKind
from vpr.timetable.models import ReserveRequest, TimetableState
from vpr.timetable.queries.feeds import lesson_text
from vpr.timetable.queries.placed import sittings_of
from vpr.timetable.queries.reserve import granted_of, local_day, waiting_for

_MOST_NAMED = 4


def timetable_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    campaign = Campaign.objects.filter(is_current=True).first()
    if campaign is None:
        return []
    steps = _requests(cabinet, campaign)
    if cabinet.unit.kind == UnitKind.SCHOOL:
        today = local_day(cabinet.unit, now)
        steps += [*_works(cabinet, campaign, today), *_reserve(cabinet, campaign, today), *_unplaced(cabinet, campaign)]
    return steps


def _requests(cabinet: Cabinet, campaign: Campaign) -> list[Step]:
    """S1: «Принятие решения о проведении ВПР по отдельным предметам в резервные дни»."""
    waiting = list(waiting_for(cabinet, campaign)[: _MOST_NAMED + 1])
    if not waiting:
        return []
    if cabinet.unit.kind == UnitKind.SCHOOL:
        return [_returned(item) for item in waiting]
    named = "; ".join(f"{item.unit}: {item.assessment.title}" for item in waiting[:_MOST_NAMED])
    more = " и другие" if len(waiting) > _MOST_NAMED else ""
    return [
        Step(
            title="Решить о резервных днях",
            detail=f"{named}{more}.",
            url=reverse("timetable:reserve"),
            button="Рассмотреть",
        )
    ]


def _returned(item: ReserveRequest) -> Step:
    return Step(
        title=f"Запрос резервного дня возвращён: {item.assessment.title}",
        detail="Исправьте его или отзовите.",
        url=reverse("timetable:reserve_request", args=[item.pk]),
        button="Открыть",
        state="stop",
    )


def _works(cabinet: Cabinet, campaign: Campaign, today: date) -> list[Step]:
    """What is written today and tomorrow."""
    steps = []
    for day, word in ((today, "Сегодня"), (today + timedelta(days=1), "Завтра")):
        found = list(sittings_of(cabinet.unit, campaign).filter(on=day))
        if found:
            named = "; ".join(
                f"{item.class_group.name}: {item.assessment.title}, {lesson_text(item.lesson_from, item.lesson_to)}"
                + (" (резервный день)" if item.reserve_id else "")
                for item in found
            )
            steps.append(
                Step(
                    title=f"{word} пишут ВПР, {day:%d.%m}",
                    detail=f"{named}.",
                    url=reverse("timetable:timetable"),
                    button="Расписание",
                    state="attention" if day == today else "ok",
                )
            )
    return steps


def _reserve(cabinet: Cabinet, campaign: Campaign, today: date) -> list[Step]:
    """Until the day itself; of the upload after it the exchange speaks, as long as nothing is handed in."""
    return [
        Step(
            title=f"Резервный день {item.granted_on:%d.%m}: {item.assessment.title}",
            detail="Проведите работу в этот день: для Вашей школы срок загрузки продлён.",
            url=reverse("timetable:reserve_request", args=[item.pk]),
            button="Подробнее",
            deadline=item.upload_until,
        )
        for item in granted_of(cabinet.unit, campaign)
        if item.granted_on and item.granted_on >= today
    ]


def _unplaced(cabinet: Cabinet, campaign: Campaign) -> list[Step]:
    """After the draw a timetable that was complete lacks the drawn subjects."""
    state = TimetableState.objects.filter(unit=cabinet.unit, campaign=campaign, saved_at__isnull=False).first()
    if state is None or state.placed >= state.duties:
        return []
    return [
        Step(
            title="Назначить дни новым работам",
            detail=f"Без дня в расписании: {state.duties - state.placed}. Так бывает после случайного выбора предметов.",
            url=reverse("timetable:timetable"),
            button="Дополнить расписание",
            done=state.placed,
            total=state.duties,
        )
    ]
