"""Where a moment falls in the plan of an assessment: may it be uploaded now, into which wave, is it late."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from vpr.base.clock import MOSCOW
from vpr.campaigns.models import Assessment, Window, WindowKind
from vpr.campaigns.rules import upload_position

_UPLOADS = (WindowKind.UPLOAD, WindowKind.LATE_UPLOAD)


@dataclass(frozen=True)
class Position:
    is_open: bool
    wave: int | None
    is_late: bool
    opens_at: datetime | None = None  # the next opening, when there is one
    closed_at: datetime | None = None  # the last closing, when it has passed
    deadline: datetime | None = None  # end of the window that runs or comes next
    upload_closed: bool = False  # the main window is over: what is missing is overdue

    def refusal(self, time_zone: str) -> str:
        """Why nothing is taken now, with the dates that the user needs."""
        if self.opens_at:
            return f"Загрузка ещё не открыта: она начнётся {moment_text(self.opens_at, time_zone)}."
        closed = f" {moment_text(self.closed_at, time_zone)}" if self.closed_at else ""
        return (
            f"Загрузка результатов закрыта{closed}. "
            "Если результаты не сданы, обратитесь к координатору: срок меняет федеральный организатор."
        )


def position_of(assessment: Assessment, now: datetime) -> Position:
    """Reads `windows` and `waves`: prefetch them when there are many assessments."""
    windows = [window for window in assessment.windows.all() if window.kind in _UPLOADS]
    is_open, wave, is_late = upload_position(windows, assessment.waves.all(), now)
    coming = min((window.opens_at for window in windows if window.opens_at > now), default=None)
    return Position(
        is_open,
        wave,
        is_late,
        opens_at=None if is_open else coming,
        closed_at=max((window.closes_at for window in windows if window.closes_at <= now), default=None),
        deadline=min((window.closes_at for window in windows if window.closes_at > now), default=None),
        upload_closed=_is_over(windows, now),
    )


def _is_over(windows: list[Window], now: datetime) -> bool:
    return any(window.kind == WindowKind.UPLOAD and window.closes_at <= now for window in windows)


def moment_text(moment: datetime, time_zone: str) -> str:
    """«30.04.2026 в 18:00 по Москве (22:00 по местному времени)»."""
    moscow, local = moment.astimezone(MOSCOW), moment.astimezone(ZoneInfo(time_zone))
    text = f"{moscow:%d.%m.%Y в %H:%M} по Москве"
    if moscow.utcoffset() == local.utcoffset():
        return text
    shown = f"{local:%H:%M}" if local.date() == moscow.date() else f"{local:%d.%m.%Y %H:%M}"
    return f"{text} ({shown} по местному времени)"
