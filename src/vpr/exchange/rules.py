"""Rules of the exchange that know neither Django nor the clock: receipt numbers, limits of an upload."""

from datetime import datetime
from zoneinfo import ZoneInfo

from vpr.kernel.roles import MUNICIPAL_ROLES, SCHOOL_ROLES, Role, UnitKind
from vpr.workbook.precheck import MAX_BYTES

#: What the reader would refuse is not kept either.
LARGEST_UPLOAD = MAX_BYTES
#: A workbook on which the reader died so many times is refused, or it would take the workers down one by one.
CHECK_ATTEMPTS = 5
#: Who fills and uploads the forms of a unit. Set of schools outside municipalities: the responsible coordinator.
UPLOADERS: dict[UnitKind, tuple[Role, ...]] = {
    UnitKind.SCHOOL: SCHOOL_ROLES,
    UnitKind.MUNICIPALITY: MUNICIPAL_ROLES,
    UnitKind.REGION: (Role.REGIONAL_COORDINATOR,),
}
#: Roles with forms of their own unit.
EVERY_UPLOADER = tuple(role for roles in UPLOADERS.values() for role in roles)
#: Files of a publication are documents: what a browser or a system would run is not taken.
LARGEST_PUBLICATION_FILE = 20 * 1024 * 1024
MOST_PUBLICATION_FILES = 20
PUBLICATION_FORMATS = (
    "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "txt", "csv", "zip", "7z", "rar",
    "png", "jpg", "jpeg", "sig", "p7s",
)  # fmt: skip
_MOSCOW = ZoneInfo("Europe/Moscow")


def receipt_number(serial: int, received_at: datetime) -> str:
    """`260422-0000123-4`: Moscow date, serial number, check digit; digits only, to be read over the phone."""
    body = f"{received_at.astimezone(_MOSCOW):%y%m%d}-{serial:07d}"
    return f"{body}-{check_digit(body)}"


def is_receipt_number(text: str) -> bool:
    body, _, last = text.rpartition("-")
    return len(last) == 1 and last.isdigit() and any(c.isdigit() for c in body) and check_digit(body) == last


def check_digit(text: str) -> str:
    """Luhn (ISO/IEC 7812-1) over the digits of a text: finds every single wrong digit and most swaps."""
    digits = [int(c) for c in text if c.isdigit()]
    total = sum(d if place % 2 else sum(divmod(2 * d, 10)) for place, d in enumerate(reversed(digits)))
    return str(-total % 10)


def bare_name(name: str) -> str:
    """File name as the user knows it: without folders, control characters and what does not fit."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(c for c in bare if c.isprintable())[-255:] or "без имени"
