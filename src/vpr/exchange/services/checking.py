"""The check of an upload: read outside any transaction, decide and record inside one, at most one effect."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from vpr.base import files
from vpr.base.queue import defer
from vpr.exchange.faults import READER_DIED, TOO_MANY
from vpr.exchange.kinds import Verdict, kind_of
from vpr.exchange.models import Expectation, ExpectationQuerySet, ExpectationState, Submission, SubmissionState
from vpr.exchange.rules import CHECK_ATTEMPTS
from vpr.kernel.faults import Fault

#: More faults than anybody reads: the rest would only make the page heavy.
_FAULTS_KEPT = 3000
#: A check that has not come to an end by then is deferred once more.
_LOST_AFTER = timedelta(seconds=60)


def check_submission(*, submission_id: int, now: datetime) -> None:
    """Accepts or rejects a received upload. Runs again without effect; an older upload never overwrites a newer one."""
    submission = Submission.objects.select_related("unit", "workbook__campaign", "workbook__assessment__campaign").get(
        pk=submission_id
    )
    if submission.state != SubmissionState.RECEIVED:
        return
    expectation = _expectation_of(submission).get()
    verdict = Verdict()
    if expectation.latest_id == submission.pk:
        verdict = _verdict(submission, expectation)
    _conclude(submission, verdict, now)


def rescue_unchecked(*, now: datetime) -> int:
    """Defers the check of uploads that were received and never checked: their worker died. Returns how many."""
    lost = Submission.objects.filter(state=SubmissionState.RECEIVED, received_at__lt=now - _LOST_AFTER)
    keys = list(lost.order_by("received_at", "pk").values_list("pk", flat=True)[:1000])
    for key in keys:
        defer("exchange.check_submission", once_as=f"check-{key}", submission_id=key)
    return len(keys)


def _verdict(submission: Submission, expectation: Expectation) -> Verdict:
    # Counted before reading and committed: a file that kills the worker itself is refused after a few tries.
    Submission.objects.filter(pk=submission.pk).update(attempts=F("attempts") + 1)
    if submission.attempts >= CHECK_ATTEMPTS:
        return Verdict(faults=[Fault.at(READER_DIED)])
    return kind_of(submission.kind).check(
        files.read(submission.sha256),
        submission.original_name,
        unit=submission.unit,
        workbook=submission.workbook,
        expectation=expectation,
        channel=submission.channel,
    )


@transaction.atomic
def _conclude(submission: Submission, verdict: Verdict, now: datetime) -> None:
    expectation = _expectation_of(submission).select_for_update().get()
    # The lock of the expectation is held: no other check of this form concludes meanwhile.
    if not Submission.objects.filter(pk=submission.pk, state=SubmissionState.RECEIVED).exists():
        return
    submission.checked_at = now
    if expectation.latest_id != submission.pk:
        submission.state = SubmissionState.SUPERSEDED
        submission.save(update_fields=["state", "checked_at"])
        return
    submission.state = SubmissionState.ACCEPTED if verdict.is_accepted else SubmissionState.REJECTED
    submission.rows, submission.participants = verdict.rows, verdict.participants
    submission.faults = [_stored(fault) for fault in _kept(verdict.faults)]
    submission.repairs = [
        {"code": repair.code, "cell": repair.cell, "before": repair.before, "after": repair.after}
        for repair in verdict.repairs
    ]
    submission.is_erased = verdict.holds_personal and not verdict.is_accepted
    submission.save(update_fields=["state", "checked_at", "rows", "participants", "faults", "repairs", "is_erased"])
    if submission.is_erased:
        transaction.on_commit(lambda: _erase(submission.sha256))
    _move(expectation, submission, verdict, now)
    if verdict.is_accepted:
        kind_of(submission.kind).record(submission, verdict, now=now)


def _erase(digest: str) -> None:
    """No name stays in the system. The same bytes hold the same name, whoever sent them."""
    files.forget(digest)
    Submission.objects.filter(sha256=digest, state=SubmissionState.REJECTED).update(is_erased=True)


def _move(expectation: Expectation, submission: Submission, verdict: Verdict, now: datetime) -> None:
    expectation.state = ExpectationState.ACCEPTED if verdict.is_accepted else ExpectationState.FAULTY
    expectation.changed_at = now
    if verdict.is_accepted:
        expectation.accepted = submission
        expectation.participants_accepted = verdict.participants
    expectation.save(update_fields=["state", "changed_at", "accepted", "participants_accepted"])


def _expectation_of(submission: Submission) -> ExpectationQuerySet:
    return Expectation.objects.filter(unit_id=submission.unit_id, workbook_id=submission.workbook_id)


def _kept(faults: list[Fault]) -> list[Fault]:
    if len(faults) <= _FAULTS_KEPT:
        return faults
    return [*faults[:_FAULTS_KEPT], Fault.at(TOO_MANY, shown=_FAULTS_KEPT, total=len(faults))]


def _stored(fault: Fault) -> dict[str, object]:
    return {"code": fault.code, "cell": fault.cell, "details": dict(fault.details)}
