"""What an assessment still lacks before schools may work with it and before its results may be published. Pure."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Readiness:
    """The state of an assessment in yes and no."""

    has_tasks: bool
    has_scale: bool
    has_upload_window: bool
    has_waves: bool
    is_open: bool


def missing_of(state: Readiness) -> list[str]:
    """Short words of what is missing, the most important first. A missing scale is said, it does not stop anything."""
    missing = []
    if not state.has_tasks:
        missing.append("нет заданий")
    if not state.has_upload_window:
        missing.append("нет срока загрузки")
    if not state.has_waves:
        missing.append("нет волн результатов")
    if not state.has_scale:
        missing.append("нет шкалы отметок")
    return missing
