"""Each declared form filled through its template, saved by LibreOffice, is understood as the browser grid is."""

from datetime import timedelta

import pytest

from context_answers import ANSWERS
from enrollment_stage import numbers, record
from exchange_declared import books_through_libreoffice, filled_file, same_record_from_file_and_grid, verdict_of
from timetable_stage import NOW, make_stage, rows
from vpr.campaigns.models import PlanStep
from vpr.enrollment.services.applications import submit_application
from vpr.enrollment.workbooks.application import QUESTION
from vpr.exchange.declared.kind import DeclaredKind
from vpr.exchange.kinds import campaign_kinds, kind_of
from vpr.exchange.services import workbook_of
from vpr.timetable.queries.duties import duties_of
from vpr.timetable.services.register import replace_register

FIGURES = {"class_count": "2", "participants": "40"}
CLASSES = [
    (None, {"grade": "4", "letter": "А", "participants": "25"}),
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
NEW_SCHOOL = {
    "status": "новая",
    "name": "Лужский лицей № 5",
    "short_name": "Лицей № 5",
    "primary": "Да",
    "basic": "Да",
    "secondary": "Нет",
    "takes_part": "Да",
    "grades": "4-8",
}
PEOPLE = [
    {"name": "Павлова Ольга Игоревна", "phone": "8 813 722-00-11", "standing": "пенсионер, бывший педагог"},
    {
        "name": "Белов Игорь Олегович",
        "phone": "8 921 000-00-01",
        "standing": "родитель учеников других классов",
        "children_at": "470167",
        "children_classes": "7б",
    },
]
DAYS = {"2026.ru4": "22.04.2026", "2026.ma4": "23.04.2026", "2026.ma6": "24.04.2026"}


@pytest.fixture
def campaign(world, home):
    """A plan in force, a school on record with its classes, its application sent."""
    found = make_stage()
    for key in ("application", "consolidated", "correction"):
        ends = NOW - timedelta(days=5), NOW + timedelta(days=5)
        PlanStep.objects.create(plan=found.plan, key=key, opens_at=ends[0], closes_at=ends[1])
    record(world.school, NOW, kind="general", grades=[])
    replace_register(unit=world.school, campaign=found.campaign, rows=rows(), account=None, now=NOW)
    submit_application(
        campaign=found.campaign,
        unit=world.school,
        takes_part=True,
        lines={"2026.ru4": numbers(2, 40), "2026.ma4": numbers(2, 41)},
        account=None,
        now=NOW,
    )
    return found.campaign


def answers(world, campaign) -> dict:
    """Kind -> who fills it, and what is typed."""
    school, district, region = world.school, world.municipality, world.region
    placed = [
        (duty.row_key, {"on": DAYS[duty.code], "lesson": str(1 + duty.part)})
        for duty in duties_of(school, campaign, NOW.date())
    ]
    figures = [("2026.ru4", FIGURES), ("2026.is6/к", {"class_count": "1", "participants": "20", "experts": "2"})]
    changed = [("470167", {"secondary": "Нет", "grades": "4-8", "subjects": "РУ, МА"}), (None, NEW_SCHOOL)]
    mended = {
        "schools": [("470167", {"note": "уточнено"}), ("470168", {"decision": "подтверждаю"})],
        "grade_4": [("470167", {"2026.ru4|p": "44"}), ("470168", {"2026.ru4|c": "1", "2026.ru4|p": "12"})],
    }
    return {
        "classes": (world.neighbor, {"classes": CLASSES}),
        "timetable": (school, {"timetable": placed}),
        "context": (school, ANSWERS),
        "application": (school, {"school": [(QUESTION, {"answer": "Да"})], "works": figures}),
        "observers": (school, {"observers": [(None, person) for person in PEOPLE]}),
        "reconciliation": (district, {"list": changed}),
        "consolidated": (district, mended),
        "consolidated_region": (region, {"grade_4": [("470167", {"2026.ru4|p": "45"})]}),
    }


def test_every_declared_form_is_the_same_through_libreoffice(world, campaign, tmp_path):
    filled = answers(world, campaign)
    assert set(filled) == {kind.key for kind in campaign_kinds() if isinstance(kind, DeclaredKind)}
    meant, books = {}, {}
    for key, (unit, typed) in filled.items():
        place = (kind_of(key), unit, workbook_of(campaign, key))
        meant[key] = same_record_from_file_and_grid(*place, typed)[1].content
        books[key] = filled_file(*place, typed)
    wrong = {}
    for suffix in ("xlsx", "ods", "xls"):
        for key, content in books_through_libreoffice(tmp_path, books, suffix).items():
            verdict = verdict_of(kind_of(key), filled[key][0], workbook_of(campaign, key), content)
            if not verdict.is_accepted or verdict.content != meant[key]:
                wrong[key, suffix] = [(fault.code, fault.cell, fault.details) for fault in verdict.faults]
    assert wrong == {}
