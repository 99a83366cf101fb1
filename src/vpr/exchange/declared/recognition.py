"""Which file is this? W-02: a form of another unit, campaign or kind is named before any row is read."""

from dataclasses import dataclass

from vpr.kernel.faults import Fault
from vpr.workbook.identity import identity_of, is_untouched, sealed
from vpr.workbook.table import Workbook
from vpr.workbook.template_styles import INSTRUCTION_SHEET


@dataclass(frozen=True)
class Identity:
    """Who a form is for, and how a person calls these."""

    form: str
    title: str
    version: str
    campaign: str
    unit: str
    unit_name: str

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """What the workbook keeps of it, with a checksum."""
        return sealed(
            {
                "form": self.form,
                "version": self.version,
                "campaign": self.campaign,
                "unit": self.unit,
            }
        )


def identity_faults(expected: Identity, book: Workbook) -> list[Fault]:
    """What the workbook says of itself against what is expected; nothing when it says nothing."""
    values = identity_of(book)
    if not values:
        return []
    if not is_untouched(values):
        return [Fault.at("W-02d")]
    if values.get("form") != expected.form:
        return [Fault.at("W-02c", found=_title(book) or values.get("form", ""), expected=expected.title)]
    if values.get("campaign") != expected.campaign:
        return [Fault.at("W-02b", found=values.get("campaign", ""), expected=expected.campaign)]
    if values.get("unit") != expected.unit:
        named = f"{expected.unit_name} ({expected.unit})"
        return [Fault.at("W-02a", found=values.get("unit", ""), expected=named)]
    if values.get("version") != expected.version:
        return [Fault.at("W-02e", found=values.get("version", ""), expected=expected.version)]
    return []


def _title(book: Workbook) -> str:
    """How the form calls itself on its first sheet."""
    sheet = next((sheet for sheet in book.sheets if sheet.title == INSTRUCTION_SHEET), None)
    first = sheet.rows[0][0] if sheet and sheet.rows and sheet.rows[0] else ""
    return str(first)[:80]
