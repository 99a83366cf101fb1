"""«Сегодня» of the federal organizer; for everybody else the next publication, which others make."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.urls import reverse

from vpr.cabinets.deadlines import counted
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import AssessmentLine, assessment_lines, nearest_publications
from vpr.kernel.roles import Role

#: A scale is asked for so long before the publication, an unopened assessment so long before its window.
AHEAD = timedelta(days=14)
#: More waves than this are one step with a list.
_SINGLE_WAVES = 4
_SHOWN_TITLES = 4


def campaign_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    campaign = Campaign.objects.filter(is_current=True).first()
    is_editor = cabinet.role is Role.FEDERAL_ORGANIZER
    if campaign is None:
        return [_no_campaign()] if is_editor else []
    if not is_editor:
        return _publication(campaign)
    lines = assessment_lines(campaign.assessments.all())
    opened = [line for line in lines if line.assessment.is_open]
    return [*_waves_due(opened, now), *_without_dates(opened), *_without_scale(opened, now), *_to_open(lines, now)]


def _no_campaign() -> Step:
    return Step(
        "Назначьте текущую кампанию",
        "Пока кампании нет, школы не видят работ.",
        reverse("campaigns:overview"),
        "К кампаниям",
        state="stop",
    )


def _waves_due(lines: Sequence[AssessmentLine], now: datetime) -> list[Step]:
    due = [(line, line.next_wave) for line in lines if line.is_due(now) and line.next_wave]
    if len(due) > _SINGLE_WAVES:
        first = min(wave.publishes_at for _, wave in due)
        title = f"Опубликуйте результаты: {counted(len(due), 'работа', 'работы', 'работ')}"
        return [Step(title, _titles([line for line, _ in due]), _overview(), "К работам", first, _tone(first, now))]
    return [
        Step(
            f"Опубликуйте волну {wave.number}: {line.assessment.title}",
            "Приём загрузок этой волны закончен.",
            reverse("campaigns:publish", args=[line.assessment.code, wave.number]),
            "Опубликовать",
            wave.publishes_at,
            _tone(wave.publishes_at, now),
        )
        for line, wave in due
    ]


def _without_dates(lines: Sequence[AssessmentLine]) -> list[Step]:
    lacking = [line for line in lines if line.upload is None or not line.waves]
    if not lacking:
        return []
    title = f"Назначьте сроки и волны: {counted(len(lacking), 'работа', 'работы', 'работ')}"
    return [Step(title, _titles(lacking), _dates(lacking), "Сроки и волны", state="stop")]


def _without_scale(lines: Sequence[AssessmentLine], now: datetime) -> list[Step]:
    lacking = [
        line
        for line in lines
        if line.thresholds is None and line.next_wave and line.next_wave.publishes_at - now < AHEAD
    ]
    if not lacking:
        return []
    title = f"Внесите шкалы отметок: {counted(len(lacking), 'работа', 'работы', 'работ')}"
    detail = f"{_titles(lacking)}. Без шкалы будут опубликованы только первичные баллы."
    campaign = lacking[0].assessment.campaign_id
    url = reverse("campaigns:scales", args=[Campaign.objects.get(pk=campaign).code])
    first = min(line.next_wave.publishes_at for line in lacking if line.next_wave)
    return [Step(title, detail, url, "Шкалы отметок", first)]


def _to_open(lines: Sequence[AssessmentLine], now: datetime) -> list[Step]:
    """Prepared assessments whose first window is near and which schools do not see yet."""
    closed = []
    for line in lines:
        starts = [window.opens_at for window in line.windows.values()]
        if starts and not line.assessment.is_open and line.task_places and min(starts) - now < AHEAD:
            closed.append((min(starts), line))
    if not closed:
        return []
    title = f"Откройте работы для школ: {counted(len(closed), 'работа', 'работы', 'работ')}"
    only = closed[0][1].assessment.code
    url = reverse("campaigns:assessment", args=[only]) if len(closed) == 1 else _overview()
    return [Step(title, _titles([line for _, line in closed]), url, "Открыть", min(at for at, _ in closed))]


def _publication(campaign: Campaign) -> list[Step]:
    """The nearest publication that is still to come: nothing to do but to know the date."""
    waves = nearest_publications(campaign)
    if not waves:
        return []
    title = "Публикация результатов: " + counted(len(waves), "работа", "работы", "работ")
    detail = _listed([wave.assessment.title for wave in waves])
    return [Step(title, detail, reverse("campaigns:plan"), "План по датам", waves[0].publishes_at, "ok", waiting=True)]


def _titles(lines: Sequence[AssessmentLine]) -> str:
    return _listed([line.assessment.title for line in lines])


def _listed(titles: Sequence[str]) -> str:
    rest = len(titles) - _SHOWN_TITLES
    return ", ".join(titles[:_SHOWN_TITLES]) + (f" и ещё {rest}" if rest > 0 else "")


def _tone(at: datetime, now: datetime) -> str:
    return "stop" if at <= now else "attention"


def _overview() -> str:
    return reverse("campaigns:overview")


def _dates(lines: Sequence[AssessmentLine]) -> str:
    return reverse("campaigns:dates") + "?" + urlencode([("code", line.assessment.code) for line in lines])
