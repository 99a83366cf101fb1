"""Tables of the cabinets: units of the fixed hierarchy, accounts, appointments, activation codes, notifications."""

from vpr.cabinets.models.journal import AuditEntry
from vpr.cabinets.models.notices import DeadlineReminder, Letter, LetterRule, Notification, NotificationRead
from vpr.cabinets.models.people import Account, AccountManager, ActivationCode, Appointment, Proposal
from vpr.cabinets.models.units import RUSSIAN_ORDER, Unit, UnitManager, UnitMove, UnitQuerySet

__all__ = [
    "RUSSIAN_ORDER",
    "Account",
    "AccountManager",
    "ActivationCode",
    "Appointment",
    "AuditEntry",
    "DeadlineReminder",
    "Letter",
    "LetterRule",
    "Notification",
    "NotificationRead",
    "Proposal",
    "Unit",
    "UnitManager",
    "UnitMove",
    "UnitQuerySet",
]
