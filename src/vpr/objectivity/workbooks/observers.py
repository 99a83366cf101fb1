"""Кандидатуры общественных наблюдателей: a declared form of the school (S3 8.5: «предоставленные общеобразовательными
организациями»). Names here are of adults; of the children only classes are asked.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission, Workbook
from vpr.kernel.faults import Fault
from vpr.kernel.roles import UnitKind
from vpr.objectivity.faults import CATALOGUE
from vpr.objectivity.models import Observer, Standing
from vpr.objectivity.rules.candidates import CandidateRow, check_candidates, classes_of
from vpr.objectivity.services.proposing import replace_candidates
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import FilledRow, PrefilledRow

SHEET = "observers"
YES_NO = ("да", "нет")
MOST = 60
_TEXT, _CHOICE = ColumnKind.TEXT, ColumnKind.CHOICE
COLUMNS = (
    Column("name", "Фамилия, имя, отчество", _TEXT, maximum=200, width=34, holds_staff=True, aliases=("ФИО",)),
    Column("phone", "Телефон", _TEXT, maximum=60, width=18, holds_staff=True),
    Column("email", "Электронная почта", _TEXT, maximum=200, width=24, holds_staff=True, is_required=False),
    Column(
        "may_be_mailed",
        "Согласен на письма о дате и времени",
        _CHOICE,
        allowed=YES_NO,
        width=14,
        is_required=False,
        help="Без согласия письмо не отправляется: сообщите о дате сами.",
    ),
    Column("standing", "Кто это", _CHOICE, allowed=tuple(Standing.labels), width=34),
    Column("employer", "Место работы", _TEXT, maximum=200, width=28, holds_staff=True, is_required=False),
    Column(
        "works_at",
        "Код школы, где работает",
        _TEXT,
        maximum=20,
        width=12,
        is_required=False,
        help="Шесть цифр, если кандидат работает в школе: туда его направить нельзя.",
    ),
    Column(
        "children_at",
        "Код школы, где учатся дети",
        _TEXT,
        maximum=20,
        width=12,
        is_required=False,
        help="Шесть цифр; пусто, если детей-школьников нет.",
    ),
    Column(
        "children_classes",
        "Классы, где учатся дети",
        _TEXT,
        maximum=60,
        width=14,
        is_required=False,
        help="Номера и буквы через запятую: 5А, 7Б. Имена детей не нужны.",
    ),
)
_INSTRUCTION = (
    "Предложите общественных наблюдателей: по школам и дням их распределит координатор.",
    "Наблюдатель не работает в школе, где наблюдает, и не является родителем учеников класса, который пишет работу. "
    "Работника Вашей школы и родителя можно предложить: их направят в другую школу или в другой день.",
    "О детях кандидата указывают только школу и классы. Имена детей не вписывают.",
    "Сообщите кандидату, что его имя и телефон увидят координатор и школа, куда его направят, и только на срок кампании.",
)


class ObserversKind(DeclaredKind):
    key = "observers"
    title = "Кандидатуры общественных наблюдателей"
    level = UnitKind.SCHOOL
    step = "observers"
    own_faults = CATALOGUE

    def form(self, unit: Unit, workbook: Workbook) -> Form:
        return Form(
            key=self.key,
            version="1",
            title=self.title,
            subtitle=workbook.campaign.title,
            file_name=f"Наблюдатели {unit.code} {workbook.campaign.title}.xlsx",
            sheets=(Sheet(SHEET, "Наблюдатели", COLUMNS, rows_reserved=MOST, may_add_rows=True),),
            instruction=_INSTRUCTION,
        )

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        kept = Observer.objects.filter(campaign=workbook.campaign, unit=unit, is_withdrawn=False, erased_at=None)
        return {SHEET: [PrefilledRow(_cells(item)) for item in kept.select_related("works_at", "children_at")]}

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        understood, faults = understand(rows[SHEET])
        codes = {code for row in understood for code in (row.works_at, row.children_at)}
        known = Unit.objects.filter(kind=UnitKind.SCHOOL, code__in=codes).values_list("code", flat=True)
        faults += check_candidates(understood, unit.code, frozenset(known))
        return Judgement(faults, tuple(understood), len(understood))

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        assert isinstance(verdict.content, tuple)
        replace_candidates(
            unit=submission.unit,
            campaign=submission.workbook.campaign,
            rows=verdict.content,
            account=submission.received_by,
            now=now,
        )


def understand(rows: Sequence[FilledRow]) -> tuple[list[CandidateRow], list[Fault]]:
    by_label = {standing.label: standing.value for standing in Standing}
    found, faults = [], []
    for row in rows:
        typed = row.text("children_classes")
        classes = classes_of(typed) if typed else ()
        if classes is None:
            faults.append(Fault.at("O-04", row.address("children_classes"), typed=typed))
        found.append(
            CandidateRow(
                name=" ".join(row.text("name").split()),
                phone=row.text("phone"),
                email=row.text("email"),
                may_be_mailed=row.is_yes("may_be_mailed"),
                standing=by_label.get(row.text("standing"), Standing.OTHER.value),
                employer=row.text("employer"),
                works_at=row.text("works_at"),
                children_at=row.text("children_at"),
                children_classes=classes if classes is not None else ("?",),
                number=row.number,
                places={column.key: row.address(column.key) for column in COLUMNS},
            )
        )
    return found, faults


def _cells(item: Observer) -> dict[str, str]:
    return {
        "name": item.name,
        "phone": item.phone,
        "email": item.email,
        "may_be_mailed": YES_NO[not item.may_be_mailed],
        "standing": Standing(item.standing).label,
        "employer": item.employer,
        "works_at": item.works_at.code if item.works_at else "",
        "children_at": item.children_at.code if item.children_at else "",
        "children_classes": ", ".join(item.children_classes),
    }
