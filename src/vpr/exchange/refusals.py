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


class NotThePublisher(Refusal):
    """Публикацию меняет только тот, кто её подготовил."""


class NothingToPublish(Refusal):
    """Публиковать нечего: добавьте текст или файл."""


class PublicationFileRefused(Refusal):
    """Файл не принят."""


class TooManyFiles(Refusal):
    """В одной публикации не больше 20 файлов. Соберите остальные в архив .zip."""


class OutsideOfRegion(Refusal):
    """Региональный координатор публикует только внутри своего региона: проверьте муниципалитеты и коды организаций."""


class EditionIsPublished(Refusal):
    """Эта редакция уже опубликована и не меняется. Подготовьте новую редакцию: прежняя останется в истории."""


class EverybodyHasRead(Refusal):
    """Напоминать некому: все адресаты уже открыли публикацию."""


class RemindedOfPublicationToday(Refusal):
    """Всем, кто не открыл публикацию, сегодня уже напомнили. Повторить можно завтра."""
