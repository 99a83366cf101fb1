"""Holidays of pupils that are recommended for the whole country, as data."""

import tomllib
from functools import cache
from importlib.resources import files

from vpr.timetable.rules.days import Holiday


@cache
def recommended_holidays() -> tuple[Holiday, ...]:
    text = (files("vpr.timetable") / "reference" / "holidays.toml").read_text("utf-8")
    return tuple(Holiday(row["first"], row["last"], row["title"]) for row in tomllib.loads(text)["holiday"])
