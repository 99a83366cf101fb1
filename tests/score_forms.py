"""Score forms as tests fill them: a specification, tables drawn as text, workbooks filled by openpyxl."""

import io
from collections.abc import Iterable, Sequence

import openpyxl

from vpr.results.kind import made_form
from vpr.results.rules import Understanding, understand
from vpr.results.score_table import ScoreTable
from vpr.results.scripts import ScoreSpec, TaskPlace
from vpr.results.workbooks.scores import columns_of

ENGLISH = ScoreSpec(
    assessment="2026.en8",
    title="Английский язык 8 класс",
    campaign_title="ВПР 2026",
    year=2026,
    grade=8,
    parts=1,
    variants=(1, 2),
    tasks=(
        TaskPlace("1", 5),
        TaskPlace("2", 5),
        TaskPlace("3", 5),
        TaskPlace("4К1", 3),
        TaskPlace("4К2", 2, 1, "4К1"),
        TaskPlace("4К3", 3, 1, "4К1"),
        TaskPlace("4К4", 2, 1, "4К1"),
    ),
    thresholds=(10, 15, 22),
    school="470167",
    school_name="Ям-Тёсовская СОШ",
    code_from=80001,
    code_to=80020,
)

#: Two parts, a variant for each.
GEOGRAPHY = ScoreSpec(
    assessment="2026.gg6",
    title="География 6 класс",
    campaign_title="ВПР 2026",
    year=2026,
    grade=6,
    parts=2,
    variants=(1, 2),
    tasks=(TaskPlace("1", 1), TaskPlace("2.1", 2), TaskPlace("3", 1, 2), TaskPlace("4", 3, 2)),
    school="470167",
    code_from=60001,
    code_to=60020,
)

PLAIN_ROW = [80001, 1, 5, 4, 3, 3, 2, 3, 1, 1, 4]


def drawn(text: str) -> list[list[object]]:
    """Rows of a table drawn with `|`. Digits are numbers; `'5` is text; `␣` is a no-break space; `·` an empty cell."""
    rows = []
    for line in text.strip().splitlines():
        if line.strip():
            rows.append([_cell(part.strip()) for part in line.split("|")])
    return rows


def _cell(text: str) -> object:
    if text in ("", "·"):
        return ""
    if text.startswith("'"):
        return text[1:].replace("␣", "\u00a0")
    try:
        return int(text)
    except ValueError:
        return text.replace("␣", "\u00a0")


def table_of(spec: ScoreSpec, rows: Sequence[Sequence[object]]) -> ScoreTable:
    columns = columns_of(spec)
    places = {column.key: index for index, column in enumerate(columns)}
    return ScoreTable("Протокол", places, [(at, list(row)) for at, row in enumerate(rows, start=2)], columns)


def understood(spec: ScoreSpec, text: str) -> Understanding:
    return understand(spec, table_of(spec, drawn(text)))


def filled(spec: ScoreSpec, rows: Iterable[Sequence[object]], content: bytes | None = None) -> bytes:
    """The school's form with these rows in it, written the way a spreadsheet program writes."""
    book = openpyxl.load_workbook(io.BytesIO(content or made_form(spec)[1]))
    sheet = book["Протокол"]
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            sheet.cell(at, column).value = None if value == "" else value
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))
