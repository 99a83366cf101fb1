"""Moments of the plan as an iCalendar file (RFC 5545): whole days as days, moments in UTC."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from vpr.campaigns.plan import PlanMoment

_LONGEST_LINE = 74  # octets before a fold


def calendar_of(moments: Iterable[PlanMoment], *, title: str, zone: str, stamp: datetime) -> bytes:
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//OpenVPR//plan//RU",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_escaped(title)}",
    ]
    for moment in moments:
        lines += _event(moment, zone, stamp)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(moment: PlanMoment, zone: str, stamp: datetime) -> list[str]:
    titles = ", ".join(assessment.title for assessment in moment.assessments)
    name = hashlib.sha256(f"{moment.at.isoformat()} {moment.words} {titles}".encode()).hexdigest()[:24]
    local = moment.at.astimezone(ZoneInfo(zone))
    start = (
        [f"DTSTART;VALUE=DATE:{local:%Y%m%d}", f"DTEND;VALUE=DATE:{local + timedelta(days=1):%Y%m%d}"]
        if moment.is_whole_day
        else [f"DTSTART:{_utc(moment.at)}", f"DTEND:{_utc(moment.at)}"]
    )
    return [
        "BEGIN:VEVENT",
        f"UID:{name}@openvpr",
        f"DTSTAMP:{_utc(stamp)}",
        *start,
        f"SUMMARY:{_escaped(moment.words)}",
        *([f"DESCRIPTION:{_escaped(titles)}"] if titles else []),
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Long lines go on after a line break and a space; a letter is never torn apart."""
    pieces, piece = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > _LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
