"""Subjects as the draw knows them. A foreign language is one subject: the class writes the language it learns.

Приказ и описание 2025: «литература, иностранный язык (английский, немецкий, французский)» is one line of the list of
subjects (DOMAIN §6.4), so a class that learns two languages must not have twice the chance of it.
"""

from collections.abc import Iterable

from vpr.kernel.subjects import SUBJECTS

FOREIGN = "fl"
LANGUAGES = frozenset({"en", "de", "fr"})


def drawn_key(subject: str) -> str:
    return FOREIGN if subject in LANGUAGES else subject


def drawn_keys(subjects: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({drawn_key(subject) for subject in subjects}))


def drawn_title(key: str) -> str:
    return "Иностранный язык" if key == FOREIGN else SUBJECTS[key].title


def written_subjects(key: str, taught: Iterable[str]) -> tuple[str, ...]:
    """Subjects whose works a class writes when `key` is drawn for it."""
    return tuple(sorted(subject for subject in taught if drawn_key(subject) == key))
