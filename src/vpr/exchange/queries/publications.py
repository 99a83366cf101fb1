"""Publications for their readers and, seen from the other side, readers for a publication. Both sides must agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from vpr.cabinets.models import Unit, UnitQuerySet
from vpr.cabinets.scope import Cabinet
from vpr.exchange.addressing import Address, Reader, Work
from vpr.exchange.models import Edition, Expectation, Publication, Reading, Tally, Workbook
from vpr.kernel.roles import Role, UnitKind

#: Organizations listed on one page of those who have not opened.
UNREAD_ON_PAGE = 100


@dataclass(frozen=True)
class Item:
    """An edition in force as a reader's list shows it."""

    edition: Edition
    is_read: bool
    is_renewed: bool  # an earlier edition was opened, this one was not


@dataclass(frozen=True)
class ReadCounts:
    """Addressed units below one unit, and how many of them have opened."""

    unit: Unit
    addressed: int
    opened: int


def items_of(cabinet: Cabinet, now: datetime, *, kind: str = "") -> list[Item]:
    """Publications in force for this cabinet, newest first."""
    editions = addressed_to(cabinet, now)
    if kind:
        editions = [edition for edition in editions if edition.kind == kind]
    read = _read_by(cabinet, [edition.publication_id for edition in editions])
    return [
        Item(
            edition,
            edition.number in read.get(edition.publication_id, set()),
            any(number < edition.number for number in read.get(edition.publication_id, set())),
        )
        for edition in editions
    ]


def unread_obligatory(cabinet: Cabinet, now: datetime) -> list[Edition]:
    """What this cabinet must still open."""
    own = Reading.objects.filter(edition=OuterRef("pk"), unit=cabinet.unit)
    return _reached(cabinet, Edition.objects.current(now).filter(~Exists(own), is_obligatory=True))


def addressed_to(cabinet: Cabinet, now: datetime) -> list[Edition]:
    """Editions in force that this cabinet reads. The publisher's level reads them all: the country, a region its own."""
    current = Edition.objects.current(now)
    if cabinet.role is Role.FEDERAL_ORGANIZER:
        return list(_listed(current))
    return _reached(cabinet, current)


def is_addressed(cabinet: Cabinet, edition: Edition) -> bool:
    """Whether opening it leaves a receipt."""
    publisher = edition.publication.publisher
    is_near = publisher.kind == UnitKind.COUNTRY or cabinet.scope.unit.region_id == publisher.pk
    is_near = is_near or cabinet.unit.pk == publisher.pk
    return is_near and edition.address.reaches(reader_of(cabinet, [edition]))


def reader_of(cabinet: Cabinet, editions: Iterable[Edition]) -> Reader:
    """The cabinet as addresses see it; its works are asked for only when some edition names works."""
    unit = cabinet.unit
    is_region, is_municipality = unit.kind == UnitKind.REGION, unit.kind == UnitKind.MUNICIPALITY
    return Reader(
        role=cabinet.role,
        unit_id=unit.pk,
        region_id=unit.pk if is_region else unit.region_id,
        municipality_id=unit.pk if is_municipality else unit.municipality_id,
        time_zone=unit.time_zone,
        works=works_of(unit) if any(edition.address.names_works for edition in editions) else frozenset(),
    )


def works_of(unit: Unit) -> frozenset[Work]:
    """Forms of assessments that are expected from a school, or from somebody below a municipality or region."""
    if unit.kind == UnitKind.SCHOOL:
        keys = Q(pk__in=Expectation.objects.filter(unit=unit).values("workbook_id"))
    else:
        counted = Tally.objects.filter(**{f"{unit.kind}_id": unit.pk}, expected__gt=0)
        keys = Q(pk__in=counted.values("workbook_id"))
    works = Workbook.objects.filter(keys, assessment__isnull=False)
    return frozenset(works.values_list("campaign_id", "assessment__grade", "assessment__subject"))


def units_of(edition: Edition) -> UnitQuerySet:
    """Every active unit in which somebody is addressed: the address as a condition of the database."""
    address, publisher = edition.address, edition.publication.publisher
    found = Unit.objects.filter(is_active=True, kind__in=[level.value for level in address.levels])
    if publisher.kind == UnitKind.REGION:
        found = found.filter(Q(pk=publisher.pk) | Q(region=publisher))
    if address.time_zones:
        found = found.filter(time_zone__in=address.time_zones)
    return found.filter(_places(address)).filter(_works(address))


def unread_units(edition: Edition) -> UnitQuerySet:
    read = Reading.objects.filter(edition=edition, unit=OuterRef("pk"))
    return units_of(edition).filter(~Exists(read))


def read_counts(edition: Edition) -> list[ReadCounts]:
    """By regions for a publication of the country, by municipalities for one of a region."""
    group = "municipality" if edition.publication.publisher.kind == UnitKind.REGION else "region"
    read = Reading.objects.filter(edition=edition, unit=OuterRef("pk"))
    counted = (
        units_of(edition)
        .annotate(place=Coalesce(F(f"{group}_id"), F("pk")), has_read=Exists(read))
        .values_list("place")
        .annotate(addressed=Count("pk"), opened=Count("pk", filter=Q(has_read=True)))
        .order_by()
    )
    sums = {place: counts for place, *counts in counted}
    return [ReadCounts(unit, *sums[unit.pk]) for unit in Unit.objects.filter(pk__in=sums).by_name()]


def last_editions(publisher: Unit, most: int) -> list[Edition]:
    """Of the publisher's own publications, newest first; drafts too."""
    last = Edition.objects.filter(publication=OuterRef("pk")).order_by("-number")
    own = Publication.objects.filter(publisher=publisher).order_by("-pk")
    keys = list(own.values_list(Subquery(last.values("pk")[:1]), flat=True)[:most])
    editions = Edition.objects.select_related("publication").defer("body").in_bulk(keys)
    return [editions[key] for key in keys]


def opened_counts(editions: list[int]) -> dict[int, int]:
    """Edition -> units that have opened it."""
    counted = (
        Reading.objects.filter(edition__in=editions).values_list("edition_id").annotate(Count("unit", distinct=True))
    )
    return dict(counted)


def _reached(cabinet: Cabinet, editions: QuerySet[Edition]) -> list[Edition]:
    region = cabinet.unit.pk if cabinet.unit.kind == UnitKind.REGION else cabinet.unit.region_id
    near = editions.filter(Q(publication__publisher__kind="country") | Q(publication__publisher=region))
    found = list(_listed(near))
    reader = reader_of(cabinet, found)
    return [edition for edition in found if edition.address.reaches(reader)]


def _listed(editions: QuerySet[Edition]) -> QuerySet[Edition]:
    return editions.select_related("publication__publisher").defer("body").order_by("-publishes_at", "-pk")


def _read_by(cabinet: Cabinet, publications: list[int]) -> dict[int, set[int]]:
    """Publication -> numbers of the editions that the cabinet's unit has opened."""
    found: dict[int, set[int]] = {}
    rows = Reading.objects.filter(unit=cabinet.unit, edition__publication__in=publications)
    for publication, number in rows.values_list("edition__publication_id", "edition__number"):
        found.setdefault(publication, set()).add(number)
    return found


def _places(address: Address) -> Q:
    if not (address.regions or address.municipalities or address.units):
        return Q()
    return (
        Q(pk__in=[*address.regions, *address.municipalities, *address.units])
        | Q(region__in=address.regions)
        | Q(municipality__in=address.municipalities)
    )


def _works(address: Address) -> Q:
    if not address.names_works:
        return Q()
    works = Workbook.objects.filter(assessment__isnull=False)
    if address.campaign_id:
        works = works.filter(campaign=address.campaign_id)
    if address.grades:
        works = works.filter(assessment__grade__in=address.grades)
    if address.subjects:
        works = works.filter(assessment__subject__in=address.subjects)
    keys = list(works.values_list("pk", flat=True))
    counted = Tally.objects.filter(workbook_id__in=keys, expected__gt=0)
    return (
        Q(kind="school", pk__in=Expectation.objects.filter(workbook__in=keys).values("unit_id"))
        | Q(kind="municipality", pk__in=counted.values("municipality_id"))
        | Q(kind="region", pk__in=counted.values("region_id"))
    )
