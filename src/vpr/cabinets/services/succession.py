"""Candidates and successors: a unit names its coordinator and the level above approves; one takes over from another.

Whoever takes over gets an account of their own. The work belongs to the unit, so nothing of it is lost, and the former
coordinator's password opens nothing any more.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.urls import reverse

from vpr.base.refusals import Refusal
from vpr.cabinets.cards import PersonCard
from vpr.cabinets.models import Account, Appointment, Proposal, Unit
from vpr.cabinets.rules import may_propose
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.appointments import close_appointment, require_may_manage, take_seat
from vpr.cabinets.services.journal import record_audit
from vpr.cabinets.services.notices import notify
from vpr.kernel.roles import ROLE_TITLE, Role, UnitKind

OPEN = ("proposed", "approved")


class NotYoursToPropose(Refusal):
    """Кандидатуру предлагает сама организация на свою главную роль."""


class ProposedAlready(Refusal):
    """На эту роль уже есть кандидатура, по которой нет решения. Сначала отзовите её или дождитесь решения."""


class DecidedAlready(Refusal):
    """По этой кандидатуре решение уже принято."""


class ReasonNeeded(Refusal):
    """Укажите причину: её прочтут те, кто предложил кандидатуру."""


@transaction.atomic
def propose(
    *, by: Cabinet, card: PersonCard, starts_on: date, replaces: Appointment | None = None, now: datetime
) -> Proposal:
    """The unit names its coordinator; the level above decides (S3, 2: the list is approved by the ministry)."""
    unit, role = by.unit, by.role
    kind = UnitKind(unit.kind)
    if not may_propose(by.role, role, kind=kind, is_direct=unit.is_direct, is_own_unit=True):
        raise NotYoursToPropose
    proposal = _new(unit, role, card, starts_on, replaces, by.account, now)
    record_audit(account=by.account, unit=unit, verb="proposed_candidate", subject=ROLE_TITLE[role], now=now)
    if unit.parent is not None:
        notify(
            units=[unit.parent],
            title=f"Предложена кандидатура: {unit}",
            body=f"Роль: {ROLE_TITLE[role].lower()}. Утвердите кандидатуру или отклоните с указанием причины.",
            link=reverse("cabinets:proposals"),
            topic="decision",
            sender=by.account,
            now=now,
        )
    return proposal


@transaction.atomic
def approve(*, by: Cabinet, proposals: Iterable[Proposal], document: str = "", now: datetime) -> list[Proposal]:
    """Approves a list, as a ministry does by one order; those whose day has come take their seats at once."""
    done = []
    for key in sorted(proposal.pk for proposal in proposals):
        proposal = _open(key, "proposed")
        require_may_manage(by, proposal.unit, Role(proposal.role))
        proposal.document = document.strip() or proposal.document
        _decide(proposal, "approved", by.account, now)
        record_audit(
            account=by.account, unit=proposal.unit, verb="approved_candidate", subject=_title(proposal), now=now
        )
        _tell(proposal, "Кандидатура утверждена", "", by.account, now)
        _settle_if_due(proposal, now)
        done.append(proposal)
    return done


@transaction.atomic
def reject(*, by: Cabinet, proposal: Proposal, reason: str, now: datetime) -> None:
    if not reason.strip():
        raise ReasonNeeded
    found = _open(proposal.pk, "proposed")
    require_may_manage(by, found.unit, Role(found.role))
    found.reason = reason.strip()[:300]
    _decide(found, "rejected", by.account, now)
    record_audit(account=by.account, unit=found.unit, verb="rejected_candidate", subject=_title(found), now=now)
    _tell(found, "Кандидатура отклонена", f"Причина: {found.reason}", by.account, now)


@transaction.atomic
def withdraw(*, by: Cabinet, proposal: Proposal, now: datetime) -> None:
    """Whoever named a candidate takes the name back, also an approved one whose day has not come."""
    found = _open(proposal.pk, *OPEN)
    if found.unit_id != by.unit.pk:
        require_may_manage(by, found.unit, Role(found.role))
    elif found.state != "proposed":
        raise DecidedAlready
    _decide(found, "withdrawn", by.account, now)
    record_audit(account=by.account, unit=found.unit, verb="withdrew_candidate", subject=_title(found), now=now)


@transaction.atomic
def replace(
    *, by: Cabinet, appointment: Appointment, card: PersonCard, starts_on: date, ends_at_once: bool, now: datetime
) -> Proposal:
    """Names a successor from a date. The present access ends at once or on that day."""
    unit, role = appointment.unit, Role(appointment.role)
    require_may_manage(by, unit, role)
    proposal = _new(unit, role, card, starts_on, appointment, by.account, now)
    _decide(proposal, "approved", by.account, now)
    record_audit(account=by.account, unit=unit, verb="named_successor", subject=_title(proposal), now=now)
    if ends_at_once:
        close_appointment(appointment, by=by.account, now=now)
    _settle_if_due(proposal, now)
    return proposal


def settle_due(*, now: datetime) -> int:
    """Those whose day has come by the clock of their unit take their seats. Returns how many."""
    farthest = (now + timedelta(days=1)).date()  # in Kamchatka it is tomorrow already
    near = Proposal.objects.filter(state="approved", starts_on__lte=farthest).order_by("pk")
    return sum(_settle_one(key, now) for key in list(near.values_list("pk", flat=True)))


@transaction.atomic
def _settle_one(key: int, now: datetime) -> int:
    proposal = Proposal.objects.select_for_update(of=("self",)).filter(pk=key, state="approved").first()
    return int(proposal is not None and _settle_if_due(proposal, now))


def _settle_if_due(proposal: Proposal, now: datetime) -> bool:
    unit = proposal.unit
    if proposal.starts_on > now.astimezone(ZoneInfo(unit.time_zone)).date():
        return False
    if proposal.replaces is not None:
        close_appointment(proposal.replaces, by=proposal.decided_by, now=now)
    card = PersonCard(proposal.person, proposal.post, proposal.phone, proposal.email, proposal.document)
    proposal.appointment = take_seat(unit=unit, role=Role(proposal.role), card=card, by=proposal.decided_by, now=now)
    proposal.state = "settled"
    proposal.save(update_fields=["appointment", "state"])
    login = proposal.appointment.account.login
    record_audit(
        account=proposal.decided_by, unit=unit, verb="took_over", subject=f"{login}: {_title(proposal)}", now=now
    )
    if unit.parent is not None:
        notify(
            units=[unit.parent],
            title=f"Новый координатор приступил: {unit}",
            body=f"Роль: {_title(proposal).lower()}. Выдайте код активации: пароля прежнего сотрудника больше нет.",
            link=reverse("cabinets:unit", args=[unit.code]),
            topic="decision",
            sender=None,
            now=now,
        )
    return True


def _new(
    unit: Unit, role: Role, card: PersonCard, starts_on: date, replaces: Appointment | None, by: Account, now: datetime
) -> Proposal:
    if Proposal.objects.filter(unit=unit, role=role, state__in=OPEN).exists():
        raise ProposedAlready
    return Proposal.objects.create(
        unit=unit,
        role=role,
        **{field: getattr(card, field).strip() for field in ("person", "post", "phone", "email", "document")},
        starts_on=starts_on,
        replaces=replaces,
        proposed_by=by,
        proposed_at=now,
    )


def _open(key: int, *states: str) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).filter(pk=key, state__in=states).first()
    if found is None:
        raise DecidedAlready
    return found


def _decide(proposal: Proposal, state: str, by: Account, now: datetime) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, now
    proposal.save(update_fields=["state", "decided_by", "decided_at", "reason", "document"])


def _title(proposal: Proposal) -> str:
    return ROLE_TITLE[Role(proposal.role)]


def _tell(proposal: Proposal, title: str, body: str, sender: Account, now: datetime) -> None:
    notify(
        units=[proposal.unit],
        title=f"{title}: {_title(proposal).lower()}",
        body=body,
        link=reverse("cabinets:proposals"),
        topic="decision",
        sender=sender,
        now=now,
    )
