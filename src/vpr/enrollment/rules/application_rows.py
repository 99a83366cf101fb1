"""Figures of applications as typed -> lines and what is wrong with them. Pure; the same rules for every form and page."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from vpr.enrollment.rules.applying import Lines, Numbers, WorkPlace, grade_sizes
from vpr.kernel.faults import Fault
from vpr.kernel.participants import code_ranges

#: A class above this is rather a parallel (DOMAIN §14.2: the largest of a region has 48).
LARGEST_CLASS = 45
#: Groups of a parallel that differ more than this are worth a look.
_SMALLEST_SHARE = 0.5


@dataclass(frozen=True)
class Typed:
    """The three cells of a work. None: empty."""

    class_count: int | None = None
    participants: int | None = None
    experts: int | None = None

    @property
    def is_empty(self) -> bool:
        return not self.class_count and not self.participants and not self.experts


@dataclass
class Understood:
    lines: dict[str, Numbers] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


#: (key of the work, "class_count" | "participants" | "experts") -> where the person finds the cell.
Address = Callable[[str, str], str]


def understand(typed: Mapping[str, Typed], places: Mapping[str, WorkPlace], address: Address) -> Understood:
    """Lines of one school. A work whose cells are empty or zero is not held."""
    found = Understood()
    for key, cells in typed.items():
        if not cells.is_empty:
            faults = _faults_of(key, cells, places[key], address)
            found.faults += faults
            if cells.class_count and cells.participants:
                found.lines[key] = Numbers(cells.class_count, cells.participants, cells.experts or 0)
    found.faults += _faults_of_grades(found.lines, places, address)
    return found


def _faults_of(key: str, cells: Typed, place: WorkPlace, address: Address) -> list[Fault]:
    if not cells.class_count:
        return [Fault.at("A-01", address(key, "class_count"))]
    if not cells.participants:
        return [Fault.at("A-01", address(key, "participants"))]
    faults = []
    where = address(key, "participants")
    if cells.participants < cells.class_count:
        faults.append(Fault.at("A-02", where, value=cells.participants, limit=cells.class_count))
    elif cells.participants > cells.class_count * LARGEST_CLASS:
        faults.append(Fault.at("A-08", where, value=round(cells.participants / cells.class_count)))
    if cells.experts and not place.wants_experts:
        faults.append(Fault.at("A-04", address(key, "experts")))
    if place.wants_experts and not cells.experts:
        faults.append(Fault.at("A-10", address(key, "experts")))
    return faults


def _faults_of_grades(lines: Lines, places: Mapping[str, WorkPlace], address: Address) -> list[Fault]:
    """A grade larger than its codes, and subjects of a grade that differ a lot."""
    faults = []
    sizes = grade_sizes((places[key].grade, places[key].subject, n.participants) for key, n in lines.items())
    for grade, size in sizes.items():
        own = {key: numbers for key, numbers in lines.items() if places[key].grade == grade}
        largest = max(own, key=lambda key: own[key].participants)
        most = len(code_ranges(grade)[0])
        if size > most:
            faults.append(Fault.at("A-03", address(largest, "participants"), value=size, limit=most))
        smallest = _smallest_group(own, places)
        if smallest < size * _SMALLEST_SHARE:
            faults.append(
                Fault.at("A-09", address(largest, "participants"), value=grade, limit=f"{smallest} до {size}")
            )
    return faults


def _smallest_group(lines: Lines, places: Mapping[str, WorkPlace]) -> int:
    """Participants of the subject that fewest write; languages are a group of their own choice and do not count."""
    sums: dict[str, int] = {}
    for key, numbers in lines.items():
        subject = places[key].subject
        if subject not in ("en", "de", "fr"):
            sums[subject] = sums.get(subject, 0) + numbers.participants
    return min(sums.values(), default=10**9)
