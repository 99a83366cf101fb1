"""Who is told of a step of a request for a reserve day."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify
from vpr.timetable.models import ReserveRequest
from vpr.timetable.rules.reserve import State

_TITLE = {
    State.SUBMITTED: "Запрос резервного дня: {work}",
    State.AGREED: "Запрос резервного дня согласован муниципалитетом: {work}",
    State.GRANTED: "Резервный день разрешён: {work}",
    State.RETURNED: "Запрос резервного дня возвращён: {work}",
    State.REFUSED: "В резервном дне отказано: {work}",
    State.WITHDRAWN: "Запрос резервного дня отозван: {work}",
}


def tell(request: ReserveRequest, by: Cabinet, words: str, now: datetime) -> None:
    """The one who acts next, and the school of what was decided."""
    receivers = _receivers(request)
    if receivers:
        notify(
            units=receivers,
            title=_TITLE[State(request.state)].format(work=request.assessment.title),
            body=_body(request, words),
            link=reverse("timetable:reserve_request", args=[request.pk]),
            topic="return" if request.state == State.RETURNED else "decision",
            sender=by.account,
            now=now,
        )


def _receivers(request: ReserveRequest) -> list[Unit]:
    unit = request.unit
    match State(request.state):
        case State.SUBMITTED | State.WITHDRAWN:
            return [unit.municipality] if unit.municipality else []
        case State.AGREED:
            return [unit.region] if unit.region else []
        case State.GRANTED | State.REFUSED:
            return [unit, unit.municipality] if unit.municipality else [unit]
        case State.RETURNED:
            return [unit]


def _body(request: ReserveRequest, words: str) -> str:
    classes = ", ".join(group.name for group in request.classes.all())
    lines = [f"{request.unit.name}: {classes}, участников {request.participants}."]
    if request.state == State.GRANTED and request.granted_on and request.upload_until:
        until = request.upload_until.astimezone(ZoneInfo(request.unit.time_zone))
        lines.append(
            f"Работу пишут {request.granted_on:%d.%m.%Y}. Результаты загрузите до {until:%d.%m.%Y %H:%M} местного времени. "
            "Загруженное после основного срока войдёт в следующую волну результатов."
        )
    else:
        lines.append(f"Желаемый день: {request.wanted_on:%d.%m.%Y}.")
    return "\n".join([*lines, words] if words else lines)
