"""Files made to hurt. Each gets a clear fault, no reader outlives its limits, and the next form is read as ever."""

import io
import struct
import zipfile
import zlib
from types import SimpleNamespace

import pytest

from exchange_declared import DayKind, verdict_of
from score_forms import ENGLISH, PLAIN_ROW, filled
from vpr.results.checking import check_file
from vpr.results.kind import made_form
from vpr.workbook.precheck import precheck

GOOD = filled(ENGLISH, [PLAIN_ROW])


def check_declared(content: bytes):
    unit = SimpleNamespace(name="Ям-Тёсовская СОШ", code="470167")
    return verdict_of(DayKind(), unit, SimpleNamespace(campaign=SimpleNamespace(code="2026")), content)


DECLARATION = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def rezipped(change=None, extra=(), drop=()) -> bytes:
    """The good form with members changed, added or dropped."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            if name not in drop:
                body = source.read(name)
                made.writestr(name, change(name, body) if change else body)
        for name, body in extra:
            made.writestr(name, body)
    return target.getvalue()


def in_sheet(old: bytes, new: bytes):
    return lambda name, body: body.replace(old, new, 1) if name == "xl/worksheets/sheet2.xml" else body


def far_cell(reference: str, quote: str = '"') -> bytes:
    cell = f"<row r={quote}1048576{quote}><c r={quote}{reference}{quote}><v>1</v></c></row></sheetData>"
    return rezipped(in_sheet(b"</sheetData>", cell.encode()))


def bomb(megabytes: int) -> bytes:
    return rezipped(extra=[("xl/media/bomb.xml", b"<a>" + b" " * (megabytes << 20) + b"</a>")])


def lying_bomb() -> bytes:
    """A member that says it is small: the directory says 100 bytes, the stream gives 200 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(b" " * (200 << 20)) + packer.flush()
    content = bytearray(rezipped(extra=[("xl/lie.xml", b"#" * 64)]))
    small = zlib.compressobj(-1, zlib.DEFLATED, -15)
    packed = small.compress(b"#" * 64) + small.flush()
    at = content.find(packed)
    assert at > 0
    name_at = content.rfind(b"PK\x03\x04", 0, at)
    directory_at = content.rfind(b"PK\x01\x02")
    while b"xl/lie.xml" not in content[directory_at : directory_at + 80]:
        directory_at = content.rfind(b"PK\x01\x02", 0, directory_at)
    struct.pack_into("<I", content, name_at + 18, len(body))
    struct.pack_into("<I", content, directory_at + 20, len(body))
    grown = content[:at] + body + content[at + len(packed) :]
    end = grown.rfind(b"PK\x05\x06")
    offset = struct.unpack_from("<I", grown, end + 16)[0]
    struct.pack_into("<I", grown, end + 16, offset + len(body) - len(packed))
    return bytes(grown)


def entities() -> bytes:
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]>'

    def change(name, body):
        return laughs + body.removeprefix(DECLARATION) if name == "xl/worksheets/sheet2.xml" else body

    return rezipped(change)


def external_entity() -> bytes:
    return rezipped(extra=[("docProps/odd.xml", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')])


def utf16_doctype() -> bytes:
    return rezipped(
        extra=[("xl/odd.xml", '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a []><a/>'.encode("utf-16"))]
    )


def duplicate_members() -> bytes:
    content = rezipped(extra=[("xl/worksheets/sheet9.xml", b"<worksheet/>")])
    return content.replace(b"xl/worksheets/sheet9.xml", b"xl/worksheets/sheet2.xml")


def twins_by_case() -> bytes:
    return rezipped(extra=[("XL/workbook.xml", b"<workbook/>")])


def many_members() -> bytes:
    return rezipped(extra=[(f"xl/m{number}.xml", b"<a/>") for number in range(300)])


def encrypted_member() -> bytes:
    content = bytearray(GOOD)
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def ole(*names: str) -> bytes:
    """A compound file as far as anyone looks: its signature and the names of its streams."""
    body = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    return body + b"".join(name.encode("utf-16le").ljust(128, b"\x00") for name in names) + b"\x00" * 4096


def quotes() -> bytes:
    """A text of millions of escaped quotes: six bytes each in the file, one in memory, slow to undo."""
    text = b'<c r="M2" t="inlineStr"><is><t>' + b"&quot;" * 9_000_000 + b"</t></is></c></row>"
    return rezipped(in_sheet(b"</row>", text))


def repeated_string() -> bytes:
    """One long text that every cell names: small in the file, gigabytes in the memory of a careless reader."""
    text = b"x" * 30_000

    def change(name, body):
        if name == "xl/sharedStrings.xml":
            return body.replace(b"</sst>", b"<si><t>" + text + b"</t></si></sst>")
        if name == "xl/worksheets/sheet2.xml":
            rows = b"".join(
                b'<row r="%d">%b</row>'
                % (r, b"".join(b'<c r="%c%d" t="s"><v>0</v></c>' % (65 + c, r) for c in range(26)))
                for r in range(100, 9000)
            )
            return body.replace(b"</sheetData>", rows + b"</sheetData>")
        return body

    return rezipped(change)


def unchecked_sheet() -> bytes:
    """The sheet under a name by which nobody would look into it."""

    def change(name, body):
        return body.replace(b"worksheets/sheet2.xml", b"worksheets/sheet2.dat") if name.endswith(".rels") else body

    far = b'<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    return rezipped(change, extra=[("xl/worksheets/sheet2.dat", far)], drop=["xl/worksheets/sheet2.xml"])


def deep_xml() -> bytes:
    return rezipped(extra=[("xl/deep.xml", b"<a>" * 100_000 + b"</a>" * 100_000)])


HOSTILE = {
    "пустой файл": (lambda: b"", "R-01a"),
    "слишком большой файл": (lambda: b"PK\x03\x04" + b"\x00" * (11 << 20), "R-01b"),
    "текст": (lambda: "код;вариант\n80001;1\n".encode("cp1251"), "R-01c"),
    "PDF с чужим именем": (lambda: b"%PDF-1.7\n" + b"x" * 900, "R-01c"),
    "страница HTML": (lambda: b"\xef\xbb\xbf<html><table></table></html>", "R-01c"),
    "архив с чем-то": (lambda: _zip({"readme.txt": b"hello"}), "R-01c"),
    "документ Word": (lambda: _zip({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "R-01c"),
    "старый документ Word": (lambda: ole("WordDocument"), "R-01c"),
    "обрезан": (lambda: GOOD[: len(GOOD) // 2], "R-01d"),
    "только начало": (lambda: GOOD[:40], "R-01d"),
    "закрыт паролем": (lambda: ole("EncryptionInfo", "EncryptedPackage"), "R-01e"),
    "закрытая часть": (encrypted_member, "R-01e"),
    "много частей": (many_members, "R-01f"),
    "бомба": (lambda: bomb(80), "R-01f"),
    "бомба, что врёт о размере": (lying_bomb, "R-01f"),
    "повторённые части": (duplicate_members, "R-01g"),
    "части-близнецы": (twins_by_case, "R-01g"),
    "сущности": (entities, "R-01h"),
    "внешняя сущность": (external_entity, "R-01h"),
    "DOCTYPE в другой кодировке": (utf16_doctype, "R-01h"),
    "далёкая ячейка": (lambda: far_cell("XFD1048576"), "R-01i"),
    "далёкая ячейка в других кавычках": (lambda: far_cell("XFD1048576", "'"), "R-01i"),
    "далёкая ячейка, записанная кодами": (lambda: far_cell("&#88;FD1048576"), "R-01i"),
    "далёкий столбец": (lambda: far_cell("XFD1"), "R-01i"),
    "неверный адрес ячейки": (lambda: far_cell("ZZZZZZZZ99999999999"), "R-01d"),
    "нет листа": (lambda: rezipped(drop=["xl/worksheets/sheet2.xml"]), "R-01d"),
    "лист под чужим именем": (unchecked_sheet, "R-01d"),
    "испорченный XML": (lambda: rezipped(in_sheet(b"<sheetData>", b"<sheetData><c r=1>")), "R-01d"),
    "старый .xls из мусора": (lambda: ole("Workbook"), "R-01d"),
    ".ods без содержимого": (lambda: _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "R-01d"),
    ".ods, что на деле текст": (lambda: _zip({"mimetype": b"application/vnd.oasis.opendocument.text"}), "R-01c"),
    ".ods с бесконечной строкой": (lambda: _ods(rows=1_000_000, columns=1), "R-01i"),
    ".ods с бесконечным столбцом": (lambda: _ods(rows=1, columns=16_000), "R-01i"),
}
#: Not refused at the door: they are bounded by the reader's limits and end in some fault, or are read.
HEAVY = {"кавычки": quotes, "один текст на все ячейки": repeated_string, "глубокий XML": deep_xml}


#: The same trouble in the words of a declared form.
DECLARED = {
    "R-01a": "W-01a",
    "R-01b": "W-01b",
    "R-01c": "W-01c",
    "R-01d": "W-01d",
    "R-01e": "W-01e",
    "R-01f": "W-01f",
    "R-01g": "W-01g",
    "R-01h": "W-01h",
    "R-01i": "W-01i",
}


def _zip(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name, body in members.items():
            made.writestr(name, body)
    return target.getvalue()


def _ods(rows: int, columns: int) -> bytes:
    cell = f'<table:table-cell table:number-columns-repeated="{columns}" office:value-type="float" office:value="1"/>'
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Протокол"><table:table-row table:number-rows-repeated="{rows}">{cell}'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    return _zip({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode()})


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_gets_its_fault(name):
    make, code = HOSTILE[name]
    assert [fault.code for fault in check_file(ENGLISH, make()).faults] == [code]
    assert check_file(ENGLISH, GOOD).rows


@pytest.mark.parametrize("name", HOSTILE)
def test_a_declared_form_is_guarded_by_the_same_door(name):
    make, code = HOSTILE[name]
    verdict = check_declared(make())
    assert [(fault.code, fault.cell) for fault in verdict.faults] == [(DECLARED[code], "")]
    assert not verdict.is_accepted


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_ends_in_a_verdict_of_a_declared_form_too(name):
    verdict = check_declared(HEAVY[name]())
    assert verdict.faults
    assert not verdict.is_accepted


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_file_ends_in_a_verdict(name):
    result = check_file(ENGLISH, HEAVY[name]())
    assert result.faults or result.rows
    assert check_file(ENGLISH, GOOD).rows


def test_the_parser_gets_the_checked_parts_and_nothing_else():
    given = zipfile.ZipFile(io.BytesIO(precheck(rezipped(extra=[("xl/media/image.png", b"#")])).content))
    original = zipfile.ZipFile(io.BytesIO(GOOD))
    assert given.testzip() is None
    assert given.namelist() == original.namelist()
    for name in given.namelist():
        assert given.read(name).replace(b"<mergeCells/>", b"") == original.read(name)


def test_the_far_cell_is_named():
    fault = check_file(ENGLISH, far_cell("XFD1048576")).faults[0]
    assert dict(fault.details) == {"far": "XFD1048576"}


def test_a_far_cell_with_a_format_only_is_no_matter():
    """LibreOffice and Excel write such cells for whole formatted columns; they allocate nothing."""
    content = rezipped(in_sheet(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>'))
    assert [script.code for script in check_file(ENGLISH, content).rows] == [80001]


def test_the_template_itself_passes_the_gate_and_is_called_empty():
    assert [fault.code for fault in check_file(ENGLISH, made_form(ENGLISH)[1]).faults] == ["R-16a"]
