"""Uploads of the demo: real workbooks through the same door as a school's own, each at a moment of its own."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment, Wave
from vpr.campaigns.services import publish_wave
from vpr.exchange.services.checking import check_submission
from vpr.exchange.services.expecting import expect
from vpr.exchange.services.receiving import receive_upload
from vpr.exchange.services.workbooks import workbook_of_assessment
from vpr.results.kind import made_form
from vpr.results.queries import spec_of
from vpr.results.scripts import ScoreSpec
from vpr.results.workbooks.scores import columns_of
from vpr.simulation.answers import Scripts, scripts_of
from vpr.simulation.cohort import cohort_of
from vpr.simulation.demo.calendar import Plan, Stage
from vpr.simulation.demo.mistakes import MISTAKES, cyrillic_x
from vpr.simulation.demo.region import DemoRegion
from vpr.simulation.filling import fill_form
from vpr.simulation.storing import work_of
from vpr.simulation.texts import typed
from vpr.simulation.workbooks import SHEET, cells_of

CHECK_TAKES = timedelta(seconds=2)
#: Issued codes beyond the participants: a school always prints a few more.
SPARE_CODES = 5


@dataclass(frozen=True)
class Conduct:
    """How a school behaves: when it uploads (share of the window, None: not at all) and what is wrong with its file."""

    moment: float | None
    is_late: bool = False
    mistakes: int = 0  # how many of MISTAKES
    is_foreign_file: bool = False  # uploads the form of another assessment


SILENT = Conduct(None)


@dataclass(frozen=True)
class Form:
    """A school's form for an assessment: what it is asked for and what it would write."""

    school: Unit
    spec: ScoreSpec
    cells: list[list[str]]


def build_uploads(
    demo: DemoRegion, assessment: Assessment, plan: Plan, *, seed: int, now: datetime, chance: random.Random
) -> None:
    scripts = scripts_of(
        work_of(assessment), cohort_of(demo.plan, grade=assessment.grade, seed=seed), seed=seed, region=99
    )
    forms = forms_of_schools(demo, assessment, scripts)
    expect(
        workbook=workbook_of_assessment(assessment),
        rows=[(form.school.pk, form.spec.participants, form.spec.code_from, form.spec.code_to) for form in forms],
    )
    windows = {window.kind: window for window in assessment.windows.all()}
    moments = []
    for form, conduct in zip(forms, conducts(plan.stage, len(forms)), strict=True):
        if conduct.moment is None:
            continue
        window = windows["late_upload" if conduct.is_late else "upload"]
        ends = min(window.closes_at, now - timedelta(minutes=20))
        moments.append((window.opens_at + (ends - window.opens_at) * conduct.moment, form, conduct))
    for number, (moment, form, conduct) in enumerate(sorted(moments, key=lambda item: item[0])):
        _upload(form, assessment, conduct, number, moment, chance)
    if plan.stage is Stage.PUBLISHED:
        wave = Wave.objects.get(assessment=assessment, number=1)
        publish_wave(wave=wave, account=Account.objects.get(login="federal"), now=wave.publishes_at)


def forms_of_schools(demo: DemoRegion, assessment: Assessment, scripts: Scripts) -> list[Form]:
    spec, texts = spec_of(assessment), typed(scripts)
    school_of = scripts.cohort.school[scripts.who]
    forms = []
    for index, school in enumerate(demo.schools):
        rows = np.flatnonzero(school_of == index)
        if not len(rows):
            continue
        codes = scripts.cohort.code[scripts.who[rows]]
        own = replace(
            spec,
            school=school.code,
            school_name=str(school),
            code_from=int(codes.min()),
            code_to=int(codes.max()) + SPARE_CODES,
            participants=len(rows),
        )
        forms.append(Form(school, own, cells_of(own, texts, rows)))
    return forms


def conducts(stage: Stage, count: int) -> list[Conduct]:
    """What each school does, in the order of the codes. The first school has faults to mend where uploads are open."""
    in_time = [Conduct(0.15 + 0.8 * (number % 11) / 11) for number in range(count)]
    match stage:
        case Stage.PUBLISHED:
            return [*in_time[: count - 2], Conduct(0.4, is_late=True), SILENT]
        case Stage.LATE:
            rest = [
                SILENT,
                Conduct(0.7, mistakes=1),
                Conduct(0.3, is_late=True),
                Conduct(0.9, is_late=True, mistakes=2),
            ]
            return [in_time[n] if n < 2 or n % 4 else rest[(n // 4) % 4] for n in range(count)]
        case Stage.OPEN:
            return [_conduct_while_open(number, in_time[number]) for number in range(count)]
        case Stage.SOON:
            return [SILENT] * count


def _conduct_while_open(number: int, in_time: Conduct) -> Conduct:
    if number == 0:
        return Conduct(0.85, mistakes=4)
    if number == 1:
        return in_time
    match number % 5:
        case 0:
            return replace(in_time, mistakes=1)
        case 1 | 3:
            return SILENT
        case _ if number == 12:
            return replace(in_time, is_foreign_file=True)
        case _:
            return in_time


def _upload(
    form: Form, assessment: Assessment, conduct: Conduct, number: int, moment: datetime, chance: random.Random
) -> None:
    cells, columns = [list(row) for row in form.cells], columns_of(form.spec)
    cyrillic_x(chance, columns, cells)
    for step in range(conduct.mistakes):
        MISTAKES[(number + step) % len(MISTAKES)](chance, columns, cells)
    spec = replace(form.spec, assessment="2026.en8", grade=8) if conduct.is_foreign_file else form.spec
    name, empty = made_form(spec)
    submission = receive_upload(
        unit=form.school,
        workbook=workbook_of_assessment(assessment),
        content=fill_form(empty, SHEET, cells),
        name=name,
        account=Account.objects.get(login=form.school.login),
        now=moment,
    )
    check_submission(submission_id=submission.pk, now=moment + CHECK_TAKES)
