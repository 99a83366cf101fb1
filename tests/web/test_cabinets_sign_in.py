"""Sign-in, lock-out, second factor, activation: what a person and what an attacker meet."""

import re
from io import BytesIO

import pytest
from django.core.cache import cache
from django.urls import reverse

from vpr.cabinets.models import Account, ActivationCode
from vpr.kernel.roles import Role

pytestmark = pytest.mark.django_db
PASSWORD = "довольно-длинный-пароль"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_limits(db):
    cache.clear()


@pytest.fixture
def organizer(world):
    account = world.neighbor_organizer
    account.set_password(PASSWORD)
    account.save()
    return account


def enter(client, login, password=PASSWORD, address="10.0.0.1"):
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


@pytest.mark.parametrize("typed", ["edu470168", " EDU470168 ", "470168", "sch470168"])
def test_a_school_signs_in_however_it_writes_its_login(client, organizer, typed):
    assert enter(client, typed).headers["Location"] == "/"
    assert client.get("/").context["cabinet"].account == organizer


def test_a_wrong_password_and_an_unknown_login_look_the_same(client, organizer):
    known = enter(client, "edu470168", "не тот").content.decode()
    unknown = enter(client, "edu999999", "не тот").content.decode()
    assert errors(known) == errors(unknown)


def errors(page):
    return re.findall(r"<ul class=\"errorlist[^>]*>(.*?)</ul>", page, re.S)


def test_a_stranger_cannot_lock_a_school_out(client, organizer):
    for _ in range(8):
        assert enter(client, "edu470168", "не тот", address="203.0.113.9").status_code == 200
    blocked = enter(client, "edu470168", address="203.0.113.9")
    assert blocked.status_code == 200  # even the right password, from that address, for a while
    assert enter(client, "edu470168", address="10.0.0.1").status_code == 302


def test_one_schools_mistakes_do_not_lock_its_neighbor_at_the_same_address(client, organizer):
    for _ in range(8):
        enter(client, "edu470167", "не тот")
    assert enter(client, "edu470168").status_code == 302


def test_an_address_that_tries_many_logins_is_stopped(client, organizer):
    for number in range(100):
        enter(client, f"edu{470200 + number}", "не тот", address="203.0.113.9")
    assert enter(client, "edu470168", address="203.0.113.9").status_code == 200


@pytest.mark.parametrize("path", ["signup/", "password/reset/", "email/", "3rdparty/", "confirm-email/", "login/code/"])
def test_nobody_registers_or_resets_a_password_by_mail(client, path, world):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_the_way_back_after_sign_in_stays_on_this_site(client, organizer):
    response = client.post(f"{LOGIN}?next=https://evil.example/", {"login": "edu470168", "password": PASSWORD})
    assert response.headers["Location"] == "/"


def test_a_second_factor_is_asked_for_and_its_secret_is_sealed(client, organizer):
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    TOTP.activate(organizer, secret)
    assert secret not in str(Authenticator.objects.get().data)
    assert enter(client, "edu470168").headers["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("cabinets:notifications")).status_code == 302  # the password alone opens nothing
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).headers["Location"] == "/"
    assert client.get(reverse("cabinets:notifications")).status_code == 200


def test_a_person_switches_the_second_factor_on_and_receives_recovery_codes(client, organizer):
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    enter(client, "edu470168")
    again = client.get(reverse("mfa_activate_totp")).headers["Location"]  # the password is asked once more
    page = client.post(again, {"password": PASSWORD}, follow=True).content.decode()
    secret = re.search(r'Ключ: <span class="code">(\w+)</span>', page)[1]
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    codes = client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True).content.decode()
    assert "Осталось 10 из 10" in codes
    assert "recovery-codes.txt" in client.get(reverse("mfa_download_recovery_codes")).headers["Content-Disposition"]
    assert "включено" in client.get(reverse("mfa_index")).content.decode()
    assert client.post(reverse("mfa_deactivate_totp")).status_code == 302
    assert "выключено" in client.get(reverse("mfa_index")).content.decode()


def test_a_person_changes_the_password_and_stays_signed_in(client, organizer):
    enter(client, "edu470168")
    fresh = "совсем-другой-пароль"
    answer = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": fresh, "password2": fresh}
    )
    assert answer.status_code == 302
    assert client.get(reverse("cabinets:notifications")).status_code == 200
    organizer.refresh_from_db()
    assert organizer.check_password(fresh)


def test_other_sessions_are_listed_and_ended(client, organizer):
    from django.test import Client

    elsewhere = Client()
    enter(elsewhere, "edu470168", address="10.0.0.7")
    enter(client, "edu470168")
    assert "10.0.0.7" in client.get(reverse("usersessions_list")).content.decode()
    client.post(reverse("usersessions_list"))
    assert elsewhere.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_a_new_password_ends_the_sessions_opened_with_the_old_one(client, organizer):
    enter(client, "edu470168")
    organizer.set_password("совсем-другой-пароль")
    organizer.save()
    assert client.get("/").status_code == 302


def issue(client, world, role=Role.MUNICIPAL_COORDINATOR, **asked):
    client.force_login(world.people[role])
    return client.post(reverse("cabinets:codes"), {"kind": "school", "format": "xlsx"} | asked)


def read_codes(response):
    from openpyxl import load_workbook

    rows = list(load_workbook(BytesIO(response.content)).active.values)
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_a_coordinator_hands_codes_down_and_a_school_enters_with_one(client, world):
    lines = read_codes(issue(client, world))
    assert [line["Код"] for line in lines] == ["470168", "470167"]
    client.logout()
    code = lines[0]["Код активации"]
    page = client.post(
        reverse("cabinets:activate"),
        {"code": code, "password": PASSWORD, "again": PASSWORD, "pledged": "on"},
        follow=True,
    )
    assert "Войдите с логином edu470168" in page.content.decode()
    assert enter(client, "edu470168").status_code == 302


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("1234567", "1234567", "не менее 10|содержит минимум|слишком короткий"),
        (PASSWORD, "иначе-написанный", "Пароли не совпадают"),
        ("edu470168-edu", "edu470168-edu", "похож"),
    ],
)
def test_a_weak_or_mistyped_password_leaves_the_code_unspent(client, world, password, again, says):
    lines = read_codes(issue(client, world))
    client.logout()
    code = lines[0]["Код активации"]
    page = client.post(
        reverse("cabinets:activate"), {"code": code, "password": password, "again": again, "pledged": "on"}
    )
    assert re.search(says, page.content.decode())
    assert not ActivationCode.objects.exclude(used_at=None).exists()


def test_the_sheet_is_a_pdf_and_is_never_cached(client, world):
    response = issue(client, world, format="pdf")
    assert response.content.startswith(b"%PDF-")
    assert "no-store" in response.headers["Cache-Control"]


def test_chosen_units_alone_receive_codes(client, world):
    lines = read_codes(issue(client, world, unit="470167"))
    assert [line["Код"] for line in lines] == ["470167"]


def test_foreign_units_cannot_be_smuggled_into_the_form(client, world):
    response = issue(client, world, unit="220001", kind="school", above="reg220000")
    assert response.status_code == 302
    assert not ActivationCode.objects.exists()
    assert not Account.objects.filter(login="edu220001").exists()


def test_the_cookie_of_a_session_is_out_of_reach_of_scripts(client, organizer):
    cookie = enter(client, "edu470168").cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["expires"]  # ends with the browser: school computers are shared


def test_a_change_without_a_token_is_refused(organizer):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert strict.post(LOGIN, {"login": "edu470168", "password": PASSWORD}).status_code == 403
