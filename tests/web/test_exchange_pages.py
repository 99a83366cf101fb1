"""Pages of «Ход ВПР»: the organizer of 470167 uploads and mends, her neighbor sees nothing of it, coordinators watch."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from exchange_kind import PlainKind
from vpr.base import clock
from vpr.cabinets.models import Notification, Unit
from vpr.exchange import kinds, services
from vpr.exchange.models import Expectation, Submission
from vpr.kernel.roles import MUNICIPAL_ROLES, Role
from vpr.paper.compile import stop_worker


@pytest.fixture(autouse=True)
def scores(monkeypatch, home, now):
    monkeypatch.setattr(clock, "now", lambda: now)
    kind = PlainKind()
    monkeypatch.setitem(kinds._kinds, "scores", kind)
    return kind


@pytest.fixture
def sign_in(client, world):
    def enter(who):
        client.force_login(world.people[who] if isinstance(who, Role) else who)
        return client

    return enter


@pytest.fixture
def school(sign_in):
    return sign_in(Role.SCHOOL_ORGANIZER)


@pytest.fixture
def send(world, assessment, now):
    def upload(content=b"rows=12", unit=None, check=True):
        submission = services.receive_upload(
            unit=unit or world.school,
            workbook=services.workbook_of_assessment(assessment),
            content=content,
            name="форма 8.xlsx",
            account=world.people[Role.SCHOOL_ORGANIZER],
            now=now,
        )
        if check:
            services.check_submission(submission_id=submission.pk, now=now)
        submission.refresh_from_db()
        return submission

    return upload


@pytest.fixture
def expected(world, assessment):
    services.expect(
        workbook=services.workbook_of_assessment(assessment),
        rows=[
            (world.school.pk, 20, None, None),
            (world.neighbor.pk, None, None, None),
            (world.foreign_school.pk, 5, None, None),
        ],
    )


def text_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


# The school


def test_the_steps_name_deadline_form_grid_and_upload(school, expected, assessment):
    page = text_of(school.get(reverse("exchange:steps")))
    assert "Английский язык 8 класс" in page
    assert "до 30.04.2026 в 12:00 по Москве" in page
    for name in ("exchange:form", "exchange:upload", "results:grid"):
        assert reverse(name, args=["2026.en8"]) in page


def test_an_open_form_that_nobody_expects_is_offered_apart(school, assessment):
    page = text_of(school.get(reverse("exchange:steps")))
    assert "Пока ничего загружать не нужно" in page
    assert "Другие работы, которые сейчас принимаются" in page


def test_the_form_is_the_schools_own(school, expected):
    response = school.get(reverse("exchange:form", args=["2026.en8"]))
    assert response.content == b"template of 470167"
    assert "filename*=utf-8''" in response["Content-Disposition"]


def test_an_upload_leads_to_its_receipt(school, expected, world):
    address = reverse("exchange:upload", args=["2026.en8"])
    assert "войдут в 1-ю волну" in text_of(school.get(address))
    response = school.post(address, {"file": SimpleUploadedFile("форма.xlsx", b"rows=3")}, follow=True)
    submission = Submission.objects.get()
    assert response.redirect_chain == [(reverse("exchange:receipt", args=[submission.number]), 302)]
    page = text_of(response)
    assert submission.sha256 in page
    assert "Идёт проверка" in page
    assert 'hx-trigger="every 2s"' in page
    assert submission.received_by == world.people[Role.SCHOOL_ORGANIZER]


@pytest.mark.parametrize(
    ("files", "words"),
    [({}, "Файл не выбран"), ({"file": SimpleUploadedFile("a.xlsx", b"")}, "0 байт")],
    ids=["nothing chosen", "empty file"],
)
def test_a_refused_upload_says_why_on_the_same_page(school, expected, files, words):
    response = school.post(reverse("exchange:upload", args=["2026.en8"]), files)
    assert response.status_code == 409
    assert words in response.content.decode()
    assert not Submission.objects.exists()


def test_faults_are_grouped_with_cells_and_repairs_counted(school, send):
    page = text_of(school.get(reverse("exchange:receipt", args=[send(b"fault=3 repairs=12 few").number])))
    assert "Есть ошибки: 3" in page
    assert "Протокол!D2, Протокол!D3, Протокол!D4" in page
    assert "4 вне границ; допустимо от 0 до 3" in page
    assert "Мало участников" in page
    assert "х (русская буква) → X</b>, ячеек: 12" in page
    assert "hx-trigger" not in page


def test_the_part_that_htmx_asks_for_is_the_part_of_the_page(school, send):
    for submission in (send(b"fault=1"), send(b"rows=2"), send(b"rows=3", check=False)):
        address = reverse("exchange:receipt", args=[submission.number])
        part = school.get(address, headers={"HX-Request": "true"}).content.decode().strip()
        assert part.startswith("<section")
        assert part in text_of(school.get(address))


def test_the_files_of_an_upload(school, send):
    submission = send(b"fault=2")
    fetch = lambda name: school.get(reverse(f"exchange:{name}", args=[submission.number]))  # noqa: E731
    assert fetch("original").content == b"fault=2"
    assert fetch("marked").content == "fault=2 marked Протокол!D2,Протокол!D3".encode()
    assert fetch("receipt_pdf").content.startswith(b"%PDF")
    assert b'"signature"' in fetch("receipt_file").content
    stop_worker()


def test_a_faultless_upload_has_no_marked_file(school, send):
    assert school.get(reverse("exchange:marked", args=[send(b"rows=1").number])).status_code == 404


def test_the_public_key_is_given_to_everybody(client, db):
    assert client.get(reverse("exchange:public_key")).content.startswith(b"-----BEGIN PUBLIC KEY-----")


def test_versions_and_their_difference(school, send, world):
    first, second = send(b"rows=3 a=1 b=2"), send(b"rows=3 a=1 b=3 c=4")
    listed = text_of(school.get(reverse("exchange:versions", args=["470167", "2026.en8"])))
    assert listed.index("№ 2") < listed.index("№ 1")
    page = text_of(school.get(reverse("exchange:changes", args=[second.number])))
    assert "<td>b</td><td>2</td><td>3</td>" in page
    assert "<td>c</td><td>(пусто)</td><td>4</td>" in page
    assert "<td>a</td>" not in page
    assert school.get(reverse("exchange:changes", args=[first.number])).status_code == 404
    other_way = school.get(reverse("exchange:changes", args=[first.number]), {"with": "2"})
    assert "<td>b</td><td>3</td><td>2</td>" in text_of(other_way)


def test_a_neighbors_upload_does_not_exist(sign_in, send, world):
    number = send(b"fault=1").number
    neighbor = sign_in(world.neighbor_organizer)
    for name in ("receipt", "receipt_pdf", "receipt_file", "original", "marked", "changes"):
        assert neighbor.get(reverse(f"exchange:{name}", args=[number])).status_code == 404
    assert neighbor.get(reverse("exchange:versions", args=["470167", "2026.en8"])).status_code == 404


def test_an_assessment_that_is_closed_and_not_expected_does_not_exist_for_a_school(school, assessment):
    assessment.is_open = False
    assessment.save()
    for name in ("form", "upload"):
        assert school.get(reverse(f"exchange:{name}", args=["2026.en8"])).status_code == 404


# The coordinators


def test_the_matrix_of_each_level_has_its_rows(sign_in, expected, send, world):
    send(b"rows=10")
    rows = {
        Role.FEDERAL_ORGANIZER: "Ленинградская область",
        Role.REGIONAL_COORDINATOR: "Лужский муниципальный район",
        Role.REGIONAL_ANALYST: "Лужский муниципальный район",
        Role.MUNICIPAL_COORDINATOR: "Ям-Тёсовская СОШ",
    }
    for role, name in rows.items():
        page = text_of(sign_in(role).get(reverse("exchange:monitoring")))
        assert name in page
        assert "50,0\xa0%" in page  # 10 of 20 participants; the neighbor's number is not known
        assert "АЯ 8" in page


def test_drill_down_stays_inside_the_scope(sign_in, expected, world):
    region = sign_in(Role.REGIONAL_COORDINATOR)
    assert "Ям-Тёсовская СОШ" in text_of(region.get(reverse("exchange:monitoring", args=["reg47_m010"])))
    assert "470167" in text_of(region.get(reverse("exchange:school", args=["470167"])))
    for code in ("ru", "reg220000", "reg22_m019", "470167", "nowhere"):
        for name in ("monitoring", "monitoring_table", "contacts", "contacts_table", "remind"):
            assert region.get(reverse(f"exchange:{name}", args=[code])).status_code == 404
    for code in ("220001", "reg220000", "ru"):
        assert region.get(reverse("exchange:school", args=[code])).status_code == 404


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("all", {"Ям-Тёсовская СОШ", "Лужская СОШ № 2"}),
        ("missing", {"Лужская СОШ № 2"}),
        ("faulty", {"Ям-Тёсовская СОШ"}),
        ("late", set()),
    ],
)
def test_the_filters_show_whom_they_name(sign_in, expected, send, show, names):
    send(b"fault=1")
    page = text_of(sign_in(Role.MUNICIPAL_COORDINATOR).get(reverse("exchange:monitoring"), {"show": show}))
    assert {name for name in ("Ям-Тёсовская СОШ", "Лужская СОШ № 2") if name in page} == names


def test_the_table_that_htmx_asks_for_is_the_table_of_the_page_and_nothing_when_nothing_changed(
    sign_in, expected, send
):
    client = sign_in(Role.REGIONAL_COORDINATOR)
    address = reverse("exchange:monitoring", args=["reg470000"])
    page = text_of(client.get(address))
    part = client.get(address, headers={"HX-Request": "true"}).content.decode().strip()
    assert part.startswith("<table")
    assert part in page
    stamp = part.split('"stamp": "')[1].split('"')[0]
    same = client.get(address, {"stamp": stamp}, headers={"HX-Request": "true"})
    assert (same.status_code, same.content) == (204, b"")
    send(b"rows=3")
    assert client.get(address, {"stamp": stamp}, headers={"HX-Request": "true"}).status_code == 200


def test_a_filter_of_grade_without_assessments_offers_the_way_back(sign_in, expected):
    page = text_of(sign_in(Role.REGIONAL_COORDINATOR).get(reverse("exchange:monitoring"), {"grade": "4"}))
    assert "Показать все" in page


def test_a_nonsense_filter_still_opens_the_page(sign_in, expected):
    page = sign_in(Role.REGIONAL_COORDINATOR).get(
        reverse("exchange:monitoring"), {"grade": "x", "show": "y", "page": "0"}
    )
    assert "Лужский" in text_of(page)


def test_the_table_carries_the_figures_of_the_page(sign_in, expected, send):
    send(b"rows=10")
    client = sign_in(Role.MUNICIPAL_COORDINATOR)
    response = client.get(reverse("exchange:monitoring_table", args=["reg47_m010"]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = {row[1]: row[2:8] for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert rows["Ям-Тёсовская СОШ"] == (1, 1, 0, 0, 1, 50)
    assert rows["Лужская СОШ № 2"] == (1, 0, 0, 0, 0, "нет данных")
    assert rows["Итого"] == (2, 1, 0, 0, 1, 50)


def test_contacts_name_telephones_and_debts(sign_in, expected, world):
    Unit.objects.filter(pk=world.school.pk).update(
        contact_name="Иванова А. А.", contact_phone="+7 813 00-00", contact_email="yam@school.example"
    )
    client = sign_in(Role.REGIONAL_COORDINATOR)
    page = text_of(client.get(reverse("exchange:contacts", args=["reg470000"])))
    assert "tel:+7 813 00-00" in page
    response = client.get(reverse("exchange:contacts_table", args=["reg470000"]))
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = {row[1]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert rows["Ям-Тёсовская СОШ"][3:7] == ("Иванова А. А.", "+7 813 00-00", "yam@school.example", "АЯ 8")


def test_a_reminder_is_shown_sent_once_a_day_and_only_to_those_who_owe(sign_in, expected, send, world):
    send(b"rows=3")
    client = sign_in(Role.MUNICIPAL_COORDINATOR)
    address = reverse("exchange:remind", args=["reg47_m010"])
    shown = text_of(client.get(address))
    assert "Получателей: <b>1</b>" in shown
    assert "загрузка закроется 30.04.2026 в 12:00 по Москве" in shown
    assert not Notification.objects.exists()
    assert "Получателей: 1." in text_of(client.post(address, follow=True))
    note = Notification.objects.get()
    assert (note.unit, note.link) == (world.neighbor, reverse("exchange:steps"))
    assert "Английский язык 8 класс" in note.body
    again = client.post(address)
    assert again.status_code == 409
    assert "сегодня уже напомнили" in again.content.decode()
    assert Notification.objects.count() == 1


def test_a_school_whose_only_upload_was_rejected_is_reminded_to_mend_it(sign_in, expected, send, world):
    send(b"fault=3")
    sign_in(Role.MUNICIPAL_COORDINATOR).post(reverse("exchange:remind", args=["reg47_m010"]))
    body = Notification.objects.get(unit=world.school).body
    assert "Загружены с ошибками и не приняты" in body
    assert "Английский язык 8 класс" in body


def test_the_federal_organizer_reminds_regions_with_counts(sign_in, expected, world):
    client = sign_in(Role.FEDERAL_ORGANIZER)
    client.post(reverse("exchange:remind", args=["ru"]))
    notes = {note.unit: note.body for note in Notification.objects.all()}
    assert "не загружено форм: 2 (АЯ 8)" in notes[world.region]
    assert "не загружено форм: 1 (АЯ 8)" in notes[world.other_region]


def test_nobody_owes_nobody_is_reminded(sign_in, expected):
    Expectation.objects.update(state=3)
    client = sign_in(Role.REGIONAL_COORDINATOR)
    address = reverse("exchange:remind", args=["reg470000"])
    assert "Напоминать некому" in text_of(client.get(address))
    assert client.post(address).status_code == 409


def test_an_analyst_watches_and_does_not_remind(sign_in, expected):
    client = sign_in(Role.REGIONAL_ANALYST)
    assert "Напомнить" not in text_of(client.get(reverse("exchange:monitoring")))
    assert client.get(reverse("exchange:remind", args=["reg470000"])).status_code == 404


def test_roles_of_a_school_do_not_see_the_matrix_nor_coordinators_the_schools_forms(sign_in, expected):
    assert sign_in(Role.SCHOOL_TECHNICIAN).get(reverse("exchange:monitoring")).status_code == 404
    for role in (*MUNICIPAL_ROLES, Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER):
        client = sign_in(role)
        own = client.get(reverse("exchange:steps"))
        assert own.status_code == (404 if role is Role.FEDERAL_ORGANIZER else 200)
        assert "Английский язык" not in own.content.decode()
        assert client.get(reverse("exchange:upload", args=["2026.en8"])).status_code == 404


def test_a_coordinator_reads_the_receipt_of_a_school_below(sign_in, send):
    page = text_of(sign_in(Role.REGIONAL_COORDINATOR).get(reverse("exchange:receipt", args=[send(b"fault=1").number])))
    assert "Есть ошибки" in page
    assert "Загрузить исправленный файл" not in page
