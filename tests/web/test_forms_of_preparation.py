"""Forms of the preparation: a kind that nobody has heard of gets pages, receipt, versions, matrix and reminder.

Of municipal level here, opened by a step of the plan-schedule: nothing in the exchange knows it.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange_kind import PlainKind
from vpr.base import clock
from vpr.cabinets.models import Appointment, Notification
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.campaigns.models import PlanSchedule, PlanStep
from vpr.exchange import kinds, services
from vpr.exchange.models import Expectation, Submission
from vpr.exchange.refusals import AnotherLevel, FormNotExpected, UploadClosed
from vpr.exchange.today import exchange_steps
from vpr.kernel.roles import Role, UnitKind
from vpr.paper.compile import stop_worker

CODE = "2026.plums"
FORM = {"forms": "preparation"}


@pytest.fixture
def plums(monkeypatch, home, now):
    monkeypatch.setattr(clock, "now", lambda: now)
    kind = PlainKind("plums", "Сводка слив", UnitKind.MUNICIPALITY, "plums", grid="")
    monkeypatch.setitem(kinds._kinds, "plums", kind)
    return kind


@pytest.fixture
def plan(assessment, now):
    return PlanSchedule.objects.create(campaign=assessment.campaign, version=1, state="published", made_at=now)


@pytest.fixture
def window(plan, now):
    return PlanStep.objects.create(
        plan=plan, key="plums", opens_at=now - timedelta(days=1), closes_at=now + timedelta(days=3)
    )


@pytest.fixture
def workbook(plums, window, world, now):
    services.expect_campaign_forms(now=now)
    return services.workbook_of(window.plan.campaign, "plums")


@pytest.fixture
def sign_in(client, world):
    def enter(role):
        client.force_login(world.people[role])
        return client

    return enter


@pytest.fixture
def send(world, workbook, now):
    def upload(content=b"rows=2", *, unit=world.municipality, at=now):
        submission = services.receive_upload(
            unit=unit, workbook=workbook, content=content, name="сливы.xlsx", account=None, now=at
        )
        services.check_submission(submission_id=submission.pk, now=at)
        submission.refresh_from_db()
        return submission

    return upload


def steps_of(world, role, now):
    appointment = Appointment.objects.get(role=role, account=world.people[role])
    return exchange_steps(Cabinet(appointment.account, appointment, scope_of(appointment)), now)


def page_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# Who is expected


def test_every_active_unit_of_the_level_is_expected_once_while_the_window_is_open(workbook, world, now):
    units = {row.unit for row in Expectation.objects.filter(workbook=workbook)}
    assert units == {world.municipality, world.other_municipality, world.foreign_school.municipality}
    assert services.expect_campaign_forms(now=now) == 0


def test_before_the_window_nobody_is_expected(plums, window, world, now):
    assert services.expect_campaign_forms(now=now - timedelta(days=2)) == 0
    assert services.expect_campaign_forms(now=window.closes_at) == 0


def test_a_withdrawn_unit_is_not_expected_again_and_what_was_uploaded_stays(workbook, world, send, now):
    send()
    both = [world.municipality.pk, world.other_municipality.pk]
    assert services.withdraw(workbook=workbook, units=both) == 1
    assert services.expect_campaign_forms(now=now) == 0
    assert not Expectation.objects.filter(unit=world.other_municipality).exists()
    with pytest.raises(FormNotExpected):
        send(unit=world.other_municipality)
    services.expect(workbook=workbook, rows=[(world.other_municipality.pk, None, None, None)])
    assert send(unit=world.other_municipality).version == 1


def test_a_region_that_exchanges_a_form_is_counted_as_itself(monkeypatch, workbook, world, now, sign_in):
    kind = PlainKind("pears", "Сводка груш", UnitKind.REGION, "plums", grid="")
    monkeypatch.setitem(kinds._kinds, "pears", kind)
    services.expect_campaign_forms(now=now)
    row = Expectation.objects.get(unit=world.region, workbook__kind="pears")
    assert (row.region_id, row.municipality_id) == (world.region.pk, world.region.pk)
    page = page_of(sign_in(Role.FEDERAL_ORGANIZER).get(reverse("exchange:monitoring"), FORM))
    assert "Сводка груш" in page
    assert "Сводка груш" not in page_of(sign_in(Role.REGIONAL_COORDINATOR).get(reverse("exchange:monitoring"), FORM))
    assert "Сводка груш" in page_of(sign_in(Role.REGIONAL_COORDINATOR).get(reverse("exchange:steps")))


# Its own pages


def test_the_coordinator_finds_downloads_and_uploads_the_form(workbook, world, sign_in):
    client = sign_in(Role.MUNICIPAL_COORDINATOR)
    steps = page_of(client.get(reverse("exchange:steps")))
    assert "Сводка слив" in steps
    assert "до 25.04.2026 в 12:00 по Москве" in steps
    assert client.get(reverse("exchange:form", args=[CODE])).content == b"template of reg47_m010"
    address = reverse("exchange:upload", args=[CODE])
    assert "волну" not in page_of(client.get(address))
    response = client.post(address, {"file": SimpleUploadedFile("a.xlsx", b"rows=3")}, follow=True)
    page = page_of(response)
    assert "Форма</dt><dd>Сводка слив, ВПР 2026" in page
    assert "Волна" not in page
    assert Submission.objects.get().wave is None


def test_faults_versions_and_differences_follow(sign_in, send, world):
    send(b"rows=1 a=1"), send(b"rows=1 a=2 fault=1")
    client = sign_in(Role.MUNICIPAL_COORDINATOR)
    last = Submission.objects.latest("version")
    page = page_of(client.get(reverse("exchange:receipt", args=[last.number])))
    assert "Форма не принята" in page
    assert "№ 2" in page_of(client.get(reverse("exchange:versions", args=["reg47_m010", CODE])))
    assert "<td>a</td><td>1</td><td>2</td>" in page_of(client.get(reverse("exchange:changes", args=[last.number])))


def test_the_receipts_say_the_title_of_the_form(sign_in, send):
    number = send().number
    client = sign_in(Role.MUNICIPAL_COORDINATOR)
    letter = client.get(reverse("exchange:receipt_file", args=[number])).content.decode()
    assert '"form_title": "Сводка слив"' in letter
    assert client.get(reverse("exchange:receipt_pdf", args=[number])).content.startswith(b"%PDF")
    stop_worker()


def test_other_levels_and_neighbors_do_not_upload_it(sign_in, send, world, workbook):
    number = send().number
    with pytest.raises(AnotherLevel, match="муниципальный"):
        send(unit=world.school)
    for role in (Role.SCHOOL_ORGANIZER, Role.REGIONAL_COORDINATOR):
        assert sign_in(role).get(reverse("exchange:upload", args=[CODE])).status_code == 404
    assert sign_in(Role.SCHOOL_ORGANIZER).get(reverse("exchange:receipt", args=[number])).status_code == 404
    assert sign_in(Role.REGIONAL_COORDINATOR).get(reverse("exchange:receipt", args=[number])).status_code == 200


# Dates


def test_outside_the_window_it_is_closed_and_the_dates_are_named(send, window, now):
    with pytest.raises(UploadClosed, match=r"закрыта 25\.04\.2026 в 12:00 по Москве.*форма не сдана"):
        send(at=window.closes_at)
    with pytest.raises(UploadClosed, match=r"начнётся 21\.04\.2026"):
        send(at=window.opens_at - timedelta(hours=1))


def test_a_form_that_the_plan_does_not_date_is_closed_and_says_so(workbook, window, sign_in, send):
    window.delete()
    page = page_of(sign_in(Role.MUNICIPAL_COORDINATOR).get(reverse("exchange:upload", args=[CODE])))
    assert "в плане-графике её сроков пока нет" in page
    with pytest.raises(UploadClosed):
        send()


# Those above


def test_the_matrix_has_the_form_and_leads_to_the_municipality(sign_in, send, world):
    send()
    region = sign_in(Role.REGIONAL_COORDINATOR)
    page = page_of(region.get(reverse("exchange:monitoring"), FORM))
    assert "Сводка слив" in page
    assert "1 из 1" in page  # Луга
    assert "0 из 1" in page  # Гатчина
    below = page_of(region.get(reverse("exchange:monitoring", args=["reg47_m010"]), FORM))
    assert reverse("exchange:school", args=["reg47_m010"]) in below
    assert "принято" in page_of(region.get(reverse("exchange:school", args=["reg47_m010"])))
    assert "Сводка слив" in page_of(region.get(reverse("exchange:contacts", args=["reg470000"]), FORM))
    table = region.get(reverse("exchange:monitoring_table", args=["reg470000"]), FORM)
    assert table.content.startswith(b"PK")


def test_the_reminder_goes_to_the_municipality_with_the_words_of_the_form(sign_in, send, world):
    send()
    region = sign_in(Role.REGIONAL_COORDINATOR)
    region.post(f"{reverse('exchange:remind', args=['reg470000'])}?forms=preparation")
    note = Notification.objects.get()
    assert note.unit == world.other_municipality
    assert (note.title, note.topic) == ("Напоминание: сдайте формы подготовки к ВПР", "reminder")
    assert "— Сводка слив: загрузка закроется 25.04.2026 в 12:00 по Москве" in note.body
    assert "результат" not in note.body


def test_the_federal_organizer_reminds_the_regions_of_what_is_missing_below(sign_in, workbook, world):
    sign_in(Role.FEDERAL_ORGANIZER).post(f"{reverse('exchange:remind', args=['ru'])}?forms=preparation")
    body = Notification.objects.get(unit=world.region).body
    assert "не загружено форм: 2 (Сводка слив)" in body


def test_today_names_it_to_its_coordinator_and_to_those_above(workbook, world, now):
    own = steps_of(world, Role.MUNICIPAL_COORDINATOR, now)
    assert [step.title for step in own] == ["Заполнить и загрузить: Сводка слив"]
    above = steps_of(world, Role.REGIONAL_COORDINATOR, now)
    assert [step.detail for step in above] == ["Муниципалитеты: не загрузили: 2."]
    assert "forms=preparation" in above[0].url
