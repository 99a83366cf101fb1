"""What happens to schools when a reconciled list is accepted. Nothing of their past is deleted or rewritten."""

from dataclasses import dataclass
from datetime import datetime

from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.services import SchoolRow, ensure_schools, record_audit
from vpr.cabinets.services.appointments import close_appointment
from vpr.cabinets.services.moves import relocate
from vpr.cabinets.services.seats import appoint_missing
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import UnitSuccession
from vpr.enrollment.rules.reconciling import ListChange, SchoolLine
from vpr.enrollment.words import SuccessionKind
from vpr.exchange.models import Workbook
from vpr.exchange.services import withdraw


@dataclass(frozen=True)
class Change:
    """Who changes the units, in which campaign, when."""

    campaign: Campaign
    by: Cabinet
    now: datetime

    def add(self, line: SchoolLine, municipality: Unit) -> Unit:
        """A new school with the next code of its region, its login and an account that waits for an activation code."""
        assert municipality.region is not None
        code = next_school_code(municipality.region)
        row = SchoolRow(code, line.name, municipality.code, short_name=line.short_name, settlement=line.settlement)
        made = ensure_schools([row])[code]
        appoint_missing(self.by, [made])
        self._event(SuccessionKind.CREATED, made, after=made.name)
        return made

    def apply(self, change: ListChange, unit: Unit) -> None:
        """A change of a school that exists."""
        match change.kind:
            case "closed":
                self._close(unit, SuccessionKind.CLOSED, None)
            case "merged":
                self._close(unit, SuccessionKind.MERGED, Unit.objects.get(code=change.line.into))
            case "moved":
                to = Unit.objects.get(code=change.line.into)
                relocate(schools=[unit], to=to, account=self.by.account, reason="выверка списка", now=self.now)
                self._correct(change.line, unit)
            case _:
                self._correct(change.line, unit)

    def _close(self, unit: Unit, kind: SuccessionKind, successor: Unit | None) -> None:
        """The school leaves the lists and is expected no more; what it has uploaded and earned stays."""
        Unit.objects.filter(pk=unit.pk).update(is_active=False)
        for appointment in unit.appointments.filter(ended_at=None).select_related("account", "unit"):
            close_appointment(appointment, by=self.by.account, now=self.now)
        for workbook in Workbook.objects.filter(expectations__unit=unit):
            withdraw(workbook=workbook, units=[unit.pk])
        self._event(kind, unit, successor=successor, before=unit.name)
        verb = "closed_school" if successor is None else "merged_school"
        record_audit(account=self.by.account, unit=unit, verb=verb, subject=unit.name, now=self.now)

    def _correct(self, line: SchoolLine, unit: Unit) -> None:
        fresh = {"name": line.name, "short_name": line.short_name, "settlement": line.settlement or unit.settlement}
        if unit.name != line.name:
            self._event(SuccessionKind.RENAMED, unit, before=unit.name, after=line.name)
        Unit.objects.filter(pk=unit.pk).update(**fresh)

    def _event(
        self, kind: SuccessionKind, unit: Unit, *, successor: Unit | None = None, before: str = "", after: str = ""
    ) -> None:
        UnitSuccession.objects.create(
            kind=kind,
            unit=unit,
            successor=successor,
            happened_on=self.now.astimezone(MOSCOW).date(),
            before=before,
            after=after,
            campaign=self.campaign,
            recorded_by=self.by.account,
            recorded_at=self.now,
        )


def next_school_code(region: Unit) -> str:
    """The first serial number above all that the region has used; codes of closed schools are never given again."""
    Unit.objects.select_for_update().get(pk=region.pk)  # two lists accepted at once get two codes
    digits = region.code[3:5]
    taken = set(Unit.objects.filter(kind="school", code__startswith=digits).values_list("code", flat=True))
    serial = max((int(code[2:]) for code in taken), default=0) + 1
    if serial > 9999:
        serial = next(number for number in range(1, 10_000) if f"{digits}{number:04d}" not in taken)
    return f"{digits}{serial:04d}"
