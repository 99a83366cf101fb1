"""What must be true of a file before a parser may see it: 1-3 ms of zip and expat against bombs, far cells and entities.

A 5 KB file with one cell at XFD1048576 aborts the whole process in calamine; zip bombs take gigabytes. Everything here
is bounded; what still gets through meets the limits of the reader's process.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from vpr.workbook.archive import MAX_INFLATED, Archive
from vpr.workbook.packing import Packing, stored
from vpr.workbook.precheck_xml import OdsCells, Relations, SheetCellsCheck, is_plain, is_plainly_near, parse
from vpr.workbook.table import ODS, XLS, XLSX, Trouble, Unreadable

#: A filled form takes 60-200 KB (DOMAIN §14.3); everything larger is another file.
MAX_BYTES = 5 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "документ RTF"),
    (b"\x89PNG", "картинка PNG"),
    (b"\xff\xd8\xff", "картинка JPEG"),
    (b"Rar!", "архив RAR"),
    (b"7z\xbc\xaf", "архив 7-Zip"),
    (b"<!DOCTYPE", "страница HTML"),
    (b"<html", "страница HTML"),
    (b"<?xml", "файл XML"),
    (b"{", "файл JSON"),
)
#: calamine walks through a sheet once more for merged cells, which nobody needs, until it meets the first list of them.
_NO_MERGED_CELLS = b"<mergeCells/><sheetData"


@dataclass(frozen=True)
class Limits:
    """How large a file may be. `is_near`: a quick answer for most worksheets; the others are visited cell by cell."""

    file_bytes: int = MAX_BYTES
    inflated: int = MAX_INFLATED
    is_near: Callable[[bytes], bool] = is_plainly_near


FORM_LIMITS = Limits()


@dataclass
class Finding:
    """A file that may be read: its format, the bytes for the parser, what calamine does not tell."""

    kind: str
    content: bytes = b""
    properties: dict[str, str] = field(default_factory=dict)
    error_cells: list[tuple[str, str]] = field(default_factory=list)


def precheck(content: bytes, limits: Limits = FORM_LIMITS) -> Finding:
    """Raises `Unreadable` with the trouble of a file that must not be read."""
    if not content:
        raise Unreadable(Trouble.EMPTY)
    if len(content) > limits.file_bytes:
        raise Unreadable(Trouble.TOO_LARGE, f"{math.ceil(len(content) / 1024 / 1024)}")
    if content.startswith(_OLE):
        return _precheck_ole(content)
    if content.startswith(_ZIP):
        return _precheck_zip(content, limits)
    head = content[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    for start, name in _FOREIGN:
        if head[: len(start)].lower() == start.lower():
            raise Unreadable(Trouble.NOT_A_WORKBOOK, name)
    raise Unreadable(Trouble.NOT_A_WORKBOOK, "файл другого вида")


def _precheck_ole(content: bytes) -> Finding:
    """The old .xls, or a modern workbook locked by a password, which is wrapped in the same container."""
    if "EncryptedPackage".encode("utf-16le") in content or "EncryptionInfo".encode("utf-16le") in content:
        raise Unreadable(Trouble.ENCRYPTED)
    names = ("Workbook".encode("utf-16le"), "Book".encode("utf-16le"))
    if not any(name in content for name in names):
        raise Unreadable(Trouble.NOT_A_WORKBOOK, "документ Word или другой программы")
    return Finding(XLS, content)


def _precheck_zip(content: bytes, limits: Limits) -> Finding:
    archive = Archive(content, limits.inflated)
    names = archive.members
    if "mimetype" in names or "content.xml" in names:
        return _precheck_ods(archive, content)
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        kind = "документ Word" if "word/document.xml" in names else "архив ZIP"
        raise Unreadable(Trouble.NOT_A_WORKBOOK, kind)
    return _precheck_xlsx(archive, limits)


def _precheck_xlsx(archive: Archive, limits: Limits) -> Finding:
    """The parser gets the parts that were checked, unpacked and packed anew: nothing else, and no second reading."""
    finding = Finding(XLSX)
    packing = Packing()
    errors: dict[str, list[str]] = {}
    relations = Relations()
    for name in archive.members:
        if not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        body = archive.read(name)
        if name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
            relations.parts.append(body)
        if name == "docProps/custom.xml":
            finding.properties = _properties(body)
        elif name.startswith("xl/worksheets/") and not limits.is_near(body):
            cells = SheetCellsCheck()
            parse(body, cells.start, cells.end)
            errors[name] = cells.error_cells
        elif not is_plain(body):
            parse(body)
        packing.add(name, stored(body.replace(b"<sheetData", _NO_MERGED_CELLS, 1)))
    finding.content = packing.content()
    if any(errors.values()):
        titles = relations.titles()
        finding.error_cells = [(titles.get(name, ""), cell) for name, cells_of in errors.items() for cell in cells_of]
    return finding


def _precheck_ods(archive: Archive, content: bytes) -> Finding:
    finding = Finding(ODS, content)
    names = archive.members
    if "mimetype" in names and not archive.read("mimetype").startswith(_ODS_MIMETYPE):
        raise Unreadable(Trouble.NOT_A_WORKBOOK, "документ OpenDocument, но не таблица")
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Unreadable(Trouble.ENCRYPTED)
    if "content.xml" not in names:
        raise Unreadable(Trouble.BROKEN, "content.xml")
    for name in names:
        if name == "content.xml":
            cells = OdsCells()
            parse(archive.read(name), cells.start)
            finding.error_cells = cells.error_cells
        elif name == "meta.xml":
            finding.properties = _properties(archive.read(name))
        elif name.endswith(".xml") and name != "META-INF/manifest.xml":
            parse(archive.read(name))
    return finding


def _properties(body: bytes) -> dict[str, str]:
    """Custom document properties of .xlsx (`property`/`lpwstr`) and of .ods (`meta:user-defined`)."""
    values: dict[str, str] = {}
    name = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal name
        if tag.endswith("property") or tag == "meta:user-defined":
            name = attributes.get("name") or attributes.get("meta:name", "")

    def text(part: str) -> None:
        if name and len(values) < 50:
            values[name] = values.get(name, "")[:200] + part[:200]

    def end(tag: str) -> None:
        nonlocal name
        if tag.endswith("property") or tag == "meta:user-defined":
            name = ""

    parse(body, start, end, text)
    return {key: value.strip() for key, value in values.items()}
