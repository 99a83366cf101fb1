"""Pages of the enrollment: what each role sees and what its press does."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from enrollment_stage import cabinet, campaign_before, numbers, record
from ledger_rows import publish, random_rows, store
from vpr.base import clock
from vpr.cabinets.models import Unit
from vpr.cabinets.today import steps_of
from vpr.campaigns.participation import participation_of
from vpr.campaigns.statuses import StatusQuestion, status_of
from vpr.enrollment.models import Application, Freeze, Reconciliation
from vpr.enrollment.queries.records import present_lines
from vpr.enrollment.rules.reconciling import SchoolLine
from vpr.enrollment.services.applications import return_application, submit_application
from vpr.enrollment.services.reconciling import accept_list, propose_list, return_list
from vpr.enrollment.sheets import empty_list
from vpr.kernel.roles import Role

LINES = {"2026.ru4": numbers(2, 40)}


@pytest.fixture
def stage(world, now, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: now)
    campaign = campaign_before(now)
    record(world.school, now)
    return campaign


@pytest.fixture
def sent(world, stage, now):
    submit_application(campaign=stage, unit=world.school, takes_part=True, lines=LINES, account=None, now=now)
    return stage


def client_of(world, role):
    client = Client()
    client.force_login(world.people[role])
    return client


def text_of(answer):
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def page(world, role, name, *args, query=""):
    return text_of(client_of(world, role).get(reverse(f"enrollment:{name}", args=args) + query))


def press(world, role, name, *args, **fields):
    answer = client_of(world, role).post(reverse(f"enrollment:{name}", args=args), fields, follow=True)
    return text_of(answer)


def propose(world, campaign, now, **changes):
    lines = [
        SchoolLine.of_json(line.as_json() | changes.get(f"s{code}", {}))
        for code, line in present_lines(world.municipality, campaign).items()
    ]
    return propose_list(campaign=campaign, unit=world.municipality, lines=lines, account=None, now=now)


# the list of schools


def test_a_region_uploads_a_list_sees_what_would_change_and_presses(world, stage, home):
    import openpyxl

    from exchange_declared import saved

    book = openpyxl.load_workbook(__import__("io").BytesIO(empty_list(now=clock.now())))
    for row in (["", "470999", "Новая школа", "", "Лужский муниципальный район"], ["", "220777", "Чужая", "", "Район"]):
        book["Список ОО"].append(row)
    client = client_of(world, Role.REGIONAL_COORDINATOR)
    address = reverse("enrollment:import_schools")
    assert "Пустой список" in text_of(client.get(address))
    answer = client.post(address, {"file": SimpleUploadedFile("список.xlsx", saved(book))})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "L-03" not in text
    assert "не региона 47" in text
    assert not Unit.objects.filter(code="470999").exists()
    client.post(address, {"apply": "1", "token": answer.context["token"]})
    assert Unit.objects.get(code="470999").municipality == world.municipality
    assert not Unit.objects.filter(code="220777").exists()


def test_no_file_is_one_sentence(world, stage):
    answer = client_of(world, Role.FEDERAL_ORGANIZER).post(reverse("enrollment:import_schools"), {})
    assert answer.status_code == 422
    assert "Выберите файл" in answer.content.decode()


# the reconciliation


def test_the_region_reads_the_difference_in_words_and_accepts(world, stage, now):
    made = propose(world, stage, now, s470168={"status": "closed"})
    assert "ждут решения: 1" in page(world, Role.REGIONAL_COORDINATOR, "reconciliation")
    text = page(world, Role.REGIONAL_COORDINATOR, "reconciled_list", world.municipality.code)
    assert "470168 Лужская СОШ № 2: ликвидирована" in text
    done = press(
        world, Role.REGIONAL_COORDINATOR, "decide_list", world.municipality.code, number=made.number, accept="1"
    )
    assert "изменений внесено: 1" in done
    assert not Unit.objects.get(code="470168").is_active


def test_a_return_without_a_reason_is_refused_and_with_one_reaches_the_municipality(world, stage, now):
    made = propose(world, stage, now, s470168={"status": "closed"})
    code = world.municipality.code
    assert "Напишите причину" in press(world, Role.REGIONAL_COORDINATOR, "decide_list", code, number=made.number)
    press(world, Role.REGIONAL_COORDINATOR, "decide_list", code, number=made.number, reason="Нет документа")
    text = text_of(client_of(world, Role.MUNICIPAL_COORDINATOR).get(reverse("enrollment:reconciliation"), follow=True))
    assert "Причина: Нет документа" in text
    assert Reconciliation.objects.get().state == "returned"


def test_a_municipality_sees_its_own_list_with_its_form(world, stage):
    text = page(world, Role.MUNICIPAL_COORDINATOR, "reconciled_list", world.municipality.code)
    assert "Скачать форму" in text
    assert "Загрузить" in text
    assert "Лужская СОШ № 2" in text
    other = reverse("enrollment:reconciled_list", args=[world.other_municipality.code])
    assert client_of(world, Role.MUNICIPAL_COORDINATOR).get(other).status_code == 404


def test_the_country_chooses_a_region_first(world, stage):
    assert "Лужский" not in page(world, Role.FEDERAL_ORGANIZER, "reconciliation")
    assert "Лужский" in page(world, Role.FEDERAL_ORGANIZER, "reconciliation", query="?region=reg470000")


# applications


def test_a_school_sees_its_own_application_with_form_and_history(world, sent):
    text = text_of(client_of(world, Role.SCHOOL_ORGANIZER).get(reverse("enrollment:applications"), follow=True))
    assert "RU 4 класс" in text
    assert "Скачать форму" in text
    assert "теперь «подана школой»" in text
    neighbor = reverse("enrollment:application", args=["470168"])
    assert client_of(world, Role.SCHOOL_ORGANIZER).get(neighbor).status_code == 404


def test_a_municipality_sees_who_has_not_sent_and_confirms_those_who_have(world, sent):
    text = page(world, Role.MUNICIPAL_COORDINATOR, "applications")
    assert "не подана" in text
    assert "Сводная заявка одним файлом" in text
    assert "470167" not in page(world, Role.MUNICIPAL_COORDINATOR, "applications", query="?state=missing")
    done = press(world, Role.MUNICIPAL_COORDINATOR, "confirm_applications", school=["470167", "220001"])
    assert "Подтверждено заявок: 1" in done
    assert Application.objects.get().state == "municipal_confirmed"


def test_a_coordinator_corrects_and_returns_on_the_page_of_the_school(world, sent):
    fields = {"act": "correct", "reason": "ошибка", "2026.ru4|class_count": "2", "2026.ru4|participants": "43"}
    text = press(world, Role.REGIONAL_COORDINATOR, "act_on_application", "470167", **fields)
    assert "участников 40 → 43" in text
    assert "Причина: ошибка" in text
    wrong = press(
        world, Role.REGIONAL_COORDINATOR, "act_on_application", "470167", **fields | {"2026.ru4|participants": "1"}
    )
    assert "Не сохранено" in wrong
    typed = press(
        world, Role.REGIONAL_COORDINATOR, "act_on_application", "470167", **fields | {"2026.ru4|participants": "сто"}
    )
    assert "не целое число" in typed
    back = press(world, Role.REGIONAL_COORDINATOR, "act_on_application", "470167", act="return", reason="ещё раз")
    assert "возвращена, исправляется" in back


def test_the_organizer_sees_the_dry_run_and_freezes_one_region(world, sent):
    assert "reg470000" in page(world, Role.FEDERAL_ORGANIZER, "freeze")
    text = page(world, Role.FEDERAL_ORGANIZER, "freeze", query="?region=reg470000")
    assert "470168 Лужская СОШ № 2" in text
    assert "сказать явно" in press(world, Role.FEDERAL_ORGANIZER, "press_freeze", region="reg470000")
    done = press(world, Role.FEDERAL_ORGANIZER, "press_freeze", region="reg470000", without_missing="yes")
    assert "закреплено, школ 1, ожидается форм 1" in done
    assert Freeze.objects.count() == 1
    assert "Заявки закреплены" in page(world, Role.REGIONAL_COORDINATOR, "applications")


@pytest.mark.django_db(transaction=True)
def test_the_country_is_frozen_region_by_region_in_the_queue(world, sent):
    from procrastinate.contrib.django.models import ProcrastinateJob

    press(world, Role.FEDERAL_ORGANIZER, "press_freeze", region="all")
    waiting = ProcrastinateJob.objects.filter(task_name="enrollment.freeze_region")
    assert waiting.count() == Unit.objects.filter(kind="region").count()


def test_the_workbook_of_the_monitoring_holds_schools_and_sums(world, sent):
    from exchange_declared import opened

    address = reverse("enrollment:applications_workbook")
    book = opened(client_of(world, Role.REGIONAL_COORDINATOR).get(address).content)
    assert [row[0].value for row in book["Школы"].iter_rows(min_row=2)] == ["470168", "470167"]
    assert [cell.value for cell in book["Суммы"][2]][4:] == [1, 2, 40, 0]


# what others show of it


def test_cards_stand_on_the_hub_of_every_role(world, sent):
    assert "не прислан" in page(world, Role.MUNICIPAL_COORDINATOR, "preparation")
    assert "подана школой" in page(world, Role.SCHOOL_ORGANIZER, "preparation")
    text = page(world, Role.FEDERAL_ORGANIZER, "preparation")
    places = [
        text.index(f'href="{reverse(f"enrollment:{name}")}"') for name in ("import_schools", "reconciliation", "freeze")
    ]
    assert places == sorted(places)


def test_today_names_what_waits_and_what_came_back(world, sent, now):
    def titles(role):
        return " | ".join(step.title for step in steps_of(cabinet(world, role), now))

    assert "Подтвердите заявки: 1 школа" in titles(Role.MUNICIPAL_COORDINATOR)
    assert "Закрепите заявки: 1 регион" in titles(Role.FEDERAL_ORGANIZER)
    made = propose(world, sent, now, s470168={"status": "closed"})
    assert "решение по спискам школ: 1 список" in titles(Role.REGIONAL_COORDINATOR)
    region = cabinet(world, Role.REGIONAL_COORDINATOR)
    return_list(by=region, reconciliation=made, reason="нет документа", now=now)
    assert "Список школ возвращён" in titles(Role.MUNICIPAL_COORDINATOR)
    return_application(by=region, campaign=sent, unit=world.school, reason="нет 5 класса", now=now + timedelta(hours=1))
    assert "Заявка возвращена" in titles(Role.SCHOOL_ORGANIZER)


def test_the_roadmap_and_the_plan_know_how_far_it_is(world, sent, now):
    def progress(key):
        found = status_of(StatusQuestion(key, sent, world.region, now))
        return (found.done, found.total)

    assert progress("exchange:application") == (1, 2)
    assert progress("exchange:consolidated") == (0, 2)
    assert progress("exchange:reconciliation") == (0, 2)
    assert progress("enrollment:freeze") == (0, 1)
    assert participation_of(sent)[world.school.pk] >= {"2026.ru4"}


def test_the_page_of_a_school_tells_its_history_and_a_closed_school_is_still_found(world, stage, now):
    made = propose(world, stage, now, s470168={"status": "reorganized", "into": "470167"})
    accept_list(by=cabinet(world, Role.REGIONAL_COORDINATOR), reconciliation=made, now=now)
    client = client_of(world, Role.REGIONAL_COORDINATOR)
    gone = text_of(client.get(reverse("cabinets:unit", args=["470168"])))
    assert "Ряд результатов продолжает 470167" in gone
    assert "присоединена к 470167" in text_of(client.get(reverse("cabinets:unit", args=["470167"])))


def test_results_of_a_closed_school_stay_in_the_reports_of_past_campaigns(world, assessment, now):
    store(assessment, random_rows(5, [world.school, world.neighbor], size=5))
    publish(assessment, 1, at=now)
    Unit.objects.filter(pk=world.neighbor.pk).update(is_active=False)
    address = reverse("analytics:report", args=["2026.en8", "470168", "marks_statistics"])
    client = client_of(world, Role.REGIONAL_COORDINATOR)
    assert "Лужская СОШ" in text_of(client.get(address))


def test_today_begins_with_the_list_of_schools_while_there_are_none(world, now):
    def asked(role):
        return [step.title for step in steps_of(cabinet(world, role), now)]

    for role in (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR):
        assert "Загрузите список школ" not in asked(role)
    Unit.objects.schools().filter(region=world.region).update(is_active=False)
    assert "Загрузите список школ" in asked(Role.REGIONAL_COORDINATOR)
    assert "Загрузите список школ" not in asked(Role.FEDERAL_ORGANIZER)
    Unit.objects.schools().update(is_active=False)
    assert "Загрузите список школ" in asked(Role.FEDERAL_ORGANIZER)
    assert "Загрузите список школ" not in asked(Role.MUNICIPAL_COORDINATOR)
