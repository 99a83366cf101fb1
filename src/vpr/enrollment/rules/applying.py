"""Applications as values: lines, what changed between two of them, legal changes of state, issued codes. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from vpr.enrollment.words import ApplicationState, WorkForm
from vpr.kernel.participants import code_ranges
from vpr.kernel.roles import Role

#: Spare codes: participants × 1.05 + 5, inside the codes of the grade (DOMAIN §15, question 11).
SPARE_PERCENT, SPARE_MORE = 5, 5

#: S4 5: experts are counted for the computer form of these subjects.
EXPERT_SUBJECTS = frozenset(("is", "bi", "gg", "ob"))
EXPERT_GRADES = range(5, 9)

#: Subjects of which a pupil takes one: their participants add up to the grade.
_LANGUAGES = frozenset(("en", "de", "fr"))

_ORDER = list(ApplicationState)
#: The state that a role's confirmation gives.
CONFIRMS: dict[Role, ApplicationState] = {
    Role.SCHOOL_ORGANIZER: ApplicationState.SUBMITTED,
    Role.SCHOOL_TECHNICIAN: ApplicationState.SUBMITTED,
    Role.MUNICIPAL_COORDINATOR: ApplicationState.MUNICIPAL_CONFIRMED,
    Role.RESPONSIBLE_COORDINATOR: ApplicationState.MUNICIPAL_CONFIRMED,
    Role.REGIONAL_COORDINATOR: ApplicationState.REGIONAL_CONFIRMED,
    Role.FEDERAL_ORGANIZER: ApplicationState.FROZEN,
}


@dataclass(frozen=True)
class WorkPlace:
    """An assessment in a form: what a line of an application is for. `title`: «Биология 5 класс, компьютерная форма»."""

    assessment_id: int
    code: str
    subject: str
    grade: int
    form: str
    title: str

    @property
    def key(self) -> str:
        """Row key of the forms: `2026.bi5`, `2026.bi5/к` for the computer form."""
        return f"{self.code}/к" if self.form == WorkForm.COMPUTER else self.code

    @property
    def wants_experts(self) -> bool:
        return self.form == WorkForm.COMPUTER and self.subject in EXPERT_SUBJECTS and self.grade in EXPERT_GRADES


class Numbers(NamedTuple):
    """Figures of one line. A tuple: a consolidated file of a big city holds seventy thousand of them."""

    class_count: int
    participants: int
    experts: int = 0


#: WorkPlace.key -> figures; a work that is not held has no line.
Lines = Mapping[str, Numbers]


def differences(before: Lines, after: Lines, places: Mapping[str, WorkPlace]) -> list[str]:
    """Sentences of what changed, in the order of the places."""
    found = []
    for key, place in places.items():
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if old is None and new is not None:
            found.append(f"{place.title}: добавлено, {numbers_text(new)}")
        elif old is not None and new is None:
            found.append(f"{place.title}: исключено, было {numbers_text(old)}")
        elif old is not None and new is not None:
            found.append(f"{place.title}: {_changed(old, new)}")
    return found


def numbers_text(numbers: Numbers) -> str:
    experts = f", экспертов {numbers.experts}" if numbers.experts else ""
    return f"классов {numbers.class_count}, участников {numbers.participants}{experts}"


def _changed(old: Numbers, new: Numbers) -> str:
    pairs = (
        ("классов", old.class_count, new.class_count),
        ("участников", old.participants, new.participants),
        ("экспертов", old.experts, new.experts),
    )
    return ", ".join(f"{name} {before} → {after}" for name, before, after in pairs if before != after)


def is_legal(before: ApplicationState | None, after: ApplicationState) -> bool:
    """Forward along the chain, any number of steps at once; the same state again is a correction; back only to draft.

    What is frozen stays frozen: materials are made for it, a correction is given with a reason instead.
    """
    if before is None:
        return after is not ApplicationState.DRAFT
    if before is ApplicationState.FROZEN:
        return after is ApplicationState.FROZEN
    return after is ApplicationState.DRAFT or _ORDER.index(after) >= _ORDER.index(before)


def is_at_least(state: ApplicationState, other: ApplicationState) -> bool:
    return _ORDER.index(state) >= _ORDER.index(other)


def grade_sizes(lines: Iterable[tuple[int, str, int]]) -> dict[int, int]:
    """(grade, subject, participants) of a school -> pupils of each grade: the maximum over its works.

    Levels, forms and biology programmes of a subject add up, and so do the languages: each pupil takes one of them.
    """
    sums: dict[tuple[int, str], int] = {}
    for grade, subject, participants in lines:
        group = (grade, "language" if subject in _LANGUAGES else subject)
        sums[group] = sums.get(group, 0) + participants
    sizes: dict[int, int] = {}
    for (grade, _), count in sums.items():
        sizes[grade] = max(sizes.get(grade, 0), count)
    return sizes


def issued_codes(grade: int, participants: int) -> tuple[int, int]:
    """First and last code issued to a grade of so many pupils: one code for a pupil's every work (DOMAIN §3)."""
    first = code_ranges(grade)[0].start
    with_spare = -(-participants * (100 + SPARE_PERCENT) // 100) + SPARE_MORE  # rounded up
    return first, first + min(with_spare, len(code_ranges(grade)[0])) - 1
