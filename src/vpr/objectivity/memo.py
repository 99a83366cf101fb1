"""What an observer is told: the text to send, the sheet of appointment, the list of a school (S1: дата и время)."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from importlib.resources import files as package_files

from vpr.cabinets.models import Unit
from vpr.objectivity.models import Duty
from vpr.paper.compile import compile_pdf
from vpr.timetable.models import SchoolDay, Sitting
from vpr.timetable.queries.feeds import lesson_text

RULES = (
    "Приходите за полчаса до начала и возьмите паспорт: Вас отметят по списку.",
    "Вы можете наблюдать за подготовкой материалов, проведением, проверкой работ и внесением результатов.",
    "Не вмешивайтесь в ход работы, не помогайте участникам, не фотографируйте материалы и работы.",
    "Заметили нарушение – сообщите ответственному организатору школы и запишите время и кабинет.",
)


def sittings_on(school: Unit, day: date) -> list[Sitting]:
    rows = Sitting.objects.filter(class_group__unit=school, on=day).select_related("class_group", "assessment")
    return list(rows.order_by("lesson_from", "class_group__grade", "class_group__letter", "part"))


def begins_at(school: Unit, sittings: Iterable[Sitting]) -> time | None:
    """When the first lesson with a work begins by the local clock; None when the school has not told its bells."""
    lessons = SchoolDay.objects.filter(unit=school).values_list("lesson_starts", flat=True).first() or []
    first = min((item.lesson_from for item in sittings), default=0)
    return lessons[first - 1] if 0 < first <= len(lessons) else None


def work_lines(school: Unit, day: date) -> list[str]:
    return [
        f"{item.class_group.name}, {item.assessment.title}, {lesson_text(item.lesson_from, item.lesson_to)}"
        + (f", кабинет {item.room}" if item.room else "")
        for item in sittings_on(school, day)
    ]


def memo_text(duty: Duty) -> str:
    """The text to send by e-mail or to read out by telephone."""
    school = duty.unit
    begins = begins_at(school, sittings_on(school, duty.on))
    when = f"{duty.on:%d.%m.%Y}" + (f", начало в {begins:%H:%M}" if begins else "")
    contact = ", ".join(part for part in (school.contact_name, school.contact_phone) if part)
    lines = [
        "Здравствуйте!",
        f"Вы назначены общественным наблюдателем ВПР: {when}, {school.name}.",
        *(f"– {line}" for line in work_lines(school, duty.on)),
        *([f"В школе Вас встретит: {contact}."] if contact else []),
        "",
        *RULES,
    ]
    return "\n".join(lines)


def appointment_pdf(duty: Duty, *, now: datetime) -> bytes:
    school = duty.unit
    begins = begins_at(school, sittings_on(school, duty.on))
    sheet = {
        "observer": duty.observer.name,
        "standing": duty.observer.get_standing_display(),
        "school": f"{school.name}, код {school.code}",
        "day": f"{duty.on:%d.%m.%Y}",
        "begins": f"{begins:%H:%M}" if begins else "",
        "contact": ", ".join(part for part in (school.contact_name, school.contact_phone) if part),
        "works": work_lines(school, duty.on),
        "rules": list(RULES),
        "campaign": duty.observer.campaign.title,
    }
    return _compiled("appointment.typ", sheet, now)


def school_list_pdf(school: Unit, duties: list[Duty], *, now: datetime) -> bytes:
    sheet = {
        "school": f"{school.name}, код {school.code}",
        "rows": [
            {
                "day": f"{duty.on:%d.%m.%Y}",
                "name": duty.observer.name,
                "standing": duty.observer.get_standing_display(),
                "phone": duty.observer.phone,
            }
            for duty in duties
        ],
    }
    return _compiled("school_list.typ", sheet, now)


def _compiled(name: str, sheet: Mapping[str, object], now: datetime) -> bytes:
    source = package_files("vpr.objectivity").joinpath(f"paper/{name}").read_text("utf-8")
    return compile_pdf(source, {"sheet": json.dumps(sheet, ensure_ascii=False)}, created=now)
