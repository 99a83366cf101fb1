"""One press instead of forty calls: a reminder to every unit that owes forms, at most once a day for each."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.exchange.models import Reminder
from vpr.exchange.position import moment_text
from vpr.exchange.queries.behind import Behind, units_behind
from vpr.exchange.queries.matrix import Choice, Column
from vpr.exchange.refusals import NobodyToRemind, RemindedToday
from vpr.kernel.roles import UnitKind

REMINDER_TITLE = "Напоминание: загрузите результаты ВПР"


@transaction.atomic
def send_reminders(*, by: Cabinet, unit: Unit, choice: Choice, now: datetime) -> int:
    """Reminds the units below `unit` that have not uploaded; returns how many. Who was reminded today is passed over."""
    Unit.objects.select_for_update().get(pk=unit.pk)  # a second press waits and then finds everybody reminded
    behind = units_behind(unit, choice, now)  # a school whose only upload was rejected owes its form too
    if not behind:
        raise NobodyToRemind
    receivers = [item for item in behind if item.reminded_at is None]
    if not receivers:
        raise RemindedToday
    by_text: dict[str, list[Unit]] = {}
    for item in receivers:
        by_text.setdefault(reminder_text(item), []).append(item.unit)
    for text, units in by_text.items():
        notify(units=units, title=REMINDER_TITLE, body=text, link=_link(units[0]), sender=by.account, now=now)
    Reminder.objects.bulk_create(
        Reminder(unit=item.unit, sent_from=by.unit, sent_by=by.account, sent_at=now) for item in receivers
    )
    record_audit(
        account=by.account,
        unit=unit,
        verb="sent_reminders",
        subject=unit.name,
        details={"units": len(receivers)},
        now=now,
    )
    return len(receivers)


def reminder_text(item: Behind) -> str:
    """What the unit reads: the forms it owes, each with its date, and those that wait to be mended."""
    if item.unit.kind != UnitKind.SCHOOL:
        owed = [f"не загружено форм: {item.missing_count} ({item.missing_titles})"] if item.missing else []
        owed += [f"загружены с ошибками формы по предметам: {item.faulty_titles}"] if item.faulty else []
        return (
            f"По вашему региону {'; '.join(owed)}. "
            "Откройте «Ход ВПР»: там видно, какие школы ещё не сдали формы, и можно напомнить им одним нажатием."
        )
    lines = _listed("Не загружены формы сбора результатов:", item.missing, item.unit)
    lines += _listed("Загружены с ошибками и не приняты, исправьте и загрузите снова:", item.faulty, item.unit)
    return "\n".join([*lines, "Загрузить их можно в разделе «Ход ВПР»."])


def _listed(title: str, columns: list[Column], unit: Unit) -> list[str]:
    lines = []
    for column in columns:
        deadline = column.position.deadline
        until = f"загрузка закроется {moment_text(deadline, unit.time_zone)}" if deadline else "загрузка закрыта"
        late = f"срок прошёл, {until}" if column.is_over else until
        lines.append(f"— {column.assessment.title}: {late}")
    return [title, *lines] if lines else []


def _link(unit: Unit) -> str:
    return reverse("exchange:steps" if unit.kind == UnitKind.SCHOOL else "exchange:monitoring")
