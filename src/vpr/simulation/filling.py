"""Fills a stamped form as a spreadsheet program would have saved it: values go into the cells of the protocol. Pure."""

import io
import re
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_ROW = re.compile(r'<row r="(\d+)"[^>]*>.*?</row>', re.DOTALL)
_STYLE = re.compile(r'<c r="[A-Z]+\d+" s="(\d+)"')


def fill_form(content: bytes, sheet: str, rows: Sequence[Sequence[str]]) -> bytes:
    """The form with `rows` from its second row on; cells in the order of the columns, "" leaves a cell empty."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {item.filename: archive.read(item) for item in archive.infolist()}
    name = _member_of(members, sheet)
    members[name] = _filled(members[name].decode(), rows).encode()
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for member, body in members.items():
            archive.writestr(zipfile.ZipInfo(member, (1980, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _member_of(members: dict[str, bytes], sheet: str) -> str:
    book = members["xl/workbook.xml"].decode()
    relation = re.search(rf'<sheet name="{re.escape(escape(sheet))}"[^>]*r:id="([^"]+)"', book)
    assert relation is not None, f"the form has no sheet {sheet}"
    links = members["xl/_rels/workbook.xml.rels"].decode()
    link = next(tag for tag in re.findall(r"<Relationship [^>]*>", links) if f'Id="{relation[1]}"' in tag)
    target = re.search(r'Target="/?(?:xl/)?([^"]+)"', link)
    assert target is not None
    return f"xl/{target[1]}"


def _filled(xml: str, rows: Sequence[Sequence[str]]) -> str:
    found = [match for match in _ROW.finditer(xml) if int(match[1]) > 1]
    style = _STYLE.search(found[0][0]) if found else None
    attribute = f' s="{style[1]}"' if style else ""
    start, end = (found[0].start(), found[-1].end()) if found else (xml.index("</sheetData>"),) * 2
    kept = {int(match[1]): match[0] for match in found}
    lines = [_row(number, cells, attribute) for number, cells in enumerate(rows, start=2)]
    lines += [row for number, row in kept.items() if number > len(rows) + 1]
    return xml[:start] + "".join(lines) + xml[end:]


def _row(number: int, cells: Sequence[str], style: str) -> str:
    made = "".join(_cell(f"{_letters(place)}{number}", text, style) for place, text in enumerate(cells) if text != "")
    return f'<row r="{number}">{made}</row>'


def _cell(address: str, text: str, style: str) -> str:
    if text.isascii() and text.isdigit():
        return f'<c r="{address}"{style}><v>{text}</v></c>'
    return f'<c r="{address}"{style} t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _letters(place: int) -> str:
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text
