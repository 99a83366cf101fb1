"""Faults of a grid check, brought back from sheet addresses to the rows and columns on the screen. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from vpr.exchange.kinds import Verdict
from vpr.kernel.faults import Fault, FaultKind, Severity, render
from vpr.results.grid import GridForm, Row, is_started

_ADDRESS = re.compile(r"!?(?P<letters>[A-Z]{1,3})(?P<row>\d+)$")
FIRST_ROW = 2  # below the header, as in the workbook


def told(form: GridForm, rows: list[Row], verdict: Verdict, catalogue: Mapping[str, FaultKind]) -> dict[str, Any]:
    """What the page shows after «Проверить»: one sentence and the faults with the places they stand in."""
    sent = [number for number, row in enumerate(rows) if is_started(form, row)]
    faults = [_told(form, rows, sent, fault, catalogue) for fault in verdict.faults]
    errors = sum(catalogue[fault.code].severity is Severity.ERROR for fault in verdict.faults)
    if verdict.is_accepted:
        summary = f"Ошибок нет, участников с работой: {verdict.participants}. Можно отправлять."
    else:
        summary = f"Найдено ошибок: {errors}. Исправьте их перед отправкой."
    return {"summary": summary, "isAccepted": verdict.is_accepted, "faults": faults}


def _told(
    form: GridForm, rows: list[Row], sent: list[int], fault: Fault, catalogue: Mapping[str, FaultKind]
) -> dict[str, Any]:
    words = tuple((name, _in_words(form, rows, sent, text)) for name, text in fault.details)
    message = render(Fault(fault.code, "", words), catalogue)
    place = place_of(fault.cell, sent)
    if place is None or place[1] >= len(form.columns):
        return {"row": None, "column": None, "place": "", "message": message}
    return {
        "row": place[0],
        "column": place[1],
        "place": f"{_in_words(form, rows, sent, fault.cell)}:",
        "message": message,
    }


def _in_words(form: GridForm, rows: list[Row], sent: list[int], text: str) -> str:
    """A sheet address means nothing on the screen: «80004, 4К1» does. Any other text stays."""
    place = place_of(text, sent) if _ADDRESS.fullmatch(text.rpartition("!")[2]) else None
    if place is None or place[1] >= len(form.columns):
        return text
    row, column = place
    return f"{rows[row][form.code]}, {form.columns[column].head}"


def place_of(cell: str, sent: list[int]) -> tuple[int, int] | None:
    """(row on the screen, column) of a sheet address; None for the whole form. `sent`: rows that were in the content."""
    match = _ADDRESS.search(cell)
    if match is None:
        return None
    row = int(match["row"]) - FIRST_ROW
    column = 0
    for letter in match["letters"]:
        column = column * 26 + ord(letter) - 64
    return (sent[row], column - 1) if 0 <= row < len(sent) else None
