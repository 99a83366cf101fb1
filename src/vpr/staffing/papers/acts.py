"""Orders of a school from templates: conducting the assessments, organizers in rooms, commissions (S5, 2.3-2.14)."""

from datetime import date

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.staffing.models import LocalAct, OrderBook, StaffMember
from vpr.staffing.papers.document import Document, Table
from vpr.staffing.queries import SchoolPlan, school_plan

ACTS: dict[str, str] = {
    "conduct": "Приказ о проведении ВПР",
    "rooms": "Приказ о назначении организаторов в аудиториях",
    "experts": "Приказ о составе экспертных комиссий",
}
_BLANK = "____________"
#: The order says so only of a plan in which it is so (S5, 2.6).
_NO_TEACHER = "Организаторами не назначены учителя, которые преподают предмет проверочной работы."
_PREAMBLE = (
    "В целях проведения всероссийских проверочных работ ({title}) в соответствии с порядком их проведения "
    "и планом-графиком"
)


def document_of(kind: str, unit: Unit, campaign: Campaign) -> Document:
    """One of `ACTS` as it stands now."""
    plan = school_plan(unit, campaign)
    book = OrderBook.objects.filter(unit=unit, campaign=campaign).select_related("coordinator", "technician").first()
    act = LocalAct.objects.filter(unit=unit, campaign=campaign, kind=kind).first()
    points, tables, acquainted = _CONTENTS[kind](plan, book)
    return Document(
        school=unit.name,
        number=(act.number if act else "") or _BLANK,
        date=_day(act.signed_on) if act and act.signed_on else _BLANK,
        heading=_HEADINGS[kind].format(title=campaign.title),
        preamble=_PREAMBLE.format(title=campaign.title),
        points=tuple(points),
        head_post=(book.head_post if book else "") or "Директор",
        head_name=(book.head_name if book else "") or _BLANK,
        acquainted=tuple(dict.fromkeys(acquainted)),
        tables=tuple(tables),
    )


_HEADINGS = {
    "conduct": "О проведении всероссийских проверочных работ ({title})",
    "rooms": "О назначении организаторов в аудиториях при проведении ВПР ({title})",
    "experts": "О создании экспертных комиссий по проверке ВПР ({title})",
}
_Content = tuple[list[str], list[Table], list[str]]


def _conduct(plan: SchoolPlan, book: OrderBook | None) -> _Content:
    coordinator, technician = _officer(book.coordinator if book else None), _officer(book.technician if book else None)
    points = [
        "Провести всероссийские проверочные работы по графику (приложение 1).",
        f"Назначить школьным координатором, ответственным за проведение ВПР: {coordinator}.",
        f"Назначить техническим специалистом: {technician}.",
        "Школьному координатору: получить материалы в личном кабинете и обеспечить их конфиденциальность; провести "
        "инструктаж организаторов, технического специалиста и наблюдателей; организовать рабочее место с выходом "
        "в Интернет; ознакомить обучающихся и родителей со сроками и местом проведения; обеспечить хранение работ.",
        "Техническому специалисту: обеспечить печать материалов, работу компьютеров и загрузку форм.",
        "Внести на дни проведения работ изменения в расписание занятий.",
        "В формах и в личном кабинете указывать только коды участников; бумажный протокол хранить в школе.",
        "Контроль за исполнением приказа оставляю за собой.",
    ]
    rows = [
        (_day(s.on), ", ".join(str(n) for n in s.lessons), s.class_name, s.title, s.room.number if s.room else "")
        for s in plan.stands
    ]
    headings = ("Дата", "Урок", "Класс", "Работа", "Аудитория")
    named = [name for name in (coordinator, technician) if name != _BLANK]
    return points, [Table("График проведения ВПР", headings, tuple(rows), (3, 2, 2, 7, 3))], named


def _rooms(plan: SchoolPlan, book: OrderBook | None) -> _Content:
    standing = {fault.code for fault in plan.every_fault}
    points = [
        "Назначить организаторов в аудиториях (приложение 1).",
        "Организаторам: пройти инструктаж; выдать каждому участнику код и проверить, что он переписан на каждый лист; "
        "заполнить бумажный протокол; собрать все комплекты и передать их школьному координатору.",
        *([] if "N-04" in standing else [_NO_TEACHER]),
        f"Контроль возложить на школьного координатора: {_officer(book.coordinator if book else None)}.",
    ]
    rows = [
        (
            _day(s.on),
            ", ".join(str(n) for n in s.lessons),
            s.class_name,
            s.title,
            s.room.number if s.room else _BLANK,
            s.first.name if s.first else _BLANK,
            s.second.name if s.second else _BLANK,
        )
        for s in plan.stands
    ]
    headings = ("Дата", "Урок", "Класс", "Работа", "Ауд.", "Первый организатор", "Второй организатор (администрация)")
    people = sorted({person.name for stand in plan.stands for person in stand.people})
    return points, [Table("Организаторы в аудиториях", headings, tuple(rows), (4, 2, 2, 6, 2, 5, 5))], people


def _experts(plan: SchoolPlan, book: OrderBook | None) -> _Content:
    points = [
        "Создать экспертные комиссии по проверке работ (приложение 1).",
        "Экспертам: до проверки обсудить критерии; проверять ручкой с красной пастой, ошибки подчёркивать и "
        "квалифицировать на полях, не исправлять; соблюдать конфиденциальность.",
        "Учитель, работающий в классе, по возможности не проверяет работы своего класса.",
        f"Контроль возложить на школьного координатора: {_officer(book.coordinator if book else None)}.",
    ]
    rows = [
        (
            commission.assessment.title,
            ", ".join(commission.classes.values()),
            ", ".join(member.name for member in commission.members) or _BLANK,
        )
        for commission in plan.commissions
    ]
    people = sorted({member.name for commission in plan.commissions for member in commission.members})
    return points, [Table("Экспертные комиссии", ("Работа", "Классы", "Состав"), tuple(rows), (6, 4, 10))], people


_CONTENTS = {"conduct": _conduct, "rooms": _rooms, "experts": _experts}


def _officer(member: StaffMember | None) -> str:
    if member is None:
        return _BLANK
    return f"{member.name}, {member.post}" if member.post else member.name


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
