"""A name typed into a form by mistake leaves no trace: not in the faults, not in the repairs, not among the kept bytes."""

import json

import pytest

from score_forms import filled
from vpr.base import files
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Expectation, SubmissionState
from vpr.exchange.services import check_submission, receive_upload, workbook_of_assessment
from vpr.results.queries import spec_of

pytestmark = pytest.mark.django_db

NAME = "Иванов Иван Иванович"


@pytest.fixture
def send(world, assessment, now, home, django_capture_on_commit_callbacks):
    expectation = Expectation.objects.create(
        unit=world.school, region_id=world.region.pk, municipality_id=world.municipality.pk,
        workbook=workbook_of_assessment(assessment),
        code_from=80001, code_to=80010,
    )  # fmt: skip
    template = kind_of("scores").template(world.school, expectation.workbook, expectation)[1]
    spec = spec_of(assessment, world.school, expectation)

    books = {}

    def upload(rows):
        # a book that is saved again holds another second: the same rows are the same bytes here
        key = repr(rows)
        content = books[key] = books.get(key) or filled(spec, rows, template)
        submission = receive_upload(
            unit=world.school, workbook=expectation.workbook, content=content, name="форма.xlsx",
            account=None, now=now,
        )  # fmt: skip
        with django_capture_on_commit_callbacks(execute=True):
            check_submission(submission_id=submission.pk, now=now)
        submission.refresh_from_db()
        return submission

    return upload


@pytest.mark.parametrize("place", [0, 1, 4, 9, 10])
def test_a_name_in_a_cell_is_refused_and_erased(send, place):
    row = [80001, 1, 5, 5, 3, 3, 2, 3, 1, 1, 4]
    row[place] = NAME
    submission = send([row])
    assert submission.state == SubmissionState.REJECTED
    assert [fault["code"] for fault in submission.faults if fault["code"].startswith("R-18")] == ["R-18a"]
    assert "Иван" not in json.dumps([submission.faults, submission.repairs], ensure_ascii=False)
    assert submission.is_erased
    assert not files.path_of(submission.sha256).exists()


def test_the_same_bytes_again_are_checked_and_erased_again(send):
    row = [NAME, 1, 5, 5, 3, 3, 2, 3, 1, 1, 4]
    first, second = send([row]), send([row])
    assert first.pk == second.pk
    assert second.is_erased
    assert not files.path_of(second.sha256).exists()


def test_a_form_with_other_faults_keeps_its_bytes(send):
    submission = send([[80001, 1, 9, 5, 3, 3, 2, 3, 1, 1, 4]])
    assert submission.state == SubmissionState.REJECTED
    assert files.path_of(submission.sha256).exists()
