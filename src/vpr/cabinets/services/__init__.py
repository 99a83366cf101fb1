"""The verbs of the cabinets. Only these modules write the tables of this app."""

from vpr.cabinets.services.activation import (
    IssuedCode,
    activate,
    issue_code,
    issue_codes,
    reset_second_factor,
    revoke_codes,
)
from vpr.cabinets.services.appointments import appoint, end_appointment
from vpr.cabinets.services.contacts import edit_contacts, edit_person
from vpr.cabinets.services.journal import record_audit
from vpr.cabinets.services.letters import choose_letters, send_due_mail, send_mail
from vpr.cabinets.services.notices import mark_read, notify
from vpr.cabinets.services.units import (
    SchoolRow,
    ensure_country,
    ensure_municipality,
    ensure_region,
    ensure_school,
    ensure_schools,
)

__all__ = [
    "IssuedCode",
    "SchoolRow",
    "activate",
    "appoint",
    "choose_letters",
    "edit_contacts",
    "edit_person",
    "end_appointment",
    "ensure_country",
    "ensure_municipality",
    "ensure_region",
    "ensure_school",
    "ensure_schools",
    "issue_code",
    "issue_codes",
    "mark_read",
    "notify",
    "record_audit",
    "reset_second_factor",
    "revoke_codes",
    "send_due_mail",
    "send_mail",
]
