"""«Сегодня» of the exchange: the school's forms, nearest deadline first; for coordinators who has not uploaded."""

from datetime import datetime

from django.urls import reverse

from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.exchange.models import ExpectationState
from vpr.exchange.queries.counts import Counts
from vpr.exchange.queries.matrix import Choice, Column, read_matrix
from vpr.exchange.queries.steps import FormStep, form_steps
from vpr.kernel.roles import UnitKind


def exchange_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    if cabinet.unit.kind == UnitKind.SCHOOL:
        return [_school_step(step) for step in form_steps(cabinet.unit, now) if _is_news(step)]
    return _coordinator_steps(cabinet, now)


def _is_news(step: FormStep) -> bool:
    return step.needs_work or step.state == ExpectationState.CHECKING


def _school_step(step: FormStep) -> Step:
    title = step.assessment.title
    if step.state == ExpectationState.FAULTY and step.latest:
        errors = len(step.latest.faults)
        return Step(
            title=f"Исправить ошибки: {title}",
            detail=f"В загрузке № {step.latest.version} найдено замечаний: {errors}. Результаты не приняты.",
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
        title=f"Загрузить результаты: {title}",
        detail="Основной срок прошёл, идёт поздняя загрузка." if step.is_overdue else "",
        url=reverse("exchange:upload", args=[step.assessment.code]),
        button="Загрузить",
        deadline=step.position.deadline,
        state="stop" if step.is_overdue else "attention",
    )


def _coordinator_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    """One step for each assessment that runs and is not complete; the press leads to the filtered matrix."""
    matrix = read_matrix(cabinet.unit, Choice(), now, paged=False)
    pairs = zip(matrix.columns, matrix.totals, strict=True)
    return [
        _column_step(cabinet, column, counts)
        for column, counts in pairs
        if column.position.is_open and (counts.missing or counts.faulty)
    ]


def _column_step(cabinet: Cabinet, column: Column, counts: Counts) -> Step:
    owed = [f"не загрузили: {counts.missing}"] if counts.missing else []
    owed += [f"с ошибками: {counts.faulty}"] if counts.faulty else []
    assessment = column.assessment
    address = reverse("exchange:monitoring", args=[cabinet.unit.code])
    show = "missing" if counts.missing else "faulty"
    return Step(
        title=f"Ход загрузки: {assessment.title}",
        detail=f"Школы: {', '.join(owed)}.",
        url=f"{address}?grade={assessment.grade}&subject={assessment.subject}&show={show}",
        button="Кто не загрузил" if counts.missing else "У кого ошибки",
        deadline=column.position.deadline,
        state="stop" if counts.overdue else "attention",
        done=counts.accepted,
        total=counts.expected,
    )
