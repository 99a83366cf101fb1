"""Actions of the exchange that are refused. The docstring, or the argument, is the sentence that the user reads."""

from vpr.base.refusals import Refusal


class EmptyUpload(Refusal):
    """Файл пуст: в нём 0 байт. Сохраните форму в редакторе таблиц, закройте её и загрузите снова."""


class UploadTooLarge(Refusal):
    """Файл слишком большой: проверьте, ту ли книгу вы выбрали."""


class UploadClosed(Refusal):
    """Загрузка результатов этой работы сейчас закрыта."""


class NotExpected(Refusal):
    """Эта работа вашей организации не назначена. Если вы её проводили, попросите координатора включить работу в список."""


class NotASchool(Refusal):
    """Результаты загружает школа. Войдите в кабинет школы или попросите её загрузить файл."""


class RemindedToday(Refusal):
    """Всем, кто не сдал результаты, сегодня уже напомнили. Повторить можно завтра."""


class NobodyToRemind(Refusal):
    """Напоминать некому: по выбранным работам загрузили все."""
