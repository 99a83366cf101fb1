"""Сводная заявка: every school of a municipality, set or region, answered or not; confirm or correct (S2 1.2.2)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.enrollment.faults import APPLICATION
from vpr.enrollment.queries.applications import Filled, filled_of
from vpr.enrollment.queries.places import places_of, short_titles, work_places
from vpr.enrollment.queries.records import records_of
from vpr.enrollment.rules.applying import Lines, WorkPlace
from vpr.enrollment.rules.deciding import (
    CONFIRM,
    DECISIONS,
    NOT_TAKING,
    UNANSWERED,
    WAIT,
    Decided,
    SchoolNow,
    decide,
)
from vpr.enrollment.services.consolidating import store_decisions
from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission, Workbook
from vpr.kernel.roles import UnitKind
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import FilledRow, PrefilledRow

_TEXT, _WHOLE = ColumnKind.TEXT, ColumnKind.INTEGER
_MOST_SCHOOLS = 2900  # what the reader keeps of a sheet
SCHOOLS = Sheet(
    key="schools",
    title="Школы",
    row_key="code",
    rows_reserved=_MOST_SCHOOLS,
    columns=(
        Column("code", "Код ОО", _TEXT, "Менять нельзя.", 10, is_locked=True),
        Column("name", "Организация", _TEXT, "Менять нельзя.", 44, is_locked=True, is_required=False, holds_staff=True),
        Column("stamp", "Заявка школы", _TEXT, "Что прислала школа и когда. Не меняйте.", 40, is_required=False),
        Column("decision", "Решение", ColumnKind.CHOICE, "Подтверждаете ли Вы цифры этой школы.", 16, DECISIONS),
        Column("note", "Примечание", _TEXT, "Почему исправлено: увидят школа и регион.", 40, is_required=False, maximum=300),
    ),
)  # fmt: skip
INSTRUCTION = (
    "На листе «Школы» стоят все организации, и те, что заявку не заполнили. У каждой выберите решение.",
    "«подтверждаю»: цифры верны или исправлены Вами. «не участвует»: школа не проводит ни одной работы. "
    "«ждём»: ничего не меняется, решите позже.",
    "Листы классов: по одной строке на школу, по столбцам предметы. Пустая ячейка: работа не проводится.",
    "Исправьте цифры прямо в ячейках и напишите причину в примечании на листе «Школы».",
    "За школу, которая не ответила, можно внести цифры самим и выбрать «подтверждаю».",
    "Столбец «Заявка школы» не меняйте: по нему видно, что заявка не изменилась, пока Вы работали с файлом.",
)


class ConsolidatedKind(DeclaredKind):
    """Сводная заявка муниципалитета, набора или региона."""

    own_faults = APPLICATION
    may_be_empty = True

    def __init__(self, key: str, title: str, level: UnitKind, step: str, grid: str) -> None:
        self.key, self.title, self.level, self.step, self.grid = key, title, level, step, grid

    def form(self, unit: Unit, workbook: Workbook) -> Form:
        places = work_places(workbook.campaign)
        return Form(
            key=self.key,
            version="2026.1",
            title=self.title,
            subtitle=workbook.campaign.title,
            file_name=f"Сводная заявка {unit.code} {workbook.campaign.code}.xlsx",
            sheets=(SCHOOLS, *_grade_sheets(places)),
            instruction=INSTRUCTION,
        )

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        places = work_places(workbook.campaign)
        schools = _schools_now(unit, workbook, places)
        rows: dict[str, list[PrefilledRow]] = {"schools": []}
        rows |= {f"grade_{grade}": [] for grade in sorted({place.grade for place in places.values()})}
        for school in schools.values():
            decision = (
                CONFIRM if school.is_answered and school.takes_part else NOT_TAKING if school.is_answered else WAIT
            )
            cells = {"code": school.code, "name": school.name, "stamp": school.stamp, "decision": decision}
            rows["schools"].append(PrefilledRow(cells, _LOCKED))
            for grade in school.grades:
                numbers = _cells(school.lines, places, grade)
                row = PrefilledRow({"code": school.code, "name": school.name, **numbers}, _LOCKED)
                rows.setdefault(f"grade_{grade}", []).append(row)
        return rows

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        places = work_places(workbook.campaign)
        found = decide(rows, _schools_now(unit, workbook, places), places)
        total = sum(n.participants for item in found.decided for n in (item.lines or {}).values())
        return Judgement(found.faults, found.decided, len(found.decided), total)

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        decided = verdict.content
        assert isinstance(decided, list)
        store_decisions(
            campaign=submission.workbook.campaign,
            unit=submission.unit,
            decided=[item for item in decided if isinstance(item, Decided)],
            account=submission.received_by,
            now=now,
        )


_LOCKED = frozenset(("code", "name"))
CONSOLIDATED = ConsolidatedKind(
    "consolidated", "Сводная заявка", UnitKind.MUNICIPALITY, "consolidated", "exchange:grid"
)
#: A region has hundreds of schools: its figures are put right in the file or on the page of a school.
CONSOLIDATED_REGION = ConsolidatedKind(
    "consolidated_region", "Сводная заявка региона", UnitKind.REGION, "correction", ""
)


def _grade_sheets(places: Mapping[str, WorkPlace]) -> list[Sheet]:
    sheets = []
    titles = short_titles(places)
    for grade in sorted({place.grade for place in places.values()}):
        columns = [
            Column("code", "Код ОО", _TEXT, "", 10, is_locked=True),
            Column("name", "Организация", _TEXT, "", 36, is_locked=True, is_required=False, holds_staff=True),
        ]
        for key, place in places.items():
            if place.grade == grade:
                columns += _columns(key, titles[key], place)
        sheets.append(
            Sheet(f"grade_{grade}", f"{grade} класс", tuple(columns), row_key="code", rows_reserved=_MOST_SCHOOLS)
        )
    return sheets


def _columns(key: str, title: str, place: WorkPlace) -> list[Column]:
    named = [("c", "классов", 99), ("p", "участников", 9999)]
    named += [("e", "экспертов", 999)] if place.wants_experts else []
    return [
        Column(f"{key}|{part}", f"{title}: {word}", _WHOLE, place.title, 10, minimum=0, maximum=most, is_required=False)
        for part, word, most in named
    ]


def _cells(lines: Lines, places: Mapping[str, WorkPlace], grade: int) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, numbers in lines.items():
        if key in places and places[key].grade == grade:
            cells[f"{key}|c"], cells[f"{key}|p"] = str(numbers.class_count), str(numbers.participants)
            if places[key].wants_experts:
                cells[f"{key}|e"] = str(numbers.experts or "")
    return cells


def _schools_now(unit: Unit, workbook: Workbook, places: Mapping[str, WorkPlace]) -> dict[str, SchoolNow]:
    """Every active school below the unit, by code, with what it has sent."""
    below = {"region": unit} if unit.kind == UnitKind.REGION else {"municipality": unit}
    schools = list(Unit.objects.schools().filter(**below).by_name())
    keys = [school.pk for school in schools]
    filled, records = filled_of(keys, workbook.campaign), records_of(keys, workbook.campaign)
    grades_of_places = {place.grade for place in places.values()}
    found = {}
    for school in schools:
        own, record = filled.get(school.pk), records.get(school.pk)
        offered = places_of(record, places) if record is not None else places
        lines = own.lines if own else {}
        grades = {place.grade for place in offered.values()} if record is not None else grades_of_places
        grades |= {places[key].grade for key in lines if key in places}
        found[school.code] = SchoolNow(
            unit_id=school.pk,
            code=school.code,
            name=str(school),
            stamp=_stamp(own),
            is_answered=own is not None and own.application.state != "draft",
            takes_part=own.application.takes_part if own else True,
            lines=lines,
            grades=tuple(sorted(grades)),
            offered=frozenset(offered),
        )
    return found


def _stamp(own: Filled | None) -> str:
    return own.stamp if own else UNANSWERED
