"""A list of coordinators: what is read from a table and what is wrong in it."""

import pytest

from vpr.cabinets.cards import PersonCard
from vpr.cabinets.roster import COLUMNS, Action, Holder, RosterLine, action_of, faults_of, lines_of

ANNA = Holder(PersonCard("Анна Лугова", "начальник", "112", "anna@example.org", "приказ"))
NAMELESS = Holder(PersonCard())
WELL = {"is_known": True, "is_repeated": False, "holder": None}


def codes(line, **circumstances):
    return [fault.code for fault in faults_of(line, **(WELL | circumstances))]


def test_headings_may_stand_lower_and_in_another_order():
    rows = [
        ["Список"],
        ["телефон", "Фамилия,  имя, отчество", "код организации"],
        [" 8 813 ", "Анна Лугова", "reg47_m010"],
    ]
    (line,), faults = lines_of(rows)
    assert faults == []
    assert (line.number, line.code, line.person, line.phone) == (3, "reg47_m010", "Анна Лугова", "8 813")


def test_a_number_typed_as_a_code_is_read_as_text():
    (line,), _ = lines_of([list(COLUMNS), [470167.0, "", "Анна Лугова"]])
    assert line.code == "470167"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Школа", "Имя"]], "P-01"),
        ([list(COLUMNS)], "P-07"),
        ([list(COLUMNS), ["470167", "Школа", ""]], "P-07"),
    ],
)
def test_a_table_that_is_no_list_is_refused(rows, code):
    assert [fault.code for fault in lines_of(rows)[1]] == [code]


@pytest.mark.parametrize(
    ("line", "circumstances", "said"),
    [
        (RosterLine(2, "470167", "Анна Лугова"), {}, []),
        (RosterLine(2, "999999", "Анна Лугова"), {"is_known": False}, ["P-02"]),
        (RosterLine(2, "470167", "Анна Лугова"), {"is_repeated": True}, ["P-03"]),
        (RosterLine(2, "470167", replaces="да"), {}, ["P-04"]),
        (RosterLine(2, "470167", "Анна Лугова", email="anna@"), {}, ["P-05"]),
        (RosterLine(2, "470167", "Анна Лугова", email="a@b.ru, c@d.ru"), {}, ["P-05"]),
        (RosterLine(2, "470167", "Иван Иной"), {"holder": ANNA}, ["P-06"]),
        (RosterLine(2, "470167", "Иван Иной", replaces="Да"), {"holder": ANNA}, []),
        (RosterLine(2, "470167", "анна  лугова"), {"holder": ANNA}, []),
        (RosterLine(2, "470167", "Иван Иной"), {"holder": NAMELESS}, []),
    ],
)
def test_every_fault_of_a_line_is_told(line, circumstances, said):
    assert codes(line, **circumstances) == said


@pytest.mark.parametrize(
    ("line", "holder", "action"),
    [
        (RosterLine(2, "470167", "Анна Лугова"), None, Action.APPOINT),
        (RosterLine(2, "470167", "Анна Лугова"), NAMELESS, Action.FILL),
        (RosterLine(2, "470167", "Анна Лугова", phone="113"), ANNA, Action.UPDATE),
        (RosterLine(2, "470167", "Анна Лугова", phone="112"), ANNA, Action.SAME),
        (RosterLine(2, "470167", "Анна Лугова"), ANNA, Action.SAME),
        (RosterLine(2, "470167", "Иван Иной", replaces="да"), ANNA, Action.REPLACE),
    ],
)
def test_what_a_line_would_do(line, holder, action):
    assert action_of(line, holder) is action
