"""Both forms of this room: the same record from a file and from the browser; every code of their catalogues provoked."""

from datetime import date

import pytest

from conftest import NOW
from exchange_declared import filled_grid, said, same_record_from_file_and_grid, verdict_of
from timetable_stage import make_stage, rows
from vpr.exchange.kinds import kind_of
from vpr.exchange.models import Submission
from vpr.exchange.services import workbook_of
from vpr.timetable import plugs, services
from vpr.timetable.models import Absence, ClassGroup, Sitting
from vpr.timetable.queries.duties import duties_of

pytestmark = pytest.mark.django_db
GOOD = [
    (None, {"grade": "4", "letter": "4-а", "participants": "25"}),
    (None, {"grade": "4", "letter": "Б", "participants": "24"}),
    (
        None,
        {
            "grade": "6",
            "letter": "нет",
            "participants": "20",
            "subject_is": "да",
            "subject_gg": "да",
            "week": "27.04–03.05.2026",
        },
    ),
]


@pytest.fixture
def stage(db):
    return make_stage()


@pytest.fixture
def classes(stage):
    return kind_of("classes"), workbook_of(stage.campaign, "classes")


@pytest.fixture
def timetable(world, stage):
    services.replace_register(unit=world.school, campaign=stage.campaign, rows=rows(), account=None, now=NOW)
    return kind_of("timetable"), workbook_of(stage.campaign, "timetable")


def recorded(kind, world, workbook, verdict):
    submission = Submission.objects.create(
        number="1",
        unit=world.school,
        workbook=workbook,
        version=1,
        sha256="",
        size=1,
        original_name="",
        received_at=NOW,
    )
    kind.record(submission, verdict, now=NOW)


def test_the_register_is_the_same_from_a_file_and_from_the_browser(world, classes):
    kind, workbook = classes
    by_file, by_grid = same_record_from_file_and_grid(kind, world.school, workbook, {"classes": GOOD})
    assert (by_file.rows, by_file.participants) == (3, 69)
    assert [code for code, _ in said(by_file)] == ["C-13"]
    recorded(kind, world, workbook, by_grid)
    group = ClassGroup.objects.get(grade=6)
    assert (group.subjects, group.week_of, group.letter) == (["is", "gg"], date(2026, 4, 27), "")
    prefilled = kind.prefilled(world.school, workbook)["classes"]
    assert [row.cells["letter"] for row in prefilled] == ["А", "Б", "нет"]


def test_the_template_suggests_letters_and_lets_other_spellings_in(world, classes):
    kind, workbook = classes
    column = kind.form(world.school, workbook).sheet.column("letter")
    assert column.suggested[:2] == ("нет", "А")
    assert not column.allowed


def register_faults(world, classes, typed):
    kind, workbook = classes
    content = filled_grid(kind, world.school, workbook, {"classes": [(None, row) for row in typed]})
    return [code for code, _ in said(verdict_of(kind, world.school, workbook, content, "grid"))]


def test_faults_of_the_register_come_with_the_cell(world, classes):
    kind, workbook = classes
    typed = [(None, {"grade": "4", "letter": "5А", "participants": "20"}), *GOOD[1:]]
    content = filled_grid(kind, world.school, workbook, {"classes": typed})
    assert ("C-01", "Классы!B2") in said(verdict_of(kind, world.school, workbook, content, "grid"))


def test_a_class_on_record_may_not_vanish_from_the_form(world, stage, classes):
    services.replace_register(unit=world.school, campaign=stage.campaign, rows=rows(), account=None, now=NOW)
    group = ClassGroup.objects.get(grade=4, letter="А")
    Absence.objects.create(class_group=group, assessment=stage.works["ma4"], illness=1, noted_at=NOW)
    kind, workbook = classes
    form = kind.form(world.school, workbook)
    from vpr.exchange.declared.tables import grid_content

    only = ["4", "Б", "24", *[""] * (len(form.sheet.columns) - 3)]
    verdict = verdict_of(kind, world.school, workbook, grid_content(form, {"classes": [only]}), "grid")
    assert "C-12" in [code for code, _ in said(verdict)]
    assert not verdict.is_accepted


def test_after_the_draw_the_form_is_refused_with_the_reason(world, stage, classes, monkeypatch):
    services.replace_register(unit=world.school, campaign=stage.campaign, rows=rows(), account=None, now=NOW)
    monkeypatch.setattr(plugs, "_locks", [lambda campaign, unit: {(6, ""): "предметы выбраны жребием 20.04.2026"}])
    kind, workbook = classes
    form = kind.form(world.school, workbook)
    from vpr.exchange.declared.tables import grid_content

    prefilled = kind.prefilled(world.school, workbook)["classes"]
    cells = [[row.cells.get(column.key, "") for column in form.sheet.columns] for row in prefilled]
    unchanged = verdict_of(kind, world.school, workbook, grid_content(form, {"classes": cells}), "grid")
    assert unchanged.is_accepted
    cells[2][form.sheet.index("letter")] = "А"
    verdict = verdict_of(kind, world.school, workbook, grid_content(form, {"classes": cells}), "grid")
    assert {code for code, _ in said(verdict)} == {"C-11"}


def day_of(number):
    """Days of April 2026 without the first of May between."""
    return f"{number:02d}.04.2026"


def filled(world, stage):
    """Every duty on a day of its own class; parts in a row."""
    days = {"2026.ru4": "22", "2026.ma4": "23", "2026.ma6": "24"}
    answers = []
    for duty in duties_of(world.school, stage.campaign, NOW.date()):
        answers.append((duty.row_key, {"on": day_of(int(days[duty.code])), "lesson": str(1 + duty.part)}))
    return {"timetable": answers}


def test_the_timetable_is_the_same_from_a_file_and_from_the_browser(world, stage, timetable):
    kind, workbook = timetable
    by_file, by_grid = same_record_from_file_and_grid(kind, world.school, workbook, filled(world, stage))
    assert (by_file.rows, by_file.participants) == (7, 69)
    assert said(by_grid) == []
    recorded(kind, world, workbook, by_file)
    assert Sitting.objects.count() == 7
    again = kind.prefilled(world.school, workbook)["timetable"]
    assert {(row.cells["on"], row.cells["lesson"]) for row in again if "ru4" in row.cells["key"]} == {
        ("22.04.2026", "2"), ("22.04.2026", "3"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({"on": "", "lesson": ""}, ["U-06"]),
        ({"on": "", "lesson": "2"}, ["U-15"]),
        ({"on": "23.04.2026", "lesson": ""}, ["U-15"]),
        ({"on": "19.04.2026", "lesson": "2"}, ["U-01", "U-02"]),
        ({"on": "01.05.2026", "lesson": "2"}, ["U-02"]),
        ({"on": "22.04.2026", "lesson": "4"}, ["U-07", "U-07"]),
        ({"on": "31.31.2026", "lesson": "2"}, ["W-07a"]),
        ({"on": "23.04.2026", "lesson": "7"}, ["W-05"]),
    ],
)
def test_faults_of_a_row_of_the_timetable(world, stage, timetable, change, codes):
    kind, workbook = timetable
    answers = filled(world, stage)
    answers["timetable"] = [
        (key, change if key == "4А · 2026.ma4 · 1" else cells) for key, cells in answers["timetable"]
    ]
    content = filled_grid(kind, world.school, workbook, answers)
    verdict = verdict_of(kind, world.school, workbook, content, "grid")
    assert [code for code, _ in said(verdict) if code != "U-06" or codes == ["U-06"]] == codes
    assert not verdict.is_accepted
