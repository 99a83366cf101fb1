"""Builds the units of a file: regions, municipalities, schools. What exists is kept; only unknown names are filled in."""

from collections.abc import Iterable, Mapping

from vpr.cabinets.models import Unit
from vpr.cabinets.services import SchoolRow, ensure_municipality, ensure_region, ensure_schools
from vpr.kernel.roles import UnitKind
from vpr.results.importing.places import SchoolFacts, derived_code, folded

UNNAMED = "Муниципалитет не указан в выгрузке"


def build_units(facts: Mapping[str, SchoolFacts], wanted: Iterable[str]) -> dict[str, Unit]:
    """Code -> school for every wanted code."""
    schools = [facts.get(code, SchoolFacts(code)) for code in sorted(set(wanted))]
    known = {unit.code: unit for unit in _known([school.code for school in schools])}
    _learn_names(schools, known)
    municipalities = _Municipalities()
    rows = []
    for school in schools:
        present = known.get(school.code)
        above = present.municipality if present is not None else municipalities.of(school)
        assert above is not None
        rows.append(SchoolRow(school.code, school.name, above.code, login=f"edu{school.code}"))
    return ensure_schools(rows)


def _known(codes: list[str]) -> list[Unit]:
    return list(Unit.objects.filter(code__in=codes, kind=UnitKind.SCHOOL).select_related("municipality", "region"))


def _learn_names(schools: list[SchoolFacts], known: Mapping[str, Unit]) -> None:
    """A municipality known by its code only takes its name when all its schools of the file agree on one."""
    names: dict[int, tuple[Unit, set[str]]] = {}
    for school in schools:
        unit = known.get(school.code)
        above = unit.municipality if unit is not None else None
        if above is not None and above.name == above.code and school.municipality_name:
            names.setdefault(above.pk, (above, set()))[1].add(school.municipality_name)
    for above, told in names.values():
        if len(told) == 1 and above.region is not None:
            ensure_municipality(above.code, told.pop(), above.region)


class _Municipalities:
    """Municipalities by code or by name, made when they are missing."""

    def __init__(self) -> None:
        self._regions: dict[str, Unit] = {}
        self._by_name: dict[str, dict[str, Unit]] = {}
        self._made: dict[tuple[str, str], Unit] = {}

    def of(self, school: SchoolFacts) -> Unit:
        key = (school.municipality_code, school.municipality_name if not school.municipality_code else "")
        key = key if key != ("", "") else ("", f"{school.code[:2]} {UNNAMED}")
        if key not in self._made:
            self._made[key] = self._ensure(school)
        return self._made[key]

    def _ensure(self, school: SchoolFacts) -> Unit:
        digits = school.municipality_code[3:5] if school.municipality_code else school.code[:2]
        region = self._region(digits)
        if school.municipality_code:
            return ensure_municipality(school.municipality_code, school.municipality_name, region)
        name = school.municipality_name or UNNAMED
        there = self._by_name[digits].get(folded(name))
        if there is not None:
            return there
        code = derived_code(digits, name, (unit.code for unit in self._by_name[digits].values()))
        made = ensure_municipality(code, name, region)
        self._by_name[digits][folded(name)] = made
        return made

    def _region(self, digits: str) -> Unit:
        if digits not in self._regions:
            region = ensure_region(digits)
            self._regions[digits] = region
            below = Unit.objects.filter(kind=UnitKind.MUNICIPALITY, region=region).order_by("id")
            self._by_name[digits] = {folded(unit.name): unit for unit in below}
        return self._regions[digits]
