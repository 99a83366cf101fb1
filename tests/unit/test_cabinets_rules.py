"""Pure rules of the cabinets: codes, deadlines, who may appoint whom."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpr.cabinets.activation_code import ALPHABET, BITS, digest, grouped, new_code, normal_code
from vpr.cabinets.deadlines import counted, deadline_of, time_left
from vpr.cabinets.rules import COORDINATORS, main_role, may_manage, roles_at
from vpr.kernel.roles import ROLE_LEVEL, Role, UnitKind

CODES = st.text(ALPHABET, min_size=20, max_size=20).map(grouped)
NOW = datetime(2026, 4, 22, 9, 0, tzinfo=UTC)
LEVELS = list(UnitKind)


def test_a_code_carries_a_hundred_bits():
    assert BITS >= 100
    assert len({new_code() for _ in range(1000)}) == 1000


@given(CODES)
def test_a_code_survives_how_people_type_it(code):
    assert normal_code(code) == code
    assert normal_code(f" {code.replace('-', ' ').lower()} ") == code
    russian = code.translate(str.maketrans("ABEKMHPCTXY30", "АВЕКМНРСТХУЗО"))
    assert normal_code(russian) == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_nothing(text):
    code = normal_code(text)
    assert code is None or normal_code(code) == code


def test_equal_codes_have_equal_digests_only_under_one_key():
    code = new_code()
    assert digest(code, key=b"a") == digest(code, key=b"a") != digest(code, key=b"b")
    assert code not in digest(code, key=b"a")


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(days=3, hours=5), "осталось: 3 дня"),
        (timedelta(days=11), "осталось: 11 дней"),
        (timedelta(days=21), "осталось: 21 день"),
        (timedelta(hours=5, minutes=20), "осталось: 5 часов 20 мин"),
        (timedelta(hours=1), "осталось: 1 час"),
        (timedelta(minutes=7), "осталось: 7 мин"),
        (timedelta(0), "срок прошёл 0 мин назад"),
        (timedelta(days=-2), "срок прошёл 2 дня назад"),
    ],
)
def test_time_left_in_words(left, text):
    assert time_left(NOW + left, NOW) == text


def test_a_deadline_names_both_clocks_only_where_they_differ():
    at = NOW + timedelta(hours=3)
    assert deadline_of(at, now=NOW, time_zone="Europe/Moscow").local == ""
    kamchatka = deadline_of(at, now=NOW, time_zone="Asia/Kamchatka")
    assert (kamchatka.moscow, kamchatka.local) == ("22.04.2026 15:00", "23.04.2026 00:00")
    assert kamchatka.is_near


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 дней"), (1, "1 день"), (2, "2 дня"), (5, "5 дней"), (11, "11 дней"), (14, "14 дней"), (22, "22 дня")],
)
def test_a_counted_word_agrees_with_its_number(number, text):
    assert counted(number, "день", "дня", "дней") == text
    assert counted(number + 1000, "день", "дня", "дней").split()[1] == text.split()[1]


@given(st.sampled_from(Role), st.sampled_from(Role), st.sampled_from(UnitKind), st.booleans(), st.booleans())
def test_nobody_manages_equals_or_those_above(actor, role, kind, is_direct, is_own_unit):
    if may_manage(actor, role, kind=kind, is_direct=is_direct, is_own_unit=is_own_unit):
        assert actor is not role
        assert is_own_unit or (
            actor in COORDINATORS
            and ROLE_LEVEL[role] is kind
            and LEVELS.index(ROLE_LEVEL[actor]) < LEVELS.index(ROLE_LEVEL[role])
        )


@given(st.sampled_from(UnitKind), st.booleans())
def test_every_unit_has_a_main_role_of_its_own_level(kind, is_direct):
    main = main_role(kind, is_direct=is_direct)
    assert ROLE_LEVEL[main] is kind
    assert roles_at(kind, is_direct=is_direct)[0] is main


def test_schools_outside_municipalities_have_a_responsible_coordinator():
    assert main_role(UnitKind.MUNICIPALITY, is_direct=True) is Role.RESPONSIBLE_COORDINATOR
    assert Role.MUNICIPAL_COORDINATOR not in roles_at(UnitKind.MUNICIPALITY, is_direct=True)
