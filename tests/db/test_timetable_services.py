"""Registers and timetables are replaced, not heaped up; what a class writes follows the plan, the application, the draw."""

from datetime import date, datetime, timedelta

import pytest

from conftest import NOW
from ledger_rows import random_rows, store
from timetable_stage import FIRST, WEEK, cabinet_of, make_stage, rows
from vpr.base.refusals import Refusal
from vpr.cabinets.models import AuditEntry
from vpr.cabinets.today import steps_of
from vpr.campaigns.models import Assessment, Campaign, PlanItem
from vpr.enrollment.models import Application, ApplicationLine
from vpr.kernel.roles import Role
from vpr.results.absences import absent_by_class
from vpr.timetable import plugs, queries, services
from vpr.timetable.jobs import recount, recount_municipality
from vpr.timetable.models import Absence, CalendarFeed, ClassGroup, SchoolDay, Sitting, TimetableState
from vpr.timetable.queries.duties import duties_of
from vpr.timetable.queries.feeds import calendar_of, feed_of, feed_token
from vpr.timetable.queries.monitoring import area_lines, day_loads, school_lines, work_days
from vpr.timetable.queries.placed import placed_of
from vpr.timetable.queries.register import counts_of_grades, first_rows
from vpr.timetable.queries.week import school_week
from vpr.timetable.rules.days import Holiday
from vpr.timetable.rules.planner import propose
from vpr.timetable.rules.register import ClassRow
from vpr.timetable.rules.sittings import check_timetable
from vpr.timetable.services.absences import AbsenceCounts

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def stage(db):
    return make_stage()


def save(world, stage, typed=None):
    services.replace_register(unit=world.school, campaign=stage.campaign, rows=typed or rows(), account=None, now=NOW)
    return {item.name: item for item in queries.classes_of(world.school, stage.campaign)}


def plan(world, stage, now=NOW):
    duties = duties_of(world.school, stage.campaign, TODAY)
    placed = propose(duties, school_week(world.school, stage.campaign))
    services.replace_timetable(unit=world.school, campaign=stage.campaign, placed=placed, account=None, now=now)
    return duties, placed


@pytest.fixture
def drawn(monkeypatch):
    """What the draw of the room above would say."""
    said = {}
    monkeypatch.setattr(plugs, "_drawn", [lambda campaign, unit: said])
    return said


def test_a_register_keeps_ids_and_ordinals_of_classes_that_stay(world, stage):
    before = save(world, stage)
    after = save(world, stage, [ClassRow(4, "Б", 20), ClassRow(4, "В", 21), ClassRow(4, "А", 25)])
    assert {name: item.ordinal for name, item in after.items()} == {"4А": 1, "4Б": 2, "4В": 3}
    assert after["4Б"].pk == before["4Б"].pk
    assert after["4Б"].participants == 20
    assert queries.class_ordinals(world.school, stage.campaign, 4) == {1: "4А", 2: "4Б", 3: "4В"}
    assert AuditEntry.objects.filter(verb="saved_classes").latest("pk").details["removed"] == ["6"]


def test_the_next_campaign_begins_with_the_classes_a_year_older(world, stage):
    save(world, stage)
    following = Campaign.objects.create(code="2027", title="ВПР 2027", year=2027)
    for grade in (4, 5, 6):
        Assessment.objects.create(
            campaign=following, code=f"2027.ma{grade}", subject="ma", grade=grade, title="м", is_open=True
        )
    grown, source = first_rows(world.school, following)
    assert [(row.name, row.participants) for row in grown] == [("5А", 25), ("5Б", 24)]
    assert source == "2026"


def test_an_application_begins_with_the_numbers_of_the_register(world, stage):
    save(world, stage)
    assert counts_of_grades(world.school, stage.campaign) == {4: (2, 49), 6: (1, 20)}


def test_classes_write_what_the_plan_says_and_drawn_subjects_after_the_draw(world, stage, drawn):
    groups = save(world, stage)
    assert {duty.row_key for duty in duties_of(world.school, stage.campaign, TODAY)} == {
        "4А · 2026.ru4 · 1", "4А · 2026.ru4 · 2", "4А · 2026.ma4 · 1",
        "4Б · 2026.ru4 · 1", "4Б · 2026.ru4 · 2", "4Б · 2026.ma4 · 1", "6 · 2026.ma6 · 1",
    }  # fmt: skip
    drawn[groups["6"].pk] = (stage.works["is6"].pk,)
    found = [duty for duty in duties_of(world.school, stage.campaign, TODAY) if duty.is_drawn]
    assert [(duty.code, duty.week_of, duty.forms) for duty in found] == [("2026.is6", WEEK, ("paper", "computer"))]


def test_an_application_narrows_works_and_forms(world, stage, drawn):
    groups = save(world, stage)
    drawn[groups["6"].pk] = (stage.works["is6"].pk,)
    application = Application.objects.create(campaign=stage.campaign, unit=world.school, changed_at=NOW)
    for code, form in (("ma4", "paper"), ("ma6", "paper"), ("is6", "computer")):
        ApplicationLine.objects.create(
            application=application, assessment=stage.works[code], form=form, class_count=1, participants=20
        )
    duties = duties_of(world.school, stage.campaign, TODAY)
    assert {duty.code for duty in duties} == {"2026.ma4", "2026.ma6", "2026.is6"}
    assert next(duty for duty in duties if duty.code == "2026.is6").forms == ("computer",)


def test_an_advanced_class_writes_the_advanced_work_alone(world, stage):
    advanced = Assessment.objects.create(
        campaign=stage.campaign, code="2026.ma6a", subject="ma", grade=6, level="advanced", title="ма 6 угл."
    )
    PlanItem.objects.create(plan=stage.plan, assessment=advanced, period_from=FIRST, period_to=FIRST, forms=["paper"])
    save(world, stage, [ClassRow(6, "А", 20, True), ClassRow(6, "Б", 20)])
    duties = duties_of(world.school, stage.campaign, TODAY)
    assert {(duty.group_name, duty.code) for duty in duties} == {("6А", "2026.ma6a"), ("6Б", "2026.ma6")}


def test_one_of_two_languages_is_left_to_the_school(world, stage):
    for key in ("en", "de"):
        work = Assessment.objects.create(campaign=stage.campaign, code=f"2026.{key}4", subject=key, grade=4, title=key)
        PlanItem.objects.create(plan=stage.plan, assessment=work, period_from=FIRST, period_to=FIRST, forms=["paper"])
    save(world, stage)
    optional = {duty.subject for duty in duties_of(world.school, stage.campaign, TODAY) if duty.is_optional}
    assert optional == {"en", "de"}


def test_a_proposed_timetable_is_right_and_stored_as_it_was(world, stage):
    save(world, stage)
    duties, placed = plan(world, stage)
    week = school_week(world.school, stage.campaign)
    assert check_timetable(placed, duties, week) == []
    assert placed_of(world.school, stage.campaign, duties) == sorted(
        placed, key=lambda item: (item.on, item.lesson, item.duty.group, item.duty.part)
    )
    state = TimetableState.objects.get(unit=world.school)
    assert (state.classes, state.duties, state.placed) == (3, 7, 7)
    assert state.saved_at == NOW


def test_public_holidays_are_not_school_days(world, stage):
    week = school_week(world.school, stage.campaign)
    assert week.closed(date(2026, 5, 1))
    assert week.closed(date(2026, 5, 11))  # moved from a Saturday
    assert week.closed(date(2026, 3, 31)) == "Весенние каникулы"
    assert not week.closed(date(2026, 4, 22))


def test_a_region_has_its_own_holidays(world, stage):
    own = [Holiday(date(2026, 4, 27), date(2026, 4, 30), "Каникулы по триместрам")]
    region = cabinet_of(world, Role.REGIONAL_COORDINATOR)
    services.replace_holidays(by=region, holidays=own, now=NOW)
    week = school_week(world.school, stage.campaign)
    assert week.closed(date(2026, 4, 28)) == "Каникулы по триместрам"
    assert not week.closed(date(2026, 3, 31))
    with pytest.raises(Refusal, match="раньше"):
        services.replace_holidays(by=region, holidays=[Holiday(date(2026, 5, 2), date(2026, 5, 1), "х")], now=NOW)
    with pytest.raises(Refusal, match="региональный координатор"):
        services.replace_holidays(by=cabinet_of(world, Role.MUNICIPAL_COORDINATOR), holidays=own, now=NOW)


def test_what_did_not_change_keeps_its_time_of_change(world, stage):
    save(world, stage)
    _, placed = plan(world, stage)
    later = NOW + timedelta(hours=1)
    moved = [item if number else type(item)(item.duty, item.on, 4) for number, item in enumerate(placed)]
    services.replace_timetable(unit=world.school, campaign=stage.campaign, placed=moved, account=None, now=later)
    assert Sitting.objects.filter(changed_at=later).count() == 1
    services.replace_timetable(unit=world.school, campaign=stage.campaign, placed=moved[1:], account=None, now=later)
    assert Sitting.objects.count() == len(placed) - 1


def test_after_the_draw_a_complete_timetable_lacks_the_drawn_work(world, stage, drawn, monkeypatch):
    jobs = []
    monkeypatch.setattr("vpr.timetable.services.sittings.defer", lambda name, **rest: jobs.append((name, rest)))
    groups = save(world, stage)
    plan(world, stage)
    drawn[groups["6"].pk] = (stage.works["gg6"].pk,)
    recount(campaign_id=stage.campaign.pk)
    assert [(name, rest["municipality_id"]) for name, rest in jobs] == [
        ("timetable.recount_municipality", world.municipality.pk)
    ]
    recount_municipality(campaign_id=stage.campaign.pk, municipality_id=world.municipality.pk)
    state = TimetableState.objects.get(unit=world.school)
    assert (state.duties, state.placed) == (8, 7)
    titles = [step.title for step in steps_of(cabinet_of(world, Role.SCHOOL_ORGANIZER), NOW)]
    assert "Назначить дни новым работам" in titles


def test_the_computer_day_is_declared_once_it_has_come(world, stage, drawn):
    groups = save(world, stage)
    drawn[groups["6"].pk] = (stage.works["is6"].pk,)
    Sitting.objects.create(
        class_group=groups["6"], assessment=stage.works["is6"], form="computer", on=TODAY, lesson_from=2, lesson_to=2,
        changed_at=NOW,
    )  # fmt: skip
    by_day = {
        day: next(item for item in duties_of(world.school, stage.campaign, day) if item.is_drawn).declared
        for day in (TODAY, TODAY - timedelta(days=1))
    }
    assert by_day == {TODAY: TODAY, TODAY - timedelta(days=1): None}


def test_monitoring_counts_schools_days_and_works(world, stage):
    save(world, stage)
    _, placed = plan(world, stage)
    lines = {line.unit.code: line for line in school_lines(world.municipality, stage.campaign)}
    assert (lines["470167"].words, lines["470168"].words) == (("готово", "ok"), ("нет списка классов", "stop"))
    assert [line.unit.code for line in school_lines(world.municipality, stage.campaign, "missing")] == ["470168"]
    (area,) = area_lines(world.region, stage.campaign)
    assert (area.schools, area.registered, area.started, area.complete, area.missing) == (2, 1, 1, 1, 1)
    assert {line.unit.code for line in area_lines(world.country, stage.campaign)} == {"reg470000", "reg220000"}
    loads = day_loads(world.region, stage.campaign)
    assert sum(item.classes for item in loads) == len({(item.duty.group, item.on) for item in placed})
    assert {work.assessment.code: work.total for work in work_days(world.region, stage.campaign)} == {
        "2026.ru4": 2, "2026.ma4": 2, "2026.ma6": 1,
    }  # fmt: skip
    assert day_loads(world.other_region, stage.campaign) == []


def test_absences_are_numbers_within_the_class(world, stage):
    groups = save(world, stage)
    work = stage.works["ma4"]

    def note(**counts):
        noted = [AbsenceCounts(groups["4А"], work, {"illness": 0, "competition": 0, "family": 0, "other": 0} | counts)]
        return services.note_absences(unit=world.school, campaign=stage.campaign, noted=noted, account=None, now=NOW)

    assert note(illness=2, competition=1) == 1
    assert Absence.objects.get().total == 3
    with pytest.raises(Refusal, match="отсутствовали 26, а участников в классе 25"):
        note(illness=26)
    assert note() == 0
    assert not Absence.objects.exists()


def test_a_calendar_knows_moments_only_when_the_school_told_its_lessons(world, stage):
    save(world, stage)
    plan(world, stage)
    days = calendar_of(world.school, stage.campaign, None, NOW).decode()
    assert "DTSTART;VALUE=DATE:2026" in days
    assert "ВПР 4А" in days
    SchoolDay.objects.create(
        unit=world.school, lesson_starts=[datetime(2026, 1, 1, hour).time() for hour in (8, 9, 10, 11)]
    )
    moments = calendar_of(world.school, stage.campaign, None, NOW).decode()
    assert "DTSTART:2026" in moments
    assert "T060000Z" in moments  # the second lesson at nine by the Moscow clock


def test_a_link_opens_its_calendar_until_it_is_revoked(world, stage):
    groups = save(world, stage)
    plan(world, stage)
    by = cabinet_of(world, Role.SCHOOL_ORGANIZER)
    feed = services.make_feed(by=by, unit=world.school, campaign=stage.campaign, class_group=groups["4А"], now=NOW)
    token = feed_token(feed)
    assert feed_of(token) == feed
    text = calendar_of(feed.unit, feed.campaign, feed.class_group, NOW).decode()
    assert "4А" in text
    assert "4Б" not in text
    for wrong in (
        f"{feed.pk}-0",
        str(feed.pk),
        f"{feed.pk + 1}-{token.partition('-')[2]}",
        "x",
        "",
        "٣-x",
        f"{'9' * 30}-x",
    ):
        assert feed_of(wrong) is None
    services.revoke_feed(by=by, feed=feed, now=NOW)
    services.revoke_feed(by=by, feed=feed, now=NOW + timedelta(days=1))
    assert feed_of(token) is None
    assert CalendarFeed.objects.get().revoked_at == NOW
    assert AuditEntry.objects.filter(verb="revoked_calendar_link").count() == 1


def test_settings_of_a_school_day(world, stage):
    by = cabinet_of(world, Role.SCHOOL_ORGANIZER)
    early, late = datetime(2026, 1, 1, 8, 30).time(), datetime(2026, 1, 1, 9, 25).time()
    usual = {"by": by, "is_six_day": True, "shortest_break": 10, "computer_seats": 12, "now": NOW}
    services.save_school_day(**usual, lesson_starts=[early, late])
    week = school_week(world.school, stage.campaign)
    assert (week.is_six_day, week.computer_seats) == (True, 12)
    with pytest.raises(Refusal, match="позже предыдущего"):
        services.save_school_day(**usual, lesson_starts=[late, early])


def test_classes_of_other_schools_are_out_of_reach(world, stage):
    save(world, stage)
    neighbor = cabinet_of(world, Role.REGIONAL_COORDINATOR).scope
    assert ClassGroup.objects.within(neighbor).count() == 3
    assert not ClassGroup.objects.filter(unit=world.neighbor).exists()


def test_results_say_who_was_absent_by_ordinal_or_by_name(world, stage):
    groups = save(world, stage)
    work = stage.works["ma4"]
    assert absent_by_class(work, world.school) == {}
    labels = [("1", 0), ("1", 1), ("2", 0), ("4-а", 0), ("«Б»", 0), ("4Б", 0), ("5А", 0), ("", 0)]
    rows_of_form = random_rows(1, [world.school], size=40)[: len(labels)]
    for row, (label, variant) in zip(rows_of_form, labels, strict=True):
        row |= {"class_name": label, "variant_1": variant}
    store(work, rows_of_form)
    assert absent_by_class(work, world.school) == {groups["4А"].pk: 2, groups["4Б"].pk: 3}
