"""What the observers' room refuses. The docstring is the sentence that the person reads."""

from vpr.base.refusals import Refusal
from vpr.objectivity.rules.fitness import OBSTACLE_WORDS, Obstacle


class Unfit(Refusal):
    """Этого наблюдателя нельзя назначить сюда."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(
            f"Этого наблюдателя нельзя назначить сюда: {OBSTACLE_WORDS[obstacle]}. Выберите другого или другой день."
        )


class NobodyWrites(Refusal):
    """В этот день в этой школе по расписанию никто не пишет ВПР. Выберите день из расписания школы."""


class AlreadyCame(Refusal):
    """Наблюдатель уже отмечен пришедшим. Снимите отметку, если назначение нужно отменить."""


class NotTheDay(Refusal):
    """Присутствие отмечают в день наблюдения или после него."""


class NothingToDistribute(Refusal):
    """Распределять нечего: нет школ с расписанием без наблюдателя или нет кандидатур. Проверьте оба списка."""


class NobodyToTell(Refusal):
    """Писать некому: у назначенных нет адреса или согласия на письма, либо письма уже отправлены. Сообщите по телефону."""
