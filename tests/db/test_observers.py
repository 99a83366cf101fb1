"""Observers: the form in every channel, distribution, presence, letters, forgetting."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from exchange_declared import filled_grid, same_record_from_file_and_grid, verdict_of
from observer_rows import DAY, candidate, duty, writes
from vpr.base import files
from vpr.cabinets.models import Appointment, AuditEntry, Notification, Unit
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.campaigns.reference.roadmap_reading import roadmap_template
from vpr.campaigns.statuses import StatusQuestion, is_computed, status_of
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Draft, Submission, SubmissionState
from vpr.exchange.services import workbook_of
from vpr.kernel.roles import Role
from vpr.objectivity import services
from vpr.objectivity.models import Duty, Observer
from vpr.objectivity.plugs import card_state, observer_steps
from vpr.objectivity.queries.posts import choices_for, coverage, post_lines
from vpr.objectivity.queries.presence import by_days, by_units
from vpr.objectivity.refusals import (
    AlreadyCame,
    NobodyToTell,
    NobodyWrites,
    NothingToDistribute,
    NotTheDay,
    Unfit,
)
from vpr.objectivity.rules.candidates import CandidateRow
from vpr.objectivity.services.letters import send_letters
from vpr.timetable.models import Sitting

pytestmark = pytest.mark.django_db
ROW = {"name": "Павлова Ольга Игоревна", "phone": "8 813 722-00-11", "standing": "пенсионер, бывший педагог"}


@pytest.fixture
def cabinet(world):
    def of(role):
        appointment = Appointment.objects.select_related("unit").get(account=world.people[role])
        return Cabinet(appointment.account, appointment, scope_of(appointment))

    return of


@pytest.fixture
def coordinator(cabinet):
    return cabinet(Role.MUNICIPAL_COORDINATOR)


@pytest.fixture
def campaign(assessment):
    return assessment.campaign


def filled(*rows):
    return {"observers": [(None, row) for row in rows]}


def test_a_file_and_the_grid_give_the_same_candidates(campaign, world):
    parent = {
        "name": "Белов Игорь Олегович",
        "phone": "8 921 000-00-01",
        "standing": "родитель учеников других классов",
    }
    parent |= {"children_at": "470167", "children_classes": "7б"}
    workbook = workbook_of(campaign, "observers")
    by_file, _ = same_record_from_file_and_grid(kind_of("observers"), world.school, workbook, filled(ROW, parent))
    assert by_file.faults == []
    assert by_file.content[1].children_classes == ("7Б",)


def test_names_of_children_are_refused_where_classes_belong(campaign, world):
    kind, workbook = kind_of("observers"), workbook_of(campaign, "observers")
    typed = filled_grid(kind, world.school, workbook, filled(ROW | {"children_classes": "у Маши 5 класс"}))
    bad = verdict_of(kind, world.school, workbook, typed, "grid")
    assert "O-04" in [fault.code for fault in bad.faults]
    assert not bad.is_accepted


def test_the_filled_template_gives_the_same_candidates(campaign, world, now):
    kind, workbook = kind_of("observers"), workbook_of(campaign, "observers")
    candidate(campaign, world.school, now=now, standing="retired", email="p@example.org", may_be_mailed=True)
    name, content = kind.template(world.school, workbook, None)
    read = kind.check(content, name, unit=world.school, workbook=workbook, expectation=None, channel="file")
    assert read.faults == []
    (row,) = read.content
    assert (row.name, row.email, row.may_be_mailed) == ("Павлова Ольга Игоревна", "p@example.org", True)


def test_a_new_list_keeps_those_sent_somewhere_and_forgets_the_rest(campaign, world, assessment, now):
    sent = duty(assessment, world.school, now=now).observer
    candidate(campaign, world.school, "Лишний Пётр Ильич", now=now)
    rows = [CandidateRow(name="Новый Олег Петрович", phone="89210000000", works_at="470168")]
    services.replace_candidates(unit=world.school, campaign=campaign, rows=rows, account=None, now=now)
    left = {item.name: item.is_withdrawn for item in Observer.objects.filter(unit=world.school)}
    assert left == {sent.name: True, "Новый Олег Петрович": False}
    back = [*rows, CandidateRow(name="павлова ольга игоревна", phone="1")]
    services.replace_candidates(unit=world.school, campaign=campaign, rows=back, account=None, now=now)
    sent.refresh_from_db()
    assert not sent.is_withdrawn
    assert "Новый" not in AuditEntry.objects.filter(verb="proposed_observers").latest("pk").subject


def test_distribution_prefers_strangers_and_leaves_what_was_decided_by_hand(
    campaign, world, assessment, coordinator, now
):
    own = candidate(campaign, world.school, "Первый Иван Ильич", now=now)
    other = candidate(campaign, world.neighbor, "Вторая Анна Ильинична", now=now)
    for school in (world.school, world.neighbor):
        writes(assessment, school, 8, "А", now=now)
    made = services.distribute(by=coordinator, campaign=campaign, now=now)
    assert (made.placed, made.from_here, made.gaps) == (2, 0, [])
    assert {(item.observer, item.unit) for item in Duty.objects.all()} == {(own, world.neighbor), (other, world.school)}
    assert set(Notification.objects.values_list("unit", "topic")) == {
        (world.school.pk, "observers"),
        (world.neighbor.pk, "observers"),
    }
    with pytest.raises(NothingToDistribute):
        services.distribute(by=coordinator, campaign=campaign, now=now)


def test_candidates_of_another_municipality_are_not_sent(campaign, world, assessment, coordinator, now):
    candidate(campaign, world.foreign_school, now=now)
    writes(assessment, world.school, 8, "А", now=now)
    with pytest.raises(NothingToDistribute):
        services.distribute(by=coordinator, campaign=campaign, now=now)


def test_a_day_behind_is_not_filled_any_more(campaign, world, assessment, coordinator, now):
    candidate(campaign, world.neighbor, now=now)
    writes(assessment, world.school, 8, "А", now=now, on=DAY - timedelta(days=1))
    with pytest.raises(NothingToDistribute):
        services.distribute(by=coordinator, campaign=campaign, now=now)


def test_a_gap_is_counted_when_nobody_fits(campaign, world, assessment, coordinator, now):
    candidate(campaign, world.school, now=now, works_at=world.school)
    writes(assessment, world.school, 8, "А", now=now)
    made = services.distribute(by=coordinator, campaign=campaign, now=now)
    assert (made.placed, len(made.gaps)) == (0, 1)


def test_by_hand_the_same_rules_hold(campaign, world, assessment, coordinator, now):
    worker = candidate(campaign, world.neighbor, now=now, works_at=world.school)
    free = candidate(campaign, world.neighbor, "Свободный Олег Ильич", now=now)
    with pytest.raises(NobodyWrites):
        services.assign(by=coordinator, observer=free, school=world.school, on=DAY, now=now)
    writes(assessment, world.school, 8, "А", now=now)
    with pytest.raises(Unfit, match="работает в этой школе"):
        services.assign(by=coordinator, observer=worker, school=world.school, on=DAY, now=now)
    services.assign(by=coordinator, observer=free, school=world.school, on=DAY, now=now)
    with pytest.raises(Unfit, match="уже назначен"):
        services.assign(by=coordinator, observer=free, school=world.school, on=DAY, now=now)
    ranked = choices_for(world.school, DAY, coordinator.scope, campaign)
    assert [item.obstacle for item in ranked] == ["employee", "taken"]  # the least busy first


def test_a_changed_list_raises_a_doubt_about_a_duty(campaign, world, assessment, coordinator, now):
    item = duty(assessment, world.school, now=now)
    assert post_lines(coordinator.scope, campaign)[0].doubts == []
    Observer.objects.filter(pk=item.observer_id).update(works_at=world.school)
    assert post_lines(coordinator.scope, campaign)[0].doubts == ["работает в этой школе"]


def test_presence_is_marked_on_the_day_and_can_be_cleared(world, assessment, cabinet, now):
    item, school = duty(assessment, world.school, now=now), cabinet(Role.SCHOOL_ORGANIZER)
    with pytest.raises(NotTheDay):
        services.mark(by=school, duty=item, what=services.Mark.ARRIVED, now=now - timedelta(days=1))
    for what, words in (
        (services.Mark.ARRIVED, "присутствует"),
        (services.Mark.LEFT, "был, ушёл"),
        (services.Mark.ABSENT, "не пришёл"),
        (services.Mark.CLEAR, "назначен"),
        (services.Mark.LEFT, "был, ушёл"),
    ):
        assert services.mark(by=school, duty=item, what=what, now=now).presence.label == words
    with pytest.raises(AlreadyCame):
        services.release(by=cabinet(Role.MUNICIPAL_COORDINATOR), duty=item, now=now)
    assert all("Павлова" not in entry.subject for entry in AuditEntry.objects.all())


def test_coverage_presence_and_status_count_the_same(campaign, world, assessment, coordinator, cabinet, now):
    item = duty(assessment, world.school, now=now)
    writes(assessment, world.neighbor, 8, "А", now=now)
    found = coverage(coordinator.scope, campaign)
    assert (found.posts, found.covered, found.schools, found.schools_covered) == (2, 1, 2, 1)
    services.mark(by=coordinator, duty=item, what=services.Mark.ARRIVED, now=now)
    (day,) = by_days(coordinator.scope, campaign)
    assert (day.tally.schools, day.tally.bare, day.tally.planned, day.tally.present) == (2, 1, 1, 1)
    units = {row.unit: row.tally for row in by_units(coordinator.scope, campaign)}
    assert (units[world.school].present, units[world.neighbor].bare) == (1, 1)
    region = by_units(cabinet(Role.REGIONAL_COORDINATOR).scope, campaign)
    assert [(row.unit, row.tally.schools, row.tally.covered) for row in region] == [(world.municipality, 2, 1)]
    question = StatusQuestion("objectivity:observers", campaign, world.municipality, now)
    assert status_of(question).done == 1


def test_a_day_on_which_nobody_writes_any_more_is_told(campaign, world, assessment, coordinator, cabinet, now):
    duty(assessment, world.school, now=now)
    early = now - timedelta(days=20)
    assert "Проверьте назначения наблюдателей" not in [step.title for step in observer_steps(coordinator, early)]
    Sitting.objects.update(on=DAY + timedelta(days=1))
    (line,) = [line for line in post_lines(coordinator.scope, campaign) if line.duties]
    assert line.doubts == ["по расписанию в этот день никто не пишет"]
    steps = {step.title: step for step in observer_steps(coordinator, early)}
    assert "никто не пишет: 1." in steps["Проверьте назначения наблюдателей"].detail
    assert "Проверьте назначения наблюдателей" not in [
        s.title for s in observer_steps(coordinator, now + timedelta(days=99))
    ]
    assert observer_steps(cabinet(Role.SCHOOL_ORGANIZER), early) == []


def test_the_roadmap_counts_whose_presence_is_marked(campaign, world, assessment, coordinator, now):
    item = duty(assessment, world.school, now=now)
    noon = datetime.combine(DAY, time(12), tzinfo=UTC)

    def status(moment):
        return status_of(StatusQuestion("objectivity:presence", campaign, world.municipality, moment))

    assert status(noon - timedelta(days=1)) is None
    assert (status(noon).done, status(noon).total) == (0, 1)
    services.mark(by=coordinator, duty=item, what=services.Mark.ABSENT, now=noon)
    assert status(noon).is_done


def test_every_status_of_the_packaged_roadmap_is_counted_by_somebody():
    assert [
        row.status_key for row in roadmap_template().steps if row.status_key and not is_computed(row.status_key)
    ] == []


def test_the_day_of_a_distribution_is_that_of_its_place(campaign, world, assessment, coordinator, now):
    Unit.objects.filter(pk=world.municipality.pk).update(time_zone="Asia/Kamchatka")
    coordinator.unit.refresh_from_db()
    writes(assessment, world.school, 8, "А", now=now)
    candidate(campaign, world.neighbor, now=now)
    evening = datetime.combine(DAY, time(20), tzinfo=UTC)  # the morning after in Kamchatka
    with pytest.raises(NothingToDistribute):
        services.distribute(by=coordinator, campaign=campaign, now=evening)
    services.distribute(by=coordinator, campaign=campaign, now=evening - timedelta(hours=10))
    Observer.objects.update(email="p@example.org", may_be_mailed=True)
    with pytest.raises(NobodyToTell):
        services.tell(by=coordinator, campaign=campaign, now=evening)


def test_coverage_and_presence_are_counted_by_the_database(campaign, world, assessment, cabinet, now):
    duty(assessment, world.school, now=now)
    for letter in "БВГ":
        writes(assessment, world.neighbor, 8, letter, now=now)
    for later in (1, 2):
        writes(assessment, world.neighbor, 8, "АД"[later - 1], on=DAY + timedelta(days=later), now=now)
    scope = cabinet(Role.FEDERAL_ORGANIZER).scope
    with CaptureQueriesContext(connection) as captured:
        found = coverage(scope, campaign)
    assert (found.posts, found.covered, found.schools, found.schools_covered) == (4, 1, 2, 1)
    for query in captured:
        with connection.cursor() as cursor:
            cursor.execute(query["sql"])
            assert cursor.rowcount == 1, "one row of counts, whatever the size of the country"
    (row,) = by_units(scope, campaign)
    assert (row.tally.schools, row.tally.covered) == (4, 1)


def test_letters_go_to_those_who_agreed_and_once(campaign, world, assessment, coordinator, now, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    item = duty(assessment, world.school, now=now)
    with pytest.raises(NobodyToTell):
        services.tell(by=coordinator, campaign=campaign, now=now)
    Observer.objects.update(email="p@example.org")
    with pytest.raises(NobodyToTell):
        services.tell(by=coordinator, campaign=campaign, now=now)
    Observer.objects.update(may_be_mailed=True)
    assert services.tell(by=coordinator, campaign=campaign, now=now) == 1
    assert send_letters(duty_ids=[item.pk], now=now) == 1
    assert send_letters(duty_ids=[item.pk], now=now) == 0
    (letter,) = mail.outbox
    assert letter.to == ["p@example.org"]
    assert "22.04.2026" in letter.body
    assert "Английский язык 8 класс" in letter.body


def test_today_and_the_card_of_preparation_say_what_is_to_be_done(
    campaign, world, assessment, cabinet, coordinator, now
):
    writes(assessment, world.neighbor, 8, "А", now=now)
    item = duty(assessment, world.school, now=now)
    titles = [step.title for step in observer_steps(coordinator, now)]
    assert titles == ["Отметьте наблюдателей", "Распределите общественных наблюдателей"]
    school = cabinet(Role.SCHOOL_ORGANIZER)
    assert [step.title for step in observer_steps(school, now)] == ["Отметьте наблюдателей"]
    services.mark(by=school, duty=item, what=services.Mark.ARRIVED, now=now)
    assert observer_steps(school, now) == []
    assert observer_steps(cabinet(Role.REGIONAL_COORDINATOR), now) == []
    state = card_state(coordinator, now)
    assert (state.words, state.tone, state.done, state.total) == ("1 из 2 школо-дней", "attention", 1, 2)
    assert card_state(school, now).words == "предложено: 1"


def test_names_are_forgotten_after_the_term_and_dates_stay(campaign, world, assessment, now, home):
    item = duty(assessment, world.school, now=now)
    fresh = candidate(campaign, world.school, "Свежий Олег Ильич", now=now + timedelta(days=300))
    digest = files.keep("Павлова".encode())
    old = Submission.objects.create(
        unit=world.school,
        workbook=workbook_of(campaign, "observers"),
        number="1",
        version=1,
        sha256=digest,
        size=1,
        original_name="н.xlsx",
        state=SubmissionState.ACCEPTED,
        received_at=now,
        faults=[{"code": "O-05", "cell": "Н!B4", "details": {"name": "Павлова Ольга"}}],
        repairs=[{"code": "R-01", "cell": "Н!B4", "before": " Павлова", "after": "Павлова"}],
    )
    typed = Draft.objects.create(unit=world.school, workbook=old.workbook, rows=[["Павлова"]], saved_at=now)
    lately = now + timedelta(days=300)
    going_on = Draft.objects.create(unit=world.neighbor, workbook=old.workbook, rows=[["Белов"]], saved_at=lately)
    assert services.erase_observers(now + timedelta(days=200)) == 1
    assert services.erase_observers(now + timedelta(days=200)) == 0
    item.observer.refresh_from_db()
    fresh.refresh_from_db()
    old.refresh_from_db()
    assert (item.observer.name, item.observer.phone, item.observer.children_classes) == ("", "", [])
    assert Duty.objects.get().on == DAY
    assert fresh.name == "Свежий Олег Ильич"
    assert (old.is_erased, old.faults, old.repairs) == (True, [], [])
    assert list(Draft.objects.filter(pk__in=[typed.pk, going_on.pk])) == [going_on]
    assert not files.path_of(digest).exists()
