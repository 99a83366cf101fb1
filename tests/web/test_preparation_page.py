"""«Подготовка»: cards of the role in the order of the campaign, each with a state in words, a deadline and one button."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from vpr.base import clock
from vpr.cabinets import preparation
from vpr.cabinets.preparation import Card, CardState, register_card
from vpr.kernel.roles import EVERY_ROLE, Role

PAGE = "/enrollment/"


@pytest.fixture
def empty_hub(monkeypatch):
    monkeypatch.setattr(preparation, "_cards", [])


def read(person) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(PAGE)
    assert answer.status_code == 200
    return answer.content.decode()


def card(title, order, state, roles=EVERY_ROLE, url="cabinets:units"):
    register_card(Card(title, "Что это.", url, "school", frozenset(roles), order, lambda cabinet, now: state))


def test_cards_stand_in_the_order_of_the_campaign_with_state_and_button(world, empty_hub):
    card("Заявка", 20, CardState("attention", "не отправлена", clock.now() + timedelta(days=3), button="Заполнить"))
    card("Выверка", 10, CardState("ok", "принята"))
    text = read(world.people[Role.MUNICIPAL_COORDINATOR])
    assert text.index("Выверка") < text.index("Заявка")
    assert "не отправлена" in text
    assert "мск" in text
    assert f'href="{reverse("cabinets:units")}">Заполнить' in text


def test_a_card_of_another_role_is_not_shown(world, empty_hub):
    card("Закрепление", 20, CardState("neutral", "ждём"), roles=[Role.FEDERAL_ORGANIZER])
    assert "Закрепление" not in read(world.people[Role.SCHOOL_ORGANIZER])
    assert "Закрепление" in read(world.people[Role.FEDERAL_ORGANIZER])


def test_a_card_without_a_state_or_without_a_page_is_left_out(world, empty_hub):
    card("Нет дела", 1, None)
    card("Нет страницы", 2, CardState("ok", "есть"), url="nowhere:page")
    text = read(world.people[Role.SCHOOL_ORGANIZER])
    assert "Нет дела" not in text
    assert "Нет страницы" not in text
    assert "ничего не требуется" in text
