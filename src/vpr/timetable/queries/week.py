"""How a school works: six days or five, its computers, the holidays of its region and of the country."""

from datetime import date
from functools import cache

from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.campaigns.reference.plans_reading import working_calendar
from vpr.timetable.models import SchoolDay, SchoolHoliday
from vpr.timetable.reference import recommended_holidays
from vpr.timetable.rules.days import Holiday, SchoolWeek

_PUBLIC = "праздничный или нерабочий день"


def school_day(unit: Unit) -> SchoolDay:
    """The settings of a school; an unsaved row with the usual values while it has told nothing."""
    return SchoolDay.objects.filter(unit=unit).first() or SchoolDay(unit=unit)


def school_week(unit: Unit, campaign: Campaign) -> SchoolWeek:
    """What the rules of the timetable need to know of a school in a campaign."""
    day = school_day(unit)
    region = unit.region or unit
    return SchoolWeek(
        is_six_day=day.is_six_day,
        holidays=(*holidays_of(region), *public_holidays(campaign.year)),
        shortest_break=day.shortest_break,
        computer_seats=day.computer_seats,
    )


def holidays_of(region: Unit) -> list[Holiday]:
    """The region's own holidays, or the recommended ones while it has none."""
    own = SchoolHoliday.objects.filter(unit=region)
    return [Holiday(item.first, item.last, item.title) for item in own] or list(recommended_holidays())


@cache
def public_holidays(year: int) -> tuple[Holiday, ...]:
    """Public holidays and moved days off of the production calendar. Saturdays are the school's own matter."""
    days = working_calendar().idle_days(date(year, 1, 1), date(year, 12, 31))
    return tuple(Holiday(day, day, _PUBLIC) for day in days if day.weekday() < 5)
