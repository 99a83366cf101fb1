"""Builders of units: what exists is kept, what is missing is made, many at once."""

from dataclasses import replace

import pytest

from vpr.cabinets.models import Unit
from vpr.cabinets.services import (
    SchoolRow,
    ensure_municipality,
    ensure_region,
    ensure_school,
    ensure_schools,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def biysk():
    return ensure_municipality("reg22_m019", "Бийский муниципальный район", ensure_region("22"))


def test_a_region_knows_its_name_and_clock(db):
    region = ensure_region("22")
    assert (region.code, region.name, region.time_zone) == ("reg220000", "Алтайский край", "Asia/Barnaul")
    assert ensure_region("reg220000", "Другое имя").name == "Алтайский край"


@pytest.mark.parametrize("name", ["Алтайский край (региональное подчинение)", "СПО Алтайский край"])
def test_schools_outside_municipalities_hang_under_a_direct_municipality(db, name):
    assert ensure_municipality("reg22_m099", name, ensure_region("22")).is_direct


def test_a_school_inherits_the_path_and_the_clock(biysk):
    school = ensure_school("sch223080", "Бийская СОШ № 1", biysk)
    assert (school.code, school.login) == ("223080", "edu223080")
    assert (school.municipality, school.region.code, school.time_zone) == (biysk, "reg220000", "Asia/Barnaul")


def test_asking_twice_makes_one_school_and_keeps_what_a_person_wrote(biysk):
    row = SchoolRow("223080", "223080", "reg22_m019")
    ensure_schools([row])
    Unit.objects.filter(code="223080").update(contact_phone="+7 3854 00-00-00")
    again = ensure_schools([replace(row, name="Бийская СОШ № 1", contact_phone="другой", settlement="rural")])["223080"]
    again.refresh_from_db()
    assert Unit.objects.schools().count() == 1
    assert (again.name, again.contact_phone, again.settlement) == ("Бийская СОШ № 1", "+7 3854 00-00-00", "rural")


def test_a_school_named_twice_in_a_list_keeps_its_first_row(biysk):
    rows = [SchoolRow("223080", "Первое", "reg22_m019"), SchoolRow("edu223080", "Второе", "reg22_m019")]
    assert ensure_schools(rows)["223080"].name == "Первое"


def test_a_list_of_schools_costs_a_handful_of_queries(biysk, django_assert_max_num_queries):
    rows = [SchoolRow(f"22{number:04}", f"Школа {number}", "reg22_m019") for number in range(1500)]
    with django_assert_max_num_queries(10):
        made = ensure_schools(rows)
    assert len(made) == 1500
