"""Names of directors end with the term everywhere: in the answers, in the uploads and drafts that brought them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from vpr.base import files
from vpr.campaigns.models import Campaign
from vpr.exchange.models import Draft, Submission, SubmissionState
from vpr.exchange.services import workbook_of
from vpr.questionnaire import jobs
from vpr.questionnaire.services import erase_staff_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def campaign(db, home):
    return Campaign.objects.create(code="2026", title="ВПР 2026", year=2026, is_current=True)


@pytest.fixture
def workbook(campaign):
    return workbook_of(campaign, "context")


def test_uploads_and_drafts_of_directors_go_with_their_names_once_the_campaign_is_over(
    world, workbook, campaign, now, settings
):
    typed = {"unit": world.school, "workbook": workbook, "rows": [["Петрова Анна Ивановна"]]}
    Draft.objects.create(**typed, saved_at=now)
    digest = files.keep("Петрова Анна Ивановна".encode())
    sent = {"unit": world.school, "workbook": workbook, "sha256": digest, "size": 1, "state": SubmissionState.ACCEPTED}
    repairs = [{"code": "R-01", "cell": "О!B4", "before": " Петрова", "after": "Петрова"}]
    first = Submission.objects.create(**sent, number="1", version=1, received_at=now, repairs=repairs)
    term = timedelta(days=settings.VPR_STAFF_DATA_DAYS)
    again = Submission.objects.create(**sent, number="2", version=2, received_at=now + term)

    erase_staff_answers(now=now + term + timedelta(days=1))
    first.refresh_from_db()
    assert not first.is_erased, "the campaign still runs"

    Campaign.objects.filter(pk=campaign.pk).update(is_current=False)
    erase_staff_answers(now=now + term + timedelta(days=1))
    first.refresh_from_db()
    assert (first.is_erased, first.repairs) == (True, [])
    assert not Draft.objects.exists()
    assert files.path_of(digest).exists(), "the same bytes came again later: they go with the last receipt"

    erase_staff_answers(now=now + 3 * term)
    again.refresh_from_db()
    assert again.is_erased
    assert not files.path_of(digest).exists()


def test_a_rehearsal_does_not_hasten_the_erasure(db, now, monkeypatch):
    asked = []
    monkeypatch.setattr(jobs.services, "erase_staff_answers", lambda *, now: asked.append(now))
    monkeypatch.setattr(jobs.clock, "now", lambda: now + timedelta(days=4000))
    jobs.erase_staff_answers(0)
    assert abs(asked[0] - timezone.now()) < timedelta(minutes=5)
