"""Which assessment a file holds: told by the caller, else by its name, else by its content. Pure.

Nothing is guessed: what stays ambiguous is refused, and the refusal names the option that settles it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from vpr.kernel.codes import AssessmentCode, parse_assessment_code
from vpr.kernel.subjects import SUBJECTS
from vpr.results.importing.columns import SheetColumns
from vpr.results.importing.layouts import Layout
from vpr.results.importing.naming import facts_of, subjects_in

#: Layouts that were used in one year only; «балл за 1» of 2021 stands in other files too.
_UNMISTAKABLE = (2020, 2022)


class Ambiguous(Exception):
    """Its argument is the sentence of the report, with the option that settles it."""


@dataclass(frozen=True)
class Identity:
    """`pupil_grade`: the grade of the pupils; in autumn 2020 it is one above the grade of the work."""

    code: AssessmentCode
    pupil_grade: int
    notes: list[str] = field(default_factory=list)


def identify(
    name: str, sheets: Iterable[tuple[SheetColumns, Layout]], *, year: int | None, assessment: str | None
) -> Identity:
    """Raises Ambiguous."""
    pairs = list(sheets)
    layout = pairs[0][1]
    pupils = _pupil_grade(pairs)
    if assessment is not None:
        code = parse_assessment_code(assessment)
        return Identity(code, pupils or code.grade)
    told = facts_of(name)
    notes: list[str] = []
    campaign = _campaign(told.year, layout, year, notes)
    subject = _subject(name, told.subjects, pairs, notes)
    grade = told.grade or _grade_by_codes(pupils, campaign, notes)
    form = (
        "c" if told.pattern is not None and told.pattern != grade else ""
    )  # биология: форма по образцу другого класса
    return Identity(AssessmentCode(str(campaign), subject, grade, form), pupils or grade, notes)


def _campaign(named: int | None, layout: Layout, year: int | None, notes: list[str]) -> int:
    """What the file tells wins: a folder holds several years, and `--year` may fit one of them only."""
    shown = layout.generation if not layout.is_form and layout.generation in _UNMISTAKABLE else None
    told = named or shown
    if told is None:
        return year or layout.generation
    if year and year != told:
        place = "по имени файла" if named else "по виду таблицы"
        notes.append(f"Указан {year} год, {place} это {told}: принят {told}. Иначе укажите работу: --assessment.")
    return told


def _subject(name: str, named: tuple[str, ...], pairs: list[tuple[SheetColumns, Layout]], notes: list[str]) -> str:
    if len(named) == 1:
        return named[0]
    if len(named) > 1:
        titles = ", ".join(SUBJECTS[key].title for key in named)
        raise Ambiguous(f"в имени «{name}» несколько предметов ({titles}); укажите работу: --assessment 2021.ma4")
    votes = _textbook_votes(pairs)
    if votes and votes.most_common(1)[0][1] * 2 > votes.total():
        subject = votes.most_common(1)[0][0]
        notes.append(f"Предмет определён по названиям учебников: {SUBJECTS[subject].title}.")
        return subject
    raise Ambiguous(f"в имени «{name}» нет предмета; укажите работу: --assessment 2021.ma4")


def _textbook_votes(pairs: list[tuple[SheetColumns, Layout]]) -> Counter[str]:
    """Rows whose textbook names exactly one subject."""
    votes: Counter[str] = Counter()
    for sheet, layout in pairs:
        for number in layout.textbooks:
            column = sheet.columns[number]
            for text, count in zip(column.texts, column.counts().tolist(), strict=True):
                subjects = subjects_in(text)
                if len(subjects) == 1:
                    votes[subjects[0]] += count
    return votes


def _pupil_grade(pairs: list[tuple[SheetColumns, Layout]]) -> int | None:
    """The grade that most participant codes begin with: 80004 -> 8, 20042 and 2001 -> 10, 1222 -> 11 (DOMAIN §3)."""
    votes: Counter[int] = Counter()
    for sheet, layout in pairs:
        column = sheet.columns[layout.roles["code"]]
        for text, count in zip(column.texts, column.counts().tolist(), strict=True):
            digits = text.strip()
            if digits.isdigit() and len(digits) in (4, 5):
                votes[{"1": 11, "2": 10}.get(digits[0], int(digits[0]))] += count
    return votes.most_common(1)[0][0] if votes else None


def _grade_by_codes(pupils: int | None, campaign: int, notes: list[str]) -> int:
    if pupils is None:
        raise Ambiguous(
            "класс не назван ни в имени файла, ни в кодах участников; укажите работу: --assessment 2021.ma4"
        )
    # Осень 2020: пятиклассники писали работу за 4 класс под кодами 50001… (DOMAIN §3)
    if campaign == 2020 and 5 <= pupils <= 9:
        notes.append(f"Коды начинаются с {pupils}: осенью 2020 года это работа за {pupils - 1} класс.")
        return pupils - 1
    notes.append(f"Класс определён по кодам участников: {pupils}.")
    return pupils
