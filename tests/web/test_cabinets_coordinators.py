"""The register of coordinators, lists that are brought, candidates and sets, as their readers meet them."""

import io

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vpr.cabinets.models import Appointment, Proposal, Unit
from vpr.cabinets.roster import COLUMNS
from vpr.kernel.roles import Role
from vpr.workbook.pool import shared_pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role(client, world):
    def enter(role):
        client.force_login(world.people[role])
        return client

    return enter


@pytest.fixture
def named(world):
    """Everyone has a name and a telephone."""
    for role, account in world.people.items():
        account.person, account.email = f"Имя {role.value}", f"{role.value}@example.org"
        account.save()
        Appointment.objects.filter(account=account).update(phone=f"8 {role.value}")
    return world


def page_of(client, **query):
    return client.get(reverse("cabinets:coordinators"), query).content.decode()


def test_a_school_sees_whom_to_call(as_role, named):
    page = page_of(as_role(Role.SCHOOL_ORGANIZER))
    for role in (Role.MUNICIPAL_COORDINATOR, Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER):
        assert f"8 {role.value}" in page
    assert "regional_analyst" not in page


def test_a_municipality_sees_its_organizers_and_no_technicians(as_role, named):
    page = page_of(as_role(Role.MUNICIPAL_COORDINATOR))
    assert "Имя school_organizer" in page
    assert "Имя school_technician" not in page
    assert "Бийская" not in page


def test_an_analyst_sees_coordinators_and_no_schools(as_role, named):
    page = page_of(as_role(Role.REGIONAL_ANALYST), kind="school")
    assert "Имя municipal_coordinator" in page
    assert "Имя school_organizer" not in page
    card = as_role(Role.REGIONAL_ANALYST).get(reverse("cabinets:unit", args=["470167"])).content.decode()
    assert "Имя school_organizer" not in card


def test_vacancies_are_visible(as_role, named):
    page = page_of(as_role(Role.REGIONAL_COORDINATOR), kind="municipality", vacant="1")
    assert "Гатчинский" in page
    assert "координатор не назначен" in page
    assert ">Лужский" not in page.partition("<tbody>")[2].rpartition("<tbody>")[2]
    assert "Координатор не назначен" in as_role(Role.REGIONAL_COORDINATOR).get("/").content.decode()


def test_the_search_finds_a_person(as_role, named):
    page = page_of(as_role(Role.REGIONAL_COORDINATOR), kind="school", q="имя SCHOOL_org")
    assert "Ям-Тёсовская" in page
    assert "Лужская СОШ" not in page


def test_the_register_is_a_workbook_and_an_address_book(as_role, named):
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    book = shared_pool().read(client.get(reverse("cabinets:coordinators_workbook")).content)
    assert any("Имя school_organizer" in row for row in book.sheets[0].rows)
    cards = client.get(reverse("cabinets:coordinators_cards")).content.decode()
    assert "FN:Имя school_organizer\r\n" in cards
    assert "TEL;TYPE=WORK:8 school_organizer\r\n" in cards
    assert cards.count("BEGIN:VCARD") == cards.count("END:VCARD")


def table(*rows):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([COLUMNS, *rows]):
            sheet.write_row(number, 0, row)
    return SimpleUploadedFile("список.xlsx", target.getvalue())


def test_a_list_is_tried_first_and_then_done_exactly_so(as_role, named):
    client = as_role(Role.REGIONAL_COORDINATOR)
    before = Appointment.objects.count()
    row = ["reg47_m011", "", "Ольга Гатчинская", "методист", "8 813 71", "olga@example.org", "приказ № 5"]
    tried = client.post(reverse("cabinets:roster"), {"file": table(row)})
    assert "назначить" in tried.content.decode()
    assert Appointment.objects.count() == before
    client.post(reverse("cabinets:roster"), {"lines": tried.context["signed"]})
    made = Appointment.objects.select_related("account").get(unit__code="reg47_m011", ended_at=None)
    assert (made.account.person, made.post, made.phone, made.document) == (
        "Ольга Гатчинская",
        "методист",
        "8 813 71",
        "приказ № 5",
    )


def test_a_list_with_faults_changes_nothing_and_names_the_rows(as_role, named):
    client = as_role(Role.REGIONAL_COORDINATOR)
    rows = [["reg22_m019", "", "Чужой"], ["reg47_m010", "", "Другой Человек"]]
    tried = client.post(reverse("cabinets:roster"), {"file": table(*rows)})
    page = tried.content.decode()
    assert "строка 2" in page
    assert "строка 3" in page
    assert client.post(reverse("cabinets:roster"), {"lines": tried.context["signed"]}).status_code == 409


def test_a_forged_list_is_not_accepted(as_role, named):
    assert as_role(Role.REGIONAL_COORDINATOR).post(reverse("cabinets:roster"), {"lines": "x"}).status_code == 404


def test_a_file_that_is_no_table_is_refused_with_words(as_role, named):
    """P-00 names the reason."""
    sent = SimpleUploadedFile("список.xlsx", b"not a workbook")
    page = as_role(Role.REGIONAL_COORDINATOR).post(reverse("cabinets:roster"), {"file": sent}).content.decode()
    assert "это не таблица" in page


def test_a_candidate_goes_from_the_municipality_to_the_region(as_role, named):
    sent = {"person": "Анна Лугова", "post": "начальник", "phone": "112", "email": "a@example.org"}
    client = as_role(Role.MUNICIPAL_COORDINATOR)
    client.post(reverse("cabinets:proposals"), sent | {"starts_on": "2020-01-01", "replaces_me": "on"})
    proposal = Proposal.objects.get()
    client = as_role(Role.REGIONAL_COORDINATOR)
    assert "Утвердите кандидатуры" in client.get("/").content.decode()
    assert "Анна Лугова" in client.get(reverse("cabinets:proposals")).content.decode()
    client.post(reverse("cabinets:decide"), {"proposal": proposal.pk, "verdict": "approve", "document": "приказ"})
    live = Appointment.objects.get(unit=named.municipality, role=Role.MUNICIPAL_COORDINATOR, ended_at=None)
    assert (live.account.person, live.document) == ("Анна Лугова", "приказ")


def test_a_neighboring_region_does_not_decide(as_role, named, client):
    as_role(Role.MUNICIPAL_COORDINATOR)
    person = {"person": "Анна Лугова", "post": "начальник", "phone": "112", "email": "a@example.org"}
    client.post(reverse("cabinets:proposals"), person | {"starts_on": "2020-01-01"})
    Appointment.objects.create(account=named.stranger, role=Role.REGIONAL_COORDINATOR, unit=named.other_region)
    client.force_login(named.stranger)
    proposal = Proposal.objects.get()
    client.post(reverse("cabinets:decide"), {"proposal": proposal.pk, "verdict": "approve"})
    assert client.post(reverse("cabinets:withdraw", args=[proposal.pk])).status_code == 404
    proposal.refresh_from_db()
    assert proposal.state == "proposed"


def test_a_successor_is_named_on_the_card_of_the_unit(as_role, named):
    client = as_role(Role.REGIONAL_COORDINATOR)
    seat = Appointment.objects.get(account=named.people[Role.MUNICIPAL_COORDINATOR])
    address = reverse("cabinets:replace", args=["reg47_m010", seat.pk])
    assert "Приступает с" in client.get(address).content.decode()
    client.post(address, {"person": "Анна Лугова", "starts_on": "2099-01-01"})
    card = client.get(reverse("cabinets:unit", args=["reg47_m010"])).content.decode()
    assert "приступает 01.01.2099" in card
    assert "Анна Лугова" in card


def test_the_region_puts_a_school_into_a_set(as_role, named):
    client = as_role(Role.REGIONAL_COORDINATOR)
    client.post(reverse("cabinets:sets"), {"name": "Частные"})
    made = Unit.objects.get(name="Частные")
    page = client.get(reverse("cabinets:set", args=[made.code]), {"q": "тесовская"}).content.decode()
    assert "Ям-Тёсовская" in page
    client.post(reverse("cabinets:move", args=[made.code]), {"school": "470167", "reason": "частная"})
    named.school.refresh_from_db()
    assert named.school.parent == made
    assert "История подчинения" in client.get(reverse("cabinets:unit", args=["470167"])).content.decode()
    listing = client.get(reverse("cabinets:sets")).content.decode()
    assert "координатор не назначен" in listing
    client.post(reverse("cabinets:move", args=[made.code]), {"school": "470167", "to": "reg47_m010"})
    client.post(reverse("cabinets:close_set", args=[made.code]))
    assert not Unit.objects.get(pk=made.pk).is_active


def test_another_regions_set_does_not_exist(as_role, named):
    foreign = Unit.objects.create(
        kind="municipality", code="reg22_m900", name="Чужой набор", parent=named.other_region,
        region=named.other_region, is_direct=True,
    )  # fmt: skip
    client = as_role(Role.REGIONAL_COORDINATOR)
    assert client.get(reverse("cabinets:set", args=[foreign.code])).status_code == 404


def test_letters_are_chosen_on_a_page(as_role, named):
    client = as_role(Role.SCHOOL_ORGANIZER)
    chosen = {
        "deadlines-pace": "daily", "decisions-pace": "at_once", "campaign-pace": "weekly",
        "forum-pace": "never", "forum-is_hidden": "on",
    }  # fmt: skip
    assert client.post(reverse("cabinets:letters"), chosen).status_code == 302
    rules = dict(named.people[Role.SCHOOL_ORGANIZER].letter_rules.values_list("group", "pace"))
    assert rules == {"deadlines": "daily", "decisions": "at_once", "campaign": "weekly", "forum": "never"}
    assert "не присылать" in client.get(reverse("cabinets:letters")).content.decode()
