"""Sets of responsible coordinators: any schools of the region, in and out, with history."""

import pytest

from vpr.cabinets.models import Appointment, Unit, UnitMove
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.cabinets.services import close_set, create_set, move_schools, rename_set
from vpr.cabinets.services.moves import ForeignPlace, NoNameOfSet, SetNotEmpty, SetsNotYours
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def cabinet(world):
    def of(role):
        appointment = Appointment.objects.select_related("account", "unit").get(account=world.people[role])
        return Cabinet(appointment.account, appointment, scope_of(appointment))

    return of


@pytest.fixture
def private(cabinet, now):
    return create_set(by=cabinet(Role.REGIONAL_COORDINATOR), name="Частные школы", now=now)


def test_a_region_makes_several_sets(private, cabinet, now):
    second = create_set(by=cabinet(Role.REGIONAL_COORDINATOR), name="СПО", now=now)
    assert [(item.code, item.is_direct) for item in (private, second)] == [("reg47_m900", True), ("reg47_m901", True)]


def test_a_school_goes_into_a_set_and_out_again(world, private, cabinet, now):
    by = cabinet(Role.REGIONAL_COORDINATOR)
    assert move_schools(by=by, schools=[world.school], to=private, reason="частная", now=now) == 1
    world.school.refresh_from_db()
    assert (world.school.parent, world.school.municipality) == (private, private)
    assert not cabinet(Role.MUNICIPAL_COORDINATOR).scope.reaches(world.school)
    assert move_schools(by=by, schools=[world.school], to=world.municipality, now=now) == 1
    assert list(UnitMove.objects.order_by("pk").values_list("came_from__code", "went_to__code")) == [
        ("reg47_m010", "reg47_m900"),
        ("reg47_m900", "reg47_m010"),
    ]


def test_a_school_that_is_there_already_makes_no_history(world, cabinet, now):
    by = cabinet(Role.REGIONAL_COORDINATOR)
    assert move_schools(by=by, schools=[world.school], to=world.municipality, now=now) == 0
    assert not UnitMove.objects.exists()


def test_open_expectations_follow_by_a_job(world, private, cabinet, now):
    from procrastinate.contrib.django.models import ProcrastinateJob

    move_schools(by=cabinet(Role.REGIONAL_COORDINATOR), schools=[world.school], to=private, now=now)
    assert ProcrastinateJob.objects.get(task_name="exchange.repath_units").args == {"unit_ids": [world.school.pk]}


def test_only_the_region_keeps_sets_and_only_its_own(world, private, cabinet, now):
    with pytest.raises(SetsNotYours):
        create_set(by=cabinet(Role.MUNICIPAL_COORDINATOR), name="Мои", now=now)
    by = cabinet(Role.REGIONAL_COORDINATOR)
    with pytest.raises(SetsNotYours):
        move_schools(by=by, schools=[world.foreign_school], to=private, now=now)
    with pytest.raises(SetsNotYours):
        move_schools(by=by, schools=[world.school], to=Unit.objects.get(code="reg22_m019"), now=now)
    with pytest.raises(ForeignPlace):
        move_schools(by=by, schools=[world.school], to=world.region, now=now)


def test_a_set_has_a_name_and_is_closed_when_it_is_empty(world, private, cabinet, now):
    by = cabinet(Role.REGIONAL_COORDINATOR)
    for verb in (
        lambda: create_set(by=by, name=" ", now=now),
        lambda: rename_set(by=by, chosen=private, name="", now=now),
    ):
        with pytest.raises(NoNameOfSet):
            verb()
    move_schools(by=by, schools=[world.school], to=private, now=now)
    with pytest.raises(SetNotEmpty):
        close_set(by=by, chosen=private, now=now)
    move_schools(by=by, schools=[world.school], to=world.municipality, now=now)
    close_set(by=by, chosen=private, now=now)
    private.refresh_from_db()
    assert not private.is_active
