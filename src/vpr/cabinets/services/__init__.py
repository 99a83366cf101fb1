"""The verbs of the cabinets. Only these modules write the tables of this app."""

from vpr.cabinets.services.activation import (
    IssuedCode,
    activate,
    issue_code,
    issue_codes,
    reset_second_factor,
    revoke_codes,
)
from vpr.cabinets.services.appointments import appoint, edit_card, end_appointment
from vpr.cabinets.services.contacts import edit_contacts, edit_person
from vpr.cabinets.services.forgetting import erase_staff_data
from vpr.cabinets.services.journal import record_audit
from vpr.cabinets.services.letters import choose_letters, send_due_mail, send_mail
from vpr.cabinets.services.moves import close_set, create_set, move_schools, relocate, rename_set
from vpr.cabinets.services.notices import forget_words, mark_read, notify
from vpr.cabinets.services.reminding import remind_of_deadlines
from vpr.cabinets.services.roster import apply_roster, plan_roster
from vpr.cabinets.services.succession import approve, propose, reject, replace, settle_due, withdraw
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
    "apply_roster",
    "appoint",
    "approve",
    "choose_letters",
    "close_set",
    "create_set",
    "edit_card",
    "edit_contacts",
    "edit_person",
    "end_appointment",
    "ensure_country",
    "ensure_municipality",
    "ensure_region",
    "ensure_school",
    "ensure_schools",
    "erase_staff_data",
    "forget_words",
    "issue_code",
    "issue_codes",
    "mark_read",
    "move_schools",
    "notify",
    "plan_roster",
    "propose",
    "record_audit",
    "reject",
    "relocate",
    "remind_of_deadlines",
    "rename_set",
    "replace",
    "reset_second_factor",
    "revoke_codes",
    "send_due_mail",
    "send_mail",
    "settle_due",
    "withdraw",
]
