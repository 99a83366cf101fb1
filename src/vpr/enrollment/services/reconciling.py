"""Выверка: a proposal waits, the region accepts it and the units change, or returns it with a reason."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from vpr.base.copying import copy_new
from vpr.cabinets.models import Account, Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Reconciliation, SchoolRecord
from vpr.enrollment.queries.lists import names_of, proposal_changes
from vpr.enrollment.queries.records import present_lines
from vpr.enrollment.refusals import AlreadyDecided, NotYoursToDecide, ReasonNeeded
from vpr.enrollment.rules.reconciling import RECORD_FIELDS, SchoolLine, list_changes
from vpr.enrollment.services import schools
from vpr.enrollment.words import ReconciliationState, Status
from vpr.exchange.position import moment_text
from vpr.exchange.services import workbook_of
from vpr.exchange.services.reopening import reopen
from vpr.kernel.roles import Role

DECIDERS = (Role.REGIONAL_COORDINATOR, Role.FEDERAL_ORGANIZER)


@transaction.atomic
def propose_list(
    *,
    campaign: Campaign,
    unit: Unit,
    lines: Sequence[SchoolLine],
    receipt: str = "",
    account: Account | None,
    now: datetime,
) -> Reconciliation:
    """The list of a municipality or set as it should be. Nothing changes yet; an earlier one that waits is replaced.

    A list in which nothing has changed is accepted at once: there is nothing to decide.
    """
    Unit.objects.select_for_update().get(pk=unit.pk)
    earlier = Reconciliation.objects.filter(campaign=campaign, unit=unit)
    earlier.filter(state=ReconciliationState.SUBMITTED).update(state=ReconciliationState.REPLACED)
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Reconciliation.objects.create(
        campaign=campaign,
        unit=unit,
        number=number,
        rows=[line.as_json() for line in lines],
        submitted_at=now,
        submitted_by=account,
        receipt=receipt,
    )
    if not proposal_changes(made):
        _conclude(made, ReconciliationState.ACCEPTED, None, now)
        _store_records(made, lines, now)
    return made


@transaction.atomic
def accept_list(*, by: Cabinet, reconciliation: Reconciliation, now: datetime) -> list[str]:
    """Applies every change: a new school gets its code and seat, a closed one keeps its history. Sentences of what was done."""
    waiting = _waiting(by, reconciliation)
    lines = [SchoolLine.of_json(row) for row in waiting.rows]
    present = present_lines(waiting.unit, waiting.campaign)
    changes = list_changes(present, lines, names_of(lines))
    codes: dict[str, str] = {}  # name of a new school -> its code
    change = schools.Change(campaign=waiting.campaign, by=by, now=now)
    for item in changes:
        if item.kind == "added":
            codes[item.line.name] = change.add(item.line, waiting.unit).code
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=[line.code for line in lines if line.code])}
    for item in changes:
        if item.kind != "added":
            change.apply(item, units[item.code])
    kept = [line for line in lines if line.status != Status.NEW and line.code in present]
    kept += [_with_code(line, codes[line.name]) for line in lines if line.name in codes and not line.code]
    waiting.applied = sentences = [item.sentence for item in changes]
    _store_records(waiting, kept, now)
    _conclude(waiting, ReconciliationState.ACCEPTED, by, now)
    _tell(waiting, "Список школ принят", "Изменения внесены. " + _listed(waiting.applied), "decision", by, now)
    return sentences


@transaction.atomic
def return_list(*, by: Cabinet, reconciliation: Reconciliation, reason: str, now: datetime) -> None:
    if not reason.strip():
        raise ReasonNeeded
    waiting = _waiting(by, reconciliation)
    waiting.reason = reason.strip()
    _conclude(waiting, ReconciliationState.RETURNED, by, now)
    until = reopen(unit=waiting.unit, workbook=workbook_of(waiting.campaign, "reconciliation"), now=now)
    body = f"Причина: {waiting.reason}. Пришлите список снова до {moment_text(until, waiting.unit.time_zone)}."
    _tell(waiting, "Список школ возвращён", body, "return", by, now)


def _waiting(by: Cabinet, reconciliation: Reconciliation) -> Reconciliation:
    """The row, locked; only the region (or the country) decides, once."""
    found = Reconciliation.objects.select_for_update(of=("self",)).select_related("campaign", "unit__region")
    row: Reconciliation = found.get(pk=reconciliation.pk)
    if by.role not in DECIDERS or not by.scope.reaches(row.unit):
        raise NotYoursToDecide
    if row.state != ReconciliationState.SUBMITTED:
        raise AlreadyDecided
    return row


def _conclude(row: Reconciliation, state: ReconciliationState, by: Cabinet | None, now: datetime) -> None:
    row.state, row.decided_at, row.decided_by = state, now, by.account if by else None
    row.save(update_fields=["state", "decided_at", "decided_by", "reason", "applied"])
    if by is not None:
        verb = "accepted_list" if state == ReconciliationState.ACCEPTED else "returned_list"
        record_audit(account=by.account, unit=row.unit, verb=verb, subject=f"{row.unit}, № {row.number}", now=now)


def _tell(row: Reconciliation, title: str, body: str, topic: str, by: Cabinet, now: datetime) -> None:
    link = reverse("enrollment:reconciliation")
    notify(units=[row.unit], title=title, body=body[:2000], link=link, topic=topic, sender=by.account, now=now)


def _listed(sentences: Sequence[str]) -> str:
    rest = f" и ещё {len(sentences) - 20}" if len(sentences) > 20 else ""
    return "; ".join(sentences[:20]) + rest


def _with_code(line: SchoolLine, code: str) -> SchoolLine:
    return SchoolLine.of_json(line.as_json() | {"code": code})


def _store_records(row: Reconciliation, lines: Sequence[SchoolLine], now: datetime) -> None:
    """The records of this campaign: one for each school of the list, closed ones too: they show how it was."""
    units = {unit.code: unit.pk for unit in Unit.objects.filter(code__in=[line.code for line in lines])}
    SchoolRecord.objects.filter(campaign=row.campaign, unit__in=list(units.values())).delete()
    copy_new(
        [
            SchoolRecord(
                campaign_id=row.campaign_id,
                unit_id=units[line.code],
                changed_at=now,
                **{
                    name: list(value) if isinstance(value := getattr(line, name), tuple) else value
                    for name in RECORD_FIELDS
                },
            )
            for line in lines
        ]
    )
