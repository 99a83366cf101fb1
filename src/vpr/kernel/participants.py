"""Participant codes: grade digit × 10,000 + serial, 1,500 of them for a grade (DOMAIN §3)."""

CODES_PER_GRADE = 1500

#: Grade 10 had four digits in 2021 and five in 2022; grade 11 has four.
_FIRST_CODES = {10: (20001, 2001), 11: (1001, 11001)}


def code_ranges(grade: int) -> tuple[range, ...]:
    """Ranges of codes that a grade may have, the usual one first: grade 4 -> 40001..41500."""
    return tuple(
        range(first, first + CODES_PER_GRADE if first > 9999 else first + 999)
        for first in _FIRST_CODES.get(grade, (grade * 10_000 + 1,))
    )
