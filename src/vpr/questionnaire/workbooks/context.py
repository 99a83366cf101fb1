"""The questionnaire as a declared form: one sheet for a section, one row for a question."""

from collections.abc import Mapping, Sequence

from vpr.questionnaire.questions import Answers, Question, Questionnaire, Section
from vpr.workbook.declaration import Column, ColumnKind, Form, Sheet
from vpr.workbook.filling import FilledRow, PrefilledRow

_LOCKED = frozenset({"number", "text", "hint"})


def context_form(form: Questionnaire, *, campaign: str, unit_code: str) -> Form:
    return Form(
        key="context",
        version=str(form.year),
        title=form.title,
        subtitle=campaign,
        file_name=f"Контекстные данные {unit_code} {campaign}.xlsx",
        sheets=tuple(_sheet(section) for section in form.sections),
        instruction=form.instruction,
    )


def _sheet(section: Section) -> Sheet:
    answer_help = "Выберите из списка или впишите; на вопросы после «Нет» отвечать не нужно."
    return Sheet(
        key=section.key,
        title=section.title,
        aliases=section.aliases,
        row_key="number",
        rows_reserved=len(section.questions),
        columns=(
            Column("number", "№", ColumnKind.CODE, "Номер вопроса.", 7, is_locked=True),
            Column("text", "Вопрос", ColumnKind.TEXT, "Не изменяйте.", 58, is_locked=True),
            Column(
                "answer",
                "Ответ",
                ColumnKind.TEXT,
                answer_help,
                38,
                is_required=False,
                holds_staff=section.holds_staff,
            ),
            Column("hint", "Подсказка", ColumnKind.TEXT, "Не изменяйте.", 46, is_required=False, is_locked=True),
        ),
    )


def prefilled_rows(form: Questionnaire, answers: Answers) -> Mapping[str, Sequence[PrefilledRow]]:
    return {section.key: [_row(form, question, answers) for question in section.questions] for section in form.sections}


def _row(form: Questionnaire, question: Question, answers: Answers) -> PrefilledRow:
    cells = {
        "number": question.number,
        "text": question.text,
        "hint": hint_of(form, question),
        "answer": shown_answer(question, answers),
    }
    return PrefilledRow(cells, locked=_LOCKED, choices={"answer": question.labels} if question.options else {})


def shown_answer(question: Question, answers: Answers) -> str:
    """The answer as a person reads it; "" when there is none."""
    answer = answers.get(question.key)
    return "" if answer is None else question.label_of(answer) if question.options else str(answer)


def hint_of(form: Questionnaire, question: Question) -> str:
    """The declared hint with the condition in words. The same on every day: a file is compared with it."""
    parts = [question.hint] if question.hint else []
    if question.when is not None:
        above = form.question(question.when.question)
        wanted = "» или «".join(above.label_of(code) for code in sorted(question.when.codes))
        parts.insert(0, f"Только если на вопрос {above.number} ответ «{wanted}».")
    if question.is_number:
        parts.append(f"Целое число от {question.minimum} до {question.maximum}.")
    return " ".join(parts)


def typed_rows(rows: Mapping[str, Sequence[FilledRow]]) -> dict[str, FilledRow]:
    """Rows by number of the question."""
    return {row.text("number"): row for found in rows.values() for row in found}
