"""Publication of a version of the plan-schedule: it replaces the one in force, moves windows and waves, tells everyone."""

from dataclasses import dataclass

from django.db import transaction

from vpr.base.queue import defer
from vpr.base.refusals import Refusal
from vpr.campaigns.faults import CATALOGUE
from vpr.campaigns.models import Assessment, PlanSchedule, PlanState
from vpr.campaigns.plan_versions import review_of, rows_of
from vpr.campaigns.queries import dates_of, plan_in_force
from vpr.campaigns.rules import check_dates
from vpr.campaigns.rules.plan_difference import PlanChange
from vpr.campaigns.rules.plan_rows import PlanRows
from vpr.campaigns.rules.plan_windows import derived_of, moved_waves, moved_windows
from vpr.campaigns.services.amending import Author
from vpr.campaigns.services.editing import change_dates
from vpr.campaigns.services.planning import PlanIsFixed, journal
from vpr.campaigns.services.roadmaps import ensure_template
from vpr.kernel.faults import Severity, render


class UnsoundPlan(Refusal):
    """В плане-графике есть ошибки: исправьте их и опубликуйте снова."""


class NothingChanged(Refusal):
    """Эта версия не отличается от действующей: публиковать нечего."""


@dataclass(frozen=True)
class PublishedPlan:
    """What the publication did: the changes, and how many assessments got new windows or waves."""

    changes: list[PlanChange]
    moved: int


@transaction.atomic
def publish_plan(*, plan: PlanSchedule, author: Author, note: str | None = None) -> PublishedPlan:
    """Puts a draft into force. Waves that are published stay as they are; notices leave by a job and tell the note."""
    locked = PlanSchedule.objects.select_for_update().select_related("campaign").get(pk=plan.pk)
    if locked.state != PlanState.DRAFT:
        raise PlanIsFixed
    before = plan_in_force(locked.campaign)
    review = review_of(locked.campaign, rows_of(locked))
    if review.errors:
        raise UnsoundPlan(f"Опубликовать нельзя. {'. '.join(render(f, CATALOGUE) for f in review.errors[:3])}.")
    if before and not review.changes:
        raise NothingChanged
    moved = _move_dates(locked, rows_of(before) if before else PlanRows(), review.rows, author)
    PlanSchedule.objects.filter(campaign=locked.campaign, state=PlanState.PUBLISHED).update(state=PlanState.REPLACED)
    locked.state, locked.published_at, locked.published_by = PlanState.PUBLISHED, author.now, author.account
    locked.note = locked.note if note is None else note
    locked.save(update_fields=["state", "published_at", "published_by", "note"])
    ensure_template(campaign=locked.campaign, author=author)
    journal("published_plan", locked, author)
    defer(
        "campaigns.tell_of_plan",
        once_as=f"campaigns.tell_of_plan.{locked.pk}",
        plan_id=locked.pk,
        before_id=before.pk if before else None,
    )
    defer("exchange.expect_campaign_forms", once_as="exchange.expect_campaign_forms")
    defer("timetable.recount", campaign_id=plan.campaign_id, once_as=f"recount-{plan.campaign_id}")
    return PublishedPlan(review.changes, moved)


def _move_dates(plan: PlanSchedule, old: PlanRows, new: PlanRows, author: Author) -> int:
    """Only where the plan itself moved: a date that was set by hand and that the plan does not speak of stays."""
    was = {item.code: item for item in old.items}
    changed = {item.code: item for item in new.items if derived_of(was.get(item.code)) != derived_of(item)}
    found = Assessment.objects.filter(campaign=plan.campaign_id, code__in=changed).prefetch_related("windows", "waves")
    moved = 0
    for assessment in found.order_by("code"):
        before, after = derived_of(was.get(assessment.code)), derived_of(changed[assessment.code])
        windows, waves, published = dates_of(assessment)
        windows, waves = moved_windows(windows, before, after), moved_waves(waves, after)
        faults = check_dates(windows, waves, published)
        errors = [fault for fault in faults if CATALOGUE[fault.code].severity is Severity.ERROR]
        if errors:
            words = "; ".join(render(fault, CATALOGUE) for fault in errors)
            raise UnsoundPlan(f"Сроки работы «{assessment.title}» не складываются: {words}.")
        moved += change_dates(assessment=assessment, windows=windows, waves=waves, author=author)
    return moved
