"""Refused actions of this room, as the user reads them."""

from vpr.base.refusals import Refusal


class NotYoursToDecide(Refusal):
    """Решение по списку принимает региональный координатор этого региона."""


class AlreadyDecided(Refusal):
    """По этому списку решение уже принято или прислан новый. Обновите страницу."""


class ReasonNeeded(Refusal):
    """Напишите причину: её прочитают те, кому её исправлять, и она останется в истории."""


class NotYourApplication(Refusal):
    """Эту заявку меняют школа и её координаторы, каждый на своём шаге."""


class StepClosed(Refusal):
    """Срок этого шага прошёл или ещё не наступил. Срок меняет федеральный организатор."""


class IllegalState(Refusal):
    """Так состояние заявки не меняется."""


class NoApplication(Refusal):
    """Заявки ещё нет: внесите цифры или дождитесь школы."""


class FrozenAlready(Refusal):
    """Заявки этого региона уже закреплены. Цифры исправляют на странице заявки, с указанием причины."""


class UnansweredSchools(Refusal):
    """Есть школы без заявки. Закрепить можно и без них, но об этом нужно сказать явно."""


class NothingToFreeze(Refusal):
    """В регионе нет ни одной заявки: закреплять нечего."""


class WrongFigures(Refusal):
    """Цифры не приняты."""
