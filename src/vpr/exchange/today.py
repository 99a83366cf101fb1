"""«Сегодня» of the exchange: the unit's own forms, nearest deadline first; for coordinators who has not uploaded."""

from collections.abc import Callable, Collection
from datetime import datetime

from django.urls import reverse

from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.exchange.models import ExpectationState
from vpr.exchange.queries.columns import PREPARATION, RESULTS, Choice, Column
from vpr.exchange.queries.counts import Counts
from vpr.exchange.queries.matrix import read_matrix
from vpr.exchange.queries.steps import FormStep, form_steps
from vpr.exchange.rules import EVERY_UPLOADER
from vpr.kernel.roles import UnitKind

_WHOSE = {UnitKind.SCHOOL: "Школы", UnitKind.MUNICIPALITY: "Муниципалитеты", UnitKind.REGION: "Регионы"}


#: Keys of kinds for which another step of the same cabinet already says what to do.
Told = Callable[[Cabinet, datetime], Collection[str]]
_told: list[Told] = []


def register_told(provider: Told) -> None:
    """A room above tells of a form itself: that it was returned and why, what waits on its page."""
    _told.append(provider)


def exchange_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    own = form_steps(cabinet.unit, now) if cabinet.role in EVERY_UPLOADER else []
    told = {key for provider in _told for key in provider(cabinet, now)} if own else set()
    found = [_own_step(step) for step in own if _is_news(step) and not _is_told(step, told)]
    return found if cabinet.unit.kind == UnitKind.SCHOOL else [*found, *_coordinator_steps(cabinet, now)]


def _is_news(step: FormStep) -> bool:
    return step.needs_work or step.state == ExpectationState.CHECKING


def _is_told(step: FormStep, told: Collection[str]) -> bool:
    """Errors and the check of an upload are always told here."""
    return step.state == ExpectationState.EXPECTED and step.workbook.kind in told


def _own_step(step: FormStep) -> Step:
    title = str(step.workbook)
    if step.state == ExpectationState.FAULTY and step.latest:
        errors = len(step.latest.faults)
        return Step(
            title=f"Исправить ошибки: {title}",
            detail=f"В загрузке № {step.latest.version} найдено замечаний: {errors}. {_refused(step)}.",
            url=reverse("exchange:receipt", args=[step.latest.number]),
            button="Посмотреть ошибки",
            deadline=step.position.deadline,
            state="stop",
        )
    if step.state == ExpectationState.CHECKING and step.latest:
        return Step(
            title=f"Проверяется: {title}",
            detail="Файл получен, обычно проверка занимает несколько секунд.",
            url=reverse("exchange:receipt", args=[step.latest.number]),
            button="Открыть квитанцию",
            state="ok",
            waiting=True,
        )
    return Step(
        title=f"Загрузить результаты: {title}" if step.assessment else f"Заполнить и загрузить: {title}",
        detail=_detail(step),
        url=reverse("exchange:upload", args=[step.workbook.code]),
        button="Загрузить",
        deadline=step.position.deadline,
        state="stop" if step.is_overdue else "attention",
    )


def _refused(step: FormStep) -> str:
    return "Результаты не приняты" if step.assessment else "Форма не принята"


def _detail(step: FormStep) -> str:
    if step.position.is_extended:
        return "Вашей организации срок продлён."
    return "Основной срок прошёл, идёт поздняя загрузка." if step.is_overdue else ""


def _coordinator_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    """One step for each form that runs and is not complete; the press leads to the filtered matrix."""
    return [
        _column_step(cabinet, column, counts)
        for forms in (PREPARATION, RESULTS)
        for column, counts in _running(cabinet, forms, now)
    ]


def _running(cabinet: Cabinet, forms: str, now: datetime) -> list[tuple[Column, Counts]]:
    matrix = read_matrix(cabinet.unit, Choice(forms=forms), now, paged=False)
    pairs = zip(matrix.columns, matrix.totals, strict=True)
    return [
        (column, counts) for column, counts in pairs if column.position.is_open and (counts.missing or counts.faulty)
    ]


def _column_step(cabinet: Cabinet, column: Column, counts: Counts) -> Step:
    owed = [f"не загрузили: {counts.missing}"] if counts.missing else []
    owed += [f"с ошибками: {counts.faulty}"] if counts.faulty else []
    assessment = column.workbook.assessment
    address = reverse("exchange:monitoring", args=[cabinet.unit.code])
    show = "missing" if counts.missing else "faulty"
    choice = f"grade={assessment.grade}&subject={assessment.subject}" if assessment else f"forms={PREPARATION}"
    return Step(
        title=f"Ход загрузки: {column.workbook}",
        detail=f"{_WHOSE[column.level]}: {', '.join(owed)}.",
        url=f"{address}?{choice}&show={show}",
        button="Кто не загрузил" if counts.missing else "У кого ошибки",
        deadline=column.position.deadline,
        state="stop" if counts.overdue else "attention",
        done=counts.accepted,
        total=counts.expected,
    )
