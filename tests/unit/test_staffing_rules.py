"""Who may stand in a room and who may mark: the rules of S5 and what «Предложить состав» makes of them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vpr.kernel.faults import Severity
from vpr.staffing.faults import CATALOGUE
from vpr.staffing.rules.experts import expert_faults, propose_experts
from vpr.staffing.rules.people import Person, Place, Stand
from vpr.staffing.rules.proposing import propose_rooms
from vpr.staffing.rules.rooms import room_faults

DAY = date(2026, 4, 22)
A, B = 1, 2  # classes
HEAD = Person(1, "Директор", is_administration=True)
DEPUTY = Person(2, "Завуч", is_administration=True, subjects=frozenset({"ma"}))
ENGLISH = Person(3, "Английский", subjects=frozenset({"en"}), classes=frozenset({A}))
HISTORY = Person(4, "История", subjects=frozenset({"is"}), classes=frozenset({A}))
MUSIC = Person(5, "Музыка", classes=frozenset({B}))
R12, R13 = Place(1, "12", seats=30), Place(2, "13", seats=10, computers=8)
WELL = Stand(1, A, "8А", "en", DAY, (2,), participants=25, room=R12, first=MUSIC, second=HEAD)
OTHER = Stand(2, B, "8Б", "ma", DAY, (2, 3), participants=8, room=R13, first=HISTORY, second=HEAD)


def changed(stand=WELL, **fields):
    from dataclasses import replace

    return replace(stand, **fields)


def codes(*stands):
    return [fault.code for fault in room_faults(stands)[stands[0].key]]


@pytest.mark.parametrize(
    ("stand", "said"),
    [
        (WELL, []),
        (changed(room=None), ["N-01"]),
        (changed(first=None), ["N-02"]),
        (changed(first=None, second=None), ["N-02"]),
        (changed(first=HEAD), ["N-03"]),
        (changed(first=ENGLISH), ["N-04", "N-05"]),
        (changed(first=HISTORY), ["N-05"]),
        (changed(second=MUSIC, first=HEAD), ["N-06"]),
        (changed(subject="ma", second=DEPUTY), ["N-04"]),
        (changed(room=R13), ["N-09"]),
        (changed(room=R13, shares=3), []),
        (changed(needs_computers=True, room=R13, shares=3), ["N-10"]),
        (changed(needs_computers=True, room=R13, participants=8), []),
    ],
)
def test_a_line_is_judged_by_the_regulation(stand, said):
    assert codes(stand) == said


def test_nobody_is_in_two_rooms_at_once():
    assert codes(WELL, OTHER) == ["N-07"]
    assert codes(WELL, changed(OTHER, lessons=(3,))) == []
    assert codes(WELL, changed(OTHER, on=date(2026, 4, 23))) == []


def test_a_room_holds_one_class_at_a_time():
    assert codes(WELL, changed(OTHER, room=R12, second=DEPUTY)) == ["N-08"]


TEACHERS = [HEAD, ENGLISH, HISTORY, MUSIC]


@pytest.mark.parametrize(
    ("members", "staff", "said"),
    [
        ([ENGLISH, HEAD], [*TEACHERS, Person(9, "Второй", subjects=frozenset({"en"}))], ["N-14"]),
        ([ENGLISH, HEAD], TEACHERS, ["N-15", "N-14"]),
        ([], [*TEACHERS, Person(9, "Второй", subjects=frozenset({"en"}))], ["N-11"]),
        ([HEAD, HISTORY], [HEAD, HISTORY], ["N-12"]),
        ([Person(9, "Второй", subjects=frozenset({"en"})), ENGLISH], [*TEACHERS, Person(9, "В", subjects=frozenset({"en"}))],
         ["N-13", "N-14"]),
    ],
)  # fmt: skip
def test_a_commission_is_judged_by_the_regulation(members, staff, said):
    assert [fault.code for fault in expert_faults("en", {A: "8А"}, members, staff)] == said


def test_a_commission_is_proposed_from_teachers_and_the_least_busy_head():
    assert propose_experts("en", TEACHERS, {}) == [ENGLISH, HEAD]
    heads = [HEAD, Person(8, "Второй завуч", is_administration=True)]
    assert propose_experts("en", [*heads, ENGLISH], {HEAD.key: 2}) == [ENGLISH, heads[1]]
    assert propose_experts("ma", [HEAD, DEPUTY], {}) == [DEPUTY]


def test_the_proposal_obeys_every_rule_and_keeps_what_was_chosen():
    empty = [changed(room=None, first=None, second=None), changed(OTHER, room=None, second=None)]
    first, second = propose_rooms(empty, [HEAD, DEPUTY, ENGLISH, HISTORY, MUSIC], [R12, R13])
    assert second.first == HISTORY
    assert room_faults([first, second]) == {1: [], 2: []}


def test_without_enough_people_the_rest_stays_empty():
    (alone,) = propose_rooms([changed(room=None, first=None, second=None)], [ENGLISH], [])
    assert (alone.room, alone.first, alone.second) == (None, None, None)


people = st.builds(
    Person,
    key=st.integers(1, 12),
    name=st.just("Кто-то"),
    is_administration=st.booleans(),
    subjects=st.frozensets(st.sampled_from(["en", "ma", "is"]), max_size=2),
    classes=st.frozensets(st.sampled_from([1, 2, 3]), max_size=2),
)
stands = st.builds(
    Stand,
    key=st.integers(1, 40),
    class_key=st.sampled_from([1, 2, 3]),
    class_name=st.just("8А"),
    subject=st.sampled_from(["en", "ma", "is"]),
    on=st.sampled_from([DAY, date(2026, 4, 23)]),
    lessons=st.sampled_from([(2,), (3,), (2, 3)]),
    participants=st.integers(0, 30),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(stands, max_size=8, unique_by=lambda s: s.key),
    st.lists(people, max_size=8, unique_by=lambda p: p.key),
)
def test_whatever_the_school_the_proposal_makes_no_error_but_gaps(lines, staff):
    found = propose_rooms(lines, staff, [R12, R13])
    told = {fault.code for faults in room_faults(found).values() for fault in faults}
    assert {code for code in told if CATALOGUE[code].severity is Severity.ERROR} <= {"N-01", "N-02"}
