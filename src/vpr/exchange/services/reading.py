"""Receipts of reading: who opened a publication, and a reminder to those who have not."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.exchange.models import Edition, Reading, Reminder
from vpr.exchange.queries.behind import reminded_today
from vpr.exchange.queries.publications import is_addressed, unread_units
from vpr.exchange.refusals import EverybodyHasRead, NotThePublisher, RemindedOfPublicationToday


def mark_opened(*, cabinet: Cabinet, edition: Edition, now: datetime) -> bool:
    """A receipt of the addressed who opens what is in force; a second look changes nothing. Whether it was the first."""
    if not is_addressed(cabinet, edition):
        return False
    reading = Reading(edition=edition, unit=cabinet.unit, account=cabinet.account, opened_at=now)
    known = Reading.objects.filter(edition=edition, unit=cabinet.unit, account=cabinet.account)
    if known.exists():
        return False
    Reading.objects.bulk_create([reading], ignore_conflicts=True)
    return True


@transaction.atomic
def remind_unread(*, by: Cabinet, edition: Edition, now: datetime) -> int:
    """Reminds every addressed unit that has not opened the edition, at most once a day; returns how many."""
    if edition.publication.publisher_id != by.unit.pk:
        raise NotThePublisher
    Unit.objects.select_for_update().get(pk=by.unit.pk)  # a second press waits and then finds everybody reminded
    unread = {unit.pk: unit for unit in unread_units(edition)}
    if not unread:
        raise EverybodyHasRead
    about = f"publication-{edition.pk}"
    for key in reminded_today(list(unread), about, now):
        del unread[key]
    if not unread:
        raise RemindedOfPublicationToday
    notify(
        units=unread.values(),
        title=f"Напоминание: ознакомьтесь с публикацией «{edition.title}»"[:200],
        body="Публикация адресована вам и ещё не открыта. Откройте её в кабинете.",
        link=reverse("exchange:publication", args=[edition.publication_id]),
        topic="reminder",
        sender=by.account,
        now=now,
    )
    Reminder.objects.bulk_create(
        [
            Reminder(unit=unit, about=about, sent_from=by.unit, sent_by=by.account, sent_at=now)
            for unit in unread.values()
        ],
        batch_size=5000,
    )
    record_audit(
        account=by.account,
        unit=by.unit,
        verb="sent_reminders",
        subject=edition.title,
        details={"units": len(unread)},
        now=now,
    )
    return len(unread)
