"""Actions of the exchange that are refused. The docstring, or the argument, is the sentence that the user reads."""

from vpr.base.refusals import Refusal
from vpr.kernel.roles import UnitKind

_WHO_UPLOADS = {
    UnitKind.SCHOOL: "Эту форму загружает школа. Войдите в кабинет школы или попросите её загрузить файл.",
    UnitKind.MUNICIPALITY: "Эту форму загружает муниципальный или ответственный координатор в своём кабинете.",
    UnitKind.REGION: "Эту форму загружает региональный координатор в своём кабинете.",
}


class EmptyUpload(Refusal):
    """Файл пуст: в нём 0 байт. Сохраните форму в редакторе таблиц, закройте её и загрузите снова."""


class UploadTooLarge(Refusal):
    """Файл слишком большой: проверьте, ту ли книгу вы выбрали."""


class UploadClosed(Refusal):
    """Загрузка этой формы сейчас закрыта."""


class NotExpected(Refusal):
    """Эта работа вашей организации не назначена. Если вы её проводили, попросите координатора включить работу в список."""


class FormNotExpected(Refusal):
    """От вашей организации эта форма не ожидается. Если это ошибка, обратитесь к своему координатору."""


class AnotherLevel(Refusal):
    """Эту форму загружает не ваша организация."""

    def __init__(self, level: UnitKind) -> None:
        super().__init__(_WHO_UPLOADS[level])


class RemindedToday(Refusal):
    """Всем, чьи формы не приняты, сегодня уже напомнили. Повторить можно завтра."""


class NobodyToRemind(Refusal):
    """Напоминать некому: всё, что пора загрузить, загружено и принято."""
