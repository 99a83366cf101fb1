"""A school's own copy of a template: the changed zip members are replaced, the rest is copied without recompressing.

XlsxWriter needs about 15 ms for a form, a stamp about 0.1 ms: forms are made at download and never stored.
"""

import io
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from xml.sax.saxutils import escape

from vpr.workbook.declaration import Form
from vpr.workbook.packing import Packed, Packing, deflated
from vpr.workbook.template import FIRST_ROW, PLACEHOLDER, build_template

_ROW = re.compile(rb'<row r="(\d+)".*?</row>', re.DOTALL)
_CODE = re.compile(rb"<v>\d+</v></c>")


class Stamp:
    """A template taken apart once. Safe to share between threads: nothing changes after construction."""

    def __init__(self, form: Form) -> None:
        members = members_of(build_template(form))
        texts = {name for name, body in members.items() if b"\xee\x80\x80" in body}
        self._sheet_name = _sheet_of_codes(members)
        self._texts = {name: members[name].decode() for name in sorted(texts)}
        self._rows = _Rows(members[self._sheet_name])
        self._kept = Packing()
        for name, body in members.items():
            if name not in texts and name != self._sheet_name:
                self._kept.add(name, deflated(body, 9))
        # The sheet depends only on the codes: schools of one size share its compressed bytes.
        self._packed_rows = lru_cache(maxsize=256)(self._pack_rows)

    def make(self, identity: Mapping[str, str], *, school_title: str, codes: range | None) -> bytes:
        """The workbook of one school; `codes` are those issued to it, None leaves the column open."""
        packing = self._kept.copy()
        values = {PLACEHOLDER.format(name=name): escape(value) for name, value in identity.items()}
        values[PLACEHOLDER.format(name="school_title")] = escape(school_title)
        for name, text in self._texts.items():
            for placeholder, value in values.items():
                text = text.replace(placeholder, value)
            packing.add(name, deflated(text.encode(), 1))
        packing.add(self._sheet_name, self._packed_rows(codes))
        return packing.content()

    def _pack_rows(self, codes: range | None) -> Packed:
        return deflated(self._rows.with_codes(codes), 6)


class _Rows:
    """The sheet of participants between its rows: what is before, the reserved rows, what is after."""

    def __init__(self, sheet: bytes) -> None:
        rows = [match for match in _ROW.finditer(sheet) if int(match[1]) >= FIRST_ROW]
        self._before = sheet[: rows[0].start()]
        self._after = sheet[rows[-1].end() :]
        # (up to the code's value, after its cell) of each row; the code is the first cell
        self._rows = [tuple(_CODE.split(match[0], maxsplit=1)) for match in rows]

    def with_codes(self, codes: range | None) -> bytes:
        if codes is None:  # the school types its codes: every row has its total, none has a code
            filled = [head + b"</c>" + tail for head, tail in self._rows]
        else:
            filled = [
                b"%b<v>%d</v></c>%b" % (head, code, tail) for (head, tail), code in zip(self._rows, codes, strict=False)
            ]
        return self._before + b"".join(filled) + self._after


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _sheet_of_codes(members: Mapping[str, bytes]) -> str:
    """The member with the reserved rows is the only long sheet."""
    sheets = [name for name in members if name.startswith("xl/worksheets/sheet")]
    return max(sheets, key=lambda name: len(members[name]))
