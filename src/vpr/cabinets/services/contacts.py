"""Contacts of a unit and the name of a person: what officers keep up to date themselves."""

from datetime import datetime

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.cabinets.cards import PersonCard
from vpr.cabinets.models import Account, Appointment, Unit
from vpr.cabinets.rules import COORDINATORS, KEEPERS
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services.journal import record_audit


class ContactsNotYours(Refusal):
    """Контакты этой организации меняет она сама или её координатор."""


def may_edit_contacts(cabinet: Cabinet, unit: Unit) -> bool:
    if unit.pk == cabinet.unit.pk:
        return cabinet.role in KEEPERS
    return cabinet.role in COORDINATORS and cabinet.scope.reaches(unit)


@transaction.atomic
def edit_contacts(*, by: Cabinet, unit: Unit, name: str, phone: str, email: str, now: datetime) -> None:
    if not may_edit_contacts(by, unit):
        raise ContactsNotYours
    fresh = {"contact_name": name, "contact_phone": phone, "contact_email": email}
    changed = [field for field, value in fresh.items() if getattr(unit, field) != value]
    if not changed:
        return
    Unit.objects.filter(pk=unit.pk).update(**fresh)
    record_audit(account=by.account, unit=unit, verb="edited_contacts", subject=unit.name, now=now)


@transaction.atomic
def edit_person(*, account: Account, appointment: Appointment | None, card: PersonCard) -> None:
    """What an officer says of oneself, as colleagues see it. Never a child."""
    Account.objects.filter(pk=account.pk).update(person=card.person.strip(), email=card.email.strip())
    if appointment is not None:
        Appointment.objects.filter(pk=appointment.pk, account=account).update(
            post=card.post.strip(), phone=card.phone.strip()
        )
