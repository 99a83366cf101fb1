"""Windows and waves: where the moment of an upload falls, and what is wrong in a set of dates. Pure.

A window is half-open, [opens_at, closes_at). What comes before `uploads_until` of a wave belongs to it (DOMAIN §4, step 17).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Protocol

from vpr.kernel.faults import Fault

MATERIALS, UPLOAD, LATE_UPLOAD = "materials", "upload", "late_upload"
WINDOW_TITLE = {MATERIALS: "Получение материалов", UPLOAD: "Загрузка результатов", LATE_UPLOAD: "Поздняя загрузка"}


class PeriodLike(Protocol):
    kind: str
    opens_at: datetime
    closes_at: datetime


class WaveLike(Protocol):
    number: int
    uploads_until: datetime


@dataclass(frozen=True)
class Period:
    """A window as typed."""

    kind: str
    opens_at: datetime
    closes_at: datetime


@dataclass(frozen=True)
class WaveDates:
    """A wave as typed; `is_published` comes from the present state and may not be changed by hand."""

    number: int
    uploads_until: datetime
    publishes_at: datetime
    is_published: bool = False


def upload_position(
    windows: Iterable[PeriodLike], waves: Iterable[WaveLike], now: datetime
) -> tuple[bool, int | None, bool]:
    """(is open, number of the wave or None, is late) of an upload at `now`.

    An assessment without any window of uploading takes files all the time: it has no plan-schedule.
    After the last wave an upload belongs to none: it is shown at the next refresh of figures.
    """
    uploads = {window.kind: window for window in windows if window.kind in (UPLOAD, LATE_UPLOAD)}
    hit = [kind for kind, window in uploads.items() if window.opens_at <= now < window.closes_at]
    wave = min((wave.number for wave in waves if now < wave.uploads_until), default=None)
    return bool(hit) or not uploads, wave, hit == [LATE_UPLOAD]


def check_dates(
    windows: Sequence[Period], waves: Sequence[WaveDates], published: Sequence[WaveDates] = ()
) -> list[Fault]:
    """Everything wrong in the dates of one assessment. `published`: waves that are out and may not move."""
    return [*_windows(windows), *_waves(waves), *_coverage(windows, waves), *_published(waves, published)]


def _windows(windows: Sequence[Period]) -> list[Fault]:
    by_kind = {window.kind: window for window in windows}
    faults = [Fault.at("S-31", WINDOW_TITLE[window.kind]) for window in windows if window.closes_at <= window.opens_at]
    upload, late, materials = by_kind.get(UPLOAD), by_kind.get(LATE_UPLOAD), by_kind.get(MATERIALS)
    if late and not upload:
        faults.append(Fault.at("S-38", WINDOW_TITLE[LATE_UPLOAD]))
    if late and upload and late.opens_at < upload.closes_at:
        faults.append(Fault.at("S-32", WINDOW_TITLE[LATE_UPLOAD]))
    if materials and upload and materials.opens_at > upload.opens_at:
        faults.append(Fault.at("S-39", WINDOW_TITLE[MATERIALS]))
    return faults


def _waves(waves: Sequence[WaveDates]) -> list[Fault]:
    faults = [Fault.at("S-34", _wave(wave)) for wave in waves if wave.publishes_at < wave.uploads_until]
    ordered = sorted(waves, key=lambda wave: wave.number)
    if [wave.number for wave in ordered] != list(range(1, len(ordered) + 1)):
        faults.append(Fault.at("S-40", _wave(ordered[0])))
    return faults + [
        Fault.at("S-33", _wave(later), before=earlier.number)
        for earlier, later in pairwise(ordered)
        if later.uploads_until <= earlier.uploads_until
    ]


def _coverage(windows: Sequence[Period], waves: Sequence[WaveDates]) -> list[Fault]:
    """Uploads at the end of the last window must fall into some wave."""
    closes = max((window.closes_at for window in windows if window.kind in (UPLOAD, LATE_UPLOAD)), default=None)
    if closes is None or not waves:
        return []
    last = max(waves, key=lambda wave: wave.uploads_until)
    return [Fault.at("S-35", _wave(last))] if last.uploads_until < closes else []


def _published(waves: Sequence[WaveDates], published: Sequence[WaveDates]) -> list[Fault]:
    typed = {wave.number: (wave.uploads_until, wave.publishes_at) for wave in waves}
    return [
        Fault.at("S-37", _wave(out))
        for out in published
        if typed.get(out.number) != (out.uploads_until, out.publishes_at)
    ]


def _wave(wave: WaveDates) -> str:
    return f"Волна {wave.number}"
