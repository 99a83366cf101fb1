"""What the organizer is refused, in the words that he reads."""

from vpr.base.refusals import Refusal


class NoPlannedDraw(Refusal):
    """В действующем плане-графике нет групп предметов для случайного выбора в этих параллелях. Добавьте их в план."""


class NothingChosen(Refusal):
    """Укажите хотя бы одну параллель и одну неделю."""


class RoundRuns(Refusal):
    """Для этих параллелей и недели уже идёт другой раунд. Закончите или отмените его."""


class NoClasses(Refusal):
    """Ни один класс этих параллелей не назвал эту неделю, или все они уже участвовали в жребии."""


class WrongState(Refusal):
    """В этом состоянии раунда так сделать нельзя. Обновите страницу."""


class PublicValueNeeded(Refusal):
    """При объявлении было обещано общедоступное значение. Внесите его: без него жребий провести нельзя."""


class ReasonNeeded(Refusal):
    """Напишите причину: она останется в открытой истории жребия."""


class NothingToRedraw(Refusal):
    """У этих классов нет опубликованного жребия: повторять нечего."""
