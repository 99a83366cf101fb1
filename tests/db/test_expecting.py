"""Expectations in bulk and the counts of municipalities that a trigger keeps."""

import random

import pytest
from django.db.models import Count, F, Q, Sum

from vpr.exchange import services
from vpr.exchange.models import Expectation, Tally

COUNTED = ("expected", "checking", "faulty", "accepted", "late", "participants", "participants_accepted")


def counted_by_hand():
    rows = Expectation.objects.values("municipality_id", "workbook_id").annotate(
        n_expected=Count("id"),
        n_checking=Count("id", filter=Q(state=1)),
        n_faulty=Count("id", filter=Q(state=2)),
        n_accepted=Count("id", filter=Q(state=3)),
        n_late=Count("id", filter=Q(is_late=True)),
        n_participants=Sum("participants"),
        n_participants_accepted=Sum("participants_accepted", filter=Q(participants__isnull=False)),
    )
    return {
        (row["municipality_id"], row["workbook_id"]): tuple(row[f"n_{name}"] or 0 for name in COUNTED) for row in rows
    }


def counted_by_trigger():
    return {
        (tally.municipality_id, tally.workbook_id): tuple(getattr(tally, name) for name in COUNTED)
        for tally in Tally.objects.filter(expected__gt=0)
    }


def test_every_active_school_is_expected_once(world, assessment):
    assert services.expect_units(workbook=services.workbook_of_assessment(assessment)) == 3
    assert services.expect_units(workbook=services.workbook_of_assessment(assessment)) == 0
    row = Expectation.objects.get(unit=world.school)
    assert (row.region_id, row.municipality_id, row.participants) == (world.region.pk, world.municipality.pk, None)


def test_expecting_again_changes_participants_and_codes_and_keeps_the_state(world, assessment):
    services.expect(workbook=services.workbook_of_assessment(assessment), rows=[(world.school.pk, 20, 80001, 80020)])
    Expectation.objects.update(state=3)
    assert (
        services.expect(
            workbook=services.workbook_of_assessment(assessment), rows=[(world.school.pk, 25, 80001, 80030)]
        )
        == 1
    )
    row = Expectation.objects.get()
    assert (row.participants, row.code_to, row.state) == (25, 80030, 3)


def test_the_last_of_two_rows_of_a_school_counts_and_other_units_are_passed_over(world, assessment):
    rows = [(world.school.pk, 1, None, None), (world.school.pk, 2, None, None), (world.region.pk, 3, None, None)]
    assert services.expect(workbook=services.workbook_of_assessment(assessment), rows=rows) == 1
    assert Expectation.objects.get().participants == 2
    assert services.expect(workbook=services.workbook_of_assessment(assessment), rows=[]) == 0


@pytest.mark.parametrize("seed", range(5))
def test_the_trigger_counts_as_a_count_does(world, assessment, seed):
    luck = random.Random(seed)
    schools = [world.school.pk, world.neighbor.pk, world.foreign_school.pk]
    for _ in range(30):
        chosen = luck.sample(schools, luck.randint(1, 3))
        match luck.randrange(4):
            case 0:
                services.expect(
                    workbook=services.workbook_of_assessment(assessment),
                    rows=[(key, luck.choice([None, 9, 30]), None, None) for key in chosen],
                )
            case 1:
                Expectation.objects.filter(unit__in=chosen).update(
                    state=luck.randrange(4), is_late=luck.random() < 0.5, participants_accepted=luck.randrange(40)
                )
            case 2:
                Expectation.objects.filter(unit=chosen[0]).delete()
            case 3:
                Expectation.objects.filter(unit__in=chosen).update(changed_at=None, latest=F("latest"))
        assert counted_by_trigger() == counted_by_hand()


def test_a_school_that_moved_is_counted_in_its_new_municipality(world, assessment):
    services.expect_units(workbook=services.workbook_of_assessment(assessment))
    world.school.municipality = world.school.parent = world.other_municipality
    world.school.save()
    assert services.repath_units(unit_ids=[world.school.pk, world.neighbor.pk]) == 1
    assert services.repath_units(unit_ids=[world.school.pk]) == 0
    assert Expectation.objects.get(unit=world.school).municipality_id == world.other_municipality.pk
    assert counted_by_trigger() == counted_by_hand()
    assessment.campaign.is_current = False
    assessment.campaign.save()
    world.school.municipality = world.school.parent = world.municipality
    world.school.save()
    assert services.repath_units(unit_ids=[world.school.pk]) == 0
