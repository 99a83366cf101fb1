"""Letters: copies of messages by e-mail, at once or gathered once a day or a week, as each person has chosen."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from vpr.base.copying import among, copy_new
from vpr.base.queue import defer
from vpr.cabinets.letters import letter_text
from vpr.cabinets.models import Account, Appointment, Letter, LetterRule, Notification
from vpr.cabinets.topics import Pace, due_at, group_of

_BATCH = 200
SETTINGS_PAGE = "/notifications/settings/"


def address_letters(notices: Sequence[Notification], *, topic: str, now: datetime) -> int:
    """A letter to each appointed person with an address, by the person's own rule; else one to the unit's office."""
    group = group_of(topic)
    units = [item.unit_id for item in notices]
    live = Appointment.objects.filter(unit__in=among(units), ended_at=None, account__is_active=True)
    people: dict[int, set[int]] = {}
    for unit_id, person_id in live.exclude(account__email="").values_list("unit_id", "account_id"):
        people.setdefault(unit_id, set()).add(person_id)
    chosen = dict(LetterRule.objects.filter(group=group.key).values_list("account_id", "pace"))
    letters = []
    for item in notices:
        offices: set[int | None] = {None} if item.unit.contact_email else set()
        readers: set[int | None] = {*people.get(item.unit_id, ())} or offices
        for account_id in readers:
            pace = Pace(chosen.get(account_id, group.usual)) if account_id else Pace.AT_ONCE
            if pace is not Pace.NEVER:
                due = due_at(pace, now=now, time_zone=item.unit.time_zone)
                letters.append(Letter(notification=item, account_id=account_id, pace=pace.value, due_at=due))
    copy_new(letters)
    at_once = [letter.pk for letter in letters if letter.pace == Pace.AT_ONCE]
    for start in range(0, len(at_once), _BATCH):
        defer("cabinets.send_mail", letter_ids=at_once[start : start + _BATCH])
    return len(letters)


def send_mail(*, letter_ids: list[int], now: datetime) -> int:
    """Sends letters that have not left yet, one message each. A repeat sends the rest."""
    return _send([[key] for key in letter_ids], now)


def send_due_mail(*, now: datetime) -> int:
    """Gathered letters whose hour has come, one to each person; and those that a lost job has left behind."""
    waiting = Letter.objects.filter(mailed_at=None, due_at__lte=now)
    gathered = waiting.exclude(pace=Pace.AT_ONCE).order_by("account_id", "notification__unit_id", "pk")
    rows = gathered.values_list("account_id", "notification__unit_id", "pk")
    bundles = [[row[2] for row in bundle] for _, bundle in groupby(rows, key=lambda row: row[:2])]
    forgotten = waiting.filter(pace=Pace.AT_ONCE).order_by("pk").values_list("pk", flat=True)
    return _send([*bundles, *([key] for key in forgotten)], now)


@transaction.atomic
def choose_letters(*, account: Account, group: str, pace: Pace, is_hidden: bool, now: datetime) -> None:
    """The person's own rule for one group; letters that wait already follow it."""
    LetterRule.objects.update_or_create(
        account=account, group=group, defaults={"pace": pace.value, "is_hidden": is_hidden}
    )
    waiting = Letter.objects.filter(account=account, mailed_at=None).exclude(pace=Pace.AT_ONCE)
    for letter in waiting.select_related("notification__unit"):
        if group_of(letter.notification.topic).key != group:
            continue
        if pace is Pace.NEVER:
            letter.delete()
            continue
        letter.pace = pace.value
        letter.due_at = due_at(pace, now=now, time_zone=letter.notification.unit.time_zone)
        letter.save(update_fields=["pace", "due_at"])


def _send(bundles: Iterable[list[int]], now: datetime) -> int:
    """Each bundle in its own transaction: what has left is marked, whatever happens to the next one."""
    sent = 0
    with get_connection() as connection:
        for bundle in bundles:
            sent += _send_bundle(bundle, connection, now)
    return sent


@transaction.atomic
def _send_bundle(keys: list[int], connection: BaseEmailBackend, now: datetime) -> int:
    waiting = Letter.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk__in=keys, mailed_at=None)
    letters = list(waiting.select_related("notification__unit", "account").order_by("notification__sent_at", "pk"))
    if not letters:
        return 0
    first = letters[0]
    address = first.account.email if first.account else first.notification.unit.contact_email
    is_refused = bool(address) and not _leave(address, letters, connection)
    Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(mailed_at=now, is_refused=is_refused)
    return int(bool(address) and not is_refused)


def _leave(address: str, letters: list[Letter], connection: BaseEmailBackend) -> bool:
    page = settings.VPR_PUBLIC_URL + SETTINGS_PAGE
    subject, body = letter_text([letter.notification for letter in letters], site=settings.VPR_PUBLIC_URL, page=page)
    headers = {"List-Unsubscribe": f"<{page}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, body, to=[address], connection=connection, headers=headers).send()
    except (SMTPRecipientsRefused, SMTPDataError):  # one wrong address must not keep the letters of two hundred others
        return False
    return True
