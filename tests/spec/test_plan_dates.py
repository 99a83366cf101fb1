# ruff: noqa: E501
"""Rules of the plan-schedule in the eleven clocks of Russia, around the edges. The tables are the documentation."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vpr.cabinets.regions import municipality_time_zone, region_facts
from vpr.campaigns.rules.dates import Period, upload_position
from vpr.campaigns.rules.plan_dates import (
    CLOCKS,
    CRITERIA_RULES,
    FIRST_CLOCK,
    KEY_RULES,
    LAST_CLOCK,
    MATERIALS_RULES,
    MOSCOW,
    day_begins,
    day_ends,
    last_day,
    moments_of_day,
)
from vpr.campaigns.rules.plan_rows import ItemRow
from vpr.campaigns.rules.plan_windows import derived_of

#: For a work on 01.03.2026, a Sunday in no plan, but the first day of a month: the eve is in another month.
MONTH_EDGE = """
zone                | materials eve 14:00 local | in Moscow        | key 7:30 local   | in Moscow        | criteria 14:00 Moscow, by the local clock
Europe/Kaliningrad  | 28.02.2026 14:00          | 28.02.2026 15:00 | 01.03.2026 07:30 | 01.03.2026 08:30 | 01.03.2026 13:00
Europe/Moscow       | 28.02.2026 14:00          | 28.02.2026 14:00 | 01.03.2026 07:30 | 01.03.2026 07:30 | 01.03.2026 14:00
Europe/Samara       | 28.02.2026 14:00          | 28.02.2026 13:00 | 01.03.2026 07:30 | 01.03.2026 06:30 | 01.03.2026 15:00
Asia/Yekaterinburg  | 28.02.2026 14:00          | 28.02.2026 12:00 | 01.03.2026 07:30 | 01.03.2026 05:30 | 01.03.2026 16:00
Asia/Omsk           | 28.02.2026 14:00          | 28.02.2026 11:00 | 01.03.2026 07:30 | 01.03.2026 04:30 | 01.03.2026 17:00
Asia/Krasnoyarsk    | 28.02.2026 14:00          | 28.02.2026 10:00 | 01.03.2026 07:30 | 01.03.2026 03:30 | 01.03.2026 18:00
Asia/Irkutsk        | 28.02.2026 14:00          | 28.02.2026 09:00 | 01.03.2026 07:30 | 01.03.2026 02:30 | 01.03.2026 19:00
Asia/Yakutsk        | 28.02.2026 14:00          | 28.02.2026 08:00 | 01.03.2026 07:30 | 01.03.2026 01:30 | 01.03.2026 20:00
Asia/Vladivostok    | 28.02.2026 14:00          | 28.02.2026 07:00 | 01.03.2026 07:30 | 01.03.2026 00:30 | 01.03.2026 21:00
Asia/Magadan        | 28.02.2026 14:00          | 28.02.2026 06:00 | 01.03.2026 07:30 | 28.02.2026 23:30 | 01.03.2026 22:00
Asia/Kamchatka      | 28.02.2026 14:00          | 28.02.2026 05:00 | 01.03.2026 07:30 | 28.02.2026 22:30 | 01.03.2026 23:00
"""

#: day of the work -> the archive: midnight of that day by the local clock.
ARCHIVES = """
day        | not later than 4 days before | 3 days before, encrypted | the eve
2020-03-30 | 26.03.2020 00:00             | 27.03.2020 00:00         | 29.03.2020 14:00
2024-03-01 | 26.02.2024 00:00             | 27.02.2024 00:00         | 29.02.2024 14:00
2021-01-02 | 29.12.2020 00:00             | 30.12.2020 00:00         | 01.01.2021 14:00
"""

#: A period 20.04-20.05.2026, upload until 25.05, late until 29.05: half-open windows by the Moscow clock.
UPLOADS = """
Moscow clock        | takes | late
2026-04-19 23:59:59 | no    | -
2026-04-20 00:00:00 | yes   | no
2026-05-25 23:59:59 | yes   | no
2026-05-26 00:00:00 | yes   | yes
2026-05-29 23:59:59 | yes   | yes
2026-05-30 00:00:00 | no    | -
"""

REGIONS = """
region    | municipality                        | zone               | ahead of Moscow
reg390000 | Калининград                         | Europe/Kaliningrad | -1
reg770000 | Зеленоград                          | Europe/Moscow      | 0
reg140000 | Якутск                              | Asia/Yakutsk       | 6
reg140000 | Верхоянский улус (район)            | Asia/Vladivostok   | 7
reg140000 | Усть-Янский улус                    | Asia/Vladivostok   | 7
reg140000 | Оймяконский улус (район)            | Asia/Ust-Nera      | 7
reg140000 | Среднеколымский улус                | Asia/Srednekolymsk | 8
reg140000 | Аллаиховский улус                   | Asia/Srednekolymsk | 8
reg650000 | Холмский муниципальный округ        | Asia/Sakhalin      | 8
reg650000 | Северо-Курильский городской округ   | Asia/Srednekolymsk | 8
reg410000 | Петропавловск-Камчатский            | Asia/Kamchatka     | 9
reg220000 | Среднеколымский, но в другом регионе | Asia/Barnaul       | 4
"""


def table(text):
    lines = [line for line in text.strip().splitlines() if line][1:]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def shown(moment, zone):
    return f"{moment.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M}"


def test_the_table_has_all_eleven_clocks_from_west_to_east():
    assert [row[0] for row in table(MONTH_EDGE)] == list(CLOCKS)
    noon = datetime(2026, 4, 20, 12, tzinfo=UTC)
    offsets = [noon.astimezone(ZoneInfo(zone)).utcoffset() / timedelta(hours=1) for zone in CLOCKS]
    assert offsets == list(range(2, 13))


@pytest.mark.parametrize("row", table(MONTH_EDGE), ids=lambda row: row[0])
def test_each_rule_has_one_moment_per_clock(row):
    zone, day = row[0], date(2026, 3, 1)
    found = moments_of_day(day, zone, materials="eve_14_local", key="day_7_30_local", criteria="day_14_moscow")
    assert [
        shown(found.materials_at, zone),
        shown(found.materials_at, MOSCOW),
        shown(found.key_at, zone),
        shown(found.key_at, MOSCOW),
        shown(found.criteria_at, zone),
    ] == row[1:]
    assert found.materials_at.tzinfo is not None
    assert found.materials_at < found.key_at < found.criteria_at


@pytest.mark.parametrize("row", table(ARCHIVES), ids=lambda row: row[0])
@pytest.mark.parametrize("zone", CLOCKS)
def test_an_archive_is_there_so_many_days_before_by_the_clock_of_the_school(row, zone):
    day = date.fromisoformat(row[0])
    rules = ("days_4", "days_3_encrypted", "eve_14_local")
    assert [shown(MATERIALS_RULES[rule].moment(day, zone), zone) for rule in rules] == row[1:]


@pytest.mark.parametrize("zone", CLOCKS)
def test_criteria_come_with_the_archive_or_by_the_clock_of_moscow(zone):
    day = date(2026, 4, 20)
    together = moments_of_day(day, zone, materials="days_4", key="", criteria="with_archive")
    assert together.criteria_at == together.materials_at
    assert together.key_at is None
    assert moments_of_day(day, zone, materials="", key="", criteria="").criteria_at is None
    assert shown(CRITERIA_RULES["day_14_moscow"].moment(day, zone), MOSCOW) == "20.04.2026 14:00"


def test_seven_thirty_comes_to_kamchatka_ten_hours_before_kaliningrad():
    day = date(2026, 4, 20)
    rule = KEY_RULES["day_7_30_local"]
    assert rule.moment(day, LAST_CLOCK) - rule.moment(day, FIRST_CLOCK) == timedelta(hours=10)


@pytest.mark.parametrize("row", table(UPLOADS), ids=lambda row: row[0])
def test_a_window_of_uploads_is_half_open(row):
    item = ItemRow(
        "2026.is6", "История 6 класс", 6, "is", period_from=date(2026, 4, 20), period_to=date(2026, 5, 20),
        upload_until=date(2026, 5, 25), late_upload_until=date(2026, 5, 29),
    )  # fmt: skip
    now = datetime.fromisoformat(row[0]).replace(tzinfo=ZoneInfo(MOSCOW))
    is_open, _, is_late = upload_position(derived_of(item).windows.values(), [], now)
    assert [("yes" if is_open else "no"), ("-" if not is_open else "yes" if is_late else "no")] == row[1:]


def test_the_window_of_materials_spans_the_country():
    """No school waits because of another one's clock: it opens where the day comes first, closes where it ends last."""
    item = ItemRow(
        "2026.is6", "История 6 класс", 6, "is", period_from=date(2026, 4, 20), period_to=date(2026, 5, 20),
        materials_rule="eve_14_local",
    )  # fmt: skip
    window = derived_of(item).windows["materials"]
    assert isinstance(window, Period)
    for zone in CLOCKS:
        assert window.opens_at <= MATERIALS_RULES["eve_14_local"].moment(item.period_from, zone)
        assert window.closes_at >= day_ends(item.period_to, zone)


@pytest.mark.parametrize("zone", CLOCKS)
def test_a_day_ends_where_the_next_begins(zone):
    assert day_ends(date(2024, 2, 28), zone) == day_begins(date(2024, 2, 29), zone)
    assert last_day(day_ends(date(2024, 2, 29), zone), zone) == date(2024, 2, 29)
    assert last_day(day_ends(date(2024, 2, 29), zone) + timedelta(seconds=1), zone) == date(2024, 3, 1)


@pytest.mark.parametrize("row", table(REGIONS), ids=lambda row: f"{row[0]} {row[1]}")
def test_a_municipality_has_the_clock_of_its_region_unless_the_law_says_another(row):
    code, name, zone, ahead = row
    found = municipality_time_zone(code, name, region_facts(code).time_zone)
    assert found == zone
    noon = datetime(2026, 4, 20, 9, tzinfo=UTC)
    here, moscow = (noon.astimezone(ZoneInfo(name)).utcoffset() for name in (found, MOSCOW))
    assert (here - moscow) / timedelta(hours=1) == int(ahead)
