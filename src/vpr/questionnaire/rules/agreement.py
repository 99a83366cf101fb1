"""Answers that must agree with each other and with last year. Pure.

`at_most`: the sum of `left` is not above the sum of `right`; `equal`: the sums are the same; `zero_without`: without
«Да» to `question` every number of `left` is nought; `zero_with`: where `right` is nought, so is `left`; `positive`: no
nought; `one_of`: after «Да» to `question` one of `left` is «Да». A rule with a missing answer says nothing.
"""

from collections.abc import Callable, Iterable, Mapping

from vpr.kernel.faults import Fault
from vpr.questionnaire.questions import NO, YES, Answers, Questionnaire, Rule
from vpr.questionnaire.rules.answering import Typed

_NONE = Typed("")
#: A number that grew or fell by more than half, and by more than this many, is worth a second look.
_CHANGE, _LEAST = 0.5, 20


def check_agreement(form: Questionnaire, answers: Answers, typed: Mapping[str, Typed]) -> list[Fault]:
    return [fault for rule in form.rules for fault in _CHECKS[rule.kind](form, rule, answers, typed)]


def check_change(form: Questionnaire, answers: Answers, before: Answers, typed: Mapping[str, Typed]) -> list[Fault]:
    """Numbers of the whole school that differ much from last year's."""
    faults = []
    for key in ("pupils", "teachers"):
        now, then = answers.get(key), before.get(key)
        if isinstance(now, int) and isinstance(then, int):
            difference = abs(now - then)
            if difference > _LEAST and difference > _CHANGE * max(now, then):
                number = form.question(key).number
                faults.append(Fault.at("Q-10", _place(typed, key), number=number, found=now, before=then))
    return faults


def _sum(answers: Answers, keys: Iterable[str]) -> int | None:
    values = [answers.get(key) for key in keys]
    return sum(value for value in values if isinstance(value, int)) if all(_are_numbers(values)) else None


def _are_numbers(values: Iterable[object]) -> Iterable[bool]:
    return (isinstance(value, int) for value in values)


def _place(typed: Mapping[str, Typed], key: str) -> str:
    return typed.get(key, _NONE).place


def _named(form: Questionnaire, keys: Iterable[str]) -> str:
    """«вопрос 21», «вопросы 21 и 23»; many are shortened: «вопросы 20.1 … 20.12»."""
    numbers = [form.question(key).number for key in keys]
    if len(numbers) > 3:
        return f"вопросы {numbers[0]} … {numbers[-1]}"
    return f"вопрос {numbers[0]}" if len(numbers) == 1 else f"вопросы {', '.join(numbers[:-1])} и {numbers[-1]}"


def _at_most(form: Questionnaire, rule: Rule, answers: Answers, typed: Mapping[str, Typed]) -> list[Fault]:
    part, whole = _sum(answers, rule.left), _sum(answers, rule.right)
    if part is None or whole is None or part <= whole:
        return []
    details = {"left": _named(form, rule.left), "right": _named(form, rule.right), "part": part, "whole": whole}
    return [Fault.at("Q-05", _place(typed, rule.left[0]), **details)]


def _equal(form: Questionnaire, rule: Rule, answers: Answers, typed: Mapping[str, Typed]) -> list[Fault]:
    part, whole = _sum(answers, rule.left), _sum(answers, rule.right)
    if part is None or whole is None or part == whole:
        return []
    details = {"left": _named(form, rule.left), "right": _named(form, rule.right), "part": part, "whole": whole}
    return [Fault.at("Q-06", _place(typed, rule.right[0]), **details)]


def _zero_without(form: Questionnaire, rule: Rule, answers: Answers, typed: Mapping[str, Typed]) -> list[Fault]:
    if answers.get(rule.question) != NO:
        return []
    number = form.question(rule.question).number
    return [
        Fault.at("Q-07", _place(typed, key), number=number, found=answers[key]) for key in rule.left if answers.get(key)
    ]


def _zero_with(form: Questionnaire, rule: Rule, answers: Answers, typed: Mapping[str, Typed]) -> list[Fault]:
    if answers.get(rule.right[0]) != 0:
        return []
    return [
        Fault.at("Q-12", _place(typed, key), number=form.question(key).number, found=answers[key])
        for key in rule.left
        if answers.get(key)
    ]


def _positive(form: Questionnaire, rule: Rule, answers: Answers, typed: Mapping[str, Typed]) -> list[Fault]:
    return [
        Fault.at("Q-08", _place(typed, key), number=form.question(key).number)
        for key in rule.left
        if answers.get(key) == 0
    ]


def _one_of(form: Questionnaire, rule: Rule, answers: Answers, typed: Mapping[str, Typed]) -> list[Fault]:
    own = [answers.get(key) for key in rule.left]
    if answers.get(rule.question) != YES or YES in own or None in own:
        return []
    number = form.question(rule.question).number
    return [Fault.at("Q-09", _place(typed, rule.question), number=number, left=_named(form, rule.left))]


_CHECKS: dict[str, Callable[[Questionnaire, Rule, Answers, Mapping[str, Typed]], list[Fault]]] = {
    "at_most": _at_most,
    "equal": _equal,
    "zero_without": _zero_without,
    "zero_with": _zero_with,
    "positive": _positive,
    "one_of": _one_of,
}
