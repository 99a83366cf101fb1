"""A regional analyst brings exports and reads what became of them; a neighbor region sees nothing of it."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from vpr.cabinets.models import Account, Appointment, Unit
from vpr.kernel.roles import Role
from vpr.results.importing.receiving import run_import
from vpr.results.models import ImportFile, ImportState, Script

pytestmark = pytest.mark.django_db

HEADERS = [
    "логин школы", "регион", "номер обучающегося", "код обучающегося", "отметка за предыдущую четверть/триместр", "пол",
    "класс", "вариант", "всего баллов", *(f"балл за {n}" for n in range(1, 14)), "Учебник",
]  # fmt: skip
NAME = "Проведение работы по математике, 6 класс. ВПР 2021.xlsx"


def export(*rows):
    book = openpyxl.Workbook()
    book.active.append(HEADERS)
    for row in rows:
        book.active.append([*row, *[""] * (len(HEADERS) - len(row))])
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def row(login="sch470167", code="60001", points=("1",) * 13, total="13"):
    return [login, "Лужский муниципальный район", code[-1], code, "4", "ж", "А", "1", total, *points]


def sign_in(client, world, role):
    client.force_login(world.people[role])
    return client


def bring(client, content, name=NAME, **fields):
    return client.post("/results/imports/", {"exports": [SimpleUploadedFile(name, content)], **fields})


def test_an_export_is_brought_loaded_and_reported(client, world, now, home):
    sign_in(client, world, Role.REGIONAL_ANALYST)
    content = export(row(), row(code="60002", points=("х", *["1"] * 12)), row(code="60003", points=("9", *["1"] * 12)))
    assert bring(client, content).status_code == 302
    brought = ImportFile.objects.get()
    assert "в очереди" in client.get("/results/imports/").content.decode()
    run_import(import_id=brought.pk, now=now)
    brought.refresh_from_db()
    assert brought.state == ImportState.WITH_FAULTS
    assert Script.objects.filter(school_id=world.school.pk).count() == 2
    page = client.get(f"/results/imports/{brought.pk}/").content.decode()
    assert "9 больше максимума 1" in page
    assert "другая буква вместо X" in page
    listing = client.get("/results/imports/").content.decode()
    assert "загружено не всё" in listing
    assert 'hx-trigger="every 2s"' not in listing


def test_the_refused_rows_can_be_downloaded(client, world, now, home):
    sign_in(client, world, Role.REGIONAL_COORDINATOR)
    bring(client, export(row(points=("=1+1", *["1"] * 12))))
    brought = ImportFile.objects.get()
    run_import(import_id=brought.pk, now=now)
    text = client.get(f"/results/imports/{brought.pk}/refusals.csv").content.decode("utf-8-sig")
    assert text.startswith("Файл;Лист;Строка")
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/results/imports/{brought.pk}/refusals.xlsx").content))
    assert book.active["C2"].value == 2
    assert client.get(f"/results/imports/{brought.pk}/refusals.pdf").status_code == 404


def test_schools_of_another_region_are_refused(client, world, now, home):
    sign_in(client, world, Role.REGIONAL_ANALYST)
    bring(client, export(row(), row(login="sch220001", code="60002")))
    brought = run_import(import_id=ImportFile.objects.get().pk, now=now)
    assert (brought.load.scripts_stored, brought.load.rows_refused) == (1, 1)
    assert brought.load.report["refusals"][0][4] == "I-02"


def test_the_job_may_run_twice(client, world, now, home):
    sign_in(client, world, Role.REGIONAL_ANALYST)
    bring(client, export(row()))
    first = run_import(import_id=ImportFile.objects.get().pk, now=now)
    again = run_import(import_id=first.pk, now=now)
    assert first.load_id == again.load_id


def test_files_sent_together_share_a_school_and_a_later_one_replaces_it(client, world, now, home):
    sign_in(client, world, Role.REGIONAL_ANALYST)
    both = [SimpleUploadedFile(f"{n} {NAME}", export(row(code=f"6000{n}"))) for n in (1, 2)]
    client.post("/results/imports/", {"exports": both})
    for brought in ImportFile.objects.order_by("pk"):
        run_import(import_id=brought.pk, now=now)
    assert Script.objects.filter(school_id=world.school.pk).count() == 2
    bring(client, export(row(code="60003")))
    run_import(import_id=ImportFile.objects.latest("pk").pk, now=now)
    assert list(Script.objects.filter(school_id=world.school.pk).values_list("code", flat=True)) == [60003]


def test_a_stranger_region_does_not_see_the_file(client, world, now, home):
    sign_in(client, world, Role.REGIONAL_ANALYST)
    bring(client, export(row()))
    brought = ImportFile.objects.get()
    stranger = Account.objects.create_account(login="altai")
    altai = Unit.objects.get(code="reg220000")
    Appointment.objects.create(account=stranger, role=Role.REGIONAL_ANALYST, unit=altai)
    client.force_login(stranger)
    assert client.get(f"/results/imports/{brought.pk}/").status_code == 404
    assert client.get(f"/results/imports/{brought.pk}/refusals.csv").status_code == 404
    assert NAME not in client.get("/results/imports/").content.decode()


@pytest.mark.parametrize("role", [Role.SCHOOL_ORGANIZER, Role.MUNICIPAL_COORDINATOR])
def test_schools_and_municipalities_bring_nothing(client, world, role):
    sign_in(client, world, role)
    assert client.get("/results/imports/").status_code == 404


def test_a_wrong_code_of_the_work_is_refused_in_words(client, world, home):
    sign_in(client, world, Role.REGIONAL_ANALYST)
    answer = bring(client, export(row()), assessment="математика")
    assert answer.status_code == 409
    assert "Код работы пишется так" in answer.content.decode()


def test_a_file_that_is_no_workbook_is_told_so(client, world, now, home):
    sign_in(client, world, Role.REGIONAL_ANALYST)
    bring(client, b"%PDF-1.7 not a table", name="Отчёт.xlsx")
    brought = run_import(import_id=ImportFile.objects.get().pk, now=now)
    assert brought.state == ImportState.REFUSED
    assert "не таблица Excel" in client.get(f"/results/imports/{brought.pk}/").content.decode()


def test_the_fragment_equals_the_page(client, world, home):
    sign_in(client, world, Role.REGIONAL_ANALYST)
    bring(client, export(row()))
    whole = client.get("/results/imports/").content.decode()
    part = client.get("/results/imports/", headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in whole
