"""Pages of «Публикации»: the federal organizer and a region publish, everybody addressed reads, nobody else."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from vpr.base import clock
from vpr.cabinets.models import Appointment
from vpr.exchange.models import Edition, Reading
from vpr.kernel.roles import Role

WORDS = {"kind": "instruction", "title": "Порядок проведения", "body": "Читайте <b>внимательно</b>."}


@pytest.fixture(autouse=True)
def at_now(monkeypatch, home, now, assessment):
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def sign_in(client, world):
    def enter(who):
        client.force_login(world.people[who] if isinstance(who, Role) else who)
        return client

    return enter


@pytest.fixture
def publish(sign_in):
    """Through the pages: draft, then publication; gives the key."""

    def out(by=Role.FEDERAL_ORGANIZER, at="", **more):
        client = sign_in(by)
        brought = SimpleUploadedFile("порядок.pdf", b"%PDF-1.7")
        response = client.post(reverse("exchange:new_publication"), WORDS | {"files": brought} | more)
        assert response.status_code == 302, response.content.decode()
        key = Edition.objects.latest("pk").publication_id
        assert client.post(reverse("exchange:publish", args=[key]), {"at": at}).status_code == 302
        return key

    return out


def page_of(response):
    assert response.status_code == 200, response.status_code
    return response.content.decode()


def test_a_reader_finds_opens_and_downloads(publish, sign_in, world):
    key = publish(is_obligatory="on")
    school = sign_in(Role.SCHOOL_ORGANIZER)
    listed = page_of(school.get(reverse("exchange:publications")))
    assert "Порядок проведения" in listed
    assert "не открыто" in listed
    page = page_of(school.get(reverse("exchange:publication", args=[key])))
    assert "Читайте &lt;b&gt;внимательно&lt;/b&gt;." in page
    assert "Для вас как автора" not in page
    assert Reading.objects.get().unit == world.school
    assert "открыто</span>" in page_of(school.get(reverse("exchange:publications")))
    file = Edition.objects.get().files.get()
    answer = school.get(reverse("exchange:publication_file", args=[key, 1, file.pk]))
    assert answer.content == b"%PDF-1.7"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"


def test_the_list_is_filtered_by_kind(publish, sign_in):
    publish(), publish(kind="news", title="Изменён телефон")
    page = page_of(sign_in(Role.SCHOOL_ORGANIZER).get(reverse("exchange:publications"), {"kind": "news"}))
    assert "Изменён телефон" in page
    assert "Порядок проведения" not in page


def test_what_is_not_addressed_does_not_exist(publish, sign_in, world):
    key = publish(roles=["municipal_coordinator"])
    file = Edition.objects.get().files.get()
    school = sign_in(Role.SCHOOL_ORGANIZER)
    assert "Порядок проведения" not in page_of(school.get(reverse("exchange:publications")))
    assert school.get(reverse("exchange:publication", args=[key])).status_code == 404
    assert school.get(reverse("exchange:publication_file", args=[key, 1, file.pk])).status_code == 404
    assert sign_in(Role.MUNICIPAL_COORDINATOR).get(reverse("exchange:publication", args=[key])).status_code == 200


def test_a_region_publishes_within_itself(publish, sign_in, world):
    key = publish(Role.REGIONAL_COORDINATOR)
    Appointment.objects.create(account=world.stranger, role=Role.SCHOOL_ORGANIZER, unit=world.foreign_school)
    assert sign_in(world.stranger).get(reverse("exchange:publication", args=[key])).status_code == 404
    assert sign_in(Role.FEDERAL_ORGANIZER).get(reverse("exchange:publication", args=[key])).status_code == 200
    for name in ("edit_publication", "publication_readers"):
        assert sign_in(Role.FEDERAL_ORGANIZER).get(reverse(f"exchange:{name}", args=[key])).status_code == 404


def test_an_unknown_or_foreign_code_is_told(sign_in, world):
    client = sign_in(Role.REGIONAL_COORDINATOR)
    answer = client.post(reverse("exchange:new_publication"), WORDS | {"codes": "470167, 220001 нет"})
    assert "Таких кодов нет: 220001, нет." in page_of(answer)
    assert not Edition.objects.exists()


def test_a_draft_is_its_publishers_alone_and_is_changed_in_place(sign_in, world):
    client = sign_in(Role.FEDERAL_ORGANIZER)
    client.post(reverse("exchange:new_publication"), WORDS | {"codes": "470167\nreg47_m011", "grades": ["8"]})
    edition = Edition.objects.get()
    page = page_of(client.get(reverse("exchange:publication", args=[edition.publication_id])))
    assert "черновик" in page
    assert "Ям-Тёсовская СОШ" in page
    form = page_of(client.get(reverse("exchange:edit_publication", args=[edition.publication_id])))
    assert "470167\nreg47_m011" in form
    client.post(reverse("exchange:edit_publication", args=[edition.publication_id]), WORDS | {"title": "Порядок"})
    edition.refresh_from_db()
    assert (edition.number, edition.title, edition.units) == (1, "Порядок", [])
    school = sign_in(Role.SCHOOL_ORGANIZER)
    assert school.get(reverse("exchange:publication", args=[edition.publication_id])).status_code == 404


def test_a_refused_file_is_told_on_the_same_page(sign_in):
    brought = SimpleUploadedFile("a.exe", b"MZ")
    answer = sign_in(Role.FEDERAL_ORGANIZER).post(reverse("exchange:new_publication"), WORDS | {"files": brought})
    assert answer.status_code == 409
    assert "такого вида не публикуется" in answer.content.decode()


def test_a_planned_one_is_put_off_and_a_published_one_withdrawn(publish, sign_in, now):
    key = publish(at=f"{now + timedelta(days=3):%Y-%m-%dT%H:%M}")
    author = sign_in(Role.FEDERAL_ORGANIZER)
    assert "запланировано" in page_of(author.get(reverse("exchange:publication", args=[key])))
    assert author.get(reverse("exchange:publication_readers", args=[key])).status_code == 404
    author.post(reverse("exchange:unplan", args=[key]))
    assert "черновик" in page_of(author.get(reverse("exchange:publication", args=[key])))
    author.post(reverse("exchange:publish", args=[key]), {"at": ""})
    author.post(reverse("exchange:withdraw", args=[key]))
    assert "снято" in page_of(author.get(reverse("exchange:publication", args=[key])))
    assert sign_in(Role.SCHOOL_ORGANIZER).get(reverse("exchange:publication", args=[key])).status_code == 404


def test_a_new_edition_shows_what_changed_and_keeps_the_old_text(publish, sign_in):
    key = publish()
    author = sign_in(Role.FEDERAL_ORGANIZER)
    form = page_of(author.get(reverse("exchange:edit_publication", args=[key])))
    assert "Новая редакция" in form
    kept = Edition.objects.get().files.get().pk
    changed = WORDS | {"body": "Новый текст", "note": "исправлен пункт 3", "kept": kept}
    author.post(reverse("exchange:edit_publication", args=[key]), changed)
    school = sign_in(Role.SCHOOL_ORGANIZER)
    assert "Новый текст" not in page_of(school.get(reverse("exchange:publication", args=[key])))
    sign_in(Role.FEDERAL_ORGANIZER).post(reverse("exchange:publish", args=[key]), {"at": ""})
    page = page_of(sign_in(Role.SCHOOL_ORGANIZER).get(reverse("exchange:publication", args=[key])))
    assert "Новый текст" in page
    assert "исправлен пункт 3" in page
    assert "Прежние редакции (1)" in page
    old = Edition.objects.get(number=1).files.get()
    assert (
        sign_in(Role.SCHOOL_ORGANIZER).get(reverse("exchange:publication_file", args=[key, 1, old.pk])).status_code
        == 200
    )


def test_the_publisher_sees_who_has_not_opened_and_reminds(publish, sign_in, world):
    key = publish(Role.REGIONAL_COORDINATOR, roles=["school_organizer"])
    sign_in(Role.SCHOOL_ORGANIZER).get(reverse("exchange:publication", args=[key]))
    author = sign_in(Role.REGIONAL_COORDINATOR)
    assert "открыли 1" in page_of(author.get(reverse("exchange:publication", args=[key])))
    page = page_of(author.get(reverse("exchange:publication_readers", args=[key])))
    assert "Лужская СОШ № 2" in page
    assert "Ям-Тёсовская СОШ" not in page
    done = author.post(reverse("exchange:remind_readers", args=[key]), follow=True)
    assert "Получателей: 1." in page_of(done)
    assert author.post(reverse("exchange:remind_readers", args=[key])).status_code == 409


def test_only_publishers_prepare(sign_in):
    for role in (Role.MUNICIPAL_COORDINATOR, Role.SCHOOL_ORGANIZER, Role.REGIONAL_ANALYST):
        client = sign_in(role)
        assert "Новая публикация" not in page_of(client.get(reverse("exchange:publications")))
        assert client.get(reverse("exchange:new_publication")).status_code == 404
