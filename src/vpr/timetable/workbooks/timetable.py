"""Расписание: a declared form with one row for every class × work × part (S4; DOMAIN §5.6)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from vpr.base import clock
from vpr.cabinets.models import Unit
from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission, Workbook
from vpr.kernel.faults import Fault
from vpr.kernel.roles import UnitKind
from vpr.timetable.faults import TIMETABLE
from vpr.timetable.queries.duties import duties_of
from vpr.timetable.queries.placed import placed_of
from vpr.timetable.queries.week import school_week
from vpr.timetable.rules.days import LESSONS
from vpr.timetable.rules.sittings import FORM_TITLE, Duty, Placed, check_timetable, day_text
from vpr.timetable.services.sittings import replace_timetable
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import FilledRow, PrefilledRow

SHEET = "timetable"
FORM_OF_TITLE = {title: form for form, title in FORM_TITLE.items()}
_LOCKED = frozenset({"key", "group", "work", "period"})
_INSTRUCTION = (
    "Одна строка – одна работа (или её часть) одного класса. Выберите день и урок; кабинет – по желанию.",
    "ВПР проводят на 2–4 уроках, не после уроков, не в выходные, праздники и каникулы, внутри срока работы.",
    "В один день класс пишет одну работу. Две части одной работы – в один день с перерывом или в разные дни по порядку.",
    "Компьютерная работа открывается только в объявленный здесь день.",
    "Предметы по случайному выбору появятся в форме после жребия.",
)


class TimetableKind(DeclaredKind):
    """The whole timetable of a school; prefilled with what it sent last."""

    key = "timetable"
    title = "Расписание"
    level = UnitKind.SCHOOL
    step = "timetable"
    own_faults = TIMETABLE
    grid = "timetable:timetable_form"

    def form(self, unit: Unit, workbook: Workbook) -> Form:
        campaign = workbook.campaign
        return Form(
            key=self.key,
            version="1",
            title="Расписание",
            subtitle=campaign.title,
            file_name=f"Расписание {unit.code} {campaign.title}.xlsx",
            sheets=(Sheet(key=SHEET, title="Расписание", columns=_COLUMNS, row_key="key"),),
            instruction=_INSTRUCTION,
        )

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        duties = duties_of(unit, workbook.campaign, today_of(unit))
        placed = {item.duty.key: item for item in placed_of(unit, workbook.campaign, duties)}
        return {SHEET: [_prefilled_row(duty, placed.get(duty.key)) for duty in duties]}

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        duties = {duty.row_key: duty for duty in duties_of(unit, workbook.campaign, today_of(unit))}
        placed, faults = understand(rows[SHEET], duties)
        named = {dict(fault.details)["name"] for fault in faults}  # said already: half of the row is filled
        faults += [
            fault
            for fault in check_timetable(placed, duties.values(), school_week(unit, workbook.campaign))
            if fault.code != "U-06" or dict(fault.details)["name"] not in named
        ]
        groups = {item.duty.group: item.duty.participants for item in placed}
        return Judgement(faults, tuple(placed), len(placed), sum(groups.values()))

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        assert isinstance(verdict.content, tuple)
        replace_timetable(
            unit=submission.unit,
            campaign=submission.workbook.campaign,
            placed=verdict.content,
            account=submission.received_by,
            now=now,
        )


def today_of(unit: Unit) -> date:
    """The school's own calendar day. A check is a doorway of the exchange: it may ask the clock."""
    return clock.now().astimezone(ZoneInfo(unit.time_zone)).date()


def understand(rows: Sequence[FilledRow], duties: Mapping[str, Duty]) -> tuple[list[Placed], list[Fault]]:
    """Rows of the form -> placed duties. A row without day and lesson is a work that has no place yet."""
    found, faults = [], list[Fault]()
    for row in rows:
        duty = duties.get(row.text("key"))
        if duty is None:
            continue
        on, lesson = row.day("on"), row.integer("lesson")
        if on is None or lesson is None:
            if on or lesson or row.broken:
                faults.append(Fault.at("U-15", row.address("lesson" if on else "on"), name=duty.name))
            continue
        form = FORM_OF_TITLE.get(row.text("form"), duty.forms[0])
        places = {key: row.address(key) for key in ("on", "lesson", "form", "room")}
        found.append(Placed(duty, on, lesson, form, row.text("room"), places))
    return found, faults


def cells_of(duty: Duty, item: Placed | None) -> dict[str, str]:
    """A duty and its place as the cells of the form."""
    form = item.form if item else duty.forms[0]
    return {
        "key": duty.row_key,
        "group": duty.group_name,
        "work": duty.title + (f", часть {duty.part}" if duty.parts > 1 else ""),
        "period": duty.period,
        "form": FORM_TITLE[form],
        "on": day_text(item.on) if item else "",
        "lesson": str(item.lesson) if item else "",
        "room": item.room if item else "",
    }


def _prefilled_row(duty: Duty, item: Placed | None) -> PrefilledRow:
    forms = tuple(FORM_TITLE[form] for form in duty.forms)
    return PrefilledRow(cells_of(duty, item), _LOCKED, {"form": forms})


_COLUMNS = (
    Column("key", "Строка", ColumnKind.TEXT, width=22, is_locked=True),
    Column("group", "Класс", ColumnKind.TEXT, width=8, is_locked=True, is_required=False),
    Column("work", "Работа", ColumnKind.TEXT, width=34, is_locked=True, is_required=False),
    Column("period", "Срок", ColumnKind.TEXT, width=18, is_locked=True, is_required=False),
    Column(
        "form",
        "Форма",
        ColumnKind.CHOICE,
        help="Бумажная или компьютерная, если план допускает обе.",
        allowed=tuple(FORM_TITLE.values()),
        width=14,
        is_required=False,
    ),
    Column("on", "Дата", ColumnKind.DATE, help="День, в который класс пишет работу.", width=13, is_required=False),
    Column(
        "lesson",
        "Урок",
        ColumnKind.CHOICE,
        help="На каком уроке начинается работа.",
        allowed=tuple(map(str, LESSONS)),
        width=8,
        is_required=False,
    ),
    Column("room", "Кабинет", ColumnKind.TEXT, help="По желанию.", maximum=40, width=12, is_required=False),
)
