"""Typed texts -> answers: skip logic first, then the form of each answer. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from vpr.kernel.faults import Fault
from vpr.kernel.personal import personal_in
from vpr.questionnaire.questions import Answers, Question, QuestionKind, Questionnaire
from vpr.workbook.declaration import Column, ColumnKind
from vpr.workbook.understanding import Understood
from vpr.workbook.understanding import understand as understand_cell

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$")
_INN_WEIGHTS = (2, 4, 10, 3, 5, 9, 4, 6, 8)
_CURES = {
    QuestionKind.EMAIL: "впишите адрес вида school@example.ru",
    QuestionKind.PHONE: "впишите телефон с кодом города, в нём 10 или 11 цифр",
    QuestionKind.INN: "впишите ИНН организации, 10 цифр; проверьте каждую цифру",
    QuestionKind.POSTCODE: "впишите почтовый индекс, 6 цифр",
    QuestionKind.DIGITS: "впишите код цифрами",
}


@dataclass(frozen=True)
class Typed:
    """What a person typed as the answer to one question, and where."""

    text: str
    place: str = ""
    is_broken: bool = False  # something was already said of this cell


def understand(form: Questionnaire, typed: Mapping[str, Typed]) -> tuple[Answers, list[Fault]]:
    """Answers to the questions that are asked. All faults are collected.

    A question below «Нет» is not asked: its answer is not kept, and that is said.
    """
    answers: dict[str, int | str] = {}
    faults: list[Fault] = []
    for question in form.questions:
        cell = typed.get(question.key, Typed(""))
        if not form.is_asked(question, answers):
            if cell.text:
                faults.append(_not_asked(form, question, cell))
            continue
        if cell.is_broken:
            continue
        if not cell.text:
            if not question.is_optional:
                faults.append(Fault.at("Q-01", cell.place, number=question.number, cure=cure_of(question)))
            continue
        answer = _answer(question, cell)
        if isinstance(answer, Fault):
            faults.append(answer)
        else:
            answers[question.key] = answer
    return answers, faults


def cure_of(question: Question) -> str:
    """What a person should do to answer."""
    if question.options:
        return "выберите ответ из списка"
    if question.is_number:
        return f"впишите целое число от {question.minimum} до {question.maximum}"
    return _CURES.get(question.kind, "впишите ответ")


def _not_asked(form: Questionnaire, question: Question, cell: Typed) -> Fault:
    assert question.when is not None
    above = form.question(question.when.question)
    wanted = "» или «".join(above.label_of(code) for code in sorted(question.when.codes))
    return Fault.at("Q-02", cell.place, number=question.number, above=above.number, wanted=wanted, found=cell.text[:60])


def _answer(question: Question, cell: Typed) -> int | str | Fault:
    text = " ".join(cell.text.split())
    if question.options:
        return _choice(question, text, cell)
    if question.is_number:
        return _number(question, text, cell)
    if question.kind is QuestionKind.TEXT:
        if len(text) > question.maximum:
            cure = f"сократите до {question.maximum} знаков"
            return Fault.at("Q-04", cell.place, found=f"{text[:40]}…", cure=cure)
        if not question.is_staff and personal_in(text):
            return Fault.at("Q-11", cell.place)
        return text
    return _shaped(question, text) or Fault.at("Q-04", cell.place, found=text[:60], cure=_CURES[question.kind])


def _choice(question: Question, text: str, cell: Typed) -> str | Fault:
    if text in dict(question.options):
        return text  # a code, as the exports of other years hold it
    column = Column("answer", "Ответ", ColumnKind.CHOICE, allowed=question.labels)
    found = understand_cell(text, column)
    if isinstance(found, Understood):
        return question.code_of(found.text)
    return Fault.at("Q-04", cell.place, found=text[:60], cure=f"выберите одно из: {'; '.join(question.labels)}")


def _number(question: Question, text: str, cell: Typed) -> int | Fault:
    column = Column("answer", "Ответ", ColumnKind.INTEGER, minimum=question.minimum, maximum=question.maximum)
    found = understand_cell(text, column)
    if isinstance(found, Understood):
        return int(found.text)
    return Fault.at("Q-03", cell.place, found=text[:60], low=question.minimum, high=question.maximum)


def _shaped(question: Question, text: str) -> str:
    """The answer in its one spelling; "" when it is none."""
    digits = re.sub(r"\D", "", text)
    match question.kind:
        case QuestionKind.EMAIL:
            return text.lower() if _EMAIL.match(text) else ""
        case QuestionKind.PHONE:
            return (
                text if len(digits) in (10, 11) and not re.search(r"[A-Za-zА-Яа-я]", _without_extension(text)) else ""
            )
        case QuestionKind.INN:
            return _inn(digits) if digits == text.replace(" ", "") else ""
        case QuestionKind.POSTCODE:
            return digits if len(digits) == 6 and digits == text.replace(" ", "") else ""
        case _:
            return digits if digits == text.replace(" ", "") and len(digits) <= question.maximum else ""


def _without_extension(text: str) -> str:
    return re.sub(r"\b(?:тел|факс|доб)\b\.?", "", text.lower())


def _inn(digits: str) -> str:
    """A tax number of an organization with its check digit; a zero that a spreadsheet has eaten is put back."""
    whole = digits.rjust(10, "0") if len(digits) == 9 else digits
    if len(whole) != 10:
        return ""
    total = sum(weight * int(digit) for weight, digit in zip(_INN_WEIGHTS, whole, strict=False))
    return whole if total % 11 % 10 == int(whole[9]) else ""
