"""The journal: who did what, in the verbs of the services. Nothing secret ever goes into it."""

from datetime import datetime
from typing import Any

from vpr.cabinets.models import Account, AuditEntry, Unit


def record_audit(
    *,
    account: Account | None,
    unit: Unit | None,
    verb: str,
    subject: str,
    now: datetime,
    details: dict[str, Any] | None = None,
) -> AuditEntry:
    """`verb` as the service is called, in the past: `issued_codes`, `published_wave`. `unit`: whom it concerns."""
    return AuditEntry.objects.create(
        at=now, account=account, unit=unit, verb=verb, subject=subject[:200], details=details or {}
    )
