"""Receipt of an upload: bytes on disk first, then the row, the state of the matrix and the check in one commit."""

from datetime import datetime, timedelta
from typing import Literal

from django.db import connection, transaction

from vpr.base import files
from vpr.base.queue import defer
from vpr.cabinets.models import Account, Unit
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import (
    Expectation,
    ExpectationQuerySet,
    ExpectationState,
    Submission,
    SubmissionState,
    Withdrawal,
    Workbook,
)
from vpr.exchange.position import Position, position_of
from vpr.exchange.refusals import (
    AnotherLevel,
    EmptyUpload,
    FormNotExpected,
    NotExpected,
    UploadClosed,
    UploadTooLarge,
)
from vpr.exchange.rules import LARGEST_UPLOAD, bare_name, receipt_number
from vpr.exchange.services.expecting import expect_one
from vpr.exchange.services.workbooks import kept

_DOUBLE_CLICK = timedelta(minutes=1)


def receive_upload(
    *,
    unit: Unit,
    workbook: Workbook,
    content: bytes,
    name: str,
    channel: Literal["file", "grid"] = "file",
    account: Account | None,
    now: datetime,
) -> Submission:
    """Takes an upload of a unit. When this returns outside a transaction, the upload survives a power cut.

    The same bytes as the latest version give the same submission: a double click is not a second version. When they were
    rejected a while ago they are checked anew: the codes of the school or the dates may have been put right since.
    """
    _refuse_unusable(unit, workbook, content)
    workbook = kept(workbook)
    own = Expectation.objects.filter(unit=unit, workbook=workbook)
    extended_until = own.values_list("extended_until", flat=True).first()
    position = position_of(workbook, now, extended_until=extended_until)
    if not position.is_open:
        raise UploadClosed(position.refusal(unit.time_zone))
    digest = files.keep(content)  # before the lock: a slow disk must not hold anybody up
    with transaction.atomic():
        expectation = _locked_expectation(own, unit, workbook)
        # a form that was given back is sent anew, be it the same bytes: whoever decides may have been wrong
        is_owed = expectation.state == ExpectationState.EXPECTED
        if not is_owed and expectation.latest and expectation.latest.sha256 == digest:
            return _seen_again(expectation, expectation.latest, now)
        submission = _store(expectation, position, digest, content, name, channel, account, now)
        _defer_check(submission)
    return submission


def _refuse_unusable(unit: Unit, workbook: Workbook, content: bytes) -> None:
    level = kind_of(workbook.kind).level
    if unit.kind != level:
        raise AnotherLevel(level)
    if not content:
        raise EmptyUpload
    if len(content) > LARGEST_UPLOAD:
        most = LARGEST_UPLOAD // 1024 // 1024
        raise UploadTooLarge(f"Файл больше {most} МБ, форма столько не занимает: проверьте, ту ли книгу вы выбрали.")


def _locked_expectation(own: ExpectationQuerySet, unit: Unit, workbook: Workbook) -> Expectation:
    """The row that everything about this form of this unit waits for."""
    # TRAP: no join here. A row that was waited for is read anew, its joined rows are not: an old `latest` would show.
    locked = own.select_for_update()
    expectation = locked.first()
    if expectation is not None:
        return expectation
    _refuse_uncalled(unit, workbook)
    expect_one(unit=unit, workbook=workbook)
    return locked.get()


def _refuse_uncalled(unit: Unit, workbook: Workbook) -> None:
    """An open assessment expects whoever comes; a form of the preparation every active unit that was not withdrawn."""
    if workbook.assessment:
        if not workbook.assessment.is_open:
            raise NotExpected
    elif not unit.is_active or Withdrawal.objects.filter(unit=unit, workbook=workbook).exists():
        raise FormNotExpected


def _store(
    expectation: Expectation,
    position: Position,
    digest: str,
    content: bytes,
    name: str,
    channel: str,
    account: Account | None,
    now: datetime,
) -> Submission:
    serial = _next_serial()
    submission = Submission.objects.create(
        id=serial,
        number=receipt_number(serial, now),
        unit_id=expectation.unit_id,
        workbook_id=expectation.workbook_id,
        version=expectation.latest.version + 1 if expectation.latest else 1,
        channel=channel,
        sha256=digest,
        size=len(content),
        original_name=bare_name(name),
        received_at=now,
        received_by=account,
        wave=position.wave,
        is_late=position.is_late,
    )
    expectation.latest = submission
    expectation.state = ExpectationState.CHECKING
    # a correction in the late window does not make an upload late that was accepted in time
    if expectation.accepted_id is None:
        expectation.is_late = position.is_late
    expectation.changed_at = now
    expectation.save(update_fields=["latest", "state", "is_late", "changed_at"])
    return submission


def _seen_again(expectation: Expectation, submission: Submission, now: datetime) -> Submission:
    is_old = submission.checked_at is not None and now - submission.checked_at > _DOUBLE_CLICK
    # bytes that were erased have just been kept again: only another check erases them
    if submission.state == SubmissionState.REJECTED and (is_old or submission.is_erased):
        submission.state, submission.attempts, submission.is_erased = SubmissionState.RECEIVED, 0, False
        submission.save(update_fields=["state", "attempts", "is_erased"])
        expectation.state, expectation.changed_at = ExpectationState.CHECKING, now
        expectation.save(update_fields=["state", "changed_at"])
        _defer_check(submission)
    return submission


def _defer_check(submission: Submission) -> None:
    defer("exchange.check_submission", once_as=f"check-{submission.pk}", submission_id=submission.pk)


def _next_serial() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select nextval(pg_get_serial_sequence('exchange_submission', 'id'))")
        (serial,) = cursor.fetchone()
    return int(serial)
