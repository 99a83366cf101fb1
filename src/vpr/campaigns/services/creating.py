"""Campaigns and assessments that must exist: from the packaged reference, or as told by a file."""

from collections.abc import Iterable

from django.db import transaction

from vpr.base.refusals import Refusal
from vpr.campaigns.models import AmendmentKind, Assessment, Campaign, MarkScale, Task
from vpr.campaigns.reference import (
    ReferenceAssessment,
    ReferenceTask,
    reference_assessment,
    reference_campaign,
    reference_years,
)
from vpr.campaigns.services.amending import Author, amend
from vpr.kernel.codes import parse_assessment_code
from vpr.kernel.subjects import SUBJECTS

#: Layouts of score workbooks that are known (DOMAIN §5.2).
GENERATIONS = (2021, 2022, 2025, 2026)


class NoReferenceForAssessment(Refusal):
    """О такой работе нет справочных данных: внесите спецификацию или загрузите выгрузку с заголовками заданий."""


@transaction.atomic
def ensure_campaign(*, code: str, title: str = "", year: int | None = None) -> Campaign:
    """The campaign with this code, created when there is none; title and year default to the packaged ones."""
    known = reference_campaign(code)
    first = not Campaign.objects.exists()
    campaign, _ = Campaign.objects.get_or_create(
        code=code,
        defaults={
            "title": title or (known.title if known else f"ВПР {code}"),
            "year": year or (known.year if known else int(code[:4])),
            "is_current": first or bool(known and known.is_current and not _has_current()),
        },
    )
    return campaign


class CampaignExists(Refusal):
    """Кампания с таким кодом уже есть."""


class AssessmentExists(Refusal):
    """Работа с таким кодом уже есть."""


@transaction.atomic
def create_campaign(*, code: str, title: str, year: int) -> Campaign:
    if Campaign.objects.filter(code=code).exists():
        raise CampaignExists
    return ensure_campaign(code=code, title=title, year=year)


@transaction.atomic
def make_current(*, campaign: Campaign) -> None:
    """The campaign that every page names and «Сегодня» speaks of; there is one at most."""
    Campaign.objects.exclude(pk=campaign.pk).update(is_current=False)
    Campaign.objects.filter(pk=campaign.pk).update(is_current=True)


@transaction.atomic
def load_reference(*, campaign: str | None = None) -> list[Assessment]:
    """Creates what is missing of the packaged campaign `2021` (or of all). What exists is not touched."""
    wanted = reference_years() if campaign is None else (campaign,)
    created = []
    for code in wanted:
        known = reference_campaign(code)
        if known is None:
            raise NoReferenceForAssessment(f"В комплекте нет справочника кампании {code}; есть: {_years()}.")
        present = set(Assessment.objects.filter(campaign__code=code).values_list("code", flat=True))
        created += [_create_from(row) for row in known.assessments if row.code not in present]
    return created


@transaction.atomic
def ensure_assessment(*, code: str) -> Assessment:
    """The assessment `2021.ma4`: the present one, else created from the reference.

    It may have no tasks (2023, 2024: only the scale was published). Raises NoReferenceForAssessment.
    """
    code = str(parse_assessment_code(code))
    present = Assessment.objects.filter(code=code).first()
    if present is not None:
        return present
    known = reference_assessment(code)
    if known is None:
        raise NoReferenceForAssessment(f"О работе {code} нет справочных данных; {_HINT}.")
    return _create_from(known)


@transaction.atomic
def create_assessment(
    *,
    code: str,
    tasks: Iterable[ReferenceTask] = (),
    title: str = "",
    minutes: int | None = None,
    parts: int | None = None,
    variants: Iterable[int] = (1, 2),
    generation: int = 2026,
    source: str = "",
    thresholds: tuple[int, int, int] | None = None,
    author: Author | None = None,
) -> Assessment:
    """A new assessment, closed for schools. Without `thresholds` marks are unavailable until a scale is given."""
    parsed = parse_assessment_code(code)
    if parsed.subject not in SUBJECTS:
        raise Refusal(f"Неизвестный предмет в коде работы: {parsed.subject}.")
    if Assessment.objects.filter(code=str(parsed)).exists():
        raise AssessmentExists
    places = tuple(tasks)
    assessment = Assessment.objects.create(
        campaign=ensure_campaign(code=parsed.campaign),
        code=str(parsed),
        subject=parsed.subject,
        grade=parsed.grade,
        level="advanced" if parsed.form == "a" else "base",
        title=title or f"{SUBJECTS[parsed.subject].title} {parsed.grade} класс",
        minutes=minutes,
        parts=parts or max((place.part for place in places), default=1),
        variants=sorted(variants),
        generation=generation,
        source=source,
    )
    write_tasks(assessment, places)
    if thresholds is not None:
        MarkScale.objects.create(
            assessment=assessment, from_3=thresholds[0], from_4=thresholds[1], from_5=thresholds[2], source=source
        )
    if author is not None:
        amend(assessment, AmendmentKind.CREATED, "", author)
    return assessment


def write_tasks(assessment: Assessment, places: tuple[ReferenceTask, ...]) -> None:
    """Tasks in order, then the dependencies of criteria between them."""
    made = Task.objects.bulk_create(
        Task(
            assessment=assessment,
            position=position,
            code=place.code,
            part=place.part,
            max_points=place.max_points,
            difficulty=place.difficulty,
        )
        for position, place in enumerate(places, start=1)
    )
    by_code = {task.code: task for task in made}
    dependent = [by_code[place.code] for place in places if place.depends_on]
    for task, place in zip(dependent, (place for place in places if place.depends_on), strict=True):
        task.depends_on = by_code[place.depends_on or ""]
    Task.objects.bulk_update(dependent, ["depends_on"])


def _create_from(row: ReferenceAssessment) -> Assessment:
    return create_assessment(
        code=row.code,
        tasks=row.tasks,
        title=row.title,
        minutes=row.minutes,
        parts=row.parts,
        variants=row.variants,
        generation=row.generation,
        source=row.source,
        thresholds=row.thresholds,
    )


def generation_of(campaign: Campaign) -> int:
    """Layout of the score workbooks of a campaign: the newest one that is not newer than its year."""
    return max((year for year in GENERATIONS if year <= campaign.year), default=GENERATIONS[0])


def _has_current() -> bool:
    return Campaign.objects.filter(is_current=True).exists()


def _years() -> str:
    return ", ".join(reference_years())


_HINT = "внесите спецификацию или загрузите выгрузку, где есть заголовки заданий"
