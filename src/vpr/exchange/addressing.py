"""To whom a publication is addressed: a condition, never a list of deliveries. Pure.

Empty means everybody. Within one line any value fits, all lines must fit; the lines of places are one: a region, a
municipality or an organization named by its code.
"""

from dataclasses import dataclass

from vpr.kernel.roles import ROLE_LEVEL, Role, UnitKind

#: Who may be addressed: the country itself publishes and does not read.
READERS = tuple(role for role in Role if ROLE_LEVEL[role] is not UnitKind.COUNTRY)
#: (campaign id, grade, subject) of a form that is expected from a unit or from those below it.
Work = tuple[int, int, str]


@dataclass(frozen=True)
class Reader:
    """A cabinet as an address sees it. A municipality is its own municipality, a region its own region."""

    role: Role
    unit_id: int
    region_id: int | None
    municipality_id: int | None
    time_zone: str
    works: frozenset[Work] = frozenset()


@dataclass(frozen=True)
class Address:
    """`grades` and `subjects` speak of one form: mathematics of grade 5 is both."""

    roles: tuple[str, ...] = ()
    regions: tuple[int, ...] = ()
    municipalities: tuple[int, ...] = ()
    units: tuple[int, ...] = ()
    time_zones: tuple[str, ...] = ()
    grades: tuple[int, ...] = ()
    subjects: tuple[str, ...] = ()
    campaign_id: int | None = None  # of which the grades and subjects are asked; None: of any

    @property
    def levels(self) -> frozenset[UnitKind]:
        """Units in which somebody is addressed."""
        return frozenset(ROLE_LEVEL[Role(role)] for role in self.roles or READERS)

    @property
    def names_works(self) -> bool:
        return bool(self.grades or self.subjects)

    def reaches(self, reader: Reader) -> bool:
        return (
            reader.role in (self.roles or READERS)
            and self._is_at(reader)
            and (not self.time_zones or reader.time_zone in self.time_zones)
            and (not self.names_works or any(self._is_of(work) for work in reader.works))
        )

    def _is_at(self, reader: Reader) -> bool:
        if not (self.regions or self.municipalities or self.units):
            return True
        return (
            reader.region_id in self.regions
            or reader.municipality_id in self.municipalities
            or reader.unit_id in self.units
        )

    def _is_of(self, work: Work) -> bool:
        campaign, grade, subject = work
        return (
            self.campaign_id in (None, campaign)
            and (not self.grades or grade in self.grades)
            and (not self.subjects or subject in self.subjects)
        )
