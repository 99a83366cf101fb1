"""Units that must exist: idempotent builders for imports, the simulation and reference lists.

`ensure` never overwrites what a person may have corrected in a cabinet: an existing unit is returned as it is,
only a name that was still unknown (equal to the code) and empty fields are filled in.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction

from vpr.base.copying import among_texts, copy_new
from vpr.cabinets.models import Unit
from vpr.cabinets.regions import municipality_time_zone, region_facts
from vpr.kernel.codes import municipality_code, region_code, school_digits
from vpr.kernel.roles import UnitKind

COUNTRY_CODE = "ru"
_FILLED = ("login", "short_name", "settlement", "contact_name", "contact_phone", "contact_email")


@dataclass(frozen=True)
class SchoolRow:
    """One school of a list. `municipality`: its code (`reg22_m019`), the municipality exists already."""

    code: str
    name: str
    municipality: str
    login: str = ""
    short_name: str = ""
    settlement: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


@transaction.atomic
def ensure_country() -> Unit:
    return Unit.objects.get_or_create(
        code=COUNTRY_CODE, defaults={"kind": UnitKind.COUNTRY, "name": "Российская Федерация"}
    )[0]


@transaction.atomic
def ensure_region(code: str, name: str = "", *, time_zone: str = "") -> Unit:
    """`22`, `reg22` or `reg220000`; the official name and the time zone are known for every subject."""
    canonical = region_code(code)
    facts = region_facts(canonical)
    unit, _ = Unit.objects.get_or_create(
        code=canonical,
        defaults={
            "kind": UnitKind.REGION,
            "name": name or facts.name,
            "parent": ensure_country(),
            "time_zone": time_zone or facts.time_zone,
        },
    )
    return _named(unit, name)


@transaction.atomic
def ensure_municipality(code: str, name: str, region: Unit, *, is_direct: bool | None = None) -> Unit:
    """`is_direct`: schools outside municipalities; told from the name when it is not given."""
    unit, _ = Unit.objects.get_or_create(
        code=municipality_code(code),
        defaults={
            "kind": UnitKind.MUNICIPALITY,
            "name": name or municipality_code(code),
            "parent": region,
            "region": region,
            "is_direct": names_direct_municipality(name) if is_direct is None else is_direct,
            "time_zone": municipality_time_zone(region.code, name, region.time_zone),
        },
    )
    return _named(unit, name)


def names_direct_municipality(name: str) -> bool:
    """«Алтайский край (региональное подчинение)» and «СПО Алтайский край» hold schools outside municipalities."""
    folded = name.strip().lower()
    return "региональное подчинение" in folded or folded.startswith("спо ")


@transaction.atomic
def ensure_school(
    code: str, name: str, municipality: Unit, *, login: str = "", short_name: str = "", settlement: str = ""
) -> Unit:
    row = SchoolRow(code, name, municipality.code, login, short_name, settlement)
    return ensure_schools([row])[school_digits(code)]


@transaction.atomic
def ensure_schools(rows: Iterable[SchoolRow]) -> dict[str, Unit]:
    """Code -> school for every row; 40,000 new schools take seconds. A school named twice keeps its first row."""
    wanted: dict[str, SchoolRow] = {}
    for row in rows:
        wanted.setdefault(school_digits(row.code), row)
    _take_turns()
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=among_texts(wanted))}
    _fill_gaps([(known[code], wanted[code]) for code in known])
    fresh = _new_schools({code: row for code, row in wanted.items() if code not in known})
    copy_new(fresh)
    known |= {unit.code: unit for unit in fresh}
    return {code: known[code] for code in wanted}


def _take_turns() -> None:
    """Two imports that meet the same new school wait for each other instead of colliding."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('cabinets.ensure_schools'))")


def _new_schools(rows: dict[str, SchoolRow]) -> list[Unit]:
    codes = {municipality_code(row.municipality) for row in rows.values()}
    above = {unit.code: unit for unit in Unit.objects.filter(code__in=codes, kind=UnitKind.MUNICIPALITY)}
    return [_new_school(code, row, above[municipality_code(row.municipality)]) for code, row in rows.items()]


def _new_school(code: str, row: SchoolRow, municipality: Unit) -> Unit:
    return Unit(
        kind=UnitKind.SCHOOL,
        code=code,
        login=row.login or f"edu{code}",
        name=row.name or code,
        short_name=row.short_name,
        parent_id=municipality.pk,
        region_id=municipality.region_id,
        municipality_id=municipality.pk,
        time_zone=municipality.time_zone,
        settlement=row.settlement,
        contact_name=row.contact_name,
        contact_phone=row.contact_phone,
        contact_email=row.contact_email,
    )


def _fill_gaps(pairs: list[tuple[Unit, SchoolRow]]) -> None:
    changed = []
    for unit, row in pairs:
        gaps = {field: getattr(row, field) for field in _FILLED if getattr(row, field) and not getattr(unit, field)}
        if row.name and unit.name == unit.code:
            gaps["name"] = row.name
        for field, value in gaps.items():
            setattr(unit, field, value)
        if gaps:
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["name", *_FILLED], batch_size=1000)


def _named(unit: Unit, name: str) -> Unit:
    if name and unit.name == unit.code != name:
        unit.name = name
        unit.save(update_fields=["name"])
    return unit
