"""An order as .docx, so that the school can edit it in Word or LibreOffice.

The format is written directly (ECMA-376, WordprocessingML): four small XML members in a ZIP and no further library.
"""

import io
import zipfile
from collections.abc import Iterable
from xml.sax.saxutils import escape

from vpr.staffing.papers.document import Document, Table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PAGE_WIDTH = 9354  # twentieths of a point between the margins of A4: 30 and 15 mm
#: A fixed date: the same order gives the same bytes.
_DATE = (2020, 1, 1, 0, 0, 0)

_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{DOCX}.main+xml"/>'
    f'<Override PartName="/word/styles.xml" '
    f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>'
)
_ROOT = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_PARTS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>'
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_W}"><w:docDefaults><w:rPrDefault><w:rPr>'
    f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="24"/>'
    f'<w:lang w:val="ru-RU"/></w:rPr></w:rPrDefault></w:docDefaults>'
    f'<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style></w:styles>'
)


def order_docx(document: Document) -> bytes:
    body = "".join([*_order(document), *_appendices(document)])
    margins = (
        '<w:pgMar w:top="1134" w:right="851" w:bottom="1134" w:left="1701" w:header="708" w:footer="708" w:gutter="0"/>'
    )
    page = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{margins}</w:sectPr>'
    text = f'{_HEAD}<w:document xmlns:w="{_W}"><w:body>{body}{page}</w:body></w:document>'
    members = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/_rels/document.xml.rels": _PARTS,
        "word/styles.xml": _STYLES,
        "word/document.xml": text,
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _DATE), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _order(document: Document) -> Iterable[str]:
    yield _line(document.school, align="center", bold=True)
    yield _line("ПРИКАЗ", align="center", bold=True)
    yield _line(f"от {document.date}\t№ {document.number}")
    yield _line("")
    yield _line(document.heading, bold=True)
    yield _line(document.preamble, align="both")
    yield _line("ПРИКАЗЫВАЮ:")
    yield from (_line(f"{number}. {point}", align="both") for number, point in enumerate(document.points, 1))
    yield _line("")
    yield _line(f"{document.head_post}\t____________________\t{document.head_name}")
    if document.acquainted:
        yield _line("")
        yield _line("С приказом ознакомлены:")
        yield from (_line(f"{name}\t____________________\t__________") for name in document.acquainted)


def _appendices(document: Document) -> Iterable[str]:
    for number, table in enumerate(document.tables, 1):
        yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        yield _line(f"Приложение {number}", align="right")
        yield _line(f"к приказу от {document.date} № {document.number}", align="right")
        yield _line(table.title, bold=True)
        yield _table(table)
        yield _line("")


def _line(text: str, *, align: str = "left", bold: bool = False) -> str:
    runs = "<w:r><w:tab/></w:r>".join(_run(piece, bold) for piece in text.split("\t"))
    stops = (
        '<w:tabs><w:tab w:val="left" w:pos="4200"/><w:tab w:val="left" w:pos="7000"/></w:tabs>' if "\t" in text else ""
    )
    return f'<w:p><w:pPr>{stops}<w:spacing w:after="80"/><w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def _run(text: str, bold: bool) -> str:
    weight = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{weight}<w:t xml:space="preserve">{escape(_printable(text))}</w:t></w:r>'


def _printable(text: str) -> str:
    """Control characters are not allowed in XML whatever the escape."""
    return "".join(letter for letter in text if letter >= " ")


def _table(table: Table) -> str:
    total = sum(table.widths)
    widths = [_PAGE_WIDTH * part // total for part in table.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="666666"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    rows = [_row(table.headings, widths, bold=True), *(_row(row, widths, bold=False) for row in table.rows)]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_PAGE_WIDTH}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row(cells: Iterable[str], widths: list[int], *, bold: bool) -> str:
    head = "<w:trPr><w:tblHeader/></w:trPr>" if bold else ""
    made = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{_run(cell, bold)}</w:p></w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr>{head}{made}</w:tr>"
