"""The rehearsal clock: on a training installation only, one for all processes, never for what guards access."""

from datetime import timedelta

import pytest
from django.urls import reverse

from vpr.base import clock, rehearsal
from vpr.base.models import RehearsalShift
from vpr.cabinets.models import AuditEntry
from vpr.kernel.roles import EVERY_ROLE, Role

pytestmark = pytest.mark.django_db
BANNER = "Учебная установка, время условное"


@pytest.fixture
def address():
    return reverse("campaigns:rehearsal")


@pytest.fixture
def training(settings):
    settings.VPR_REHEARSAL = True


@pytest.fixture
def organizer(client, world):
    client.force_login(world.people[Role.FEDERAL_ORGANIZER])
    return client


def shift(hours):
    rehearsal.set_shift(offset=timedelta(hours=hours), by="federal", now=clock.real_now())


def test_without_the_setting_the_page_does_not_exist_and_a_stored_shift_is_ignored(organizer, address):
    shift(1000)
    assert organizer.get(address).status_code == 404
    assert organizer.post(address, {"real": "1"}).status_code == 404
    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=5)
    assert BANNER not in organizer.get("/").content.decode()


def test_without_the_setting_the_clock_asks_no_database(django_assert_num_queries):
    with django_assert_num_queries(0):
        clock.now()


@pytest.mark.parametrize("role", [role for role in EVERY_ROLE if role is not Role.FEDERAL_ORGANIZER])
def test_only_the_federal_organizer_shifts_the_clock(client, world, training, address, role):
    client.force_login(world.people[role])
    assert client.get(address).status_code == 404
    assert client.post(address, {"moment": "2030-01-01T07:30"}).status_code == 404
    assert not RehearsalShift.objects.exists()


def test_the_shifted_clock_runs_on_and_every_page_says_so(organizer, world, training, address):
    organizer.post(address, {"moment": "2027-04-20T07:29"})
    assert f"{clock.now().astimezone(clock.MOSCOW):%d.%m.%Y %H:%M}" in ("20.04.2027 07:29", "20.04.2027 07:30")
    first = clock.now()
    assert clock.now() > first
    page = organizer.get("/").content.decode()
    assert BANNER in page
    assert "20.04.2027 07:" in page
    assert BANNER in organizer.get("/accounts/password/set/").content.decode()
    entry = AuditEntry.objects.get(verb="shifted_clock")
    assert entry.subject == "20.04.2027 07:29"
    assert abs(entry.at - clock.real_now()) < timedelta(minutes=1)  # the journal of the clock keeps the real time


def test_the_page_of_the_clock_is_reached_from_the_campaign(organizer, training, address, settings):
    from vpr.campaigns.models import Campaign

    Campaign.objects.create(code="2027", title="ВПР 2027", year=2027, is_current=True)
    assert address in organizer.get(reverse("campaigns:overview")).content.decode()
    settings.VPR_REHEARSAL = False
    assert address not in organizer.get(reverse("campaigns:overview")).content.decode()


def test_the_real_time_comes_back(organizer, training, address):
    shift(5000)
    organizer.post(address, {"real": "1"})
    assert not RehearsalShift.objects.exists()
    assert abs(clock.now() - clock.real_now()) < timedelta(seconds=5)


def test_a_slip_of_the_keyboard_is_refused(organizer, training, address):
    page = organizer.post(address, {"moment": "2099-04-20T07:30"}).content.decode()
    assert "Не дальше трёх лет" in page
    assert not RehearsalShift.objects.exists()


def test_the_health_check_keeps_the_real_time(client, training, monkeypatch):
    shift(24 * 300)
    seen = []
    monkeypatch.setattr("vpr.base.views.ailments", lambda now: seen.append(now) or {})
    client.get("/healthz")
    assert abs(seen[0] - clock.real_now()) < timedelta(minutes=1)


def test_a_shift_revives_no_expired_activation_code(training, world):
    """Backwards by a month: the code that has expired by the real clock stays expired."""
    from vpr.cabinets.forms import ActivationForm
    from vpr.cabinets.models import ActivationCode
    from vpr.cabinets.scope import Cabinet, scope_of
    from vpr.cabinets.services import issue_code

    seat = world.people[Role.SCHOOL_TECHNICIAN].appointments.get()
    above = world.people[Role.MUNICIPAL_COORDINATOR].appointments.select_related("unit").get()
    issued = issue_code(by=Cabinet(above.account, above, scope_of(above)), appointment=seat, now=clock.real_now())
    ActivationCode.objects.update(expires_at=clock.real_now() - timedelta(days=1))
    shift(-24 * 30)
    form = ActivationForm(
        {"code": issued.code, "password": "a-long-enough-phrase-1", "again": "a-long-enough-phrase-1"}
    )
    assert not form.is_valid()
    assert "code" in form.errors


def test_the_first_person_gets_a_code_that_lives_by_the_real_clock(training, db, monkeypatch):
    """Founded on a rehearsal that plays last winter: the code is not expired at birth."""
    from click.testing import CliRunner

    from vpr.cabinets.models import ActivationCode
    from vpr.console import found

    monkeypatch.setattr(found, "open_installation", lambda: None)
    shift(-24 * 300)
    assert CliRunner().invoke(found.command, ["organizer"]).exit_code == 0
    assert ActivationCode.objects.get().expires_at > clock.real_now()
