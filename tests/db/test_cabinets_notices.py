"""Notifications reach units and are read by persons; letters leave once, at the pace each person has chosen."""

from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from vpr.cabinets.models import Account, Appointment, Letter, Notification
from vpr.cabinets.notices import shown_to, unread_of
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.cabinets.services import choose_letters, mark_read, notify, send_due_mail, send_mail
from vpr.cabinets.topics import Pace
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db
MOSCOW = ZoneInfo("Europe/Moscow")


@pytest.fixture
def addressed(world):
    world.school.contact_email = "school@example.org"
    world.school.save()
    return world.school


@pytest.fixture
def organizer(world):
    account = world.people[Role.SCHOOL_ORGANIZER]
    account.email = "organizer@example.org"
    account.save()
    return account


def cabinet_of(account):
    appointment = Appointment.objects.select_related("unit", "account").get(account=account, ended_at=None)
    return Cabinet(appointment.account, appointment, scope_of(appointment))


def sent_jobs():
    from procrastinate.contrib.django.models import ProcrastinateJob

    return [job.args["letter_ids"] for job in ProcrastinateJob.objects.filter(task_name="cabinets.send_mail")]


def tell(unit, now, topic="deadline", title="Срок близко"):
    return notify(
        units=[unit], title=title, body="Загрузите форму.", link="/exchange/", topic=topic, sender=None, now=now
    )


def test_everyone_is_notified_and_only_addresses_get_mail(world, addressed, now):
    assert (
        notify(units=[addressed, world.neighbor], title="Срок близко", body="Загрузите форму.", sender=None, now=now)
        == 2
    )
    (copied,) = sent_jobs()
    assert Letter.objects.get(pk=copied[0]).notification.unit == addressed


def test_a_letter_leaves_once_however_often_the_job_runs(addressed, now, settings):
    settings.VPR_PUBLIC_URL = "https://vpr.example.org"
    tell(addressed, now)
    (ids,) = sent_jobs()
    assert [send_mail(letter_ids=ids, now=now) for _ in range(2)] == [1, 0]
    (message,) = mail.outbox
    assert message.to == ["school@example.org"]
    assert message.body.startswith("Загрузите форму.\n\nhttps://vpr.example.org/exchange/")
    assert "https://vpr.example.org/notifications/settings/" in message.body
    assert message.extra_headers["List-Unsubscribe"] == "<https://vpr.example.org/notifications/settings/>"


def test_a_person_with_an_address_gets_the_letter_instead_of_the_office(addressed, organizer, now):
    tell(addressed, now)
    (ids,) = sent_jobs()
    send_mail(letter_ids=ids, now=now)
    assert [message.to for message in mail.outbox] == [["organizer@example.org"]]


def test_messages_of_a_day_are_gathered_into_one_letter_at_eight(world, organizer, now):
    choose_letters(account=organizer, group="deadlines", pace=Pace.DAILY, is_hidden=False, now=now)
    for title in ("Первое", "Второе"):
        tell(world.school, now, title=title)
    assert sent_jobs() == []
    eight = datetime(2026, 4, 23, 8, 0, tzinfo=MOSCOW)
    assert send_due_mail(now=eight - timedelta(minutes=1)) == 0
    assert [send_due_mail(now=eight) for _ in range(2)] == [1, 0]
    (message,) = mail.outbox
    assert message.subject == "Ход ВПР: 2 сообщения"
    assert message.body.index("Первое") < message.body.index("Второе")


def test_who_wants_no_letters_gets_none_and_keeps_the_message(world, organizer, now):
    choose_letters(account=organizer, group="deadlines", pace=Pace.NEVER, is_hidden=True, now=now)
    tell(world.school, now)
    assert Letter.objects.count() == 0
    assert shown_to(cabinet_of(organizer)).count() == 1  # deadlines are obligatory in the cabinet


def test_a_changed_mind_reaches_letters_that_wait(world, organizer, now):
    choose_letters(account=organizer, group="forum", pace=Pace.WEEKLY, is_hidden=False, now=now)
    tell(world.school, now, topic="forum")
    choose_letters(account=organizer, group="forum", pace=Pace.NEVER, is_hidden=False, now=now)
    assert not Letter.objects.exists()


def test_the_forum_may_be_switched_off_in_the_cabinet(world, organizer, now):
    tell(world.school, now, topic="forum")
    choose_letters(account=organizer, group="forum", pace=Pace.NEVER, is_hidden=True, now=now)
    assert unread_of(cabinet_of(organizer)).count() == 0


def test_a_letter_whose_job_was_lost_leaves_with_the_next_round(world, organizer, now):
    tell(world.school, now)
    assert send_due_mail(now=now) == 1


def test_an_address_that_the_server_refuses_does_not_hold_the_others(world, addressed, organizer, now, monkeypatch):
    from django.core.mail.backends.locmem import EmailBackend

    honest = EmailBackend.send_messages

    def picky(self, messages):
        if messages[0].to == ["organizer@example.org"]:
            raise SMTPRecipientsRefused({})
        return honest(self, messages)

    world.neighbor.contact_email = "next@example.org"
    world.neighbor.save()
    monkeypatch.setattr(EmailBackend, "send_messages", picky)
    notify(units=[addressed, world.neighbor], title="Срок", body="", sender=None, now=now)
    (ids,) = sent_jobs()
    assert send_mail(letter_ids=ids, now=now) == 1
    assert Letter.objects.get(account=organizer).is_refused


def test_reading_by_one_person_does_not_hide_it_from_a_colleague(world, now):
    tell(world.school, now)
    organizer = cabinet_of(world.people[Role.SCHOOL_ORGANIZER])
    technician = cabinet_of(world.people[Role.SCHOOL_TECHNICIAN])
    organizer.appointment.appointed_at = technician.appointment.appointed_at = now - timedelta(days=9)
    assert mark_read(cabinet=technician, notification_ids=None, now=now) == 1
    assert unread_of(technician).count() == 0
    assert unread_of(organizer).count() == 1


def test_a_successor_finds_new_only_what_nobody_has_read(world, now):
    tell(world.neighbor, now, title="Прочитано")
    mark_read(cabinet=cabinet_of(world.neighbor_organizer), notification_ids=None, now=now)
    tell(world.neighbor, now, title="Не прочитано")
    account = Account.objects.create_account(login="successor")
    appointment = Appointment.objects.create(account=account, role=Role.SCHOOL_ORGANIZER, unit=world.neighbor)
    Appointment.objects.filter(pk=appointment.pk).update(appointed_at=now + timedelta(days=1))
    assert [item.title for item in unread_of(cabinet_of(account))] == ["Не прочитано"]


def test_many_units_are_notified_in_a_handful_of_queries(world, now, django_assert_max_num_queries):
    from vpr.cabinets.services import SchoolRow, ensure_schools

    made = ensure_schools([SchoolRow(f"47{n:04}", f"Школа {n}", "reg47_m011") for n in range(1000, 2000)])
    with django_assert_max_num_queries(8):
        notify(units=made.values(), title="Срок", body="", sender=None, now=now)
    assert Notification.objects.count() == 1000
