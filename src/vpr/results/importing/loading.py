"""One file into the ledger: read, name, understand, build, store; all in one transaction, or nothing of it."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from vpr.campaigns.models import Assessment
from vpr.campaigns.services import NoReferenceForAssessment
from vpr.exchange.models import Expectation
from vpr.results.importing.child import FileRead, read_ahead, reader
from vpr.results.importing.columns import SheetColumns
from vpr.results.importing.identity import Ambiguous, Identity, identify
from vpr.results.importing.layouts import Layout, recognize
from vpr.results.importing.places import SchoolFacts, schools_of
from vpr.results.importing.rows import FileRows, RowSpec, SheetRows, participant_rows
from vpr.results.importing.specification import Prepared, SpecificationDiffers, prepare
from vpr.results.importing.stamped import Contradiction, Stamped, stamped_in
from vpr.results.importing.tally import FileTally, RowRefusal
from vpr.results.importing.units import build_units
from vpr.results.models import LoadRecord, LoadSource
from vpr.results.queries import spec_of
from vpr.results.services import LoadedFile, record_refusal, refresh_reports, store_scripts

Pairs = list[tuple[SheetColumns, Layout]]


@dataclass(frozen=True)
class ImportOptions:
    """What the caller says of the files. `region`: two digits, schools of other regions are refused."""

    year: int | None = None
    assessment: str | None = None
    school: str = ""
    region: str = ""


@dataclass
class ImportedFile:
    """What became of one file."""

    name: str
    tally: FileTally = field(default_factory=FileTally)
    assessment: Assessment | None = None
    record: LoadRecord | None = None

    @property
    def has_faults(self) -> bool:
        return bool(self.tally.refusals)


class _Refused(Exception):
    """A file of which nothing can be stored: code of the refusal and its sentence."""

    def __init__(self, code: str, sentence: str, rows: int = 0) -> None:
        super().__init__(code, sentence)
        self.code, self.sentence, self.rows = code, sentence, rows


def import_files(
    paths: Iterable[Path], options: ImportOptions, *, now: datetime, name_of: Callable[[Path], str] | None = None
) -> Iterator[ImportedFile]:
    """Files in order, each in its own transaction; while one is stored the next is being read in a child process."""
    loads: list[int] = []
    with reader() as child:
        for read in read_ahead(child, paths):
            name = name_of(read.path) if name_of else read.path.name
            imported = import_read(read, options, name=name, now=now, same_run=lambda: loads)
            if imported.record is not None:
                loads.append(imported.record.pk)
            yield imported


def import_read(
    read: FileRead, options: ImportOptions, *, name: str, now: datetime, same_run: Callable[[], Collection[int]]
) -> ImportedFile:
    """Stores what a child has read. A file that is refused leaves a load record and nothing else.

    `same_run`: the loads of the files brought together with this one; a school may be split between them.
    """
    digest = _digest(read.path)
    try:
        with transaction.atomic():
            return _import(read, options, name, digest, now, same_run)
    except _Refused as refused:
        tally = FileTally(rows_read=refused.rows, refusals=[RowRefusal("", 0, "", refused.sentence, refused.code)])
        record = record_refusal(file=_loaded(name, digest, tally, options), assessment=None, now=now)
        return ImportedFile(name, tally, record=record)


def _import(
    read: FileRead,
    options: ImportOptions,
    name: str,
    digest: str,
    now: datetime,
    same_run: Callable[[], Collection[int]],
) -> ImportedFile:
    pairs = _tables(read)
    stamped = _stamped(read, options)
    options = replace(
        options, assessment=options.assessment or stamped.assessment or None, school=options.school or stamped.school
    )
    rows = sum(len(participant_rows(sheet, layout)) for sheet, layout in pairs)
    identity, prepared = _prepared(name, pairs, options, rows, now)
    _refuse_running(prepared[0].assessment, rows)
    outcome = FileRows()
    outcome.tally.notes += [stamped.note] if stamped.note else []
    outcome.tally.notes += [*identity.notes, *prepared[0].notes]
    facts: dict[str, SchoolFacts] = {}
    for (sheet, layout), own in zip(pairs, prepared, strict=True):
        facts |= schools_of(sheet, layout)
        SheetRows(sheet, layout, _row_spec(own, identity, layout, options, rows), outcome).read()
    assessment = prepared[0].assessment
    schools = build_units(facts, outcome.scripts)
    record = store_scripts(
        assessment=assessment,
        schools=schools,
        rows=outcome.scripts,
        file=_loaded(name, digest, outcome.tally, options, assessment=assessment.code, schools=len(schools)),
        now=now,
        same_run=same_run,
    )
    refresh_reports(assessment_id=assessment.pk)
    return ImportedFile(name, outcome.tally, assessment, record)


def _tables(read: FileRead) -> Pairs:
    if read.trouble:
        raise _Refused("I-10", read.trouble)
    pairs = [(sheet, layout) for sheet in read.tables.sheets if (layout := recognize(sheet)) is not None]
    if not pairs:
        raise _Refused(
            "I-11",
            "на листах нет таблицы участников: нужны столбцы кода, варианта и баллов, как в выгрузках 2020–2022 годов",
        )
    return pairs


def _stamped(read: FileRead, options: ImportOptions) -> Stamped:
    """Our own form says whose it is; a form of a foreign region is refused like its rows would be."""
    try:
        stamped = stamped_in(read.tables, assessment=options.assessment or "", school=options.school)
    except Contradiction as error:
        raise _Refused("I-16", str(error)) from error
    if stamped.school and not stamped.school.startswith(options.region):
        raise _Refused("I-16", f"это форма школы {stamped.school} другого региона; загрузите формы своего региона")
    return stamped


def _prepared(
    name: str, pairs: Pairs, options: ImportOptions, rows: int, now: datetime
) -> tuple[Identity, list[Prepared]]:
    try:
        identity = identify(name, pairs, year=options.year, assessment=options.assessment)
        return identity, [prepare(identity, sheet, layout, now=now) for sheet, layout in pairs]
    except (Ambiguous, ValueError) as error:
        raise _Refused("I-12", str(error), rows) from error
    except (SpecificationDiffers, NoReferenceForAssessment) as error:
        raise _Refused("I-13", str(error), rows) from error


def _refuse_running(assessment: Assessment, rows: int) -> None:
    """What schools upload themselves is never overwritten by a file from the side."""
    if Expectation.objects.filter(workbook__assessment=assessment).exists():
        raise _Refused("I-15", f"результаты работы {assessment.code} школы загружают сами; выгрузка не принята", rows)


def _row_spec(own: Prepared, identity: Identity, layout: Layout, options: ImportOptions, rows: int) -> RowSpec:
    if layout.is_form and not options.school:
        raise _Refused("I-14", "в форме одной школы нет её логина; укажите школу: --school 223080", rows)
    spec = spec_of(own.assessment)
    # Иностранные языки писали на компьютере: вариантов больше двух (выгрузка 2020 года, ФЯ 7).
    listed = frozenset(spec.variants) if identity.code.subject not in ("en", "de", "fr") else frozenset()
    return RowSpec(
        tasks=spec.tasks,
        columns=own.columns,
        parts=spec.parts,
        thresholds=spec.thresholds,
        variants=listed,
        pupil_grade=identity.pupil_grade,
        region=options.region,
        school=options.school if layout.is_form else "",
    )


def _loaded(name: str, digest: str, tally: FileTally, options: ImportOptions, **facts: Any) -> LoadedFile:
    return LoadedFile(
        source=LoadSource.IMPORT,
        name=name,
        sha256=digest,
        rows_read=tally.rows_read,
        rows_refused=tally.refused,
        repairs=tally.repaired,
        report=tally.as_report(file=name, region=options.region, **facts),
    )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
