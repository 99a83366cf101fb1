"""`/healthz`, and the pages that a person meets when something is refused, absent or broken."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from vpr.base.health import ailments
from vpr.base.middleware import RefusalPage
from vpr.base.queue import defer
from vpr.base.refusals import Refusal


def test_a_healthy_installation_says_so(client, db, home):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert set(answer.json()) == {"status", "database", "queue", "storage"}


def test_a_home_that_cannot_be_written_is_named(client, db, settings, tmp_path):
    settings.VPR_HOME = tmp_path / "absent"
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["storage"] != "ok"
    assert answer.json()["database"] == "ok"


@pytest.mark.django_db(transaction=True)
def test_a_queue_that_nobody_serves_is_a_fault_once_something_has_waited_long(home):
    defer("exchange.check_submission", submission_id=1)
    assert ailments(timezone.now())["queue"] == ""
    assert "1 jobs wait" in ailments(timezone.now() + timedelta(minutes=3))["queue"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 hour'")
    assert ailments(timezone.now() + timedelta(minutes=3))["queue"] == "", "a job for later does not wait"


def test_health_may_only_be_read(client, db):
    assert client.post("/healthz").status_code == 405


class NoSuchDay(Refusal):
    """В этот день работа не проводится."""


def refused(**headers):
    page = RefusalPage(lambda request: HttpResponse())
    return page.process_exception(RequestFactory().get("/", headers=headers), NoSuchDay())


def test_a_refusal_is_a_page_with_the_reason_and_409(db):
    answer = refused()
    assert answer.status_code == 409
    assert "В этот день работа не проводится." in answer.content.decode()
    assert "<h1>" in answer.content.decode()


def test_htmx_receives_the_notice_alone(db):
    answer = refused(hx_request="true")
    assert answer.status_code == 409
    assert "<h1>" not in answer.content.decode()


def test_a_bug_stays_a_bug():
    page = RefusalPage(lambda request: HttpResponse())
    assert page.process_exception(RequestFactory().get("/"), ValueError()) is None


def test_an_absent_page_speaks_russian(client, db):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "Страница не найдена" in answer.content.decode()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "500.html"])
def test_error_pages_need_nothing_to_be_shown(name):
    from django.template.loader import render_to_string

    assert "OpenVPR" in render_to_string(name, {})
