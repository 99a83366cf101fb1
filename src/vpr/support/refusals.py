"""What the forum refuses. The docstring is the sentence that the person reads."""

from collections.abc import Sequence

from vpr.base.refusals import Refusal
from vpr.support.personal import Finding


class PersonalData(Refusal):
    """В тексте есть личные данные. Уберите их: вопросы и ответы видят все. Текст не сохранён."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__()
        self.findings = list(findings)

    def __str__(self) -> str:
        return " ".join(["Текст не сохранён: вопросы и ответы видят все.", *(each.words for each in self.findings)])


class TooMany(Refusal):
    """За сутки из Вашей организации уже задано двадцать вопросов. Поищите ответ среди заданных или подождите до завтра."""


class TooManyAnswers(Refusal):
    """За сутки из Вашей организации уже дано сто ответов. Продолжите завтра."""


class AskedAlready(Refusal):
    """Этот вопрос Ваша организация сегодня уже задала. Откройте его: ответ появится там."""


class NotToBeAnswered(Refusal):
    """Вопрос закрыт или объединён с другим. Если ответа не хватает, задайте новый вопрос."""


class NotToBeMerged(Refusal):
    """Объединить можно только с другим вопросом, который сам не объединён и не скрыт. Проверьте номер."""


class NeedsReason(Refusal):
    """Укажите причину: её увидит тот, кто писал, и она останется в журнале."""


class NotYours(Refusal):
    """Выбрать ответ может тот, кто спросил, или федеральный организатор."""
