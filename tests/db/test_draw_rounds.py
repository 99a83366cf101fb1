"""A round from its announcement to the timetable of a school: what is hidden, what is locked, what is expected, what stays."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from timetable_stage import cabinet_of
from vpr.base import files
from vpr.cabinets.models import AuditEntry, Notification
from vpr.campaigns.models import Assessment, Campaign, DrawGroup, PlanItem, PlanSchedule, PlanState, PlanStep
from vpr.console.verify_draw import command
from vpr.draw import services
from vpr.draw.models import DrawnSubject, DrawRound, RoundState
from vpr.draw.proof.tables import read_inputs
from vpr.draw.queries.balance import balance_of
from vpr.draw.queries.classes import waiting_classes
from vpr.draw.queries.plan import draw_plan
from vpr.draw.queries.school import class_lines, drawn_of, locks_of
from vpr.draw.refusals import (
    NoClasses,
    NoPlannedDraw,
    NothingChosen,
    NothingToRedraw,
    PublicValueNeeded,
    ReasonNeeded,
    RoundRuns,
    WorkGone,
    WrongState,
)
from vpr.enrollment.models import Application, ApplicationLine
from vpr.enrollment.rules.applying import Numbers
from vpr.enrollment.services.applications import correct_application
from vpr.enrollment.services.freezing import freeze_applications
from vpr.exchange.models import Expectation, Withdrawal
from vpr.exchange.services import expect, receive_upload, workbook_of, workbook_of_assessment
from vpr.kernel.roles import Role
from vpr.timetable.models import ClassGroup
from vpr.timetable.plugs import register_locks
from vpr.timetable.queries.register import drawn_grades, rows_of
from vpr.timetable.rules.register import check_register
from vpr.timetable.services import replace_register

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 4, 27)
LATER = MONDAY + timedelta(weeks=1)
SUBJECTS = {"is": 1, "ob": 1, "bi": 2, "gg": 2}


@pytest.fixture
def campaign(db, home) -> Campaign:
    return Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)


@pytest.fixture
def plan(campaign, now) -> PlanSchedule:
    """Grade 6: one of history and social studies, one of biology and geography."""
    made = PlanSchedule.objects.create(
        campaign=campaign, version=1, state=PlanState.PUBLISHED, made_at=now, published_at=now
    )
    groups = {number: DrawGroup.objects.create(plan=made, grade=6, number=number) for number in (1, 2)}
    for key, number in SUBJECTS.items():
        work = Assessment.objects.create(
            campaign=campaign, code=f"2026.{key}6", subject=key, grade=6, title=f"Работа {key} 6", is_open=True
        )
        PlanItem.objects.create(plan=made, assessment=work, draw_group=groups[number])
    return made


def class_of(unit, letter, campaign, *, week=MONDAY, subjects=tuple(SUBJECTS), participants=20, grade=6):
    ordinal = ClassGroup.objects.filter(unit=unit, campaign=campaign, grade=grade).count() + 1
    return ClassGroup.objects.create(
        campaign=campaign, unit=unit, grade=grade, letter=letter, ordinal=ordinal, participants=participants,
        subjects=list(subjects), week_of=week,
    )  # fmt: skip


@pytest.fixture
def classes(world, campaign, plan):
    return [
        class_of(unit, letter, campaign)
        for unit in (world.school, world.neighbor, world.foreign_school)
        for letter in "АБ"
    ]


@pytest.fixture
def organizer(world):
    return world.people[Role.FEDERAL_ORGANIZER]


def announced(campaign, organizer, now, **asked) -> DrawRound:
    return services.commit_round(campaign=campaign, grades=[6], weeks=[MONDAY], by=organizer, now=now, **asked)


def closed(found, organizer, now):
    services.start_closing(round_id=found.pk, by=organizer, now=now)
    services.run_closing(round_id=found.pk, now=now)
    found.refresh_from_db()


def drawn(campaign, organizer, now, **asked) -> DrawRound:
    found = announced(campaign, organizer, now, **asked)
    closed(found, organizer, now)
    services.start_draw(round_id=found.pk, public_value="76,1234", by=organizer, now=now)
    services.run_draw(round_id=found.pk, now=now)
    return found


def published(campaign, organizer, now, **asked) -> DrawRound:
    found = drawn(campaign, organizer, now, **asked)
    services.publish_round(round_id=found.pk, by=organizer, now=now)
    services.run_publication(round_id=found.pk, now=now)
    services.tell_schools(round_id=found.pk, now=now)
    found.refresh_from_db()
    return found


def folder_of(found: DrawRound, folder):
    for name, digest in (
        ("inputs.csv", found.inputs_sha256), ("result.csv", found.result_sha256), ("proof.json", found.proof_sha256)
    ):  # fmt: skip
        (folder / name).write_bytes(files.read(digest))
    return str(folder)


def test_an_announced_round_shows_its_commitment_and_hides_its_secret(campaign, classes, organizer, now):
    found = announced(campaign, organizer, now)
    assert json.loads(found.commitment_letter)["body"]["commitment"] == found.commitment
    assert found.secret == ""
    assert len(bytes(found.sealed_secret)) > 32
    assert AuditEntry.objects.get(verb="announced_draw").details["commitment"] == found.commitment


def test_the_whole_round_is_confirmed_by_the_command(campaign, classes, organizer, now, tmp_path):
    found = published(campaign, organizer, now, source="Курс доллара на 12.04.2026")
    said = CliRunner().invoke(command, [folder_of(found, tmp_path), "--school", "470167", "--json"])
    answer = json.loads(said.output)
    assert (said.exit_code, answer["faults"]) == (0, [])
    own = {item.name: set() for item in classes if item.unit.code == "470167"}
    for row in DrawnSubject.objects.filter(class_group__unit__code="470167"):
        own[row.class_group.name].add(row.subject)
    assert {name: set(taken) for name, taken in answer["classes"].items()} == own


def test_the_secret_is_nowhere_before_publication(campaign, classes, organizer, now, caplog):
    found = drawn(campaign, organizer, now)
    services.publish_round(round_id=found.pk, by=organizer, now=now)
    found.refresh_from_db()
    assert found.secret not in caplog.text
    kept = [str(entry.details) + entry.subject for entry in AuditEntry.objects.all()]
    assert not any(found.secret in text for text in kept)


def test_nothing_is_on_record_until_publication(campaign, classes, organizer, now):
    drawn(campaign, organizer, now)
    assert not DrawnSubject.objects.exists()
    assert not Notification.objects.filter(topic="draw").exists()


def test_every_class_writes_one_of_each_group(campaign, classes, organizer, now):
    published(campaign, organizer, now)
    for item in classes:
        own = set(DrawnSubject.objects.filter(class_group=item).values_list("subject", flat=True))
        assert len(own & {"is", "ob"}) == len(own & {"bi", "gg"}) == 1


def test_schools_of_the_round_are_told_once(world, campaign, classes, organizer, now):
    found = published(campaign, organizer, now)
    services.tell_schools(round_id=found.pk, now=now)
    assert Notification.objects.filter(topic="draw", unit=world.school).count() == 1


def test_a_job_that_runs_twice_has_one_effect(campaign, classes, organizer, now):
    found = published(campaign, organizer, now)
    before = (found.result_sha256, found.drawn_at, DrawnSubject.objects.count())
    services.run_draw(round_id=found.pk, now=now + timedelta(hours=1))
    services.run_publication(round_id=found.pk, now=now)
    found.refresh_from_db()
    assert (found.result_sha256, found.drawn_at, DrawnSubject.objects.count()) == before


def test_a_class_of_another_week_and_one_without_subjects_wait(world, campaign, plan, organizer, now):
    class_of(world.school, "А", campaign)
    class_of(world.school, "Б", campaign, week=LATER)
    class_of(world.school, "В", campaign, subjects=())
    found = published(campaign, organizer, now)
    assert [row.letter for row in read_inputs(files.read(found.inputs_sha256))] == ["А"]
    lines = class_lines(world.school, campaign, draw_plan(campaign))
    assert [line.state for line in lines] == ["назначены", "ждёт своей недели", "не указаны предметы или неделя"]


def test_late_classes_get_a_later_round_of_the_same_week(world, campaign, classes, organizer, now):
    published(campaign, organizer, now)
    class_of(world.school, "В", campaign)
    second = published(campaign, organizer, now)
    assert (second.number, second.classes) == (2, 1)
    assert DrawnSubject.objects.in_force().filter(class_group__letter="В").count() == 2


def test_a_round_without_classes_is_refused(campaign, plan, organizer, now):
    found = announced(campaign, organizer, now)
    with pytest.raises(NoClasses):
        closed(found, organizer, now)


def test_a_round_whose_classes_vanish_before_the_job_comes_goes_back_with_the_reason(campaign, classes, organizer, now):
    found = announced(campaign, organizer, now)
    services.start_closing(round_id=found.pk, by=organizer, now=now)
    ClassGroup.objects.update(week_of=LATER)
    services.run_closing(round_id=found.pk, now=now)
    found.refresh_from_db()
    assert found.state == RoundState.COMMITTED
    assert "Ни один класс" in found.trouble


def test_wrong_announcements_are_refused(campaign, classes, organizer, now):
    with pytest.raises(NothingChosen):
        services.commit_round(campaign=campaign, grades=[], weeks=[MONDAY], by=organizer, now=now)
    with pytest.raises(NoPlannedDraw):
        services.commit_round(campaign=campaign, grades=[5], weeks=[MONDAY], by=organizer, now=now)
    announced(campaign, organizer, now)
    with pytest.raises(RoundRuns):
        announced(campaign, organizer, now)


def test_a_promised_public_value_is_demanded(campaign, classes, organizer, now):
    found = announced(campaign, organizer, now, source="Курс доллара на 12.04.2026")
    closed(found, organizer, now)
    with pytest.raises(PublicValueNeeded):
        services.start_draw(round_id=found.pk, by=organizer, now=now)


def test_steps_out_of_turn_are_refused(campaign, classes, organizer, now):
    found = announced(campaign, organizer, now)
    with pytest.raises(WrongState):
        services.publish_round(round_id=found.pk, by=organizer, now=now)
    closed(found, organizer, now)
    with pytest.raises(WrongState):
        closed(found, organizer, now)


def test_classes_are_locked_from_closing_on_and_free_after_a_drop(world, campaign, classes, organizer, now):
    found = announced(campaign, organizer, now)
    assert locks_of(campaign, world.school) == {}
    closed(found, organizer, now)
    assert locks_of(campaign, world.school) == dict.fromkeys(
        ((6, "А"), (6, "Б")), "данные для жребия закрыты 22.04.2026"
    )
    with pytest.raises(ReasonNeeded):
        services.drop_round(round_id=found.pk, reason=" ", by=organizer, now=now)
    services.drop_round(round_id=found.pk, reason="Ошибка в плане", by=organizer, now=now)
    assert locks_of(campaign, world.school) == {}
    found.refresh_from_db()
    assert (found.state, len(found.secret)) == (RoundState.DROPPED, 64)
    assert waiting_classes(campaign, [6], [MONDAY]).count() == 6


def test_a_redraw_replaces_and_keeps_the_old_answer(world, campaign, classes, organizer, now):
    first = published(campaign, organizer, now)
    again = services.order_redraw(
        campaign=campaign, classes=[classes[0].pk], reason="В классе не изучают обществознание", by=organizer, now=now
    )
    assert locks_of(campaign, world.school) == {(6, "Б"): "предметы уже назначены жребием 22.04.2026"}
    before = rows_of(world.school, campaign)
    rows = [replace(before[0], subjects=("is", "bi")), before[1]]
    faults = check_register(rows, [6], drawn_grades(campaign), register_locks(campaign, world.school), before)
    assert not [fault.code for fault in faults if fault.code in ("C-10", "C-11")]
    replace_register(unit=world.school, campaign=campaign, rows=rows, account=None, now=now)
    closed(again, organizer, now)
    services.start_draw(round_id=again.pk, by=organizer, now=now)
    services.run_draw(round_id=again.pk, now=now)
    services.publish_round(round_id=again.pk, by=organizer, now=now)
    services.run_publication(round_id=again.pk, now=now)
    rows = DrawnSubject.objects.filter(class_group=classes[0])
    assert set(rows.in_force().values_list("subject", flat=True)) == {"is", "bi"}
    assert rows.filter(is_replaced=True, round=first).count() == 2
    line = class_lines(world.school, campaign, draw_plan(campaign))[0]
    assert (line.round.number, len(line.earlier)) == (2, 2)


def test_a_form_that_the_plan_has_closed_is_open_again_until_the_end_of_the_drawn_week(
    world, campaign, plan, classes, organizer, now
):
    for key in ("classes", "timetable"):
        PlanStep.objects.create(plan=plan, key=key, opens_at=now - timedelta(days=9), closes_at=now - timedelta(days=1))
    published(campaign, organizer, now)
    assert until(world.school, campaign, "timetable") == MONDAY + timedelta(weeks=1)
    assert until(world.school, campaign, "classes") is None
    later = now + timedelta(weeks=2)
    services.order_redraw(campaign=campaign, classes=[classes[0].pk], reason="так", by=organizer, now=later)
    assert until(world.school, campaign, "classes") == later.date() + timedelta(days=4)
    assert until(world.neighbor, campaign, "classes") is None
    receive_upload(
        unit=world.school, workbook=workbook_of(campaign, "classes"), content=b"anything", name="a.xlsx", account=None,
        now=later,
    )  # fmt: skip


def test_a_form_that_the_plan_leaves_open_for_long_is_not_extended(world, campaign, plan, classes, organizer, now):
    PlanStep.objects.create(plan=plan, key="timetable", opens_at=now, closes_at=now + timedelta(weeks=9))
    published(campaign, organizer, now)
    assert until(world.school, campaign, "timetable") is None


def until(unit, campaign, kind):
    """The day before whose midnight the school may send the form, by its own clock."""
    own = Expectation.objects.filter(unit=unit, workbook=workbook_of(campaign, kind))
    end = own.values_list("extended_until", flat=True).first()
    return end and end.astimezone(ZoneInfo(unit.time_zone)).date()


def test_a_work_taken_out_of_the_plan_since_the_closing_stops_the_publication(campaign, classes, organizer, now):
    found = drawn(campaign, organizer, now)
    lost = PlanItem.objects.filter(assessment__subject="is").get()
    group, lost.draw_group = lost.draw_group, None
    lost.save()
    with pytest.raises(WorkGone):
        services.publish_round(round_id=found.pk, by=organizer, now=now)
    found.refresh_from_db()
    assert (found.state, found.secret) == (RoundState.DRAWN, "")
    lost.draw_group = group
    lost.save()
    services.publish_round(round_id=found.pk, by=organizer, now=now)


def test_a_redraw_needs_a_reason_and_a_published_draw(campaign, classes, organizer, now):
    with pytest.raises(NothingToRedraw):
        services.order_redraw(campaign=campaign, classes=[classes[0].pk], reason="так", by=organizer, now=now)
    published(campaign, organizer, now)
    with pytest.raises(ReasonNeeded):
        services.order_redraw(campaign=campaign, classes=[classes[0].pk], reason="", by=organizer, now=now)
    services.order_redraw(campaign=campaign, classes=[classes[0].pk], reason="так", by=organizer, now=now)
    with pytest.raises(RoundRuns):
        services.order_redraw(campaign=campaign, classes=[classes[0].pk], reason="ещё", by=organizer, now=now)


def test_drawn_works_are_expected_with_participants_and_codes_and_the_others_withdrawn(
    world, campaign, plan, organizer, now
):
    class_of(world.school, "А", campaign, subjects=("is", "bi"), participants=17)
    works = {work.subject: work for work in Assessment.objects.filter(grade=6)}
    expect(workbook=workbook_of_assessment(works["ob"]), rows=[(world.school.pk, 17, 60001, 60023)])
    published(campaign, organizer, now)
    rows = Expectation.objects.filter(unit=world.school, workbook__assessment__isnull=False)
    found = {row.workbook.assessment.subject: (row.participants, row.code_from, row.code_to) for row in rows}
    assert found == {"is": (17, 60001, 60023), "bi": (17, 60001, 60023)}
    assert Withdrawal.objects.filter(unit=world.school).count() == 2


def applied(unit, campaign, now, participants=40):
    """The school has sent an application for every work of the plan."""
    PlanItem.objects.update(forms=["paper"])
    made = Application.objects.create(campaign=campaign, unit=unit, state="submitted", submitted_at=now, changed_at=now)
    ApplicationLine.objects.bulk_create(
        ApplicationLine(application=made, assessment=work, class_count=2, participants=participants)
        for work in Assessment.objects.filter(campaign=campaign)
    )


def frozen_applications(world, campaign, now):
    by = cabinet_of(world, Role.FEDERAL_ORGANIZER)
    freeze_applications(by=by, campaign=campaign, region=world.region, without_missing=True, now=now)


def corrected(world, campaign, now, works=tuple(SUBJECTS)):
    lines = {f"2026.{key}6": Numbers(2, 38) for key in works}
    correct_application(
        by=cabinet_of(world, Role.REGIONAL_COORDINATOR), campaign=campaign, unit=world.school, takes_part=True,
        lines=lines, reason="Перевелись два ученика", now=now,
    )  # fmt: skip


def expected_of(unit):
    rows = Expectation.objects.filter(unit=unit, workbook__assessment__isnull=False)
    return dict(rows.values_list("workbook__assessment__subject", "participants"))


def test_a_correction_after_the_draw_leaves_the_works_of_the_draw(world, campaign, plan, organizer, now):
    class_of(world.school, "А", campaign, subjects=("is", "bi"), participants=17)
    applied(world.school, campaign, now)
    frozen_applications(world, campaign, now)
    assert set(expected_of(world.school)) == set(SUBJECTS)
    published(campaign, organizer, now)
    corrected(world, campaign, now)
    assert expected_of(world.school) == {"is": 17, "bi": 17}
    corrected(world, campaign, now, works=("ob", "bi"))  # the application forgets what was drawn
    assert expected_of(world.school) == {"is": 17, "bi": 17}


def test_a_region_frozen_after_its_draw_expects_the_works_of_the_draw(world, campaign, plan, organizer, now):
    class_of(world.school, "А", campaign, subjects=("is", "bi"), participants=17)
    applied(world.school, campaign, now)
    published(campaign, organizer, now)
    frozen_applications(world, campaign, now)
    assert expected_of(world.school) == {"is": 17, "bi": 17}


def test_a_correction_keeps_every_work_while_a_class_waits(world, campaign, plan, organizer, now):
    class_of(world.school, "А", campaign, subjects=("is", "bi"))
    class_of(world.school, "Б", campaign, week=LATER)
    applied(world.school, campaign, now)
    published(campaign, organizer, now)
    frozen_applications(world, campaign, now)
    assert expected_of(world.school) == dict.fromkeys(SUBJECTS, 40)


def test_nothing_is_withdrawn_while_another_class_of_the_grade_waits(world, campaign, plan, organizer, now):
    class_of(world.school, "А", campaign, subjects=("is", "bi"))
    class_of(world.school, "Б", campaign, week=LATER)
    work = Assessment.objects.get(code="2026.ob6")
    expect(workbook=workbook_of_assessment(work), rows=[(world.school.pk, 40, None, None)])
    published(campaign, organizer, now)
    assert Expectation.objects.filter(unit=world.school, workbook__assessment=work).exists()


def test_the_timetable_is_told_the_works_of_each_class(world, campaign, classes, organizer, now):
    published(campaign, organizer, now)
    found = drawn_of(campaign, world.school)
    assert set(found) == {item.pk for item in classes if item.unit_id == world.school.pk}
    assert {len(works) for works in found.values()} == {2}


def test_a_language_is_one_subject_and_a_level_is_the_class_own(world, campaign, plan, organizer, now):
    group = DrawGroup.objects.create(plan=plan, grade=8, number=1)
    for code, subject, level in (
        ("en8", "en", "base"), ("de8", "de", "base"), ("fi8", "fi", "base"), ("fi8a", "fi", "advanced")
    ):  # fmt: skip
        work = Assessment.objects.create(
            campaign=campaign, code=f"2026.{code}", subject=subject, grade=8, level=level, title=code
        )
        PlanItem.objects.create(plan=plan, assessment=work, draw_group=group)
    item = class_of(world.school, "А", campaign, subjects=("en", "fi"), grade=8)
    found = draw_plan(campaign)
    assert [group.subjects for group in found.groups if group.grade == 8] == [("fi", "fl")]
    assert [work.code for work in found.works_of(item, "fl")] == ["2026.en8"]
    assert [work.code for work in found.works_of(item, "fi")] == ["2026.fi8"]
    item.is_advanced = True
    assert [work.code for work in found.works_of(item, "fi")] == ["2026.fi8a"]


def test_figures_of_balance_before_and_after_the_draw(world, campaign, classes, organizer, now):
    class_of(world.school, "В", campaign, subjects=("is",))
    found = announced(campaign, organizer, now)
    closed(found, organizer, now)
    found.refresh_from_db()
    assert [(figure.drawn, figure.worst) for figure in balance_of(found)] == [(None, None)] * 4
    assert found.short_classes == 1
    services.start_draw(round_id=found.pk, by=organizer, now=now)
    services.run_draw(round_id=found.pk, now=now)
    found.refresh_from_db()
    after = {figure.subject: figure for figure in balance_of(found)}
    assert sum(figure.drawn for figure in after.values()) == 6 * 2 + 1
    assert all(figure.worst < 1 for figure in after.values())


def test_a_round_of_another_key_cannot_be_drawn(campaign, classes, organizer, now, settings, tmp_path):
    from vpr.draw.secrets import SecretLost

    found = announced(campaign, organizer, now)
    settings.VPR_HOME = tmp_path / "other"
    with pytest.raises(SecretLost):
        services.drop_round(round_id=found.pk, reason="проверка", by=organizer, now=now)


def test_moments_of_letters_are_universal_time(campaign, classes, organizer):
    found = announced(campaign, organizer, datetime(2026, 4, 22, 9, 0, tzinfo=UTC))
    assert json.loads(found.commitment_letter)["body"]["published_at"] == "2026-04-22T09:00:00+00:00"
