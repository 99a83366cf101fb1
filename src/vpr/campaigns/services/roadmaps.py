"""Roadmaps: the template of the country, copies of regions and municipalities, their rows, ticks by hand."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, Max

from vpr.base.refusals import Refusal
from vpr.cabinets.models import Unit
from vpr.cabinets.services import record_audit
from vpr.cabinets.services.units import ensure_country
from vpr.campaigns.models import Campaign, Roadmap, RoadmapStep, RoadmapTick
from vpr.campaigns.reference.roadmap_reading import roadmap_template
from vpr.campaigns.services.amending import Author
from vpr.campaigns.statuses import is_computed

ROADMAP_VERBS = {
    "made_roadmap": "составлена дорожная карта",
    "changed_roadmap": "изменена дорожная карта",
    "removed_roadmap": "удалена своя дорожная карта",
    "ticked_roadmap": "отмечен шаг дорожной карты",
    "unticked_roadmap": "снята отметка шага дорожной карты",
}
_COPIED = ("stage", "title", "role", "term_rule", "term_on", "document", "link", "status_key", "source")


class RoadmapExists(Refusal):
    """Своя дорожная карта уже есть: её можно изменить."""


class TemplateStays(Refusal):
    """Общую дорожную карту убрать нельзя: на неё опираются регионы. Измените её строки."""


class StatusIsCounted(Refusal):
    """Выполнение этого шага система считает сама: отметка не нужна."""


@dataclass(frozen=True)
class StepContent:
    """What a person edits in a row."""

    stage: str
    title: str
    role: str
    term_rule: str
    term_on: date | None
    document: str
    link: str
    status_key: str


@transaction.atomic
def ensure_template(*, campaign: Campaign, author: Author) -> Roadmap:
    """The roadmap of the country, from the package when there is none."""
    country = ensure_country()
    present = Roadmap.objects.filter(campaign=campaign, unit=country).first()
    if present:
        return present
    packaged = roadmap_template()
    roadmap = _new(campaign, country, packaged.title, author)
    RoadmapStep.objects.bulk_create(
        RoadmapStep(
            roadmap=roadmap,
            position=position,
            **{name: getattr(row, name) for name in _COPIED if name != "term_on"},
        )
        for position, row in enumerate(packaged.steps, start=1)
    )
    return roadmap


@transaction.atomic
def copy_roadmap(*, source: Roadmap, unit: Unit, author: Author) -> Roadmap:
    """An own roadmap of a region or municipality, equal to the one above; terms follow the plan as before."""
    if Roadmap.objects.filter(campaign=source.campaign_id, unit=unit).exists():
        raise RoadmapExists
    roadmap = _new(source.campaign, unit, source.title, author, copied_from=source)
    RoadmapStep.objects.bulk_create(
        RoadmapStep(roadmap=roadmap, position=row.position, **{name: getattr(row, name) for name in _COPIED})
        for row in source.steps.all()
    )
    return roadmap


@transaction.atomic
def remove_roadmap(*, roadmap: Roadmap, author: Author) -> None:
    """The unit reads the roadmap of the level above again."""
    if roadmap.unit.parent_id is None:
        raise TemplateStays
    _journal("removed_roadmap", roadmap, author)
    roadmap.delete()


@transaction.atomic
def change_title(*, roadmap: Roadmap, title: str, basis: str, author: Author) -> None:
    roadmap.title, roadmap.basis = title, basis
    roadmap.save(update_fields=["title", "basis"])
    _journal("changed_roadmap", roadmap, author)


@transaction.atomic
def add_step(*, roadmap: Roadmap, content: StepContent, after: int | None = None, author: Author) -> RoadmapStep:
    """A new row below the position `after`, else at the end."""
    Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    last = roadmap.steps.aggregate(last=Max("position"))["last"] or 0
    place = last + 1 if after is None else after + 1
    roadmap.steps.filter(position__gte=place).update(position=F("position") + 1)
    step = RoadmapStep.objects.create(roadmap=roadmap, position=place, **content.__dict__)
    _journal("changed_roadmap", roadmap, author)
    return step


@transaction.atomic
def change_step(*, step: RoadmapStep, content: StepContent, author: Author) -> None:
    for name, value in content.__dict__.items():
        setattr(step, name, value)
    step.save()
    _journal("changed_roadmap", step.roadmap, author)


@transaction.atomic
def remove_step(*, step: RoadmapStep, author: Author) -> None:
    """The rows below move up; ticks of the row go with it."""
    roadmap = Roadmap.objects.select_for_update().get(pk=step.roadmap_id)
    place = step.position
    step.delete()
    roadmap.steps.filter(position__gt=place).update(position=F("position") - 1)
    _journal("changed_roadmap", roadmap, author)


@transaction.atomic
def move_step(*, step: RoadmapStep, up: bool, author: Author) -> None:
    """Changes places with the neighbor of the same stage; at the edge nothing happens."""
    place = step.position - 1 if up else step.position + 1
    neighbor = RoadmapStep.objects.filter(roadmap=step.roadmap_id, position=place, stage=step.stage).first()
    if neighbor is None:
        return
    step.position, neighbor.position = neighbor.position, step.position
    RoadmapStep.objects.bulk_update([step, neighbor], ["position"])
    _journal("changed_roadmap", step.roadmap, author)


@transaction.atomic
def tick_step(*, step: RoadmapStep, unit: Unit, note: str = "", author: Author) -> None:
    """Done, says this unit. A step that the system counts is not ticked."""
    if is_computed(step.status_key):
        raise StatusIsCounted
    _, is_new = RoadmapTick.objects.get_or_create(
        step=step, unit=unit, defaults={"done_at": author.now, "done_by": author.account, "note": note.strip()[:400]}
    )
    if is_new:
        _journal("ticked_roadmap", step.roadmap, author, unit=unit, words=step.title)


@transaction.atomic
def untick_step(*, step: RoadmapStep, unit: Unit, author: Author) -> None:
    gone, _ = RoadmapTick.objects.filter(step=step, unit=unit).delete()
    if gone:
        _journal("unticked_roadmap", step.roadmap, author, unit=unit, words=step.title)


def _new(campaign: Campaign, unit: Unit, title: str, author: Author, *, copied_from: Roadmap | None = None) -> Roadmap:
    roadmap = Roadmap.objects.create(
        campaign=campaign,
        unit=unit,
        title=title,
        copied_from=copied_from,
        made_at=author.now,
        made_by=author.account,
    )
    _journal("made_roadmap", roadmap, author)
    return roadmap


def _journal(verb: str, roadmap: Roadmap, author: Author, *, unit: Unit | None = None, words: str = "") -> None:
    subject = f"{roadmap.campaign}: {words}" if words else f"{roadmap.campaign}"
    record_audit(account=author.account, unit=unit or roadmap.unit, verb=verb, subject=subject[:200], now=author.now)
