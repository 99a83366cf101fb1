"""Codes of units, assessments and participants: one parser each, errors as ValueError.

Formats and examples: DOMAIN §3 (logins `sch`/`edu`/`ksh` + six digits, municipalities `reg22_m019`, regions `reg220000`).
"""

import re
from dataclasses import dataclass

_ASSESSMENT = re.compile(r"^(?P<campaign>\d{4}[a-z]*)\.(?P<subject>[a-z]+?)(?P<grade>\d{1,2})(?P<form>[a-z]*)$")
_SCHOOL = re.compile(r"^(?:sch|edu|ksh)?(\d{6})$")
_MUNICIPALITY = re.compile(r"^reg(\d{2})_(?:vpr_)?m(\d{3})$")
_REGION = re.compile(r"^reg(\d{2})0000$")


@dataclass(frozen=True)
class AssessmentCode:
    """`2026.en8`: campaign, subject key, grade, optional form suffix (`a` for the advanced level)."""

    campaign: str
    subject: str
    grade: int
    form: str = ""

    def __str__(self) -> str:
        return f"{self.campaign}.{self.subject}{self.grade}{self.form}"


def parse_assessment_code(text: str) -> AssessmentCode:
    match = _ASSESSMENT.match(text.strip().lower())
    if match is None:
        raise ValueError(f"not an assessment code: {text!r}; expected like 2026.en8")
    return AssessmentCode(match["campaign"], match["subject"], int(match["grade"]), match["form"])


def school_digits(login: str) -> str:
    """Six digits of a school from any generation of logins: `sch223080`, `edu223080`, `223080` -> `223080`."""
    match = _SCHOOL.match(login.strip().lower())
    if match is None:
        raise ValueError(f"not a school login: {login!r}; expected like edu223080")
    return match[1]


def municipality_code(text: str) -> str:
    match = _MUNICIPALITY.match(text.strip().lower())
    if match is None:
        raise ValueError(f"not a municipality code: {text!r}; expected like reg22_m019")
    return f"reg{match[1]}_m{match[2]}"


def region_code(text: str) -> str:
    """Canonical region code: `22`, `reg22`, `reg220000` -> `reg220000`."""
    bare = text.strip().lower()
    match = _REGION.match(bare) or re.match(r"^(?:reg)?(\d{2})$", bare)
    if match is None:
        raise ValueError(f"not a region code: {text!r}; expected like reg220000")
    return f"reg{match[1]}0000"
