"""Notifications reach units, their e-mail copies leave once."""

import pytest
from django.core import mail

from vpr.cabinets.models import Notification
from vpr.cabinets.services import notify, send_mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def addressed(world):
    world.school.contact_email = "school@example.org"
    world.school.save()
    return world.school


def sent_jobs():
    from procrastinate.contrib.django.models import ProcrastinateJob

    return [job.args["notification_ids"] for job in ProcrastinateJob.objects.filter(task_name="cabinets.send_mail")]


def test_everyone_is_notified_and_only_addresses_get_mail(world, addressed, now):
    assert (
        notify(units=[addressed, world.neighbor], title="Срок близко", body="Загрузите форму.", sender=None, now=now)
        == 2
    )
    (copied,) = sent_jobs()
    assert Notification.objects.get(pk=copied[0]).unit == addressed


def test_a_copy_leaves_once_however_often_the_job_runs(addressed, now, settings):
    settings.VPR_PUBLIC_URL = "https://vpr.example.org"
    notify(units=[addressed], title="Срок близко", body="Загрузите форму.", link="/exchange/", sender=None, now=now)
    (ids,) = sent_jobs()
    assert [send_mail(notification_ids=ids, now=now) for _ in range(2)] == [1, 0]
    (message,) = mail.outbox
    assert message.to == ["school@example.org"]
    assert message.body == "Загрузите форму.\n\nhttps://vpr.example.org/exchange/"


def test_many_units_are_notified_in_a_handful_of_queries(world, now, django_assert_max_num_queries):
    from vpr.cabinets.services import SchoolRow, ensure_schools

    made = ensure_schools([SchoolRow(f"47{n:04}", f"Школа {n}", "reg47_m011") for n in range(1000, 2000)])
    with django_assert_max_num_queries(6):
        notify(units=made.values(), title="Срок", body="", sender=None, now=now)
