"""Export for analysis: one row for a school, one column for a question, codes of answers; a sheet of the codebook."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from vpr.cabinets.scope import Scope
from vpr.campaigns.models import Campaign
from vpr.questionnaire.models import ContextData
from vpr.questionnaire.questions import Question, Questionnaire, questionnaire_of

# a school may be called "=..." or contain an address: everything is text
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_OWN = ("region", "municipality", "school_code", "school_name")
_KINDS = {"choice": "код ответа", "yes_no": "1 – Да, 0 – Нет", "integer": "целое число"}


def analysed_questions(form: Questionnaire) -> list[Question]:
    """Without what is personal: names of employees are nobody's variable."""
    return [question for question in form.questions if not question.is_staff]


def wide_rows(campaign: Campaign, scope: Scope) -> Iterable[list[Any]]:
    """Header, then one row for every school that has answered; an answer that was not asked is empty."""
    questions = analysed_questions(questionnaire_of(campaign.year))
    yield [*_OWN, *(question.key for question in questions)]
    found = ContextData.objects.within(scope).filter(campaign=campaign)
    ordered = found.select_related("unit__region", "unit__municipality").order_by("unit__code")
    for row in ordered.iterator(chunk_size=2000):
        unit = row.unit
        above = [unit.region.name if unit.region else "", unit.municipality.name if unit.municipality else ""]
        cells = [_cell(question, row.answers.get(question.key)) for question in questions]
        yield [*above, unit.code, unit.name, *cells]


def answers_csv(campaign: Campaign, scope: Scope) -> bytes:
    """UTF-8 with BOM and semicolons: opens in Russian Excel and in every statistics program."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows(wide_rows(campaign, scope))
    return target.getvalue().encode("utf-8-sig")


def answers_workbook(campaign: Campaign, scope: Scope) -> bytes:
    buffer = io.BytesIO()
    form = questionnaire_of(campaign.year)
    with xlsxwriter.Workbook(buffer, _OPTIONS) as book:
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Ответы")
        number = 0
        for number, cells in enumerate(wide_rows(campaign, scope)):
            sheet.write_row(number, 0, cells, head if number == 0 else None)
        sheet.freeze_panes(1, len(_OWN))
        sheet.autofilter(0, 0, number, len(_OWN) + len(analysed_questions(form)) - 1)
        sheet.set_column(0, 1, 28)
        sheet.set_column(3, 3, 44)
        _write_codebook(book.add_worksheet("Кодировка"), head, form)
    return buffer.getvalue()


def codebook_rows(form: Questionnaire) -> Iterable[Sequence[str]]:
    """Variable, number, question, when it is asked, what stands in the cell."""
    for question in analysed_questions(form):
        asked = "всегда"
        if question.when is not None:
            above = form.question(question.when.question)
            asked = f"если {above.key} = {' или '.join(sorted(question.when.codes))}"
        values = "; ".join(f"{code} – {label}" for code, label in question.options) or _KINDS.get(
            question.kind, "текст"
        )
        yield (question.key, question.number, question.text, asked, values)


def _write_codebook(sheet: Any, head: Any, form: Questionnaire) -> None:
    titles = (("Переменная", 22), ("Вопрос №", 10), ("Вопрос", 60), ("Когда задаётся", 30), ("Значения", 80))
    for place, (title, width) in enumerate(titles):
        sheet.write(0, place, title, head)
        sheet.set_column(place, place, width)
    for number, cells in enumerate(codebook_rows(form), start=1):
        sheet.write_row(number, 0, cells)
    sheet.freeze_panes(1, 1)


def _cell(question: Question, answer: object) -> Any:
    if answer is None:
        return ""
    return int(str(answer)) if question.options or question.is_number else str(answer)
