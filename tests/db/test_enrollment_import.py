"""Start from an empty installation: one XLSX list makes regions, municipalities, schools, and codes can be issued."""

import io
import json

import pytest
import xlsxwriter
from click.testing import CliRunner

from vpr.cabinets.models import Account, Appointment, AuditEntry, Unit
from vpr.cabinets.scope import Cabinet, scope_of
from vpr.cabinets.services import issue_codes
from vpr.cabinets.services.founding import found
from vpr.enrollment.models import SchoolRecord
from vpr.enrollment.services.importing import import_schools

HEADER = [
    "Логин ОО",
    "Код ОО",
    "Полное наименование",
    "Муниципалитет",
    "Тип ОО",
    "Уровни",
    "Классы участия",
    "Часовой пояс",
]
ROWS = [
    ["edu223001", "223001", "Бийская СОШ № 1", "Бийский район", "СОШ", "НОО, ООО, СОО", "", ""],
    ["", "223002", "Бийская ООШ № 2", "бийский  район", "ООШ", "НОО, ООО", "4-8", ""],
    ["", "223003", "Колледж", "СПО Алтайский край", "колледж", "СПО", "10", ""],
    ["", "223004", "Интернат", "региональное подчинение", "интернат", "НОО", "4", ""],
    ["", "140001", "Оймяконская СОШ", "Оймяконский улус", "СОШ", "НОО, ООО", "", "мск+8"],
]


def workbook(rows, header=HEADER) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet("Список ОО")
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
    return target.getvalue()


@pytest.fixture
def installation(db, now):
    """Nobody but the founder."""
    found(login="fis", region=None, now=now)
    account = Account.objects.get(login="fis")
    appointment = Appointment.objects.select_related("unit").get(account=account)
    return Cabinet(account, appointment, scope_of(appointment))


def test_an_empty_installation_gets_its_units_from_one_list(installation, now):
    report = import_schools(content=workbook(ROWS), by=installation, now=now)
    assert (report.rows_read, report.rows_stored, report.rows_refused) == (5, 5, 0)
    assert (report.regions_new, report.municipalities_new, report.schools_new) == (2, 4, 5)
    altai = Unit.objects.get(code="reg220000")
    assert (altai.name, altai.time_zone) == ("Алтайский край", "Asia/Barnaul")
    direct = Unit.objects.filter(kind="municipality", is_direct=True).order_by("code")
    assert [unit.name for unit in direct] == ["СПО Алтайский край", "Алтайский край (региональное подчинение)"]
    assert Unit.objects.get(code="223001").municipality == Unit.objects.get(code="223002").municipality
    assert Unit.objects.get(code="140001").time_zone == "Asia/Magadan"
    record = SchoolRecord.objects.get(unit__code="223002")
    assert (record.campaign, record.has_secondary, record.grades, record.kind) == (
        None,
        False,
        [4, 5, 6, 7, 8],
        "general",
    )
    assert AuditEntry.objects.filter(verb="imported_schools").count() == 1


def test_activation_codes_can_be_issued_right_after(installation, now):
    import_schools(content=workbook(ROWS), by=installation, now=now)
    issued = issue_codes(by=installation, units=Unit.objects.filter(kind="school"), now=now)
    assert sorted(line.login for line in issued) == ["edu140001", "edu223001", "edu223002", "edu223003", "edu223004"]


def test_the_same_list_again_changes_nothing(installation, now):
    import_schools(content=workbook(ROWS), by=installation, now=now)
    before = list(Unit.objects.order_by("pk").values()), list(SchoolRecord.objects.order_by("pk").values())
    again = import_schools(content=workbook(ROWS), by=installation, now=now)
    assert (again.rows_stored, again.schools_new, again.municipalities_new, again.regions_new) == (5, 0, 0, 0)
    assert (list(Unit.objects.order_by("pk").values()), list(SchoolRecord.objects.order_by("pk").values())) == before


def test_a_dry_run_tells_the_same_and_stores_nothing(installation, now):
    dry = import_schools(content=workbook(ROWS), by=installation, dry_run=True, now=now)
    assert Unit.objects.exclude(kind="country").count() == 0
    assert AuditEntry.objects.filter(verb="imported_schools").count() == 0
    assert dry == import_schools(content=workbook(ROWS), by=installation, now=now)


def test_a_school_that_stands_elsewhere_is_named_and_not_moved(installation, now):
    import_schools(content=workbook(ROWS), by=installation, now=now)
    moved = [["", "223001", "Другое имя", "Заринский район", "", "", "", ""]]
    report = import_schools(content=workbook(moved), by=installation, now=now)
    assert report.elsewhere == ["223001 Бийская СОШ № 1"]
    assert Unit.objects.get(code="223001").municipality.name == "Бийский район"


def test_every_row_is_stored_or_refused_with_its_cell(installation, now):
    bad = [
        *ROWS,
        ["", "22", "Плохая", "Район", "", "", "", ""],
        ["", "223009", "Школа", "Район", "", "", "десятый", ""],
    ]
    report = import_schools(content=workbook(bad), by=installation, now=now)
    assert (report.rows_read, report.rows_stored, report.rows_refused) == (7, 5, 2)
    assert [(fault.code, fault.cell) for fault in report.faults] == [
        ("L-01", "'Список ОО'!B7"),
        ("L-10", "'Список ОО'!G8"),
    ]


def test_a_file_that_cannot_be_read_is_one_sentence(installation, now):
    report = import_schools(content=b"%PDF-1.4 nothing", by=installation, now=now)
    assert [fault.code for fault in report.faults] == ["L-14"]
    assert report.rows_read == 0


def test_the_command_stores_and_prints_json(installation, tmp_path, monkeypatch):
    from vpr.console import import_schools as module

    monkeypatch.setattr(module, "open_installation", lambda: None)
    path = tmp_path / "schools.xlsx"
    path.write_bytes(workbook(ROWS))
    answer = CliRunner().invoke(module.command, [str(path), "--region", "22", "--json"])
    summary = json.loads(answer.output.splitlines()[-1])
    assert (answer.exit_code, summary["rows_read"], summary["rows_stored"], summary["rows_refused"]) == (1, 5, 4, 1)
    assert summary["refusals"][0]["code"] == "L-03"
    spoken = CliRunner().invoke(module.command, [str(path), "--dry-run"])
    assert "Строк 5: сохранено 5, отклонено 0" in spoken.output
    assert not Unit.objects.filter(code="140001").exists()
