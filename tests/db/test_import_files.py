"""Whole files into the ledger: every generation, twice, broken in the middle, ambiguous, foreign, and the real samples."""

import collections
import os
import signal
import subprocess
import sys
import time

import openpyxl
import pytest

from addresses import database_url
from conftest import SAMPLES
from import_sheets import HEADERS_2021, load, reason, row_2021, workbook_of
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Assessment
from vpr.campaigns.reference import reference_assessment
from vpr.exchange.models import Expectation
from vpr.exchange.services import workbook_of_assessment
from vpr.kernel.points import mark_for
from vpr.results.importing.loading import ImportOptions, import_files
from vpr.results.models import LoadRecord, Script

MATH_6 = "Проведение работы по математике, 6 класс. ВПР 2021.xlsx"
HEADERS = [*HEADERS_2021, *(f"балл за {n}" for n in range(1, 14))]
ONES = ("1",) * 13


@pytest.mark.django_db
class TestFiles:
    def test_a_file_builds_its_units_its_assessment_and_its_scripts(self, tmp_path, now):
        imported = load(tmp_path, MATH_6, workbook_of(HEADERS, row_2021(*ONES), row_2021(*ONES, code="60002")), now)
        assert imported.assessment.code == "2021.ma6"
        school = Unit.objects.get(code="220001")
        assert (school.municipality.name, school.region.name) == ("город Бийск", "Алтайский край")
        assert list(Script.objects.order_by("code").values_list("code", "raw_score", "mark", "class_name", "wave")) == [
            (60001, 13, 4, "6А", None),
            (60002, 13, 4, "6А", None),
        ]

    def test_importing_again_doubles_nothing_and_counts_the_same(self, tmp_path, now):
        content = workbook_of(HEADERS, row_2021(*ONES), row_2021("9", *ONES[1:], code="60002"))
        first = load(tmp_path, MATH_6, content, now)
        again = load(tmp_path, MATH_6, content, now)
        assert (first.tally.stored, again.tally.stored, Script.objects.count()) == (1, 1, 1)
        assert Unit.objects.filter(kind="municipality").count() == 1
        assert LoadRecord.objects.count() == 2

    def test_a_corrected_file_replaces_its_schools_as_a_whole(self, tmp_path, now):
        other = row_2021(*ONES, login="sch220002")
        load(tmp_path, MATH_6, workbook_of(HEADERS, row_2021(*ONES), row_2021(*ONES, code="60002"), other), now)
        load(tmp_path, MATH_6, workbook_of(HEADERS, row_2021("0", *ONES[1:])), now)
        assert sorted(Script.objects.values_list("code", "raw_score")) == [
            (60001, 12),
            (60001, 13),
        ]

    def test_a_school_split_between_two_files_of_one_run_keeps_both(self, tmp_path, now):
        paths = [tmp_path / f"математика 6 класс {letter} ВПР 2021.xlsx" for letter in ("АА", "ББ")]
        for path, code in zip(paths, ("60001", "60002"), strict=True):
            path.write_bytes(workbook_of(HEADERS, row_2021(*ONES, code=code)))
        for _ in range(2):
            assert [one.tally.stored for one in import_files(paths, ImportOptions(), now=now)] == [1, 1]
            assert sorted(Script.objects.values_list("code", flat=True)) == [60001, 60002]
        list(import_files(paths[1:], ImportOptions(), now=now))
        assert list(Script.objects.values_list("code", flat=True)) == [60002]

    def test_a_school_of_which_nothing_is_accepted_keeps_what_it_had(self, tmp_path, now):
        load(tmp_path, MATH_6, workbook_of(HEADERS, row_2021(*ONES)), now)
        load(tmp_path, MATH_6, workbook_of(HEADERS, row_2021("9", *ONES[1:])), now)
        assert list(Script.objects.values_list("raw_score", flat=True)) == [13]

    def test_a_name_that_tells_nothing_is_refused_with_the_option(self, tmp_path, now):
        imported = load(tmp_path, "выгрузка.xlsx", workbook_of(HEADERS, row_2021(*ONES)), now)
        code, message = reason(imported)
        assert code == "I-12"
        assert "--assessment" in message

    def test_the_year_of_the_name_wins_over_the_option_and_a_note_says_so(self, tmp_path, now):
        imported = load(tmp_path, MATH_6, workbook_of(HEADERS, row_2021(*ONES)), now, year=2020)
        assert imported.assessment.code == "2021.ma6"
        assert any("Указан 2020 год" in note and "принят 2021" in note for note in imported.tally.notes)

    def test_the_option_tells_the_year_where_the_name_does_not(self, tmp_path, now):
        imported = load(tmp_path, "математика 6 класс.xlsx", workbook_of(HEADERS, row_2021(*ONES)), now, year=2022)
        assert imported.assessment.code == "2022.ma6"

    def test_a_layout_of_one_year_only_wins_over_the_option(self, tmp_path, now):
        headers = ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum", "a-1-grade"]
        content = workbook_of(headers, ["reg22_vpr_m060", "sch220001", 1, 70001, 4, "ж", "А", 1, "", 1, 1])
        imported = load(tmp_path, "математика 6.xlsx", content, now, year=2021)
        assert imported.assessment.code == "2020.ma6"
        assert any("по виду таблицы" in note for note in imported.tally.notes)

    def test_two_subjects_in_a_name_are_refused(self, tmp_path, now):
        imported = load(tmp_path, "химия и физика 8 класс.xlsx", workbook_of(HEADERS, row_2021(*ONES)), now)
        assert reason(imported)[0] == "I-12"

    def test_the_caller_may_name_the_assessment(self, tmp_path, now):
        content = workbook_of(HEADERS, row_2021(*ONES))
        assert load(tmp_path, "выгрузка.xlsx", content, now, assessment="2021.ma6").tally.stored == 1

    def test_the_textbooks_tell_the_subject(self, tmp_path, now):
        content = workbook_of([*HEADERS, "Учебник"], [*row_2021(*ONES), "Мерзляк А.Г. Математика 6 класс"])
        imported = load(tmp_path, "выгрузка.xlsx", content, now)
        assert imported.assessment.code == "2021.ma6"
        assert any("учебников" in note for note in imported.tally.notes)

    def test_another_number_of_tasks_is_refused_not_guessed(self, tmp_path, now):
        headers = [*HEADERS, "балл за 14"]
        imported = load(tmp_path, MATH_6, workbook_of(headers, row_2021(*ONES, "1")), now)
        assert reason(imported)[0] == "I-13"
        assert not Assessment.objects.exists()

    def test_two_programs_of_biology_are_two_assessments(self, tmp_path, now):
        headers = [*HEADERS_2021, *(f"балл за {n}" for n in range(1, 24))]
        name = "Проведение работы по биологии, 7 класс (по образцу 8 класса). ВПР 2021.xlsx"
        imported = load(tmp_path, name, workbook_of(headers, row_2021(*["1"] * 23, code="70001")), now)
        assert imported.assessment.code == "2021.bi7c"
        assert imported.tally.stored == 1

    @pytest.mark.parametrize(
        ("content", "code"),
        [
            (b"", "I-10"),
            (b"PK\x03\x04 broken", "I-10"),
            (b"%PDF-1.4", "I-10"),
            (workbook_of(["ФИО", "Класс"], ["—", "6А"]), "I-11"),
        ],
    )
    def test_what_is_no_export_is_refused_as_a_file(self, tmp_path, now, content, code):
        assert reason(load(tmp_path, MATH_6, content, now))[0] == code

    def test_what_schools_upload_themselves_is_not_overwritten(self, tmp_path, now, world, assessment):
        Expectation.objects.create(
            unit=world.school,
            region_id=world.region.pk,
            municipality_id=world.municipality.pk,
            workbook=workbook_of_assessment(assessment),
        )
        headers = ["Пользователь", "Код", "Вариант", *(f"{t.code} ({t.max_points}б)" for t in assessment.tasks.all())]
        imported = load(
            tmp_path, "x.xlsx", workbook_of(headers, ["edu470167", 80001, 1, *[0] * 7]), now, assessment="2026.en8"
        )
        assert reason(imported)[0] == "I-15"

    def test_a_form_of_one_school_needs_its_school(self, tmp_path, now):
        headers = ["Код", "Вариант", "1 (1б)", "2 (2б)", "Наименование класса", "Итого баллов"]
        content = workbook_of(headers, [40001, 1, 1, 2, "4А", 3], [40002, 2, 0, "X", "4А", 0])
        name = "Форма сбора результатов Окружающий мир 4 класс ВПР 2025.xlsx"
        assert reason(load(tmp_path, name, content, now))[0] == "I-14"
        imported = load(tmp_path, name, content, now, school="220001")
        assert (imported.assessment.code, imported.tally.stored) == ("2025.okr4", 2)

    def test_a_municipality_known_by_its_code_takes_its_name_from_a_later_file(self, tmp_path, now):
        tags = "22-RU-ALT,VPR_22,reg22_vpr_m060"
        headers = ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum", "a-1-grade"]
        content = workbook_of(headers, [tags, "sch220001", 1, 70001, 4, "ж", "А", 1, "", 1, 1])
        assert load(tmp_path, "fisoko_2020_math_6.xlsx", content, now).tally.stored == 1
        assert Unit.objects.get(code="reg22_m060").name == "reg22_m060"
        load(tmp_path, MATH_6, workbook_of(HEADERS, row_2021(*ONES)), now)
        assert Unit.objects.get(code="reg22_m060").name == "город Бийск"
        assert Unit.objects.filter(kind="municipality").count() == 1

    @pytest.mark.parametrize(("points", "is_taken"), [(1, True), (9, False)])
    def test_maxima_of_2020_are_those_of_2021_unless_the_file_contradicts(self, tmp_path, now, points, is_taken):
        known = reference_assessment("2021.ma6")
        headers = ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum"]
        headers += [f"a-{n}-grade" for n in range(1, len(known.tasks) + 1)]
        row = ["reg22_vpr_m060", "sch220001", 1, 70001, 4, "ж", "А", 1, "", "", *[points] * len(known.tasks)]
        imported = load(tmp_path, "fisoko_2020_math_6.xlsx", workbook_of(headers, row), now)
        maxima = list(imported.assessment.tasks.order_by("position").values_list("max_points", flat=True))
        assert imported.tally.stored == 1
        assert (maxima == [task.max_points for task in known.tasks]) is is_taken
        assert any("взяты из описания 2021.ma6" in note for note in imported.tally.notes) is is_taken
        assert any("наибольшие баллы" in note for note in imported.tally.notes) is not is_taken

    def test_higher_points_of_another_region_raise_the_observed_maximum(self, tmp_path, now):
        headers = ["groups", "user", "id", "code", "otc", "gender", "klass", "var-1", "var-2", "sum", "a-1-grade"]
        for school, points in (("sch220001", 1), ("sch470001", 3)):
            content = workbook_of(headers, ["reg22_vpr_m060", school, 1, 70001, 4, "ж", "А", 1, "", points, points])
            imported = load(tmp_path, "fisoko_2020_math_6.xlsx", content, now)
            assert imported.tally.stored == 1
        assert imported.assessment.tasks.get().max_points == 3
        assert not hasattr(imported.assessment, "mark_scale")


@pytest.mark.django_db
@pytest.mark.parametrize(("campaign", "subject"), [("2020", "ru4"), ("2021", "ru4"), ("2022", "ru4"), ("2022", "is5")])
def test_every_generation_comes_back_as_it_was_invented(tmp_path, now, campaign, subject):
    from vpr.results.scripts import TaskPlace
    from vpr.simulation.answers import Work, scripts_of
    from vpr.simulation.cohort import cohort_of
    from vpr.simulation.exports import write_export
    from vpr.simulation.territory import plan_territory

    known = reference_assessment(f"{campaign}.{subject}") or reference_assessment(f"2021.{subject}")
    tasks = tuple(TaskPlace(task.code, task.max_points, task.part) for task in known.tasks)
    thresholds = None if campaign != "2021" else known.thresholds
    work = Work(f"{campaign}.{subject}", known.subject, known.grade, int(campaign), known.parts, tasks, thresholds)
    [plan] = plan_territory(seed=5, regions=1, municipalities=3, schools=25)
    scripts = scripts_of(work, cohort_of(plan, grade=known.grade, seed=5), seed=5, region=22)
    path, rows = write_export(tmp_path, plan, scripts, seed=5, is_clean=True)
    [imported] = import_files([path], ImportOptions(), now=now)
    assert (imported.tally.rows_read, imported.tally.stored) == (rows, len(scripts))
    assert imported.assessment.code == work.code
    stored = {(s.school_id, s.code): s for s in Script.objects.all()}
    units = {unit.code: unit.pk for unit in Unit.objects.filter(kind="school")}
    for place, who in enumerate(scripts.who.tolist()):
        key = (units[plan.school_codes[scripts.cohort.school[who]]], int(scripts.cohort.code[who]))
        script = stored[key]
        assert script.points == [None if p < -2 else p for p in scripts.points[place].tolist()]
        assert script.raw_score == (None if scripts.raw[place] < 0 else scripts.raw[place])
        assert script.mark == (None if scripts.marks[place] < 0 else scripts.marks[place])
        assert script.journal_mark == (None if scripts.journal[place] < 0 else scripts.journal[place])


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real files are not beside this checkout")
@pytest.mark.django_db
class TestSamples:
    @pytest.mark.parametrize(
        ("name", "code", "sheet", "columns", "thresholds"),
        [
            ("fisoko_2020_french_7.xlsx", "2020.fr7", "Sheet1", (1, 3, 7, 10, 18), None),
            ("fisoko_2021_geography_10.xlsx", "2021.gg10", "Sheet", (0, 3, 7, 9, 26), (7, 13, 18)),
            ("fisoko_2022_geography_10.xlsx", "2022.gg10", "Протокол", (0, 6, 7, 8, 25), None),
        ],
    )
    def test_a_real_export_agrees_with_an_independent_recount(self, name, code, sheet, columns, thresholds, now):
        [imported] = import_files([SAMPLES / name], ImportOptions(), now=now)
        login, own, variant, first, last = columns
        rows = list(openpyxl.load_workbook(SAMPLES / name, data_only=True)[sheet].iter_rows(values_only=True))[1:]
        assert imported.assessment.code == code
        assert imported.tally.rows_read == len(rows) == imported.tally.stored + imported.tally.refused
        assert imported.tally.refused == 0
        schools = dict(Unit.objects.filter(kind="school").values_list("code", "pk"))
        scripts = {(s.school_id, s.code): s for s in Script.objects.all()}
        assert len(scripts) == len(rows)
        sums, marks = collections.Counter(), collections.Counter()
        for row in rows:
            script = scripts[schools[str(row[login])[-6:]], int(float(row[own]))]
            if str(row[variant]).strip().lower() == "отсутствовал":
                assert script.variant_1 == 0
                assert script.raw_score is script.mark is None
                continue
            points = [str(cell).removesuffix(".0") for cell in row[first : last + 1]]
            total = sum(int(text) for text in points if text.isdigit())
            assert script.raw_score == total
            assert script.mark == (mark_for(total, thresholds) if thresholds else None)
            sums[total] += 1
            marks[script.mark] += 1
        if code == "2021.gg10":  # DOMAIN §14.1: 1,039 scripts; 2.8, 30.6, 47.7 and 18.9 %
            assert sum(sums.values()) == 1039
            assert [round(100 * marks[mark] / 1039, 1) for mark in (2, 3, 4, 5)] == [2.8, 30.6, 47.7, 18.9]

    def test_a_filled_form_needs_its_work_and_its_school(self, now):
        path = SAMPLES / "form_2025_primary.xlsx"
        [refused] = import_files([path], ImportOptions(), now=now)
        assert (refused.tally.rows_read, refused.tally.refused) == (40, 40)
        [imported] = import_files([path], ImportOptions(assessment="2025.okr4a", school="220001"), now=now)
        # the second sheet repeats the participants of the first: they are refused one by one, not dropped
        assert (imported.tally.rows_read, imported.tally.stored, imported.tally.refused) == (40, 20, 20)
        assert {refusal.code for refusal in imported.tally.refusals} == {"I-04"}


LOAD_AND_DIE = """
import os, signal, sys
import django
django.setup()
from datetime import UTC, datetime
from pathlib import Path
from vpr.results import ledger
from vpr.results.importing.loading import ImportOptions, import_files
copy = ledger.append
def copy_and_die(blocks):
    copy(blocks)
    os.kill(os.getpid(), signal.SIGKILL)
ledger.append = copy_and_die
if __name__ == "__main__":
    list(import_files([Path(sys.argv[1])], ImportOptions(), now=datetime.now(tz=UTC)))
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_nothing_half_loaded(tmp_path, now):
    path = tmp_path / MATH_6
    path.write_bytes(workbook_of(HEADERS, *[row_2021(*ONES, code=str(60001 + n)) for n in range(200)]))
    before = Unit.objects.count()
    environment = os.environ | {"DATABASE_URL": database_url()}
    done = subprocess.run([sys.executable, "-c", LOAD_AND_DIE, str(path)], env=environment, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL
    for _ in range(50):  # the server notices the lost client a moment later
        if Script.objects.count() == 0:
            break
        time.sleep(0.1)
    assert (Script.objects.count(), LoadRecord.objects.count(), Unit.objects.count()) == (0, 0, before)
    [imported] = import_files([path], ImportOptions(), now=now)
    assert imported.tally.stored == Script.objects.count() == 200
