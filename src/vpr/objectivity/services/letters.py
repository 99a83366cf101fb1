"""The letter to an observer: where, when, whom to ask for. Sent only with consent."""

from datetime import datetime

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from vpr.objectivity.memo import memo_text
from vpr.objectivity.models import Duty


def send_letters(*, duty_ids: list[int], now: datetime) -> int:
    """Each letter is marked in its own transaction, so a repeat sends the rest."""
    with get_connection() as connection:
        return sum(_send(key, connection, now) for key in duty_ids)


@transaction.atomic
def _send(key: int, connection: BaseEmailBackend, now: datetime) -> int:
    waiting = Duty.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=key, told_at=None)
    duty = waiting.select_related("observer__campaign", "unit").first()
    if duty is None or not duty.observer.email or not duty.observer.may_be_mailed:
        return 0
    title = f"Общественное наблюдение {duty.on:%d.%m.%Y}"
    EmailMessage(title, memo_text(duty), to=[duty.observer.email], connection=connection).send()
    duty.told_at = now
    duty.save(update_fields=["told_at"])
    return 1
