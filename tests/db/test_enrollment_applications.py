"""Заявки: the form of the school, states along the chain, the consolidated file, the freeze and what it expects."""

from datetime import timedelta

import pytest

from enrollment_stage import cabinet, campaign_before, form_of, numbers, record
from exchange_declared import filled_grid, said, same_record_from_file_and_grid, verdict_of
from vpr.cabinets.models import Notification
from vpr.enrollment import plugs
from vpr.enrollment.models import Application, ApplicationChange, Freeze
from vpr.enrollment.queries.applications import filled_of_unit
from vpr.enrollment.queries.monitoring import progress_below, school_rows, schools_by_state, work_sums
from vpr.enrollment.refusals import (
    FrozenAlready,
    IllegalState,
    NoApplication,
    NothingToFreeze,
    NotYourApplication,
    ReasonNeeded,
    StepClosed,
    UnansweredSchools,
)
from vpr.enrollment.services.applications import (
    confirm_applications,
    correct_application,
    return_application,
    submit_application,
)
from vpr.enrollment.services.consolidating import store_decisions
from vpr.enrollment.services.figures import Actor, Figures, write_figures
from vpr.enrollment.services.freezing import freeze_applications, freeze_summary
from vpr.enrollment.words import ApplicationState
from vpr.enrollment.workbooks.application import QUESTION, ApplicationKind
from vpr.enrollment.workbooks.consolidated import CONSOLIDATED, CONSOLIDATED_REGION
from vpr.exchange.models import Expectation
from vpr.exchange.services import expect_units, workbook_of_assessment
from vpr.kernel.roles import Role

KIND = ApplicationKind()
LINES = {"2026.ru4": numbers(2, 40), "2026.ma4": numbers(2, 41), "2026.bi5/к": numbers(1, 20, 2)}
FIGURES = {"class_count": "2", "participants": "40"}


@pytest.fixture
def stage(world, now):
    campaign = campaign_before(now)
    record(world.school, now, has_secondary=False)
    return campaign


@pytest.fixture
def sent(world, stage, now):
    """The school has sent its application."""
    submit_application(campaign=stage, unit=world.school, takes_part=True, lines=LINES, account=None, now=now)
    return stage


def state_of(unit):
    return Application.objects.get(unit=unit).state


def rows_of_form(world, campaign):
    return {
        row.cells["work"]: row.cells for row in KIND.prefilled(world.school, form_of(campaign, "application"))["works"]
    }


# the form of the school


def test_the_form_offers_only_works_of_the_schools_grades_in_the_forms_of_the_plan(world, stage):
    assert list(rows_of_form(world, stage)) == [
        "2026.ma4",
        "2026.ru4",
        "2026.bi5",
        "2026.bi5/к",
        "2026.ru5",
        "2026.ma7",
        "2026.ma7a",
    ]
    assert rows_of_form(world, stage)["2026.bi5/к"]["form"] == "компьютерная"


def test_file_and_grid_give_the_same_application(world, stage):
    works = [("2026.ru4", FIGURES), ("2026.bi5/к", {"class_count": "1", "participants": "20", "experts": "2"})]
    answer = [(QUESTION, {"answer": "Да"})]
    by_file, _ = same_record_from_file_and_grid(
        KIND, world.school, form_of(stage, "application"), {"school": answer, "works": works}
    )
    assert by_file.content == (True, {"2026.ru4": numbers(2, 40), "2026.bi5/к": numbers(1, 20, 2)})
    assert (by_file.rows, by_file.participants) == (2, 60)


FAULTS = [
    ([("2026.ru4", {"class_count": "2"})], "A-01"),
    ([("2026.ru4", {"participants": "20"})], "A-01"),
    ([("2026.ru4", {"class_count": "5", "participants": "3"})], "A-02"),
    ([("2026.ru4", {"class_count": "60", "participants": "1600"})], "A-03"),
    ([("2026.ru4", FIGURES | {"experts": "2"})], "A-04"),
    ([("2026.bi5/к", FIGURES)], "A-10"),
    ([], "A-06"),
]


@pytest.mark.parametrize(("works", "code"), FAULTS)
def test_what_an_application_may_not_say(world, stage, works, code):
    workbook = form_of(stage, "application")
    content = filled_grid(KIND, world.school, workbook, {"school": [(QUESTION, {"answer": "Да"})], "works": works})
    verdict = verdict_of(KIND, world.school, workbook, content, "grid")
    assert not verdict.is_accepted
    assert [fault[0] for fault in said(verdict)] == [code]


def test_a_school_that_takes_no_part_may_not_give_figures(world, stage):
    workbook = form_of(stage, "application")
    filled = {"school": [(QUESTION, {"answer": "Нет"})], "works": [("2026.ru4", FIGURES)]}
    verdict = verdict_of(KIND, world.school, workbook, filled_grid(KIND, world.school, workbook, filled), "grid")
    assert [fault[0] for fault in said(verdict)] == ["A-07"]


def test_what_is_odd_is_a_warning_and_is_taken(world, stage):
    workbook = form_of(stage, "application")
    works = [
        ("2026.ru4", {"class_count": "1", "participants": "60"}),
        ("2026.ma4", {"class_count": "1", "participants": "20"}),
    ]
    filled = {"school": [(QUESTION, {"answer": "Да"})], "works": works}
    verdict = verdict_of(KIND, world.school, workbook, filled_grid(KIND, world.school, workbook, filled), "grid")
    assert verdict.is_accepted
    assert sorted(fault[0] for fault in said(verdict)) == ["A-08", "A-09"]


def test_a_school_out_of_the_reconciled_list_is_told_so(world, stage, now):
    record(world.neighbor, now, takes_part=False)
    workbook = form_of(stage, "application")
    filled = {"school": [(QUESTION, {"answer": "Да"})], "works": [("2026.ru4", FIGURES)]}
    verdict = verdict_of(KIND, world.neighbor, workbook, filled_grid(KIND, world.neighbor, workbook, filled), "grid")
    assert [fault[0] for fault in said(verdict)] == ["A-15"]


def test_figures_are_prefilled_from_last_year_or_from_the_class_register(world, stage, now, monkeypatch):
    last = campaign_before(now - timedelta(days=365), code="2025", year=2025, current=False)
    submit_application(
        campaign=last, unit=world.school, takes_part=True, lines={"2025.ru4": numbers(3, 66)}, account=None, now=now
    )
    assert rows_of_form(world, stage)["2026.ru4"]["participants"] == "66"
    monkeypatch.setattr(plugs, "_counts", [lambda unit, campaign: {4: (2, 44)}])
    filled = KIND.prefilled(world.neighbor, form_of(stage, "application"))["works"]
    rows = {row.cells["work"]: row.cells for row in filled}
    assert (rows["2026.ma4"]["class_count"], rows["2026.ma4"]["participants"]) == ("2", "44")
    assert "participants" not in rows["2026.ru5"]


# states


def test_every_change_says_who_when_and_why(world, sent, now):
    region = cabinet(world, Role.REGIONAL_COORDINATOR)
    confirm_applications(by=cabinet(world, Role.MUNICIPAL_COORDINATOR), campaign=sent, units=[world.school], now=now)
    correct_application(
        by=region,
        campaign=sent,
        unit=world.school,
        takes_part=True,
        lines=LINES | {"2026.ru4": numbers(2, 42)},
        reason="пришли два ученика",
        now=now + timedelta(hours=1),
    )
    changes = list(ApplicationChange.objects.filter(application__unit=world.school).order_by("id"))
    assert [(c.state_before, c.state_after) for c in changes] == [
        ("", "submitted"),
        ("submitted", "municipal_confirmed"),
        ("municipal_confirmed", "regional_confirmed"),
    ]
    last = changes[-1]
    assert (last.account, last.role, last.reason) == (region.account, "regional_coordinator", "пришли два ученика")
    assert last.summary == "RU 4 класс: участников 40 → 42"


def test_the_school_may_correct_until_a_coordinator_confirms(world, sent, now):
    submit_application(
        campaign=sent, unit=world.school, takes_part=True, lines={"2026.ru4": numbers(1, 9)}, account=None, now=now
    )
    assert filled_of_unit(world.school, sent).lines == {"2026.ru4": numbers(1, 9)}
    confirm_applications(by=cabinet(world, Role.MUNICIPAL_COORDINATOR), campaign=sent, units=[world.school], now=now)
    with pytest.raises(NotYourApplication):
        submit_application(campaign=sent, unit=world.school, takes_part=False, lines={}, account=None, now=now)
    workbook = form_of(sent, "application")
    verdict = verdict_of(KIND, world.school, workbook, filled_grid(KIND, world.school, workbook, {}), "grid")
    assert [fault[0] for fault in said(verdict)] == ["A-05"]


def test_a_returned_application_tells_why_and_is_sent_again(world, sent, now):
    by = cabinet(world, Role.MUNICIPAL_COORDINATOR)
    with pytest.raises(ReasonNeeded):
        return_application(by=by, campaign=sent, unit=world.school, reason="", now=now)
    return_application(by=by, campaign=sent, unit=world.school, reason="нет 5 класса", now=now)
    notice = Notification.objects.get(unit=world.school)
    assert (state_of(world.school), notice.topic) == ("draft", "return")
    submit_application(campaign=sent, unit=world.school, takes_part=True, lines=LINES, account=None, now=now)
    assert state_of(world.school) == "submitted"


def test_a_municipality_does_not_take_back_what_the_region_confirmed(world, sent, now):
    confirm_applications(by=cabinet(world, Role.REGIONAL_COORDINATOR), campaign=sent, units=[world.school], now=now)
    municipal = cabinet(world, Role.MUNICIPAL_COORDINATOR)
    with pytest.raises(NotYourApplication):
        return_application(by=municipal, campaign=sent, unit=world.school, reason="ошибка", now=now)
    assert confirm_applications(by=municipal, campaign=sent, units=[world.school], now=now) == 0
    assert state_of(world.school) == "regional_confirmed"


def test_illegal_changes_of_state_are_refused(world, sent, now):
    def write(state):
        write_figures(campaign=sent, items=[Figures(world.school.pk, state)], actor=Actor(None), now=now)

    write(ApplicationState.REGIONAL_CONFIRMED)
    with pytest.raises(IllegalState):
        write(ApplicationState.SUBMITTED)
    write(ApplicationState.FROZEN)
    with pytest.raises(IllegalState):
        write(ApplicationState.DRAFT)


def test_nobody_acts_outside_of_the_own_scope_or_step(world, sent, now):
    municipal = cabinet(world, Role.MUNICIPAL_COORDINATOR)
    for refused, unit in ((NotYourApplication, world.foreign_school), (NoApplication, world.neighbor)):
        with pytest.raises(refused):
            return_application(by=municipal, campaign=sent, unit=unit, reason="проба", now=now)
    with pytest.raises(NotYourApplication):
        confirm_applications(by=cabinet(world, Role.SCHOOL_ORGANIZER), campaign=sent, units=[world.school], now=now)
    with pytest.raises(StepClosed):
        confirm_applications(by=municipal, campaign=sent, units=[world.school], now=now + timedelta(days=9))


# the consolidated file


def consolidated(world, campaign, filled, kind=CONSOLIDATED, unit=None):
    unit = unit or world.municipality
    workbook = form_of(campaign, kind.key)
    return verdict_of(kind, unit, workbook, filled_grid(kind, unit, workbook, filled), "grid")


def test_the_consolidated_file_holds_every_school_and_marks_who_has_not_answered(world, sent):
    rows = CONSOLIDATED.prefilled(world.municipality, form_of(sent, "consolidated"))
    schools = {row.cells["code"]: row.cells for row in rows["schools"]}
    assert (schools["470168"]["stamp"], schools["470168"]["decision"]) == ("не заполнена", "ждём")
    assert schools["470167"]["stamp"].startswith("подана школой 22.04.2026")
    assert schools["470167"]["decision"] == "подтверждаю"
    grade_4 = {row.cells["code"]: row.cells for row in rows["grade_4"]}
    assert (grade_4["470167"]["2026.ru4|p"], grade_4["470168"]["2026.ru4|p"]) == ("40", "")
    assert [row.cells["code"] for row in rows["grade_10"]] == ["470168"]


def test_confirming_and_correcting_in_the_file_is_the_same_from_file_and_grid(world, sent, now):
    filled = {
        "schools": [("470167", {"note": "уточнено"}), ("470168", {"decision": "подтверждаю"})],
        "grade_4": [("470167", {"2026.ru4|p": "44"}), ("470168", {"2026.ru4|c": "1", "2026.ru4|p": "12"})],
    }
    by_file, _ = same_record_from_file_and_grid(CONSOLIDATED, world.municipality, form_of(sent, "consolidated"), filled)
    store_decisions(campaign=sent, unit=world.municipality, decided=by_file.content, account=None, now=now)
    assert filled_of_unit(world.school, sent).lines["2026.ru4"] == numbers(2, 44)
    assert filled_of_unit(world.neighbor, sent).lines == {"2026.ru4": numbers(1, 12)}
    assert {item.state for item in Application.objects.all()} == {"municipal_confirmed"}
    change = ApplicationChange.objects.filter(application__unit=world.school).first()
    assert (change.summary, change.reason) == ("RU 4 класс: участников 40 → 44", "уточнено")
    assert Notification.objects.filter(unit__in=[world.school, world.neighbor]).count() == 2


def test_waiting_changes_nothing_and_not_taking_part_is_a_decision(world, sent, now):
    verdict = consolidated(world, sent, {"schools": [("470168", {"decision": "не участвует"})]})
    store_decisions(campaign=sent, unit=world.municipality, decided=verdict.content, account=None, now=now)
    assert not Application.objects.get(unit=world.neighbor).takes_part
    verdict = consolidated(world, sent, {"schools": [("470167", {"decision": "ждём"})]})
    assert [item.unit_id for item in verdict.content] == [world.neighbor.pk]


CONSOLIDATED_FAULTS = [
    ({"schools": [("470167", {"stamp": "подана вчера"})]}, "A-11"),
    ({"grade_4": [("470168", {"2026.ru4|c": "1", "2026.ru4|p": "12"})]}, "A-12"),
    (
        {
            "schools": [("470168", {"decision": "не участвует"})],
            "grade_4": [("470168", {"2026.ru4|c": "1", "2026.ru4|p": "12"})],
        },
        "A-13",
    ),
    ({"schools": [("470168", {"decision": "подтверждаю"})]}, "A-14"),
    ({"grade_4": [("470167", {"2026.ru4|p": ""})]}, "A-01"),
]


@pytest.mark.parametrize(("filled", "code"), CONSOLIDATED_FAULTS)
def test_what_a_consolidated_file_may_not_say(world, sent, filled, code):
    verdict = consolidated(world, sent, filled)
    assert not verdict.is_accepted
    assert code in [fault[0] for fault in said(verdict)]


def test_a_file_downloaded_before_the_school_sent_again_is_not_taken(world, sent, now):
    workbook = form_of(sent, "consolidated")
    content = filled_grid(CONSOLIDATED, world.municipality, workbook, {})
    submit_application(
        campaign=sent,
        unit=world.school,
        takes_part=True,
        lines={"2026.ru4": numbers(1, 9)},
        account=None,
        now=now + timedelta(minutes=1),
    )
    verdict = verdict_of(CONSOLIDATED, world.municipality, workbook, content, "grid")
    assert "A-11" in [fault[0] for fault in said(verdict)]


def test_the_region_corrects_by_the_same_file_over_all_its_schools(world, sent, now):
    filled = {"grade_4": [("470167", {"2026.ru4|p": "45"})]}
    by_file, _ = same_record_from_file_and_grid(
        CONSOLIDATED_REGION, world.region, form_of(sent, "consolidated_region"), filled
    )
    store_decisions(campaign=sent, unit=world.region, decided=by_file.content, account=None, now=now)
    assert state_of(world.school) == "regional_confirmed"
    assert filled_of_unit(world.school, sent).lines["2026.ru4"].participants == 45


# the freeze


def freeze(world, campaign, now, **options):
    return freeze_applications(
        by=cabinet(world, Role.FEDERAL_ORGANIZER), campaign=campaign, region=world.region, now=now, **options
    )


def expected(campaign, code):
    rows = Expectation.objects.filter(workbook=workbook_of_assessment(campaign.assessments.get(code=code)))
    return {row.unit.code: (row.participants, row.code_from, row.code_to) for row in rows.select_related("unit")}


def test_a_freeze_names_schools_without_an_application_and_waits_for_a_word(world, sent, now):
    summary = freeze_summary(world.region, sent)
    assert (summary.schools, summary.lines, summary.participants, summary.unconfirmed) == (1, 3, 101, 1)
    assert summary.missing == (world.neighbor,)
    with pytest.raises(UnansweredSchools):
        freeze(world, sent, now)
    made = freeze(world, sent, now, without_missing=True)
    assert (made.schools, made.missing, made.expectations) == (1, 1, 3)
    assert state_of(world.school) == "frozen"
    assert ApplicationChange.objects.filter(state_after="frozen").count() == 1
    with pytest.raises(FrozenAlready):
        freeze(world, sent, now, without_missing=True)


def test_expected_uploads_and_codes_follow_the_applications(world, sent, now):
    expect_units(workbook=workbook_of_assessment(sent.assessments.get(code="2026.ru5")))
    freeze(world, sent, now, without_missing=True)
    # 41 pupils are the most of grade 4: 41 × 1.05 + 5 = 48.05, so 49 codes for every work of the grade
    assert expected(sent, "2026.ru4") == {"470167": (40, 40001, 40049)}
    assert expected(sent, "2026.ma4") == {"470167": (41, 40001, 40049)}
    assert expected(sent, "2026.bi5") == {"470167": (20, 50001, 50026)}
    assert expected(sent, "2026.ru5").keys() == {"220001"}  # of the region not frozen yet
    expect_units(workbook=workbook_of_assessment(sent.assessments.get(code="2026.ru5")))
    assert expected(sent, "2026.ru5").keys() == {"220001"}


def test_a_correction_after_the_freeze_changes_what_is_expected(world, sent, now):
    freeze(world, sent, now, without_missing=True)
    lines = {"2026.ru4": numbers(3, 60)}
    with pytest.raises(FrozenAlready):
        correct_application(
            by=cabinet(world, Role.MUNICIPAL_COORDINATOR),
            campaign=sent,
            unit=world.school,
            takes_part=True,
            lines=lines,
            reason="ошибка",
            now=now,
        )
    by = cabinet(world, Role.REGIONAL_COORDINATOR)
    for school in (world.school, world.neighbor):
        correct_application(
            by=by,
            campaign=sent,
            unit=school,
            takes_part=True,
            lines=lines,
            reason="ошибка",
            now=now + timedelta(days=9),
        )
    assert expected(sent, "2026.ru4") == {"470167": (60, 40001, 40068), "470168": (60, 40001, 40068)}
    assert expected(sent, "2026.ma4") == {}
    assert state_of(world.neighbor) == "frozen"
    with pytest.raises(FrozenAlready):
        return_application(by=by, campaign=sent, unit=world.school, reason="ошибка", now=now)


def test_a_consolidated_file_after_the_freeze_corrects_too(world, sent, now):
    freeze(world, sent, now, without_missing=True)
    verdict = consolidated(
        world,
        sent,
        {"schools": [("470167", {"note": "приехали пятеро"})], "grade_4": [("470167", {"2026.ru4|p": "45"})]},
        CONSOLIDATED_REGION,
        world.region,
    )
    assert verdict.is_accepted, said(verdict)
    store_decisions(campaign=sent, unit=world.region, decided=verdict.content, account=None, now=now)
    assert expected(sent, "2026.ru4")["470167"] == (45, 40001, 40053)


CHANGES = (
    {"grade_4": [("470167", {"2026.ru4|p": "45"})]},
    {
        "schools": [("470167", {"decision": "не участвует"})],
        "grade_4": [("470167", {"2026.ru4|c": "", "2026.ru4|p": ""})],
    },
)


def codes_of(verdict):
    return {fault[0] for fault in said(verdict)}


@pytest.mark.parametrize("filled", CHANGES)
def test_a_municipality_changes_nothing_that_the_region_has_confirmed(world, sent, now, filled):
    confirm_applications(by=cabinet(world, Role.REGIONAL_COORDINATOR), campaign=sent, units=[world.school], now=now)
    assert consolidated(world, sent, {}).is_accepted  # as it stands it is only confirmed again
    assert "A-17" in codes_of(consolidated(world, sent, filled))
    with pytest.raises(NotYourApplication):
        correct_application(
            by=cabinet(world, Role.MUNICIPAL_COORDINATOR),
            campaign=sent,
            unit=world.school,
            takes_part=True,
            lines={"2026.ru4": numbers(1, 9)},
            reason="ошибка",
            now=now,
        )


@pytest.mark.parametrize("filled", CHANGES)
def test_after_the_freeze_a_file_changes_with_a_reason_and_from_the_region_only(world, sent, now, filled):
    freeze(world, sent, now, without_missing=True)
    assert "A-17" in codes_of(consolidated(world, sent, filled))
    assert "A-18" in codes_of(consolidated(world, sent, filled, CONSOLIDATED_REGION, world.region))
    unasked = {
        "schools": [("470168", {"decision": "подтверждаю"})],
        "grade_4": [("470168", {"2026.ru4|c": "1", "2026.ru4|p": "12"})],
    }
    assert codes_of(consolidated(world, sent, unasked)) == {"A-17"}
    assert codes_of(consolidated(world, sent, unasked, CONSOLIDATED_REGION, world.region)) == {"A-18"}


def test_a_file_checked_before_the_freeze_and_recorded_after_it_changes_nothing(world, sent, now):
    verdict = consolidated(world, sent, CHANGES[0])
    freeze(world, sent, now, without_missing=True)
    with pytest.raises(FrozenAlready):
        store_decisions(campaign=sent, unit=world.municipality, decided=verdict.content, account=None, now=now)
    assert filled_of_unit(world.school, sent).lines["2026.ru4"].participants == 40


def test_the_draw_narrows_what_is_expected(world, sent, now, monkeypatch):
    def narrow(assessment, participants):
        return {unit: 0 if assessment.code == "2026.ma4" else count for unit, count in participants.items()}

    monkeypatch.setattr(plugs, "_narrowings", [narrow])
    freeze(world, sent, now, without_missing=True)
    assert expected(sent, "2026.ma4") == {}
    assert expected(sent, "2026.ru4") == {"470167": (40, 40001, 40049)}


def test_only_the_organizer_freezes_and_only_what_is_there(world, sent, now):
    with pytest.raises(NotYourApplication):
        freeze_applications(by=cabinet(world, Role.REGIONAL_COORDINATOR), campaign=sent, region=world.region, now=now)
    with pytest.raises(NothingToFreeze):
        freeze_applications(
            by=cabinet(world, Role.FEDERAL_ORGANIZER), campaign=sent, region=world.other_region, now=now
        )


def test_the_job_freezes_a_region_and_may_run_twice(world, sent):
    from vpr.enrollment.jobs import freeze_region

    seat = cabinet(world, Role.FEDERAL_ORGANIZER).appointment
    for _ in range(2):
        freeze_region(campaign_id=sent.pk, region_id=world.region.pk, appointment_id=seat.pk, without_missing=True)
    assert Freeze.objects.count() == 1


# monitoring


def test_who_has_not_sent_and_the_sums(world, sent):
    by_municipality = {row.unit.code: row for row in progress_below(world.region, sent)}
    luga = by_municipality["reg47_m010"]
    assert (luga.schools, luga.missing, luga.counts, luga.participants) == (2, 1, [1, 1, 0, 0, 0], 101)
    assert [unit.code for unit in schools_by_state(world.municipality, sent, "missing")] == ["470168"]
    assert [unit.code for unit in schools_by_state(world.region, sent, "submitted", "Ям")] == ["470167"]
    rows = {
        row.unit.code: (row.state, row.participants, row.experts)
        for row in school_rows([world.school, world.neighbor], sent)
    }
    assert rows == {"470167": ("submitted", 101, 2), "470168": ("missing", 0, 0)}
    sums = [(row.title, row.form, row.schools, row.participants, row.experts) for row in work_sums(world.country, sent)]
    assert sums == [
        ("MA 4 класс", "бумажная", 1, 41, 0),
        ("RU 4 класс", "бумажная", 1, 40, 0),
        ("BI 5 класс", "компьютерная", 1, 20, 2),
    ]
    assert work_sums(world.region, sent, by_place=True)[0].place == "Лужский муниципальный район"
