"""Whose names and telephones a role sees: a table to be read as the rule."""

import pytest

from vpr.cabinets.rules import Relation, sees_staff
from vpr.kernel.roles import Role

F, R, A = Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR, Role.REGIONAL_ANALYST
M, S, T = Role.MUNICIPAL_COORDINATOR, Role.SCHOOL_ORGANIZER, Role.SCHOOL_TECHNICIAN
OWN, ABOVE, BELOW = Relation.OWN, Relation.ABOVE, Relation.BELOW


@pytest.mark.parametrize(
    ("reader", "officer", "where", "sees"),
    [
        (S, M, ABOVE, True),
        (S, Role.RESPONSIBLE_COORDINATOR, ABOVE, True),
        (T, R, ABOVE, True),
        (S, A, ABOVE, False),  # an assistant of the region is not whom a school calls
        (S, T, OWN, True),
        (T, S, OWN, True),
        (M, S, BELOW, True),
        (M, T, BELOW, False),  # the technician is called through the organizer
        (R, M, BELOW, True),
        (R, S, BELOW, True),
        (A, M, BELOW, True),
        (A, S, BELOW, False),
        (F, R, BELOW, True),
        (F, S, BELOW, True),
        (S, S, BELOW, False),  # a school has nobody below
    ],
)
def test_names_are_shown_to_those_who_need_them(reader, officer, where, sees):
    assert sees_staff(reader, officer, where) is sees
