"""A plain XLSX of one or more sheets, written in a stream: only what the real exports have, texts and numbers.

XlsxWriter needs about a minute for a million cells of such files; joining ready fragments needs seconds.
"""

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>%s</Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
)
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_BLOCK_ROWS = 2000
#: Title, headers, columns of texts.
Sheet = tuple[str, Sequence[str], Sequence[Any]]
_DATED = (1980, 1, 1, 0, 0, 0)  # the same scripts give the same bytes


def write_workbook(path: Path, sheets: Iterable[tuple[str, Sequence[str], Sequence[Any]]], *, numbers: bool) -> int:
    """`sheets`: (title, headers, columns of texts). `numbers`: digits become numbers, as Excel keeps them.

    Returns the number of rows below the headers.
    """
    titles, rows = [], 0
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number, (title, headers, columns) in enumerate(sheets, start=1):
            titles.append(title)
            rows += len(columns[0]) if columns else 0
            with archive.open(_member(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as file:
                for block in _sheet(headers, columns, numbers=numbers):
                    file.write(block.encode())
        for name, body in _frame(titles).items():
            archive.writestr(_member(name), body)
    return rows


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, _DATED)
    member.compress_type = zipfile.ZIP_DEFLATED
    return member


def _sheet(headers: Sequence[str], columns: Sequence[Any], *, numbers: bool) -> Iterable[str]:
    yield f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><worksheet xmlns="{_MAIN}"><sheetData>'
    yield "<row>" + "".join(_cell(text, numbers=False) for text in headers) + "</row>"
    known: dict[Any, str] = {}

    def fragment(text: Any) -> str:
        made = known.get(text)
        if made is None:
            made = known[text] = _cell(str(text), numbers=numbers)
        return made

    block: list[str] = []
    for row in zip(*columns, strict=True):
        block.append("<row>" + "".join(map(fragment, row)) + "</row>")
        if len(block) >= _BLOCK_ROWS:
            yield "".join(block)
            block.clear()
    yield "".join(block) + "</sheetData></worksheet>"


def _cell(text: str, *, numbers: bool) -> str:
    if text == "":
        return "<c/>"
    if numbers and text.isascii() and text.isdigit():
        return f"<c><v>{text}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _frame(titles: list[str]) -> dict[str, str]:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    each = range(1, len(titles) + 1)
    parts = "".join(f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}"/>' for n in each)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in each
    )
    names = "".join(f'<sheet name="{escape(t)}" sheetId="{n}" r:id="rId{n}"/>' for n, t in enumerate(titles, start=1))
    root = f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    return {
        "[Content_Types].xml": _TYPES % parts,
        "_rels/.rels": _RELATIONS % root,
        "xl/_rels/workbook.xml.rels": _RELATIONS % links,
        "xl/workbook.xml": (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
            f"<sheets>{names}</sheets></workbook>"
        ),
    }
