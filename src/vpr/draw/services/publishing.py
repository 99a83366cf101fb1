"""Publication: the secret revealed, what each class writes on record, expected uploads put right, schools told."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.urls import reverse

from vpr.base import files
from vpr.base.copying import among, copy_rows
from vpr.base.queue import defer
from vpr.cabinets.models import Account, Unit
from vpr.cabinets.services import notify
from vpr.draw.models import DrawnSubject, DrawRound, FrozenClass, RoundState
from vpr.draw.proof.letters import proof_letter
from vpr.draw.proof.tables import read_result
from vpr.draw.queries.plan import DrawPlan, draw_plan
from vpr.draw.refusals import WorkGone
from vpr.draw.secrets import opened
from vpr.draw.services.expecting import expect_drawn
from vpr.draw.services.extending import extend_form
from vpr.draw.services.rounds import audit, locked_round, moment, name_of
from vpr.exchange.receipts import installation_key
from vpr.timetable.models import ClassGroup


@transaction.atomic
def publish_round(*, round_id: int, by: Account, now: datetime) -> DrawRound:
    """Reveals the secret and puts the rest into the queue: from here on nothing can be taken back."""
    found = locked_round(round_id, RoundState.DRAWN)
    _refuse_gone_works(found)
    secret = opened(bytes(found.sealed_secret), installation_key())
    proof = proof_letter(
        name_of(found),
        secret,
        public_value=found.public_value,
        result=found.result_sha256,
        announced=found.commitment_letter.encode(),
        closed=found.inputs_letter.encode(),
        reason=found.reason,
        at=moment(now),
        key=installation_key(),
    )
    found.proof_sha256 = files.keep(proof)
    found.secret, found.state = secret.hex(), RoundState.PUBLISHING
    found.published_at, found.published_by = now, by
    found.save()
    audit(found, "published_draw", by, now, result=found.result_sha256)
    defer("draw.publish", round_id=found.pk)
    return found


def _refuse_gone_works(found: DrawRound) -> None:
    """A work taken out of the plan since the closing would leave a class with a public result and nothing to write."""
    plan, result = draw_plan(found.campaign), read_result(files.read(found.result_sha256))
    drawn = {(grade, key) for (_, grade, _), keys in result.items() for key in keys}
    if not drawn <= plan.works.keys():
        raise WorkGone
    # of a key that stands for several subjects each class must have its own; the others have what the plan has
    several = {grade for grade, key in drawn if {work.subject for work in plan.works[grade, key]} != {key}}
    for item in ClassGroup.objects.filter(frozen_in__round=found, grade__in=several).select_related("unit"):
        if not all(plan.works_of(item, key) for key in result.get((item.unit.code, item.grade, item.letter), ())):
            raise WorkGone


@transaction.atomic
def run_publication(*, round_id: int, now: datetime) -> None:
    """Rows of what is drawn, by COPY; uploads of the drawn works alone are expected. A second run does nothing."""
    found = DrawRound.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=round_id)
    if found.state != RoundState.PUBLISHING:
        return
    plan = draw_plan(found.campaign)
    classes = list(ClassGroup.objects.filter(frozen_in__round=found).select_related("unit"))
    keys = [item.pk for item in classes]
    DrawnSubject.objects.filter(class_group__in=among(keys), is_replaced=False).update(is_replaced=True)
    columns = ["class_group_id", "round_id", "assessment_id", "subject", "is_replaced"]
    copy_rows(DrawnSubject, columns, _rows(found, classes, plan))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE draw_drawnsubject")  # the planner must know of them before the next joins
    found.state = RoundState.PUBLISHED
    found.save(update_fields=["state"])
    expect_drawn(campaign=found.campaign, grades=found.grades, schools={item.unit_id for item in classes}, plan=plan)
    extend_form(found=found, kind="timetable", classes=classes, by=found.published_by, now=now)
    defer("draw.tell", round_id=found.pk)
    defer("timetable.recount", campaign_id=found.campaign_id, once_as=f"recount-{found.campaign_id}")


def _rows(found: DrawRound, classes: Iterable[ClassGroup], plan: DrawPlan) -> Iterable[tuple[object, ...]]:
    result = read_result(files.read(found.result_sha256))
    for item in classes:
        for key in result.get((item.unit.code, item.grade, item.letter), ()):
            for work in plan.works_of(item, key):
                yield (item.pk, found.pk, work.assessment, key, False)


@transaction.atomic
def tell_schools(*, round_id: int, now: datetime) -> None:
    """One message to every school of the round, once."""
    found = DrawRound.objects.select_for_update().get(pk=round_id)
    if found.told_at is not None:
        return
    found.told_at = now
    found.save(update_fields=["told_at"])
    frozen = FrozenClass.objects.filter(round=found).order_by().values("class_group__unit_id")
    schools = Unit.objects.filter(pk__in=frozen)
    what = "Предметы назначены заново" if found.is_redraw else "Предметы назначены случайным выбором"
    notify(
        units=schools,
        title=f"{what}: {', '.join(str(grade) for grade in found.grades)} класс",
        body="Посмотрите, какие предметы пишет каждый класс, и внесите эти работы в расписание."
        + (f" Причина повтора: {found.reason}" if found.is_redraw else ""),
        link=reverse("draw:school"),
        topic="draw",
        sender=found.published_by,
        now=now,
    )
