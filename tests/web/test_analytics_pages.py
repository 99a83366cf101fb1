"""Who sees what in «Аналитика», and what a page, a chart and a download are."""

import csv
import io
import json
from datetime import timedelta
from zipfile import ZipFile

import pytest

from ledger_rows import publish, random_rows, store
from vpr.analytics.charts import drawing
from vpr.analytics.reports.registry import REPORTS
from vpr.kernel.roles import Role

UNITS = {"country": "ru", "region": "reg470000", "municipality": "reg47_m010", "school": "470167", "neighbor": "470168"}
REACH = {
    Role.FEDERAL_ORGANIZER: {"country", "region", "municipality", "school", "neighbor"},
    Role.REGIONAL_COORDINATOR: {"region", "municipality", "school", "neighbor"},
    Role.REGIONAL_ANALYST: {"region", "municipality", "school", "neighbor"},
    Role.MUNICIPAL_COORDINATOR: {"municipality", "school", "neighbor"},
    Role.RESPONSIBLE_COORDINATOR: {"municipality", "school", "neighbor"},
    Role.SCHOOL_ORGANIZER: {"school"},
    Role.SCHOOL_TECHNICIAN: {"school"},
}


@pytest.fixture(autouse=True)
def _no_worker_left():
    yield
    drawing.stop()


@pytest.fixture
def published(world, assessment, home, now):
    store(assessment, random_rows(5, [world.school, world.neighbor, world.foreign_school]))
    publish(assessment, 1, at=now)
    return assessment


def page(unit, name, tail=""):
    return f"/analytics/2026.en8/{UNITS.get(unit, unit)}/{name}/{tail}"


@pytest.mark.parametrize("role", Role)
def test_a_role_reaches_the_reports_of_its_units_and_no_others(client, world, published, role):
    client.force_login(world.people[role])
    for unit in UNITS:
        expected = 200 if unit in REACH[role] else 404
        for tail in ("", "download.csv", "chart/marks.wide.svg"):
            if tail.startswith("chart") and unit != "school":
                continue
            assert client.get(page(unit, "marks_statistics", tail)).status_code == expected, (unit, tail)
        assert client.get(f"/analytics/2026.en8/{UNITS[unit]}/").status_code == expected
    assert client.get(page("220001", "marks_statistics")).status_code == (
        200 if role is Role.FEDERAL_ORGANIZER else 404
    )


def test_a_stranger_is_sent_to_sign_in(client, world, published):
    assert client.get("/analytics/").status_code == 302
    assert client.get(page("school", "marks_statistics")).status_code == 302


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("unit", ["country", "region", "municipality", "school"])
def test_every_report_has_a_page_on_every_level(client, world, published, name, unit):
    client.force_login(world.people[Role.FEDERAL_ORGANIZER])
    answer = client.get(page(unit, name))
    assert answer.status_code == 200
    text = answer.content.decode()
    assert REPORTS[name].title in text
    assert "Как посчитано" in text
    assert "<caption>" in text


def test_a_school_sees_no_other_school(client, world, published):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    for name in REPORTS:
        text = client.get(page("school", name)).content.decode()
        assert "Лужская СОШ" not in text
        assert "470168" not in text


def test_a_municipality_drills_down_to_its_schools(client, world, published):
    client.force_login(world.people[Role.MUNICIPAL_COORDINATOR])
    text = client.get(page("municipality", "marks_statistics")).content.decode()
    assert page("school", "marks_statistics") in text
    assert page("region", "marks_statistics") not in text
    assert "Ленинградская область" in text


def test_preliminary_figures_are_for_the_school_alone(client, world, assessment, home):
    store(assessment, random_rows(5, [world.school]))
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    assert "предварительные" in client.get(page("school", "marks_statistics")).content.decode()
    assert "Английский язык" in client.get("/analytics/own/").content.decode()
    client.force_login(world.people[Role.MUNICIPAL_COORDINATOR])
    text = client.get(page("school", "marks_statistics")).content.decode()
    assert "нет данных" in text
    assert "предварительные" not in text


def test_without_a_scale_marks_are_unavailable_and_raw_scores_are_shown(client, world, published):
    published.mark_scale.delete()
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    text = client.get(page("school", "marks_statistics")).content.decode()
    assert "не опубликована шкала" in text
    assert "Средний первичный балл" in text
    assert "Успеваемость" not in text
    for name in ("journal_comparison", "task_by_groups", "individual_results"):
        assert "не опубликована шкала" in client.get(page("school", name)).content.decode()


def test_an_unpublished_assessment_says_no_data_and_never_zero_percent(client, world, assessment, home):
    client.force_login(world.people[Role.REGIONAL_COORDINATOR])
    for name in REPORTS:
        answer = client.get(page("region", name))
        assert answer.status_code == 200
        assert "0,00" not in answer.content.decode()


def test_a_chart_is_an_svg_with_a_title_and_a_description(client, world, published):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    for name, key in (
        ("primary_distribution", "histogram"),
        ("task_performance", "tasks"),
        ("journal_comparison", "journal"),
    ):
        for width in ("wide", "narrow"):
            answer = client.get(page("school", name, f"chart/{key}.{width}.svg"))
            assert answer["Content-Type"] == "image/svg+xml"
            assert b"<title" in answer.content
            assert b"<desc" in answer.content
    assert client.get(page("school", "task_performance", "chart/nothing.wide.svg")).status_code == 404


def test_a_killed_drawing_process_is_replaced(client, world, published):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    assert client.get(page("school", "task_performance", "chart/tasks.wide.svg")).status_code == 200
    drawing._worker.kill()
    drawing._worker.wait()
    assert client.get(page("school", "task_performance", "chart/tasks.narrow.svg")).status_code == 200


def test_downloads_carry_the_customary_names_and_frame(client, world, published):
    import openpyxl

    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    answer = client.get(page("school", "journal_comparison", "download.xlsx"))
    assert "%D0%A44_%D0%A1%D1%80%D0%B0%D0%B2%D0%BD%D0%B5%D0%BD%D0%B8%D0%B5" in answer["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    sheet = book.worksheets[0]
    assert sheet.title == "АЯ 8 Сравнение отметок с отметк"
    assert sheet["A1"].value == "Сравнение отметок с отметками по журналу"
    assert sheet["A3"].value == "ВПР 2026 Английский язык 8 класс"
    assert [sheet["A4"].value, sheet["B4"].value] == ["Предмет:", "Английский язык"]
    assert [sheet["A5"].value, sheet["B5"].value] == ["Максимальный первичный балл:", 25]
    assert sheet["A6"].value == "Дата:"
    assert [sheet["A8"].value, sheet["B8"].value] == ["Группы участников", "Кол-во участников(всего)"]
    assert [sheet.cell(row, 1).value for row in range(9, 13)] == [
        "Вся выборка",
        "Ленинградская область",
        "Лужский муниципальный район(reg47_m010)",
        "Ям-Тёсовская СОШ(edu470167)",
    ]


def test_csv_of_individual_results_has_a_row_for_each_script_and_plain_headings(client, world, published):
    client.force_login(world.people[Role.MUNICIPAL_COORDINATOR])
    text = client.get(page("municipality", "individual_results", "download.csv")).content.decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert heading[:5] == ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс"]
    assert {row[0] for row in rows} == {"edu470167", "edu470168"}
    assert all(len(row) == len(heading) and row[3].isdigit() for row in rows)


def test_xlsx_of_individual_results_has_a_line_for_each_school(client, world, published):
    import openpyxl

    client.force_login(world.people[Role.MUNICIPAL_COORDINATOR])
    content = client.get(page("municipality", "individual_results", "download.xlsx")).content
    first = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["A"]]
    lines = [text for text in first if isinstance(text, str) and "Кол-во участников:" in text]
    assert sorted(line.split(" | ")[0] for line in lines) == ["edu470167", "edu470168"]


def test_json_carries_the_numbers_of_the_page(client, world, published):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    plain = json.loads(client.get(page("school", "marks_statistics", "download.json")).content)
    text = client.get(page("school", "marks_statistics")).content.decode()
    for row in plain["tables"]["main"]["rows"]:
        for mark in (2, 3, 4, 5):
            assert f"{row[f'mark_{mark}']:.2f}".replace(".", ",") in text


def test_every_download_is_a_real_file(client, world, published):
    client.force_login(world.people[Role.REGIONAL_COORDINATOR])
    for name in REPORTS:
        assert ZipFile(io.BytesIO(client.get(page("region", name, "download.xlsx")).content)).testzip() is None
        assert client.get(page("region", name, "download.csv")).content.startswith("\ufeff".encode())
    assert client.get(page("region", "marks_statistics", "download.exe")).status_code == 404


def test_the_page_of_names_forbids_itself_to_send(client, world, published):
    client.force_login(world.people[Role.SCHOOL_ORGANIZER])
    answer = client.get("/analytics/2026.en8/470167/names/")
    policy = answer["Content-Security-Policy"]
    assert "connect-src 'none'" in policy
    assert "form-action 'none'" in policy
    assert b"<form" not in answer.content
    client.force_login(world.people[Role.REGIONAL_COORDINATOR])
    assert client.get("/analytics/2026.en8/reg470000/names/").status_code == 404


def test_today_points_to_fresh_results_of_ones_own(world, published, now):
    from vpr.analytics.steps import steps
    from vpr.cabinets.models import Appointment
    from vpr.cabinets.scope import Cabinet, scope_of

    def cabinet(account):
        appointment = Appointment.objects.select_related("unit").get(account=account)
        return Cabinet(account, appointment, scope_of(appointment))

    organizer = cabinet(world.people[Role.SCHOOL_ORGANIZER])
    assert [step.url for step in steps(organizer, now)] == ["/analytics/2026.en8/470167/"]
    assert steps(organizer, now + timedelta(days=60)) == []
