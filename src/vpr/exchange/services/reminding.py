"""One press instead of forty calls: a reminder to every unit that owes forms, at most once a day for each."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import notify, record_audit
from vpr.exchange.models import Reminder
from vpr.exchange.position import moment_text
from vpr.exchange.queries.behind import Behind, Debt, units_behind
from vpr.exchange.queries.columns import PREPARATION, RESULTS, Choice
from vpr.exchange.refusals import NobodyToRemind, RemindedToday
from vpr.kernel.roles import UnitKind

REMINDER_TITLES = {
    RESULTS: "Напоминание: загрузите результаты ВПР",
    PREPARATION: "Напоминание: сдайте формы подготовки к ВПР",
}
_MISSING = {RESULTS: "Не загружены формы сбора результатов:", PREPARATION: "Не загружены формы:"}


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
    by_text: dict[tuple[str, str], list[Unit]] = {}
    for item in receivers:
        by_text.setdefault((reminder_text(item, choice.forms), _link(item)), []).append(item.unit)
    for (text, link), units in by_text.items():
        title = REMINDER_TITLES[choice.forms]
        notify(units=units, title=title, body=text, link=link, topic="reminder", sender=by.account, now=now)
    Reminder.objects.bulk_create(
        Reminder(unit=item.unit, about=choice.forms, sent_from=by.unit, sent_by=by.account, sent_at=now)
        for item in receivers
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


def reminder_text(item: Behind, forms: str = RESULTS) -> str:
    """What the unit reads: the forms it owes, each with its date, and those that wait to be mended."""
    if item.unit.kind == UnitKind.REGION:
        return _region_text(item)
    lines = _listed(_MISSING[forms], item.missing, item.unit)
    lines += _listed("Загружены с ошибками и не приняты, исправьте и загрузите снова:", item.faulty, item.unit)
    return "\n".join([*lines, "Загрузить их можно в разделе «Ход ВПР»."])


def _region_text(item: Behind) -> str:
    """A region owes forms of its own and watches over those of its municipalities and schools."""
    lines = _listed("Не загружены формы региона:", _own(item.missing), item.unit)
    lines += _listed("Формы региона загружены с ошибками и не приняты:", _own(item.faulty), item.unit)
    missing, faulty = (_titles(side) for side in (item.missing, item.faulty))
    below = [f"не загружено форм: {item.missing_count} ({missing})"] if missing else []
    below += [f"загружены с ошибками формы: {faulty}"] if faulty else []
    if below:
        lines.append(
            f"По вашему региону {'; '.join(below)}. "
            "Откройте «Ход ВПР»: там видно, кто ещё не сдал формы, и можно напомнить им одним нажатием."
        )
    return "\n".join(lines)


def _own(debts: list[Debt]) -> list[Debt]:
    return [debt for debt in debts if debt.column.level is UnitKind.REGION]


def _titles(debts: list[Debt]) -> str:
    return ", ".join(debt.short for debt in debts if debt.column.level is not UnitKind.REGION)


def _listed(title: str, debts: list[Debt], unit: Unit) -> list[str]:
    lines = []
    for debt in debts:
        deadline = debt.position.deadline
        until = f"загрузка закроется {moment_text(deadline, unit.time_zone)}" if deadline else "загрузка закрыта"
        late = f"срок прошёл, {until}" if debt.position.upload_closed else until
        lines.append(f"— {debt.title}: {late}")
    return [title, *lines] if lines else []


def _link(item: Behind) -> str:
    is_below = item.unit.kind == UnitKind.REGION and bool(_titles(item.missing) or _titles(item.faulty))
    return reverse("exchange:monitoring" if is_below else "exchange:steps")
