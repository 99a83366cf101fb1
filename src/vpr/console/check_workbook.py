"""`vpr check-workbook FILE`: the check of an upload without uploading it."""

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from vpr.console.codes import assessment_code, school_code
from vpr.console.installation import home, open_installation

if TYPE_CHECKING:
    from vpr.results.rules import Understanding
    from vpr.results.scripts import ScoreSpec

_SHOWN = 50


@click.command("check-workbook")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--assessment", required=True, help="Код работы, например 2026.en8.")
@click.option("--school", help="Код или логин школы: тогда сверяются и выданные ей коды участников.")
@click.option("--json", "as_json", is_flag=True, help="Один объект JSON.")
def command(file: Path, assessment: str, school: str | None, as_json: bool) -> None:
    """Проверяет заполненную форму, ничего не записывая. Код выхода 1, если форма не принята."""
    code, digits = assessment_code(assessment), school_code(school) if school else ""
    spec = _spec(code, digits)
    from vpr.results.checking import check_file

    started = time.monotonic()
    understood = check_file(spec, file.read_bytes())
    answer = _answer(file, spec, understood, time.monotonic() - started)
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        _speak(answer)
    sys.exit(0 if answer["accepted"] else 1)


def _spec(code: str, school: str) -> "ScoreSpec":
    """From the packaged reference when it is enough, from the installation otherwise."""
    from vpr.results.workbooks.reference import reference_spec

    has_installation = "DATABASE_URL" in os.environ or (home() / "postgres").exists()
    spec = None if school and has_installation else reference_spec(code, school)
    if spec is None and has_installation:
        spec = _stored_spec(code, school) or reference_spec(code, school)
    if spec is None:
        raise click.UsageError(f"работа {code} неизвестна: её нет ни в справочнике, ни в базе установки")
    return spec


def _stored_spec(code: str, school: str) -> "ScoreSpec | None":
    open_installation()
    from vpr.cabinets.models import Unit
    from vpr.campaigns.models import Assessment
    from vpr.exchange.models import Expectation
    from vpr.results.queries import spec_of

    assessment = Assessment.objects.select_related("campaign").filter(code=code).first()
    if assessment is None or not assessment.tasks.exists():
        return None
    unit = Unit.objects.filter(kind="school", code=school).first() if school else None
    if school and unit is None:
        raise click.UsageError(f"школы {school} нет в базе установки")
    expectation = Expectation.objects.filter(unit=unit, workbook__assessment=assessment).first() if unit else None
    return spec_of(assessment, unit, expectation)


def _answer(file: Path, spec: "ScoreSpec", understood: "Understanding", seconds: float) -> dict[str, Any]:
    from vpr.results.faults import CATALOGUE, is_error, message_of

    return {
        "file": str(file),
        "assessment": spec.assessment,
        "school": spec.school,
        "accepted": not any(map(is_error, understood.faults)),
        "rows": understood.rows_read,
        "participants": understood.participants,
        "faults": [
            {
                "code": fault.code,
                "rule": rule_of(fault.code),
                "severity": CATALOGUE[fault.code].severity.value,
                "cell": fault.cell,
                "title": CATALOGUE[fault.code].title,
                "message": message_of(fault),
            }
            for fault in understood.faults
        ],
        "repairs": [
            {"code": repair.code, "cell": repair.cell, "before": repair.before, "after": repair.after}
            for repair in understood.repairs
        ],
        "seconds": round(seconds, 3),
    }


def rule_of(code: str) -> str:
    """`R-07a` -> `R07`: the rule of the score form, without the letter of its case."""
    return "".join(letter for letter in code if letter.isupper() or letter.isdigit())


def _speak(answer: dict[str, Any]) -> None:
    click.echo("Форма принята." if answer["accepted"] else "Форма не принята.")
    click.echo(f"Строк прочитано: {answer['rows']}, участников с работой: {answer['participants']}.")
    for fault in answer["faults"][:_SHOWN]:
        place = f"{fault['cell']}: " if fault["cell"] else ""
        click.echo(f"{fault['code']}  {place}{fault['message']}")
    if len(answer["faults"]) > _SHOWN:
        click.echo(f"... и ещё {len(answer['faults']) - _SHOWN}; полный список даёт --json")
    if answer["repairs"]:
        click.echo(f"Исправлено само: {len(answer['repairs'])} ячеек.")
