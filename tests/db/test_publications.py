"""Publications: the address as a condition, editions, moments, receipts of reading."""

import random
from datetime import timedelta

import pytest

from exchange_kind import PlainKind
from vpr.base import files
from vpr.cabinets.models import Account, Appointment, Notification, Unit
from vpr.cabinets.scope import Cabinet, Scope, scope_of
from vpr.exchange import kinds, refusals, services
from vpr.exchange.addressing import READERS, Address
from vpr.exchange.models import Edition, Reading
from vpr.exchange.publications_today import publication_steps
from vpr.exchange.queries.publications import (
    addressed_to,
    items_of,
    read_counts,
    units_of,
    unread_obligatory,
    unread_units,
)
from vpr.exchange.services import Words
from vpr.kernel.roles import ROLE_LEVEL, Role

PDF = [("порядок.pdf", b"%PDF-1.7")]


@pytest.fixture
def cabinet(world, home):
    def of(role, unit=None):
        if unit is None:
            appointment = Appointment.objects.get(account=world.people[role])
            return Cabinet(appointment.account, appointment, scope_of(appointment))
        account = Account.objects.get_or_create(login=f"{role}-{unit.code}")[0]
        appointment = Appointment(account=account, role=role, unit=unit)
        return Cabinet(account, appointment, Scope(role, unit))

    return of


@pytest.fixture
def publish(cabinet, now):
    def out(by=Role.FEDERAL_ORGANIZER, *, at=None, title="Порядок проведения", **words):
        author = cabinet(by)
        words = Words(kind="instruction", title=title, body="Текст", **words)
        edition = services.prepare_publication(by=author, words=words, brought=PDF, now=now)
        services.publish_edition(by=author, edition=edition, at=at, now=now)
        return edition

    return out


def titles(cabinet, now):
    return [edition.title for edition in addressed_to(cabinet, now)]


# The address


def test_the_two_sides_of_an_address_agree(world, assessment, cabinet, publish, now, monkeypatch):
    """Whatever the address: a unit is counted as addressed exactly when a cabinet of it reads the publication."""
    monkeypatch.setitem(kinds._kinds, "scores", PlainKind())
    workbook = services.workbook_of_assessment(assessment)
    services.expect(
        workbook=workbook, rows=[(world.school.pk, 1, None, None), (world.foreign_school.pk, 1, None, None)]
    )
    Unit.objects.filter(pk__in=[world.foreign_school.pk, world.neighbor.pk]).update(time_zone="Asia/Barnaul")
    luck = random.Random(20260422)
    units = list(Unit.objects.exclude(kind="country"))
    keys = {kind: [unit.pk for unit in units if unit.kind == kind] for kind in ("region", "municipality", "school")}
    some = lambda values: luck.sample(values, luck.randint(0, 2)) if luck.random() < 0.4 else []  # noqa: E731
    for number in range(60):
        address = Address(
            roles=tuple(role.value for role in some(list(READERS))),
            regions=tuple(some(keys["region"])),
            municipalities=tuple(some(keys["municipality"])),
            units=tuple(some(keys["school"])),
            time_zones=tuple(some(["Europe/Moscow", "Asia/Barnaul"])),
            grades=tuple(some([7, 8])),
            subjects=tuple(some(["en", "ma"])),
            campaign_id=luck.choice([None, assessment.campaign_id]),
        )
        edition = publish(title=f"№ {number}", address=address)
        addressed = set(units_of(edition))
        for unit in units:
            roles = [role for role in READERS if ROLE_LEVEL[role] == unit.kind]
            reads = any(f"№ {number}" in titles(cabinet(role, unit), now) for role in roles)
            assert reads == (unit in addressed), (address, unit)


def test_a_region_publishes_within_itself_only(world, cabinet, publish, now):
    publish(Role.REGIONAL_COORDINATOR)
    assert titles(cabinet(Role.SCHOOL_ORGANIZER), now) == ["Порядок проведения"]
    assert titles(cabinet(Role.SCHOOL_ORGANIZER, world.foreign_school), now) == []
    assert titles(cabinet(Role.FEDERAL_ORGANIZER), now) == ["Порядок проведения"]
    with pytest.raises(refusals.OutsideOfRegion):
        publish(Role.REGIONAL_COORDINATOR, address=Address(units=(world.foreign_school.pk,)))


def test_a_publication_is_not_a_row_for_every_reader(world, cabinet, publish, now, django_assert_max_num_queries):
    publish()
    reader = cabinet(Role.SCHOOL_ORGANIZER)
    assert Reading.objects.count() == 0
    with django_assert_max_num_queries(2):
        assert len(items_of(reader, now)) == 1


@pytest.mark.parametrize("role", [Role.MUNICIPAL_COORDINATOR, Role.SCHOOL_ORGANIZER, Role.REGIONAL_ANALYST])
def test_others_do_not_publish(cabinet, now, role):
    with pytest.raises(refusals.NotThePublisher):
        services.prepare_publication(by=cabinet(role), words=Words("news", "Новость", "Текст"), now=now)


# Moments and editions


def test_a_draft_is_seen_by_nobody_and_an_empty_one_is_not_published(cabinet, now):
    author = cabinet(Role.FEDERAL_ORGANIZER)
    edition = services.prepare_publication(by=author, words=Words("news", "Новость"), now=now)
    assert titles(cabinet(Role.SCHOOL_ORGANIZER), now) == []
    with pytest.raises(refusals.NothingToPublish):
        services.publish_edition(by=author, edition=edition, at=None, now=now)


def test_a_planned_publication_is_shown_and_told_at_its_moment_and_told_once(world, cabinet, publish, now):
    at = now + timedelta(days=2)
    publish(at=at, is_obligatory=True)
    reader = cabinet(Role.SCHOOL_ORGANIZER)
    assert titles(reader, at - timedelta(seconds=1)) == []
    assert services.announce_publications(now=at - timedelta(seconds=1)) == 0
    assert titles(reader, at) == ["Порядок проведения"]
    assert [services.announce_publications(now=at) for _ in range(2)] == [1, 0]
    note = Notification.objects.get(unit=world.school)
    assert (note.topic, note.title) == ("release", "Инструктивный материал: Порядок проведения")
    assert not Notification.objects.filter(unit=world.country).exists()


def test_a_planned_publication_can_be_put_off_and_a_published_one_is_not_changed(cabinet, publish, now):
    author = cabinet(Role.FEDERAL_ORGANIZER)
    planned, out = publish(at=now + timedelta(days=2)), publish()
    services.unplan_edition(by=author, edition=planned, now=now)
    assert titles(cabinet(Role.SCHOOL_ORGANIZER), now + timedelta(days=3)) == ["Порядок проведения"]
    for verb in (services.unplan_edition, lambda **more: services.publish_edition(at=None, **more)):
        with pytest.raises(refusals.EditionIsPublished):
            verb(by=author, edition=out, now=now)


def test_a_new_edition_replaces_and_the_history_stays(cabinet, publish, now):
    author, reader = cabinet(Role.FEDERAL_ORGANIZER), cabinet(Role.SCHOOL_ORGANIZER)
    first = publish()
    services.mark_opened(cabinet=reader, edition=first, now=now)
    words = Words("instruction", "Порядок, исправленный", "Новый текст", note="исправлен пункт 3")
    second = services.prepare_edition(
        by=author,
        publication=first.publication,
        words=words,
        kept=[file.pk for file in first.files.all()],
        brought=[("дополнение.docx", b"PK")],
        now=now,
    )
    assert titles(reader, now) == ["Порядок проведения"]  # a draft replaces nothing
    services.publish_edition(by=author, edition=second, at=None, now=now)
    (item,) = items_of(reader, now)
    assert (item.edition.number, item.is_read, item.is_renewed) == (2, False, True)
    assert [file.name for file in second.files.all()] == ["порядок.pdf", "дополнение.docx"]
    first.refresh_from_db()
    assert (first.title, first.body) == ("Порядок проведения", "Текст")
    assert [file.name for file in first.files.all()] == ["порядок.pdf"]


def test_a_withdrawn_publication_is_seen_by_nobody(cabinet, publish, now):
    edition = publish()
    services.withdraw_publication(by=cabinet(Role.FEDERAL_ORGANIZER), publication=edition.publication, now=now)
    assert titles(cabinet(Role.SCHOOL_ORGANIZER), now) == []
    assert services.announce_publications(now=now) == 0


def test_nobody_changes_what_another_prepared(cabinet, publish, now):
    edition = publish(Role.REGIONAL_COORDINATOR)
    stranger = cabinet(Role.FEDERAL_ORGANIZER)
    with pytest.raises(refusals.NotThePublisher):
        services.withdraw_publication(by=stranger, publication=edition.publication, now=now)
    with pytest.raises(refusals.NotThePublisher):
        services.remind_unread(by=stranger, edition=edition, now=now)


# Files


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("вирус.exe", b"MZ", "такого вида не публикуется"),
        ("страница.html", b"<html>", "такого вида не публикуется"),
        ("пустой.pdf", b"", "0 байт"),
        ("том.pdf", b"x" * (20 * 1024 * 1024 + 1), "больше 20 МБ"),
    ],
)
def test_files_that_are_no_documents_are_refused(cabinet, now, name, content, words):
    author = cabinet(Role.FEDERAL_ORGANIZER)
    with pytest.raises(refusals.PublicationFileRefused, match=words):
        services.prepare_publication(by=author, words=Words("news", "Новость"), brought=[(name, content)], now=now)
    assert not Edition.objects.exists()


def test_too_many_files_are_refused_and_names_lose_their_folders(cabinet, now):
    author = cabinet(Role.FEDERAL_ORGANIZER)
    brought = [(f"C:\\папка\\{n}.pdf", b"%PDF") for n in range(21)]
    with pytest.raises(refusals.TooManyFiles):
        services.prepare_publication(by=author, words=Words("news", "Новость"), brought=brought, now=now)
    edition = services.prepare_publication(by=author, words=Words("news", "Новость"), brought=brought[:1], now=now)
    (file,) = edition.files.all()
    assert (file.name, file.size, files.read(file.sha256)) == ("0.pdf", 4, b"%PDF")


# Receipts of reading


def test_who_opened_is_counted_and_who_has_not_is_reminded_once_a_day(world, cabinet, publish, now):
    address = Address(roles=("school_organizer",))
    edition = publish(is_obligatory=True, address=address)
    author, reader = cabinet(Role.FEDERAL_ORGANIZER), cabinet(Role.SCHOOL_ORGANIZER)
    assert [services.mark_opened(cabinet=reader, edition=edition, now=now) for _ in range(2)] == [True, False]
    assert not services.mark_opened(cabinet=cabinet(Role.SCHOOL_TECHNICIAN), edition=edition, now=now)
    assert set(unread_units(edition)) == {world.neighbor, world.foreign_school}
    counts = {line.unit: (line.addressed, line.opened) for line in read_counts(edition)}
    assert counts == {world.region: (2, 1), world.other_region: (1, 0)}
    assert services.remind_unread(by=author, edition=edition, now=now) == 2
    assert {note.unit for note in Notification.objects.filter(topic="reminder")} == {
        world.neighbor,
        world.foreign_school,
    }
    with pytest.raises(refusals.RemindedOfPublicationToday):
        services.remind_unread(by=author, edition=edition, now=now + timedelta(hours=1))
    assert services.remind_unread(by=author, edition=edition, now=now + timedelta(days=1)) == 2
    for unit in (world.neighbor, world.foreign_school):
        services.mark_opened(cabinet=cabinet(Role.SCHOOL_ORGANIZER, unit), edition=edition, now=now)
    with pytest.raises(refusals.EverybodyHasRead):
        services.remind_unread(by=author, edition=edition, now=now + timedelta(days=2))


def test_counts_of_a_region_are_by_municipalities_and_the_region_itself(world, publish):
    edition = publish(Role.REGIONAL_COORDINATOR)
    counts = {line.unit: line.addressed for line in read_counts(edition)}
    assert counts == {world.region: 1, world.municipality: 3, world.other_municipality: 1}


def test_what_is_obligatory_stays_in_today_until_it_is_opened(cabinet, publish, now):
    reader = cabinet(Role.SCHOOL_ORGANIZER)
    publish(title="Новость")
    edition = publish(title="Порядок", is_obligatory=True)
    (step,) = publication_steps(reader, now)
    assert (step.title, step.button) == ("Ознакомьтесь: Порядок", "Открыть")
    assert publication_steps(cabinet(Role.FEDERAL_ORGANIZER), now) == []
    services.mark_opened(cabinet=reader, edition=edition, now=now)
    assert unread_obligatory(reader, now) == []
    for number in range(5):
        publish(title=f"Порядок {number}", is_obligatory=True)
    (step,) = publication_steps(reader, now)
    assert step.title == "Ознакомьтесь: 5 публикаций"
