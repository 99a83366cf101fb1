"""An iCalendar file (RFC 5545) of the timetable: enough of the format for a subscription, nothing personal inside. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_WIDTH = 75  # octets of a line without its end (RFC 5545, 3.1)


@dataclass(frozen=True)
class Event:
    """`starts` is an aware moment, or a date when the school did not tell when its lessons begin."""

    uid: str
    starts: datetime | date
    ends: datetime | date
    title: str
    text: str = ""
    place: str = ""
    changed: datetime | None = None
    remind_before: timedelta | None = None


def calendar(events: Iterable[Event], *, title: str, now: datetime) -> bytes:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//OpenVPR//timetable//RU", "CALSCALE:GREGORIAN"]
    lines += ["METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(title)}", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]
    for event in events:
        lines += _event(event, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{line}\r\n" for text in lines for line in folded(text)).encode()


def _event(event: Event, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_moment(event.changed or now)}"
    yield f"DTSTART{_value(event.starts)}"
    yield f"DTEND{_value(event.ends)}"
    yield f"SUMMARY:{escaped(event.title)}"
    if event.text:
        yield f"DESCRIPTION:{escaped(event.text)}"
    if event.place:
        yield f"LOCATION:{escaped(event.place)}"
    yield "TRANSP:OPAQUE"
    if event.remind_before:
        minutes = int(event.remind_before.total_seconds() // 60)
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{escaped(event.title)}")
        yield from (f"TRIGGER:-PT{minutes}M", "END:VALARM")
    yield "END:VEVENT"


def _value(at: datetime | date) -> str:
    return f":{_moment(at)}" if isinstance(at, datetime) else f";VALUE=DATE:{at:%Y%m%d}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """TEXT of RFC 5545, 3.3.11: backslash, semicolon, comma and line ends; other control characters are dropped."""
    clean = "".join(
        char for char in text.replace("\r\n", "\n") if char in "\n\t" or (ord(char) >= 32 and char != "\x7f")
    )
    return clean.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets; a character is never cut, Cyrillic letters take two octets."""
    piece, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _WIDTH:
            yield piece
            piece, size = " ", 1
        piece, size = piece + char, size + width
    yield piece
