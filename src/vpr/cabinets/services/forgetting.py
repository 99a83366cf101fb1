"""Personal data of former officers: what remains after the term is the role and its dates (law 152-ФЗ, art. 5 p. 7)."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q, QuerySet, Value
from django.db.models.functions import Replace

from vpr.cabinets.erasing import erasers
from vpr.cabinets.models import (
    Account,
    Appointment,
    AuditEntry,
    Letter,
    LetterRule,
    Notification,
    Proposal,
    Unit,
)
from vpr.cabinets.services.appointments import unusable_password
from vpr.cabinets.services.journal import record_audit

ERASED = "(сведения удалены)"


def erase_staff_data(*, now: datetime) -> int:
    """Forgets those whose last role ended more than VPR_STAFF_DATA_DAYS ago. Returns how many people; again: none."""
    since = now - timedelta(days=settings.VPR_STAFF_DATA_DAYS)
    forgotten = sum(_forget(account, now) for account in _former(since))
    forgotten += _blank_cards(since) + _blank_proposals(since)
    for eraser in erasers():
        forgotten += eraser(since)
    if forgotten:
        record_audit(account=None, unit=None, verb="erased_staff_data", subject=f"Записей: {forgotten}", now=now)
    return forgotten


def _former(since: datetime) -> QuerySet[Account]:
    """Accounts without a live role, the last of which ended before; those that still hold something personal."""
    ended = Account.objects.annotate(last=Max("appointments__ended_at")).filter(last__lt=since)
    without = ended.exclude(pk__in=Appointment.objects.filter(ended_at=None).values("account"))
    return without.exclude(person="", email="", is_active=False)


@transaction.atomic
def _forget(account: Account, now: datetime) -> int:
    held = Appointment.objects.filter(account=account)
    units = list(Unit.objects.filter(pk__in=held.values("unit")))
    words = {account.person, account.email, *held.values_list("phone", flat=True)} - {""}
    login = _impersonal_login(account, units)
    _forget_contacts(units, account, words)
    _forget_words(units, words | ({account.login} if login != account.login else set()), login)
    held.update(post="", phone="", document="")
    Letter.objects.filter(account=account, mailed_at=None).delete()
    LetterRule.objects.filter(account=account).delete()
    Authenticator.objects.filter(user=account).delete()
    UserSession.objects.filter(user=account).delete()
    Account.objects.filter(pk=account.pk).update(
        login=login, person="", email="", is_active=False, password=unusable_password()
    )
    return 1


def _impersonal_login(account: Account, units: list[Unit]) -> str:
    """A login made from the code of a unit says nothing; one that somebody typed may be a surname."""
    codes = [text.lower() for unit in units for text in (unit.login, unit.code) if text]
    return account.login if any(account.login.startswith(code) for code in codes) else f"former-{account.pk}"


def _forget_contacts(units: list[Unit], account: Account, words: set[str]) -> None:
    """Contacts of a unit that are still those of the former officer; a successor's stay."""
    same = Q(contact_name__in=words) | Q(contact_email__in=words) | Q(contact_phone__in=words)
    Unit.objects.filter(same, pk__in=[unit.pk for unit in units]).update(
        contact_name="", contact_phone="", contact_email=""
    )


def _forget_words(units: list[Unit], words: set[str], login: str) -> None:
    """Where a coordinator has typed a name into a message, or a journal line quotes a login that tells one."""
    near = {unit.pk for unit in units} | {unit.parent_id for unit in units if unit.parent_id}
    for word in words:
        for field in ("title", "body"):
            told = Notification.objects.filter(unit__in=near, **{f"{field}__contains": word})
            told.update(**{field: Replace(field, Value(word), Value(ERASED))})
        AuditEntry.objects.filter(unit__in=near, subject__contains=word).update(
            subject=Replace("subject", Value(word), Value(login))
        )
        quoted = AuditEntry.objects.filter(unit__in=near).exclude(details={})
        for entry in quoted.filter(details__icontains=word):
            entry.details = {}
            entry.save(update_fields=["details"])


def _blank_cards(since: datetime) -> int:
    """Cards of ended roles of people who still work elsewhere."""
    ended = Appointment.objects.filter(ended_at__lt=since).exclude(post="", phone="", document="")
    return ended.update(post="", phone="", document="")


def _blank_proposals(since: datetime) -> int:
    """Candidates whom somebody decided about; the one who took the seat lives on in the appointment."""
    decided = Proposal.objects.filter(decided_at__lt=since, state__in=("settled", "rejected", "withdrawn"))
    named = decided.exclude(person="", post="", phone="", email="", document="", reason="")
    return named.update(person="", post="", phone="", email="", document="", reason="")
