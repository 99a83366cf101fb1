"""The packaged reference against the printed table of DOMAIN §8.1: tasks, criteria, maximum, minutes, mark scale."""

import pytest

from vpr.campaigns.reference import reference_assessment, reference_campaign, reference_years

TABLE_2021 = """
code  | tasks | criteria | max | minutes | 3 | 4 | 5
ru4   | 15 | 20 | 38 | 90 | 14 | 24 | 33
ma4   | 12 | 15 | 20 | 45 |  6 | 10 | 15
okr4   | 10 | 22 | 32 | 45 |  8 | 18 | 27
ru5   | 12 | 21 | 45 | 60 | 18 | 29 | 39
ma5   | 14 | 16 | 20 | 60 |  7 | 11 | 15
is5   |  8 |  8 | 15 | 45 |  4 |  8 | 12
bi5   | 10 | 20 | 29 | 45 | 12 | 18 | 24
ru6   | 14 | 25 | 51 | 90 | 25 | 35 | 45
ma6   | 13 | 13 | 16 | 60 |  6 | 10 | 14
is6   | 10 | 12 | 20 | 60 |  6 | 11 | 16
bi6   | 10 | 21 | 28 | 45 | 12 | 18 | 24
gg6   | 10 | 25 | 37 | 60 | 10 | 22 | 31
ob6   |  8 | 17 | 23 | 45 |  9 | 15 | 20
ru7   | 14 | 25 | 47 | 90 | 22 | 32 | 42
ma7   | 16 | 16 | 19 | 90 |  7 | 12 | 16
is7   | 12 | 12 | 25 | 60 |  7 | 13 | 19
bi7   | 13 | 16 | 28 | 60 | 10 | 17 | 23
gg7   |  8 | 24 | 37 | 90 | 11 | 26 | 33
ob7   |  9 | 17 | 23 | 45 | 10 | 16 | 21
fi7   | 11 | 11 | 18 | 45 |  5 |  8 | 11
en7   |  6 |  9 | 30 | 45 | 13 | 21 | 27
ru8   | 17 | 21 | 51 | 90 | 26 | 32 | 45
ma8   | 19 | 20 | 25 | 90 |  8 | 15 | 21
is8   | 13 | 13 | 24 | 90 |  7 | 12 | 18
bi8   | 13 | 23 | 36 | 60 | 13 | 21 | 29
gg8   |  8 | 22 | 40 | 90 | 13 | 27 | 35
ob8   | 10 | 10 | 25 | 45 | 11 | 17 | 22
fi8   | 11 | 11 | 18 | 45 |  5 |  8 | 11
hi8   |  9 | 22 | 36 | 90 | 10 | 19 | 28
gg10  | 17 | 18 | 21 | 90 |  7 | 13 | 18
gg11  | 17 | 18 | 21 | 90 |  7 | 13 | 18
is11  | 12 | 13 | 21 | 90 |  7 | 13 | 18
bi11  | 14 | 22 | 32 | 90 | 11 | 18 | 25
fi11  | 18 | 18 | 26 | 90 |  9 | 16 | 21
hi11  | 15 | 15 | 33 | 90 | 11 | 20 | 28
en11  |  6 |  9 | 32 | 65 | 11 | 18 | 25
"""

#: Ведомости региона 2021 года: 37 пар «класс × предмет», в 7 классе два иностранных языка (DOMAIN §14.1).
PAIRS_OF_A_REGION = """
ru4 ma4 okr4 bi5 is5 ma5 ru5 bi6 gg6 is6 ma6 ob6 ru6 en7 bi7 gg7 is7 ma7 de7 ob7 ru7 fi7
bi8 gg8 is8 ma8 ob8 ru8 fi8 hi8 gg10 en11 bi11 gg11 is11 fi11 hi11
"""

LATER = """
code     | tasks | criteria | max | scale
2022.is5   | 7  | 7  | 15 | -
2022.is6   | 8  | 8  | 16 | -
2022.gg7   | 8  | 20 | 35 | -
2022.ru4   | 15 | 20 | 38 | -
2022.gg10  | 17 | 18 | 21 | -
2023.ob8   | 0  | 0  | 22 | 8 14 19
2023.ma8   | 0  | 0  | 25 | 8 15 21
2023.is8   | 0  | 0  | 17 | 5 10 14
2024.gg8   | 0  | 0  | 33 | 10 21 29
2024.bi8   | 0  | 0  | 29 | 10 18 24
2024.ru8   | 0  | 0  | 51 | 26 32 45
2024.hi8   | 0  | 0  | 36 | 10 19 28
2024.fi8   | 0  | 0  | 18 | 5 8 11
2025.en4   | 0  | 0  | 25 | 10 15 22
2025.lch4  | 14 | 15 | 22 | -
2026.ru4   | 12 | 15 | 24 | 10 16 21
2026.ma4   | 11 | 14 | 18 | -
2026.lch4  | 14 | 15 | 22 | -
2026.en8   | 4  | 7  | 25 | -
"""


def rows(table):
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()[1:]]


@pytest.mark.parametrize("row", rows(TABLE_2021), ids=lambda row: row[0])
def test_every_row_of_2021_equals_the_printed_columns(row):
    code, *figures = row
    known = reference_assessment(f"2021.{code}")
    assert [known.task_count, len(known.tasks), known.total, known.minutes, *known.thresholds] == [
        int(f) for f in figures
    ]


def test_the_37_pairs_of_a_real_region_are_all_there():
    codes = {row.code.removeprefix("2021.") for row in reference_campaign("2021").assessments}
    assert len(PAIRS_OF_A_REGION.split()) == 37
    assert set(PAIRS_OF_A_REGION.split()) <= codes


@pytest.mark.parametrize("row", rows(LATER), ids=lambda row: row[0])
def test_later_assessments_hold_what_was_verified(row):
    code, tasks, criteria, most, scale = row
    known = reference_assessment(code)
    assert (known.task_count, len(known.tasks), known.total) == (int(tasks), int(criteria), int(most))
    assert known.thresholds == (None if scale == "-" else tuple(int(n) for n in scale.split()))


@pytest.mark.parametrize("year", reference_years())
def test_every_packaged_assessment_is_sound(year):
    for known in reference_campaign(year).assessments:
        assert known.source, known.code
        codes = [task.code for task in known.tasks]
        assert len(codes) == len(set(codes)), known.code
        assert {task.part for task in known.tasks} <= set(range(1, known.parts + 1)), known.code
        assert all(task.depends_on is None or task.depends_on in codes for task in known.tasks), known.code
        if known.thresholds:
            assert 0 < known.thresholds[0] < known.thresholds[1] < known.thresholds[2] <= (known.total or 999), (
                known.code
            )


def test_the_two_parts_of_russian_4_are_14_and_24_points():
    known = reference_assessment("2021.ru4")
    assert [sum(t.max_points for t in known.tasks if t.part == part) for part in (1, 2)] == [14, 24]


def test_the_criteria_of_english_8_depend_on_the_first_one():
    known = reference_assessment("2026.en8")
    assert {t.code: t.depends_on for t in known.tasks if t.depends_on} == {"4К2": "4К1", "4К3": "4К1", "4К4": "4К1"}


def test_a_list_taken_from_form_headers_does_not_pretend_to_know_the_difficulty():
    assert {t.difficulty for t in reference_assessment("2022.ma4").tasks} == {"unknown"}
    assert {t.difficulty for t in reference_assessment("2021.ma4").tasks} == {"basic", "advanced"}


def test_placeholders_of_third_parties_are_not_shipped():
    assert reference_assessment("2026.ma5") is None
    assert reference_assessment("2020.fr7") is None


def test_the_reference_is_read_without_django():
    import subprocess
    import sys

    code = (
        "import sys; from vpr.campaigns.reference import reference_assessment as r;"
        "assert r('2026.en8').total == 25; assert 'django' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
