"""Сводная заявка: every school of a municipality, set or region, answered or not; confirm or correct (S2 1.2.2)."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.enrollment.faults import APPLICATION
from vpr.enrollment.models import SchoolRecord
from vpr.enrollment.queries.applications import Filled, filled_of, is_frozen
from vpr.enrollment.queries.places import short_titles, work_places
from vpr.enrollment.queries.records import grades_of, records_of
from vpr.enrollment.rules.applying import WorkPlace, is_at_least
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
from vpr.enrollment.words import ApplicationState
from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Expectation, Submission, Workbook
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
        self.stand: _Stand | None = None

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

    def check(
        self,
        content: bytes,
        name: str,
        *,
        unit: Unit,
        workbook: Workbook,
        expectation: Expectation | None,
        channel: str,
    ) -> Verdict:
        """The stand of a thousand schools is asked once for a check, not once for each of its steps."""
        own = copy(self)
        with _without_collector():
            own.stand = _stand(unit, workbook)
            return super(ConsolidatedKind, own).check(
                content, name, unit=unit, workbook=workbook, expectation=expectation, channel=channel
            )

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        stand = self.stand or _stand(unit, workbook)
        rows: dict[str, list[PrefilledRow]] = {"schools": []}
        rows |= {f"grade_{grade}": [] for grade in sorted({place.grade for place in stand.places.values()})}
        for school in stand.schools.values():
            decision = (
                CONFIRM if school.is_answered and school.takes_part else NOT_TAKING if school.is_answered else WAIT
            )
            cells = {"code": school.code, "name": school.name, "stamp": school.stamp, "decision": decision}
            rows["schools"].append(PrefilledRow(cells, _LOCKED))
            for grade, row in school.cells.items():
                rows[f"grade_{grade}"].append(PrefilledRow(row, _LOCKED))
        return rows

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        stand = self.stand or _stand(unit, workbook)
        found = decide(rows, stand.schools, stand.places)
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


@contextmanager
def _without_collector() -> Iterator[None]:
    """Two hundred thousand cells make no circles, and looking for them takes a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True)
class _Stand:
    """The works of the campaign and every active school below the unit, by code, with what it has sent."""

    places: dict[str, WorkPlace]
    schools: dict[str, SchoolNow]


def _stand(unit: Unit, workbook: Workbook) -> _Stand:
    places = work_places(workbook.campaign)
    below = {"region": unit} if unit.kind == UnitKind.REGION else {"municipality": unit}
    units = list(Unit.objects.schools().filter(**below).by_name())
    keys = [school.pk for school in units]
    filled, records = filled_of(keys, workbook.campaign), records_of(keys, workbook.campaign)
    columns, is_region, frozen = _columns_of(places), unit.kind == UnitKind.REGION, is_frozen(unit, workbook.campaign)
    schools = {}
    for school in units:
        own = filled.get(school.pk)
        now = _school_now(school, own, records.get(school.pk), columns)
        is_closed = not is_region and (frozen or _is_confirmed_by_region(own))
        schools[school.code] = replace(now, is_closed=is_closed, wants_reason=frozen)
    return _Stand(places, schools)


def _is_confirmed_by_region(own: Filled | None) -> bool:
    state = ApplicationState(own.application.state) if own else ApplicationState.DRAFT
    return is_at_least(state, ApplicationState.REGIONAL_CONFIRMED)


def _school_now(
    school: Unit,
    own: Filled | None,
    record: SchoolRecord | None,
    columns: _Columns,
) -> SchoolNow:
    name, texts = str(school), list(own.texts()) if own else []
    grades = set(columns.empty) if record is None else set(columns.empty) & grades_of(record)
    cells = {grade: columns.empty[grade] | {"code": school.code, "name": name} for grade in sorted(grades)}
    for key, *numbers in texts:
        known = columns.of.get(key)
        if known is not None:
            grade, names = known
            if grade not in cells:  # a work of a grade that the reconciled list does not give the school
                cells[grade] = columns.empty[grade] | {"code": school.code, "name": name}
            cells[grade].update(zip(names, numbers, strict=False))
            if len(names) == 3 and numbers[2] == "0":
                cells[grade][names[2]] = ""
    return SchoolNow(
        unit_id=school.pk,
        code=school.code,
        name=name,
        stamp=_stamp(own),
        is_answered=own is not None and own.application.state != "draft",
        takes_part=own.application.takes_part if own else True,
        has_figures=bool(texts),
        figures=lambda: own.lines if own else {},
        cells=cells,
    )


@dataclass(frozen=True)
class _Columns:
    """The columns of each grade, empty, because rows are compared as wholes; and the cells of each work."""

    empty: dict[int, dict[str, str]]
    of: dict[str, tuple[int, tuple[str, ...]]]


def _columns_of(places: Mapping[str, WorkPlace]) -> _Columns:
    columns = _Columns({}, {})
    for key, place in places.items():
        names = (f"{key}|c", f"{key}|p", *([f"{key}|e"] if place.wants_experts else []))
        columns.empty.setdefault(place.grade, {"code": "", "name": ""}).update(dict.fromkeys(names, ""))
        columns.of[key] = (place.grade, names)
    return columns


def _stamp(own: Filled | None) -> str:
    return own.stamp if own else UNANSWERED
