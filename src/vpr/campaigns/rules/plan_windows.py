"""What follows from an item of the plan: windows of an assessment and its waves, as moments. Pure.

Uploads follow the Moscow clock, as every date of an organizer does. Materials follow the clock of each school, so
their window spans the country: it opens where the day comes first and closes where it ends last.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from vpr.campaigns.rules.dates import LATE_UPLOAD, MATERIALS, UPLOAD, Period, WaveDates
from vpr.campaigns.rules.plan_dates import FIRST_CLOCK, LAST_CLOCK, MATERIALS_RULES, day_begins, day_ends
from vpr.campaigns.rules.plan_rows import ItemRow


@dataclass(frozen=True)
class Derived:
    """Windows by kind and waves in order; what the plan does not date is missing."""

    windows: dict[str, Period]
    waves: tuple[WaveDates, ...]


def derived_of(item: ItemRow | None) -> Derived:
    if item is None:
        return Derived({}, ())
    return Derived({window.kind: window for window in _windows(item)}, _waves(item))


def _windows(item: ItemRow) -> list[Period]:
    found = []
    if item.period_from and item.period_to and item.materials_rule:
        opens = MATERIALS_RULES[item.materials_rule].moment(item.period_from, FIRST_CLOCK)
        found.append(Period(MATERIALS, opens, day_ends(item.period_to, LAST_CLOCK)))
    if item.period_from and item.upload_until:
        end = day_ends(item.upload_until)
        found.append(Period(UPLOAD, day_begins(item.period_from), end))
        if item.late_upload_until:
            found.append(Period(LATE_UPLOAD, end, day_ends(item.late_upload_until)))
    return found


def _waves(item: ItemRow) -> tuple[WaveDates, ...]:
    """S5 2.7: what is uploaded in time is shown first, what is late later. A wave without its date does not exist."""
    if not item.upload_until:
        return ()
    pairs = ((item.upload_until, item.results_on), (item.late_upload_until, item.late_results_on))
    dated = [(until, shown) for until, shown in pairs if until and shown]
    return tuple(
        WaveDates(number, day_ends(until), day_begins(shown)) for number, (until, shown) in enumerate(dated, start=1)
    )


def moved_windows(present: Sequence[Period], old: Derived, new: Derived) -> list[Period]:
    """Present windows with those of the plan in their places. One that the plan no longer dates goes away."""
    kept = {window.kind: window for window in present if window.kind not in old.windows}
    return list((kept | new.windows).values())


def moved_waves(present: Sequence[WaveDates], new: Derived) -> list[WaveDates]:
    """Waves of the plan; a published one stays as it is, and without dates in the plan all stay."""
    if not new.waves:
        return list(present)
    out = {wave.number: wave for wave in present if wave.is_published}
    return sorted(({wave.number: wave for wave in new.waves} | out).values(), key=lambda wave: wave.number)
