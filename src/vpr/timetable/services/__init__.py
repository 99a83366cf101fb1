"""The verbs of the timetable. Only these modules write the tables of this app."""

from vpr.timetable.services.absences import note_absences
from vpr.timetable.services.feeds import make_feed, revoke_feed
from vpr.timetable.services.register import replace_register
from vpr.timetable.services.reserve import ask_reserve_day, change_reserve
from vpr.timetable.services.school_days import replace_holidays, save_school_day
from vpr.timetable.services.sittings import (
    recount,
    recount_campaign,
    recount_municipality,
    recount_units,
    replace_timetable,
)

__all__ = [
    "ask_reserve_day",
    "change_reserve",
    "make_feed",
    "note_absences",
    "recount",
    "recount_campaign",
    "recount_municipality",
    "recount_units",
    "replace_holidays",
    "replace_register",
    "replace_timetable",
    "revoke_feed",
    "save_school_day",
]
