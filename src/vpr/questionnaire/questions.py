"""A questionnaire as data: questions of a year, which of them are asked, what must agree. Pure.

A later year without a form of its own takes the newest earlier one; years of birth follow the campaign.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

#: Forms that are packaged.
YEARS = (2021, 2022)
YES, NO = "1", "0"
YES_NO = ((YES, "Да"), (NO, "Нет"))

#: Answers by key of the question: whole numbers, codes of options ("1") and texts. What was not asked is absent.
Answers = Mapping[str, int | str]


class QuestionKind(StrEnum):
    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes_no"
    INTEGER = "integer"
    DIGITS = "digits"
    EMAIL = "email"
    PHONE = "phone"
    INN = "inn"
    POSTCODE = "postcode"


@dataclass(frozen=True)
class Condition:
    """Asked only when another question has one of these answers."""

    question: str
    codes: frozenset[str]

    def holds(self, answers: Answers) -> bool:
        return str(answers.get(self.question, "")) in self.codes


@dataclass(frozen=True)
class Question:
    """One row of the form."""

    key: str
    number: str
    text: str
    kind: QuestionKind
    options: tuple[tuple[str, str], ...] = ()  # (code, label)
    hint: str = ""
    minimum: int = 0
    maximum: int = 400  # of a number; of a text its length
    is_optional: bool = False
    is_staff: bool = False  # of an employee: not in the export for analysis, erased with the staff data
    when: Condition | None = None
    from_unit: str = ""  # attribute of the unit that answers it beforehand
    from_settlement: Mapping[str, str] = field(default_factory=dict, hash=False)
    last_year: str = ""  # the question of last year whose answer stands for this one; "" is the same key

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(label for _, label in self.options)

    @property
    def is_number(self) -> bool:
        return self.kind is QuestionKind.INTEGER

    def label_of(self, code: object) -> str:
        """The text of an answer as people read it."""
        return dict(self.options).get(str(code), str(code))

    def code_of(self, label: str) -> str:
        return next(code for code, text in self.options if text == label)


@dataclass(frozen=True)
class Rule:
    """What must agree: kinds are named in `rules.agreement`."""

    kind: str
    left: tuple[str, ...]
    right: tuple[str, ...] = ()
    question: str = ""


@dataclass(frozen=True)
class Section:
    """One sheet of the form."""

    key: str
    title: str
    questions: tuple[Question, ...]
    aliases: tuple[str, ...] = ()
    holds_staff: bool = False


@dataclass(frozen=True)
class Questionnaire:
    year: int  # of the form, not of the campaign
    title: str
    instruction: tuple[str, ...]
    sections: tuple[Section, ...]
    rules: tuple[Rule, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        return next(question for question in self.questions if question.key == key)

    def is_asked(self, question: Question, answers: Answers) -> bool:
        """A question below one that is not asked is not asked either."""
        if question.when is None:
            return True
        above = self.question(question.when.question)
        return self.is_asked(above, answers) and question.when.holds(answers)


def questionnaire_of(year: int) -> Questionnaire:
    """The form of a campaign's year."""
    return _read(max((known for known in YEARS if known <= year), default=YEARS[0]), year)


@lru_cache(maxsize=32)
def _read(form: int, year: int) -> Questionnaire:
    found = tomllib.loads(files("vpr.questionnaire").joinpath(f"years/{form}.toml").read_text(encoding="utf-8"))
    return Questionnaire(
        year=found["year"],
        title=found["title"],
        instruction=tuple(found["instruction"]),
        sections=tuple(_section(section, year) for section in found["sheets"]),
        rules=tuple(
            Rule(rule["kind"], tuple(rule["left"]), tuple(rule.get("right", ())), rule.get("question", ""))
            for rule in found.get("rules", ())
        ),
    )


def _section(found: Mapping[str, Any], year: int) -> Section:
    return Section(
        found["key"],
        found["title"],
        tuple(question for entry in found["questions"] for question in _questions(entry, year)),
        tuple(found.get("aliases", ())),
        found.get("holds_staff", False),
    )


def _questions(found: Mapping[str, Any], year: int) -> Iterable[Question]:
    """One question, or one for each grade when the entry repeats."""
    count = found.get("repeat")
    for n in range(1, count + 1) if count else (0,):
        names = {"n": n, "born_16": year - 16, "born_15": year - 15}
        yield _question(found, {key: str(found[key]).format_map(names) for key in ("key", "number", "text")})


def _question(found: Mapping[str, Any], named: Mapping[str, str]) -> Question:
    kind = QuestionKind(found.get("kind", "choice"))
    options = (
        YES_NO if kind is QuestionKind.YES_NO else tuple((code, label) for code, label in found.get("options", ()))
    )
    when = found.get("when")
    return Question(
        **named,
        kind=kind,
        options=options,
        hint=found.get("hint", ""),
        minimum=found.get("minimum", 0),
        maximum=found.get("maximum", 400),
        is_optional=found.get("is_optional", False),
        is_staff=found.get("is_staff", False),
        when=Condition(when["question"], frozenset(when["is"])) if when else None,
        from_unit=found.get("from_unit", ""),
        from_settlement=found.get("from_settlement", {}),
        last_year=found.get("last_year", ""),
    )
