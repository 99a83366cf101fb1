"""Files brought in a cabinet: kept, queued, imported once each."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from vpr.base import files
from vpr.base.queue import defer
from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account, Unit
from vpr.kernel.codes import parse_assessment_code
from vpr.kernel.roles import UnitKind
from vpr.results.importing.child import reader
from vpr.results.importing.loading import ImportedFile, ImportOptions, import_read
from vpr.results.importing.reading import MAX_BYTES
from vpr.results.models import ImportFile, ImportState

MAX_FILES = 60


def receive_imports(
    *,
    unit: Unit,
    brought: Iterable[tuple[str, bytes]],
    year: int | None,
    assessment_code: str,
    account: Account | None,
    now: datetime,
) -> list[ImportFile]:
    """Keeps the bytes, then commits a row and a job for each file. `unit`: a region or the country."""
    if unit.kind not in (UnitKind.REGION, UnitKind.COUNTRY):
        raise Refusal("Выгрузки загружает регион или федеральный организатор.")
    code = _code(assessment_code)
    kept = [(name, files.keep(content), len(content)) for name, content in brought]
    if not kept:
        raise Refusal("Выберите хотя бы один файл.")
    if code and len(kept) > 1:
        raise Refusal("Код работы можно указать только для одного файла: загрузите его отдельно.")
    if len(kept) > MAX_FILES or any(size > MAX_BYTES for _, _, size in kept):
        raise Refusal(f"За один раз — не больше {MAX_FILES} файлов, каждый до {MAX_BYTES // 1024 // 1024} МБ.")
    with transaction.atomic():
        rows = [
            ImportFile.objects.create(
                unit=unit,
                name=name[:255],
                sha256=digest,
                size=size,
                year=year,
                assessment_code=code,
                brought_at=now,
                brought_by=account,
            )
            for name, digest, size in kept
        ]
        for row in rows:
            defer("results.import_file", import_id=row.pk)
    return rows


def run_import(*, import_id: int, now: datetime) -> ImportFile:
    """Reads the kept file in a child process and stores it; a second run of the job changes nothing."""
    with transaction.atomic():
        row = ImportFile.objects.select_for_update(of=("self",)).select_related("unit").get(pk=import_id)
        if row.state != ImportState.WAITING:
            return row
        path = files.path_of(row.sha256)
        with reader() as child:
            child.begin(path)
            read = child.finish(path)
        region = row.unit.code[3:5] if row.unit.kind == UnitKind.REGION else ""
        options = ImportOptions(year=row.year, assessment=row.assessment_code or None, region=region)
        imported = import_read(read, options, name=row.name, now=now, same_run=lambda: _brought_together(row))
        row.state, row.load = _state(imported), imported.record
        row.save(update_fields=["state", "load"])
    return row


def _brought_together(row: ImportFile) -> list[int]:
    """Loads of the files that one person sent at once: a school split between them keeps every part."""
    together = ImportFile.objects.filter(
        unit_id=row.unit_id, brought_at=row.brought_at, brought_by_id=row.brought_by_id, load__isnull=False
    )
    return list(together.values_list("load_id", flat=True))


def _state(imported: ImportedFile) -> ImportState:
    if imported.tally.stored == 0:
        return ImportState.REFUSED
    return ImportState.WITH_FAULTS if imported.has_faults else ImportState.DONE


def _code(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return str(parse_assessment_code(text))
    except ValueError as error:
        raise Refusal("Код работы пишется так: 2021.ma4 — год, предмет, класс.") from error
