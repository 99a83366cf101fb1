"""A version of the plan-schedule from draft to force: windows, waves, notices, the journal."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from vpr.cabinets.models import AuditEntry, Notification
from vpr.campaigns import participation, services
from vpr.campaigns.models import Assessment, Campaign, PlanItem, PlanSchedule, PlanState, Wave, Window
from vpr.campaigns.plan_versions import review_of, rows_of
from vpr.campaigns.queries import plan_in_force, step_window
from vpr.campaigns.reference import plan_years, reference_plan
from vpr.campaigns.rules.plan_rows import ItemRow, PlanRows, StepRow
from vpr.campaigns.rules.plan_table import typed_start
from vpr.campaigns.services.amending import Author
from vpr.campaigns.services.plan_notices import tell_of_plan
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture(autouse=True)
def deferred(monkeypatch):
    """Names of the jobs that the publication leaves behind, instead of the queue."""
    names = []
    monkeypatch.setattr("vpr.campaigns.services.plan_publishing.defer", lambda name, **rest: names.append((name, rest)))
    return names


@pytest.fixture
def author(world, now):
    return Author(world.people[Role.FEDERAL_ORGANIZER], now)


@pytest.fixture
def campaign(world, now):
    found = Campaign.objects.create(code="2027", title="ВПР 2027", year=2027, is_current=True)
    for code, subject, grade, title in (
        ("2027.is6", "is", 6, "История 6 класс"),
        ("2027.gg6", "gg", 6, "География 6 класс"),
        ("2027.ru4", "ru", 4, "Русский язык 4 класс"),
    ):
        Assessment.objects.create(campaign=found, code=code, subject=subject, grade=grade, title=title, is_open=True)
    return found


def item(code="2027.is6", title="История 6 класс", grade=6, subject="is", **dates):
    usual = {
        "period_from": date(2027, 3, 15),
        "period_to": date(2027, 5, 20),
        "materials_rule": "eve_14_local",
        "upload_until": date(2027, 5, 24),
        "late_upload_until": date(2027, 5, 28),
        "results_on": date(2027, 6, 7),
        "late_results_on": date(2027, 6, 18),
    }
    return ItemRow(code, title, grade, subject, **(usual | dates))


def step(key, first, until, title_known=True):
    return StepRow(key, typed_start(first), typed_start(until), title_known)


ROWS = PlanRows(
    (item(), item("2027.gg6", "География 6 класс", 6, "gg"), item("2027.ru4", "Русский язык 4 класс", 4, "ru")),
    (step("application", "25.01.2027", "06.02.2027"), step("reconciliation", "11.01.2027", "23.01.2027")),
)


def published(campaign, author, rows=ROWS, note=""):
    plan = services.begin_plan(campaign=campaign, author=author, note=note)
    services.write_plan(plan=plan, rows=rows)
    return plan, services.publish_plan(plan=plan, author=author)


def with_history(**dates):
    return replace(ROWS, items=(item(**dates), *ROWS.items[1:]))


def test_what_is_written_into_a_draft_is_read_back(campaign, author):
    plan = services.begin_plan(campaign=campaign, author=author)
    services.write_plan(plan=plan, rows=ROWS)
    found = rows_of(plan)
    assert {row.code: row for row in found.items} == {row.code: row for row in ROWS.items}
    assert {row.key: row for row in found.steps} == {row.key: row for row in ROWS.steps}


def test_one_draft_at_a_time_and_the_next_one_is_a_copy_of_what_is_in_force(campaign, author):
    published(campaign, author)
    draft = services.begin_plan(campaign=campaign, author=author)
    assert draft.version == 2
    assert rows_of(draft) == rows_of(plan_in_force(campaign))
    with pytest.raises(services.DraftExists):
        services.begin_plan(campaign=campaign, author=author)
    services.discard_plan(plan=draft, author=author)
    assert services.begin_plan(campaign=campaign, author=author).version == 2


def test_publication_moves_windows_and_waves(campaign, author):
    _, done = published(campaign, author)
    assert done.moved == 3
    windows = {w.kind: (w.opens_at, w.closes_at) for w in Window.objects.filter(assessment__code="2027.is6")}
    assert windows["upload"] == (datetime(2027, 3, 15, tzinfo=MOSCOW), datetime(2027, 5, 25, tzinfo=MOSCOW))
    assert windows["late_upload"] == (datetime(2027, 5, 25, tzinfo=MOSCOW), datetime(2027, 5, 29, tzinfo=MOSCOW))
    assert windows["materials"][0] == datetime(2027, 3, 14, 14, tzinfo=ZoneInfo("Asia/Kamchatka"))
    waves = [(w.number, w.uploads_until, w.publishes_at) for w in Wave.objects.filter(assessment__code="2027.is6")]
    assert waves == [
        (1, datetime(2027, 5, 25, tzinfo=MOSCOW), datetime(2027, 6, 7, tzinfo=MOSCOW)),
        (2, datetime(2027, 5, 29, tzinfo=MOSCOW), datetime(2027, 6, 18, tzinfo=MOSCOW)),
    ]
    assert step_window(campaign, "application").closes_at == datetime(2027, 2, 6, tzinfo=MOSCOW)


def test_a_published_version_is_replaced_and_never_changes(campaign, author):
    first, _ = published(campaign, author)
    second, _ = published(campaign, author, with_history(period_from=date(2027, 3, 22)))
    first.refresh_from_db()
    assert (first.state, plan_in_force(campaign)) == (PlanState.REPLACED, second)
    for plan in (first, second):
        with pytest.raises(services.PlanIsFixed):
            services.write_plan(plan=plan, rows=ROWS)
        with pytest.raises(services.PlanIsFixed):
            services.publish_plan(plan=plan, author=author)
        with pytest.raises(services.PlanIsFixed):
            services.discard_plan(plan=plan, author=author)
    assert AuditEntry.objects.filter(verb="published_plan").count() == 2


def test_a_published_wave_stays_where_it_is(campaign, author, now):
    published(campaign, author)
    wave = Wave.objects.get(assessment__code="2027.is6", number=1)
    wave.published_at = now
    wave.save()
    published(campaign, author, with_history(upload_until=date(2027, 5, 25), results_on=date(2027, 6, 9)))
    wave.refresh_from_db()
    assert wave.publishes_at == datetime(2027, 6, 7, tzinfo=MOSCOW)
    upload = Window.objects.get(assessment__code="2027.is6", kind="upload")
    assert upload.closes_at == datetime(2027, 5, 26, tzinfo=MOSCOW)


def test_a_date_set_by_hand_stays_unless_the_plan_itself_moves_it(campaign, author):
    published(campaign, author)
    Window.objects.filter(assessment__code="2027.ru4", kind="upload").update(opens_at="2027-03-20T09:00:00+03:00")
    published(campaign, author, with_history(period_from=date(2027, 3, 22)))
    assert Window.objects.get(assessment__code="2027.ru4", kind="upload").opens_at.astimezone(MOSCOW).hour == 9


def test_a_window_that_the_plan_no_longer_dates_goes_away(campaign, author):
    published(campaign, author)
    published(campaign, author, with_history(late_upload_until=None, late_results_on=None))
    assert not Window.objects.filter(assessment__code="2027.is6", kind="late_upload").exists()
    assert Wave.objects.filter(assessment__code="2027.is6").count() == 1


def test_a_plan_with_errors_is_not_published_and_nothing_moves(campaign, author):
    plan = services.begin_plan(campaign=campaign, author=author)
    services.write_plan(plan=plan, rows=with_history(period_to=date(2027, 3, 1)))
    with pytest.raises(services.UnsoundPlan, match="История 6 класс, «Период по»"):
        services.publish_plan(plan=plan, author=author)
    assert not Window.objects.exists()
    assert plan_in_force(campaign) is None


def test_an_equal_version_is_not_published_again(campaign, author):
    published(campaign, author)
    with pytest.raises(services.NothingChanged):
        published(campaign, author)


@pytest.fixture
def school_writes(monkeypatch, world):
    """The school of the story writes history only; of the others nothing is known."""
    monkeypatch.setattr(participation, "_providers", [lambda campaign, unit: {world.school.pk: {"2027.is6"}}])


def told(plan, before, now):
    tell_of_plan(plan_id=plan.pk, before_id=before.pk if before else None, now=now)
    return {item.unit.code: item.body for item in Notification.objects.filter(topic="plan").select_related("unit")}


def test_each_unit_is_told_what_changed_for_it(campaign, author, world, now, school_writes):
    first, _ = published(campaign, author)
    geography = item("2027.gg6", "География 6 класс", 6, "gg", period_from=date(2027, 3, 22))
    changed = replace(
        ROWS, items=(item(period_from=date(2027, 3, 20), period_to=date(2027, 5, 24)), geography, ROWS.items[2])
    )
    second, _ = published(campaign, author, changed, note="Перенос из-за карантина")
    bodies = told(second, first, now)
    assert "История 6 класс: период был 15.03–20.05.2027, стал 20.03–24.05.2027" in bodies["470167"]
    assert "География" not in bodies["470167"]
    assert "Почему: Перенос из-за карантина" in bodies["470167"]
    assert "География 6 класс: период был 15.03–20.05.2027, стал 22.03–20.05.2027" in bodies["470168"]
    assert "География" in bodies["reg47_m010"]
    assert "ru" not in bodies


def test_who_is_not_concerned_is_not_told(campaign, author, world, now, school_writes):
    first, _ = published(campaign, author)
    russian = item("2027.ru4", "Русский язык 4 класс", 4, "ru", period_from=date(2027, 3, 22))
    second, _ = published(campaign, author, replace(ROWS, items=(*ROWS.items[:2], russian)))
    bodies = told(second, first, now)
    assert "470167" not in bodies
    assert "470168" in bodies


def test_steps_are_told_to_those_who_act_or_watch_by_their_own_clock(campaign, author, world, now):
    world.school.time_zone = "Asia/Kamchatka"
    world.school.save()
    first, _ = published(campaign, author)
    moved = (step("application", "25.01.2027", "09.02.2027"), step("reconciliation", "11.01.2027", "27.01.2027"))
    second, _ = published(campaign, author, replace(ROWS, steps=moved))
    bodies = told(second, first, now)
    assert "Этап «Заявка ОО на участие»: срок был 25.01.2027–05.02.2027, стал 25.01.2027–08.02.2027" in bodies["470167"]
    assert "по Вашим часам – 09.02.2027 09:00" in bodies["470167"]
    assert "Выверка" not in bodies["470167"]
    assert "по Вашим часам" not in bodies["470168"]
    assert "Выверка списка ОО" in bodies["reg47_m010"]
    assert "Заявка ОО" in bodies["reg47_m010"]


def test_the_first_plan_is_announced_to_everyone_once(campaign, author, world, now, deferred):
    plan, _ = published(campaign, author)
    names = ["campaigns.tell_of_plan", "exchange.expect_campaign_forms", "timetable.recount"]
    assert [name for name, _ in deferred] == names
    assert deferred[0][1]["plan_id"] == plan.pk
    bodies = told(plan, None, now)
    assert "Работы проводятся 15.03–20.05.2027" in bodies["470167"]
    assert tell_of_plan(plan_id=plan.pk, before_id=None, now=now) == 0
    assert Notification.objects.filter(topic="plan").count() == len(bodies)


@pytest.mark.parametrize("code", plan_years())
def test_every_packaged_plan_is_loaded_and_may_be_published(code, author, world):
    known = reference_plan(code)
    plan = services.load_reference_plan(code=code, author=author)
    assert services.load_reference_plan(code=code, author=author) == plan
    assert rows_of(plan).items == known.rows.items
    assert review_of(plan.campaign, rows_of(plan)).errors == []
    services.publish_plan(plan=plan, author=author)
    assert PlanItem.objects.filter(plan=plan).count() == len(known.rows.items)


def test_cards_made_for_a_plan_invent_no_maxima(author, world):
    services.load_reference_plan(code="2026", author=author)
    card = Assessment.objects.get(code="2026.gg5")
    assert (card.tasks.count(), card.is_open, hasattr(card, "mark_scale")) == (0, False, False)
    assert PlanSchedule.objects.get(campaign__code="2026").state == PlanState.DRAFT


def test_a_campaign_without_a_packaged_plan_says_so(author, world):
    with pytest.raises(services.NoPackagedPlan):
        services.load_reference_plan(code="2031", author=author)


def test_the_order_of_the_versions_is_kept_by_the_database(campaign, author, now):
    published(campaign, author)
    assert list(PlanSchedule.objects.values_list("version", flat=True)) == [1]
    assert plan_in_force(campaign).published_at == now
    assert plan_in_force(campaign).published_at < now + timedelta(seconds=1)
