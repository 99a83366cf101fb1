"""Список классов: a declared form, chosen and not typed (S5 3.2; DOMAIN §13, pain 9)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from vpr.cabinets.models import Unit
from vpr.exchange.declared.kind import DeclaredKind, Judgement
from vpr.exchange.kinds import Verdict
from vpr.exchange.models import Submission, Workbook
from vpr.kernel.faults import Fault
from vpr.kernel.roles import UnitKind
from vpr.kernel.subjects import SUBJECTS
from vpr.timetable.faults import CLASSES
from vpr.timetable.plugs import register_locks
from vpr.timetable.queries.register import (
    advanced_grades,
    bound_classes,
    drawn_grades,
    first_rows,
    grades_of,
    rows_of,
)
from vpr.timetable.rules.class_names import CHOICES, shown
from vpr.timetable.rules.days import monday_of, week_text
from vpr.timetable.rules.register import ClassRow, DrawnGrade, check_bound, check_register, understood_letter
from vpr.timetable.services.register import replace_register
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import FilledRow, PrefilledRow

SHEET = "classes"
YES_NO = ("да", "нет")
#: DOMAIN §14.2: at most 11 classes in a grade; seven grades.
MOST_CLASSES = 90
_SUBJECT = "subject_"
_INSTRUCTION = (
    "Одна строка – один класс. Впишите все классы параллелей, которые участвуют в ВПР.",
    "Букву или номер выберите из списка. Если в параллели один класс без буквы, выберите «нет».",
    "Участников – сколько учеников класса будут писать ВПР, без имён.",
    "Столбцы «Изучают» и «Неделя» заполните для параллелей, где предметы назначает случайный выбор: "
    "отметьте «да» предметы, которые класс действительно изучает, и неделю, на которой он их напишет.",
    "Порядковый номер класса система назначит сама по алфавиту; он нужен в формах сбора результатов.",
)


class ClassesKind(DeclaredKind):
    """The register of a school in a campaign: prefilled from its last register or from last year's."""

    key = "classes"
    title = "Список классов"
    level = UnitKind.SCHOOL
    step = "classes"
    own_faults = CLASSES
    grid = "timetable:classes_form"

    def form(self, unit: Unit, workbook: Workbook) -> Form:
        campaign = workbook.campaign
        return Form(
            key=self.key,
            version="1",
            title="Список классов",
            subtitle=campaign.title,
            file_name=f"Список классов {unit.code} {campaign.title}.xlsx",
            sheets=(
                Sheet(
                    key=SHEET,
                    title="Классы",
                    columns=(
                        *_class_columns(grades_of(campaign), advanced_grades(campaign)),
                        *_drawn_columns(list(drawn_grades(campaign).values())),
                    ),
                    rows_reserved=MOST_CLASSES,
                    may_add_rows=True,
                ),
            ),
            instruction=_INSTRUCTION,
        )

    def prefilled(self, unit: Unit, workbook: Workbook) -> Mapping[str, Sequence[PrefilledRow]]:
        rows, _ = first_rows(unit, workbook.campaign)
        keys = {column.key for column in self.form(unit, workbook).sheet.columns}
        drawn = drawn_grades(workbook.campaign)
        return {SHEET: [PrefilledRow(_kept(cells_of(row, drawn), keys)) for row in rows]}

    def judge(self, unit: Unit, workbook: Workbook, rows: Mapping[str, Sequence[FilledRow]]) -> Judgement:
        campaign = workbook.campaign
        drawn = drawn_grades(campaign)
        understood, faults = understand(rows[SHEET], drawn)
        faults += check_register(
            understood, grades_of(campaign), drawn, register_locks(campaign, unit), rows_of(unit, campaign)
        )
        faults += check_bound(understood, bound_classes(unit, campaign))
        return Judgement(faults, tuple(understood), len(understood), sum(row.participants for row in understood))

    def record(self, submission: Submission, verdict: Verdict, *, now: datetime) -> None:
        assert isinstance(verdict.content, tuple)
        replace_register(
            unit=submission.unit,
            campaign=submission.workbook.campaign,
            rows=verdict.content,
            account=submission.received_by,
            now=now,
        )


def understand(rows: Sequence[FilledRow], drawn: Mapping[int, DrawnGrade]) -> tuple[list[ClassRow], list[Fault]]:
    """Rows of the form -> rows of the register; a row whose grade or letter is not understood is left out."""
    found, faults = [], list[Fault]()
    for row in rows:
        grade = row.integer("grade")
        if grade is None or not row.text("letter"):
            continue
        letter, wrong = understood_letter(row.text("letter"), grade, row.address("letter"))
        faults += wrong
        if letter is not None:
            found.append(_row(row, grade, letter, drawn.get(grade)))
    return found, faults


def cells_of(row: ClassRow, drawn: Mapping[int, DrawnGrade]) -> dict[str, str]:
    """A row of the register as the cells of the form."""
    cells = {
        "grade": str(row.grade),
        "letter": shown(row.letter),
        "participants": str(row.participants) if row.participants else "",
        "advanced": YES_NO[not row.is_advanced],
    }
    if row.grade in drawn:
        cells["week"] = week_text(row.week_of) if row.week_of else ""
        for key in drawn[row.grade].subjects:
            cells[_SUBJECT + key] = YES_NO[key not in row.subjects]
    return cells


def _row(row: FilledRow, grade: int, letter: str, drawn: DrawnGrade | None) -> ClassRow:
    subjects, week = tuple[str, ...](), None
    places = {key: row.address(key) for key in ("grade", "letter", "participants")}
    if drawn is not None:
        subjects = tuple(key for key in drawn.subjects if row.is_yes(_SUBJECT + key))
        week = next((monday for monday in drawn.weeks if week_text(monday) == row.text("week")), None)
        places |= {"week_of": row.address("week"), "subjects": row.address(_SUBJECT + drawn.subjects[0])}
    return ClassRow(
        grade=grade,
        letter=letter,
        participants=row.integer("participants") or 0,
        is_advanced=row.is_yes("advanced"),
        subjects=subjects,
        week_of=monday_of(week) if week else None,
        places=places,
    )


def _kept(cells: dict[str, str], keys: set[str]) -> dict[str, str]:
    return {key: text for key, text in cells.items() if key in keys}


def _class_columns(grades: Sequence[int], advanced: Sequence[int]) -> list[Column]:
    columns = [
        Column("grade", "Параллель", ColumnKind.CHOICE, allowed=tuple(map(str, grades)), width=11, aliases=("Класс",)),
        Column(
            "letter",
            "Буква или номер",
            ColumnKind.TEXT,
            help="Выберите из списка; единственный класс параллели без буквы – «нет».",
            suggested=CHOICES,
            maximum=40,
            width=11,
            aliases=("Буква (цифра) класса", 'Буква (цифра) класса. Введите "нет" - если отсутствует', "Литера"),
        ),
        Column(
            "participants",
            "Участников",
            ColumnKind.INTEGER,
            help="Сколько учеников класса будут писать ВПР.",
            minimum=0,
            maximum=300,
            width=12,
            aliases=("Количество участников", "Кол-во участников"),
        ),
    ]
    if advanced:
        named = ", ".join(map(str, advanced))
        columns.append(
            Column(
                "advanced",
                "Углублённый уровень",
                ColumnKind.CHOICE,
                help=f"Пишет ли класс работы углублённого уровня; для параллелей {named}.",
                allowed=YES_NO,
                width=13,
                is_required=False,
            )
        )
    return columns


def _drawn_columns(grades: Sequence[DrawnGrade]) -> list[Column]:
    keys = dict.fromkeys(key for grade in grades for key in grade.subjects)
    if not keys:
        return []
    weeks = sorted({monday for grade in grades for monday in grade.weeks})
    named = ", ".join(str(grade.grade) for grade in grades)
    columns = [
        Column(
            _SUBJECT + key,
            f"Изучают: {SUBJECTS[key].title.lower()}",
            ColumnKind.CHOICE,
            help=f"Изучает ли класс этот предмет в этом году; для параллелей {named}.",
            allowed=YES_NO,
            width=13,
            is_required=False,
        )
        for key in keys
    ]
    columns.append(
        Column(
            "week",
            "Неделя для предметов по выбору",
            ColumnKind.CHOICE,
            help="На какой неделе класс напишет предметы, которые назначит случайный выбор.",
            allowed=tuple(map(week_text, weeks)) or ("срок не задан",),
            width=18,
            is_required=False,
        )
    )
    return columns
