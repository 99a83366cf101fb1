"""Why a file could not be read, in the words of an import; the causes are those that a check of a form names. Pure."""

from vpr.workbook.table import Trouble

_WORDS: dict[Trouble, str] = {
    Trouble.EMPTY: "файл пуст: в нём нет ни одного байта",
    Trouble.TOO_LARGE: "файл слишком велик: выгрузка одной работы не бывает больше 64 МБ",
    Trouble.NOT_A_WORKBOOK: "это {detail}, а не таблица Excel (.xlsx, .xls) и не OpenDocument (.ods)",
    Trouble.BROKEN: "файл повреждён или скачан не до конца: откройте его и сохраните заново в формате .xlsx",
    Trouble.ENCRYPTED: "файл закрыт паролем: снимите пароль и сохраните ещё раз",
    Trouble.TOO_MANY_MEMBERS: "внутри файла слишком много частей для выгрузки: сохраните его заново в формате .xlsx",
    Trouble.TOO_BIG_INSIDE: "внутри файла слишком много данных для выгрузки: сохраните одну таблицу в новый файл",
    Trouble.DUPLICATE_MEMBERS: "внутри файла одна и та же часть записана дважды: сохраните его заново в формате .xlsx",
    Trouble.DOCTYPE: "внутри файла есть описание, которого таблицы не содержат (DOCTYPE): сохраните его заново в формате .xlsx",
    Trouble.FAR_CELL: "в ячейке {detail} стоит значение далеко за пределами таблицы: очистите её",
    Trouble.TOO_SLOW: "файл не прочитан за отведённое время: он слишком сложен или повреждён",
    Trouble.CRASHED: "чтение файла прервалось: он повреждён или слишком велик",
}


def words_of(trouble: Trouble, detail: str = "") -> str:
    """The sentence of the report."""
    return _WORDS[trouble].format(detail=detail or "файл другого вида")
