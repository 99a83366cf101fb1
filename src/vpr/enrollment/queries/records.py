"""Records of schools: what holds in a campaign, the lists of a municipality, the difference from last year."""

from collections.abc import Iterable

from vpr.base.copying import among
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import SchoolRecord, UnitSuccession
from vpr.enrollment.rules.cells import grades_of_levels
from vpr.enrollment.rules.reconciling import RECORD_FIELDS, SchoolLine, field_changes


def records_of(units: Iterable[int], campaign: Campaign, *, earlier: bool = False) -> dict[int, SchoolRecord]:
    """The record that holds for each school: of this campaign, else the newest before it, else that of the first list.

    `earlier`: what held before this campaign.
    """
    rows = SchoolRecord.objects.filter(unit__in=among(list(units))).select_related("campaign")
    found: dict[int, SchoolRecord] = {}
    for row in sorted(rows, key=_age):
        is_own = row.campaign_id == campaign.pk
        if (is_own and not earlier) or (not is_own and _age(row) < (campaign.year, campaign.code)):
            found[row.unit_id] = row
    return found


def _age(record: SchoolRecord) -> tuple[int, str]:
    return (record.campaign.year, record.campaign.code) if record.campaign else (0, "")


def record_of(unit: Unit, campaign: Campaign) -> SchoolRecord:
    """A school that no list has described yet has every level."""
    return records_of([unit.pk], campaign).get(unit.pk) or SchoolRecord(unit=unit, campaign=campaign)


def grades_of(record: SchoolRecord) -> frozenset[int]:
    """Grades in which the school may hold a work."""
    by_level = grades_of_levels(record.has_primary, record.has_basic, record.has_secondary)
    return by_level & frozenset(record.grades) if record.grades else by_level


def takes_subject(record: SchoolRecord, subject: str) -> bool:
    return not record.subjects or subject in record.subjects


def line_of(unit: Unit, record: SchoolRecord | None) -> SchoolLine:
    """The unit and its record as a row of the list."""
    known = record or SchoolRecord(unit=unit)
    values = {name: getattr(known, name) for name in RECORD_FIELDS}
    values |= {"grades": tuple(known.grades), "subjects": tuple(known.subjects)}
    return SchoolLine(code=unit.code, name=unit.name, short_name=unit.short_name, **values)


def present_lines(municipality: Unit, campaign: Campaign) -> dict[str, SchoolLine]:
    """The list of a municipality or set as it stands, by code, in the order of names."""
    schools = list(Unit.objects.schools().filter(municipality=municipality).by_name())
    records = records_of([school.pk for school in schools], campaign)
    return {school.code: line_of(school, records.get(school.pk)) for school in schools}


def year_changes(municipality: Unit, campaign: Campaign) -> list[str]:
    """What is different from the campaign before, as far as lists have said it: sentences for the region and the list."""
    schools = list(Unit.objects.filter(kind="school", municipality=municipality).by_name())
    keys = [school.pk for school in schools]
    now, before = records_of(keys, campaign), records_of(keys, campaign, earlier=True)
    events = UnitSuccession.objects.filter(unit__in=keys, campaign=campaign).select_related("unit", "successor")
    sentences = [event_sentence(event) for event in events]
    for school in schools:
        if school.is_active and school.pk in now and school.pk in before:
            changed = field_changes(line_of(school, before[school.pk]), line_of(school, now[school.pk]))
            if changed:
                sentences.append(f"{school.code} {school}: {'; '.join(changed)}")
    return sentences


def event_sentence(event: UnitSuccession) -> str:
    """«22.04.2026: 470168 Лужская СОШ № 2 присоединена к 470167 Ям-Тёсовская СОШ»."""
    title = f"{event.happened_on:%d.%m.%Y}: {event.unit.code} {event.unit}"
    match event.kind:
        case "merged" if event.successor:
            return f"{title} присоединена к {event.successor.code} {event.successor}"
        case "renamed":
            return f"{title}: наименование «{event.before}» → «{event.after}»"
        case _:
            return f"{title}: {event.get_kind_display()}"
