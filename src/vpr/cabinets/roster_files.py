"""Reads a brought list of coordinators in a limited child process, never in the web process."""

from vpr.cabinets.roster import RosterLine, lines_of
from vpr.kernel.faults import Fault
from vpr.workbook.pool import shared_pool
from vpr.workbook.table import Failure, Trouble

LARGEST = 2 * 1024 * 1024
_REASONS = {
    Trouble.EMPTY: "файл пуст; выберите заполненный список",
    Trouble.TOO_LARGE: "файл больше 2 МБ; это не список координаторов",
    Trouble.NOT_A_WORKBOOK: "это не таблица; сохраните её как XLSX или ODS",
    Trouble.ENCRYPTED: "файл закрыт паролем; снимите пароль и загрузите снова",
}
_OTHER = "файл повреждён или устроен необычно; сохраните таблицу заново как XLSX"


def read_roster(content: bytes, name: str) -> tuple[list[RosterLine], list[Fault]]:
    """Lines of the sheet that has the columns, or the fault that kept the file from being read."""
    if len(content) > LARGEST:
        return [], [Fault.at("P-00", name, reason=_REASONS[Trouble.TOO_LARGE])]
    answer = shared_pool().read(content)
    if isinstance(answer, Failure):
        return [], [Fault.at("P-00", name, reason=_REASONS.get(answer.trouble, _OTHER))]
    faults: list[Fault] = [Fault.at("P-00", name, reason=_REASONS[Trouble.EMPTY])]
    for sheet in answer.sheets:
        lines, faults = lines_of(sheet.rows)
        if lines:
            return lines, []
    return [], faults
