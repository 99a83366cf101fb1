"""Changes of one assessment: card, specification, mark scale, dates, open or closed. Each leaves an amendment."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from vpr.base.queue import defer
from vpr.base.refusals import Refusal
from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.ledger import stored_scripts
from vpr.campaigns.models import AmendmentKind, Assessment, MarkScale, Task, Wave, Window
from vpr.campaigns.queries import dates_of, task_rows
from vpr.campaigns.rules import (
    Period,
    ScaleRow,
    TaskRow,
    WaveDates,
    breaks_stored_points,
    check_dates,
    check_scale,
    difference,
    mark_ranges,
)
from vpr.campaigns.services.amending import Author, amend, refuse_without_reason
from vpr.kernel.faults import Severity

Thresholds = tuple[int, int, int]


class PointsWouldMove(Refusal):
    """Результаты этой работы уже загружены: задания нельзя добавлять, убирать и переставлять, максимумы нельзя уменьшать."""


class UnsoundScale(Refusal):
    """Границы отметок должны возрастать и укладываться в максимальный балл работы."""


class UnsoundDates(Refusal):
    """В сроках есть ошибки: исправьте их и сохраните снова."""


class NothingToOpen(Refusal):
    """Работу нельзя открыть для школ: в ней нет заданий. Внесите спецификацию."""


@transaction.atomic
def change_card(
    *, assessment: Assessment, title: str, minutes: int | None, variants: Iterable[int], source: str, author: Author
) -> None:
    """Title, minutes, variants and source. Points and marks do not depend on them: no reason is asked."""
    before = (assessment.title, assessment.minutes, list(assessment.variants), assessment.source)
    assessment.title, assessment.minutes, assessment.source = title, minutes, source
    assessment.variants = sorted(set(variants))
    if before != (title, minutes, assessment.variants, source):
        assessment.save(update_fields=["title", "minutes", "variants", "source"])
        amend(assessment, AmendmentKind.CARD, title, author)


@transaction.atomic
def change_specification(*, assessment: Assessment, rows: Sequence[TaskRow], author: Author) -> int:
    """Replaces the tasks; returns how many places changed. What the stored points cannot bear is refused."""
    _lock(assessment)
    before = task_rows(assessment)
    changes = difference(before, rows)
    if not changes:
        return 0
    if breaks_stored_points(before, rows) and stored_scripts(assessment):
        raise PointsWouldMove
    refuse_without_reason(assessment, author)
    _refuse_scale_above(assessment, sum(row.max_points for row in rows))
    _write_rows(assessment, rows)
    amend(assessment, AmendmentKind.SPECIFICATION, f"изменено мест для баллов: {len(changes)}", author)
    _rescore(assessment)
    return len(changes)


@transaction.atomic
def change_scale(*, assessment: Assessment, thresholds: Thresholds | None, source: str, author: Author) -> bool:
    """Sets or removes (None) the mark scale; marks are recomputed. Returns whether anything changed."""
    _lock(assessment)
    present = MarkScale.objects.filter(assessment=assessment).first()
    if (present.thresholds if present else None) == thresholds:
        if present and present.source != source:
            present.source = source
            present.save(update_fields=["source"])
        return False
    total = sum(row.max_points for row in task_rows(assessment))
    if thresholds is not None and check_scale(thresholds, total):
        raise UnsoundScale
    refuse_without_reason(assessment, author)
    if thresholds is None:
        MarkScale.objects.filter(assessment=assessment).delete()
    else:
        values = dict(zip(("from_3", "from_4", "from_5"), thresholds, strict=True))
        MarkScale.objects.update_or_create(assessment=assessment, defaults={**values, "source": source})
    amend(assessment, AmendmentKind.SCALE, scale_words(thresholds, total), author)
    _rescore(assessment)
    return True


@transaction.atomic
def change_scales(*, rows: Sequence[ScaleRow], author: Author) -> int:
    """Scales of many assessments: all of them or, when one is refused, none. Returns how many changed."""
    found = {item.code: item for item in Assessment.objects.filter(code__in=[row.assessment for row in rows])}
    changed = [
        change_scale(assessment=found[row.assessment], thresholds=row.thresholds, source=row.source, author=author)
        for row in rows
    ]
    return sum(changed)


def scale_words(thresholds: Thresholds | None, total: int) -> str:
    """«2: 0–9 …» as the history keeps it."""
    if thresholds is None:
        return "шкала убрана, отметки недоступны"
    return "; ".join(str(item) for item in mark_ranges(thresholds, max(total, thresholds[2])))


@transaction.atomic
def change_dates(
    *, assessment: Assessment, windows: Sequence[Period], waves: Sequence[WaveDates], author: Author
) -> bool:
    """Replaces the windows and the waves that are not published. Returns whether anything changed."""
    _lock(assessment)
    assessment = Assessment.objects.get(pk=assessment.pk)  # nothing prefetched: the present dates decide
    present = list(assessment.waves.all())
    _, _, out = dates_of(assessment)
    if any(CATALOGUE[fault.code].severity is Severity.ERROR for fault in check_dates(windows, waves, out)):
        raise UnsoundDates
    windows_before = {(w.kind, w.opens_at, w.closes_at) for w in assessment.windows.all()}
    waves_before = {(w.number, w.uploads_until, w.publishes_at) for w in present}
    windows_now = {(w.kind, w.opens_at, w.closes_at) for w in windows}
    waves_now = {(w.number, w.uploads_until, w.publishes_at) for w in waves}
    if (windows_before, waves_before) == (windows_now, waves_now):
        return False
    assessment.windows.all().delete()
    Window.objects.bulk_create(
        Window(assessment=assessment, kind=k, opens_at=a, closes_at=b) for k, a, b in windows_now
    )
    assessment.waves.filter(published_at=None).delete()
    published = {wave.number for wave in out}
    Wave.objects.bulk_create(
        Wave(assessment=assessment, number=n, uploads_until=until, publishes_at=at)
        for n, until, at in sorted(waves_now)
        if n not in published
    )
    amend(assessment, AmendmentKind.DATES, f"сроков: {len(windows_now)}, волн: {len(waves_now)}", author)
    return True


@transaction.atomic
def open_assessment(*, assessment: Assessment, author: Author) -> None:
    """Shows the assessment to schools; who should upload is expected by a job."""
    if assessment.is_open:
        return
    if not assessment.tasks.exists():
        raise NothingToOpen
    assessment.is_open = True
    assessment.save(update_fields=["is_open"])
    amend(assessment, AmendmentKind.OPENED, "", author)
    defer("exchange.expect_schools", assessment_id=assessment.pk)


@transaction.atomic
def close_assessment(*, assessment: Assessment, author: Author) -> None:
    """Hides the assessment from schools. What was uploaded stays."""
    if not assessment.is_open:
        return
    assessment.is_open = False
    assessment.save(update_fields=["is_open"])
    amend(assessment, AmendmentKind.CLOSED, "", author)


def _refuse_scale_above(assessment: Assessment, total: int) -> None:
    scale = MarkScale.objects.filter(assessment=assessment).first()
    if scale and scale.from_5 > total:
        raise UnsoundScale(
            f"Максимум стал бы {total}, а «5» по шкале начинается с {scale.from_5}. Сначала исправьте шкалу отметок."
        )


def _write_rows(assessment: Assessment, rows: Sequence[TaskRow]) -> None:
    """Tasks keep their identity by code, so that nothing that points at them is lost."""
    present = {task.code: task for task in assessment.tasks.all()}
    wanted = {row.code for row in rows}
    assessment.tasks.exclude(code__in=wanted).delete()
    # out of the way of `task_position_once` while the order changes
    for task in present.values():
        task.position += 10_000
    Task.objects.bulk_update([task for code, task in present.items() if code in wanted], ["position"])
    tasks = {row.code: present.get(row.code) or Task(assessment=assessment, code=row.code) for row in rows}
    for position, row in enumerate(rows, start=1):
        task = tasks[row.code]
        task.position, task.part, task.max_points = position, row.part, row.max_points
        task.difficulty, task.minutes, task.skill = row.difficulty, row.minutes, row.skill
        task.content_codes, task.skill_codes = list(row.content_codes), list(row.skill_codes)
        task.depends_on = tasks[row.depends_on] if row.depends_on else None
        task.save()
    assessment.parts = max((row.part for row in rows), default=1)
    assessment.save(update_fields=["parts"])


def _lock(assessment: Assessment) -> None:
    Assessment.objects.select_for_update().get(pk=assessment.pk)


def _rescore(assessment: Assessment) -> None:
    """Raw scores and marks of what is already uploaded follow the new rules."""
    if stored_scripts(assessment):
        defer("results.rescore", once_as=f"rescore-{assessment.pk}", assessment_id=assessment.pk)
