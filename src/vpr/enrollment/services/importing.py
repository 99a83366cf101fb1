"""The list of schools of an empty or a growing installation: regions, municipalities and schools out of one XLSX."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from vpr.base.copying import among, among_texts, copy_new
from vpr.cabinets.models import Unit
from vpr.cabinets.regions import region_facts
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import SchoolRow, ensure_region, ensure_schools, record_audit
from vpr.cabinets.services.units import names_direct_municipality
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import SchoolRecord
from vpr.enrollment.rules.cells import fold
from vpr.enrollment.rules.school_list import ListedSchool, SchoolList, read_list
from vpr.kernel.codes import region_code
from vpr.kernel.faults import Fault
from vpr.kernel.roles import UnitKind
from vpr.workbook.pool import shared_pool
from vpr.workbook.table import Failure, Trouble

_REASONS = {
    Trouble.EMPTY: "файл пуст; выберите заполненный список",
    Trouble.TOO_LARGE: "файл больше 20 МБ; оставьте в нём один лист со списком",
    Trouble.NOT_A_WORKBOOK: "это не таблица; сохраните список как XLSX, ODS или XLS",
    Trouble.ENCRYPTED: "файл закрыт паролем; снимите пароль и загрузите снова",
    Trouble.TOO_SLOW: "файл читается слишком долго; сохраните его заново как XLSX",
}
_OTHER_REASON = "файл повреждён или устроен необычно; сохраните список заново как XLSX"


@dataclass(frozen=True)
class ImportReport:
    """`rows_read = rows_stored + rows_refused`; a stored row is a new school or one that was there already."""

    rows_read: int = 0
    rows_stored: int = 0
    rows_refused: int = 0
    regions_new: int = 0
    municipalities_new: int = 0
    schools_new: int = 0
    faults: list[Fault] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)  # schools that stand in another municipality here


def read_school_list(content: bytes, *, region: str = "") -> SchoolList:
    """Rows of a file; nothing is written. `region`: two digits of the only region that may stand in it."""
    answer = shared_pool().read_list(content)
    if isinstance(answer, Failure):
        reason = _REASONS.get(answer.trouble, _OTHER_REASON)
        return SchoolList(0, [], [Fault.at("L-14", value=reason)], 0)
    return read_list(((sheet.title, sheet.rows) for sheet in answer.sheets), region=region)


def import_schools(
    *, content: bytes, region: str = "", by: Cabinet | None = None, dry_run: bool = False, now: datetime
) -> ImportReport:
    """Stores every sound row; a second run of the same list changes nothing. A dry run tells the same and stores nothing.

    What a person has corrected since is never overwritten: known schools only get what was still empty. A school that
    stands in another municipality stays there and is named: moving it is the business of the reconciliation.
    """
    found = read_school_list(content, region=region)
    with transaction.atomic():
        report = _store(found, now)
        if dry_run:
            transaction.set_rollback(True)
        elif found.schools:
            record_audit(
                account=by.account if by else None,
                unit=by.unit if by else None,
                verb="imported_schools",
                subject=f"Список школ: строк {report.rows_stored}, новых {report.schools_new}",
                details={"rows_read": report.rows_read, "rows_refused": report.rows_refused},
                now=now,
            )
    return report


def _store(found: SchoolList, now: datetime) -> ImportReport:
    regions, new_regions = _regions(found.schools)
    municipalities, new_municipalities = _municipalities(found.schools, regions)
    codes = [school.code for school in found.schools]
    before = set(Unit.objects.filter(code__in=among_texts(codes)).values_list("code", flat=True))
    placed = {school.code: municipalities[_place(school)] for school in found.schools}
    units = ensure_schools(_row(school, placed[school.code]) for school in found.schools)
    _set_zones([(units[s.code], s.time_zone) for s in found.schools if s.time_zone and s.code not in before])
    _store_records(found.schools, units, now)
    elsewhere = [f"{unit.code} {unit}" for code, unit in units.items() if unit.municipality_id != placed[code].pk]
    return ImportReport(
        rows_read=found.rows_read,
        rows_stored=len(found.schools),
        rows_refused=found.refused_rows,
        regions_new=new_regions,
        municipalities_new=new_municipalities,
        schools_new=len(units) - len(before),
        faults=found.faults,
        elsewhere=elsewhere,
    )


def _regions(schools: Iterable[ListedSchool]) -> tuple[dict[str, Unit], int]:
    wanted = sorted({school.region for school in schools})
    known = set(Unit.objects.filter(kind=UnitKind.REGION).values_list("code", flat=True))
    fresh = sum(region_code(digits) not in known for digits in wanted)
    return {digits: ensure_region(digits) for digits in wanted}, fresh


def _place(school: ListedSchool) -> tuple[str, str]:
    """What tells municipalities of a list apart: the region and the code, or the folded name."""
    return school.region, school.municipality_code or fold(_municipality_name(school))


def _municipality_name(school: ListedSchool) -> str:
    """Schools outside municipalities stand together under the name of the exports (DOMAIN §3)."""
    if fold(school.municipality) == "региональное подчинение":
        return f"{region_facts(school.region).name} (региональное подчинение)"
    return school.municipality


def _municipalities(schools: list[ListedSchool], regions: dict[str, Unit]) -> tuple[dict[tuple[str, str], Unit], int]:
    """Every municipality of the list: known by its code or its name, or made with the next free code of the region."""
    digits_of = {region.pk: digits for digits, region in regions.items()}
    known: dict[tuple[str, str], Unit] = {}
    used: dict[str, set[int]] = {digits: set() for digits in regions}
    there = Unit.objects.filter(kind=UnitKind.MUNICIPALITY, region__in=among(list(digits_of)))
    for unit in there:
        digits = digits_of[unit.region_id or 0]
        known[digits, unit.code] = known[digits, fold(unit.name)] = unit
        used[digits].add(int(unit.code[-3:]))
    for school in schools:
        if school.municipality_code:
            used[school.region].add(int(school.municipality_code[-3:]))
    fresh = []
    for school in schools:
        place = _place(school)
        if place not in known:
            unit = _new_municipality(school, regions[school.region], used[school.region])
            fresh.append(unit)
            known[place] = known[school.region, unit.code] = unit
            known.setdefault((school.region, fold(unit.name)), unit)
    copy_new(fresh)
    return known, len(fresh)


def _new_municipality(school: ListedSchool, region: Unit, used: set[int]) -> Unit:
    code = school.municipality_code
    if not code:
        serial = next(number for number in range(1, len(used) + 2) if number not in used)
        used.add(serial)
        code = f"reg{school.region}_m{serial:03d}"
    name = _municipality_name(school) or code
    return Unit(
        kind=UnitKind.MUNICIPALITY,
        code=code,
        name=name,
        parent_id=region.pk,
        region_id=region.pk,
        is_direct=names_direct_municipality(name),
        time_zone=school.time_zone or region.time_zone,
    )


def _row(school: ListedSchool, municipality: Unit) -> SchoolRow:
    return SchoolRow(
        code=school.code,
        name=school.name,
        municipality=municipality.code,
        short_name=school.short_name,
        settlement=school.settlement,
        contact_name=school.contact_name,
        contact_phone=school.contact_phone,
        contact_email=school.contact_email,
    )


def _set_zones(pairs: list[tuple[Unit, str]]) -> None:
    changed = []
    for unit, zone in pairs:
        if unit.time_zone != zone:
            unit.time_zone = zone
            changed.append(unit)
    Unit.objects.bulk_update(changed, ["time_zone"], batch_size=1000)


def _store_records(schools: list[ListedSchool], units: dict[str, Unit], now: datetime) -> None:
    """The first record of a school; later ones are the business of the reconciliation."""
    campaign = Campaign.objects.filter(is_current=True).first()
    keys = [unit.pk for unit in units.values()]
    recorded = set(SchoolRecord.objects.filter(unit__in=among(keys)).values_list("unit_id", flat=True))
    copy_new(
        [
            SchoolRecord(
                campaign_id=campaign.pk if campaign else None,
                unit_id=units[school.code].pk,
                has_primary=school.has_primary,
                has_basic=school.has_basic,
                has_secondary=school.has_secondary,
                kind=school.kind,
                legal_form=school.legal_form,
                settlement=school.settlement,
                takes_part=school.takes_part,
                grades=list(school.grades),
                subjects=list(school.subjects),
                changed_at=now,
            )
            for school in schools
            if units[school.code].pk not in recorded
        ]
    )
