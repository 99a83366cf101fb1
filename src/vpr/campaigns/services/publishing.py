"""Publication of a wave: the results of accepted uploads become visible to schools and coordinators."""

from datetime import datetime

from django.db import transaction

from vpr.base.queue import defer
from vpr.base.refusals import Refusal
from vpr.cabinets.models import Account
from vpr.campaigns.models import AmendmentKind, Assessment, Wave
from vpr.campaigns.services.amending import Author, amend


class WaveAlreadyPublished(Refusal):
    """Эта волна уже опубликована."""


class UploadsNotOver(Refusal):
    """Приём загрузок этой волны ещё не закончен: опубликовать её можно после окончания приёма."""


class EarlierWaveWaits(Refusal):
    """Сначала опубликуйте предыдущую волну этой работы."""


class NothingToPublish(Refusal):
    """У работы нет заданий: публиковать нечего. Внесите спецификацию."""


@transaction.atomic
def publish_wave(*, wave: Wave, account: Account | None, now: datetime, reason: str = "") -> Wave:
    """Publishes a wave once its uploads are over; figures of all levels are recomputed by a job.

    Without a mark scale raw scores are published and marks stay unavailable.
    """
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    assessment = Assessment.objects.select_for_update().get(pk=locked.assessment_id)
    refuse_publication(locked, now)
    locked.published_at = now
    locked.save(update_fields=["published_at"])
    author = Author(account, now, reason)
    amend(assessment, AmendmentKind.PUBLISHED, f"волна {locked.number}", author)
    defer("analytics.refresh", once_as=f"analytics.refresh.{assessment.pk}", assessment_id=assessment.pk)
    return locked


def refuse_publication(wave: Wave, now: datetime) -> None:
    """Raises what stands against the publication; the confirmation page asks the same."""
    if wave.published_at is not None:
        raise WaveAlreadyPublished
    if now < wave.uploads_until:
        raise UploadsNotOver
    others = Wave.objects.filter(assessment_id=wave.assessment_id, number__lt=wave.number, published_at=None)
    if others.exists():
        raise EarlierWaveWaits
    if not wave.assessment.tasks.exists():
        raise NothingToPublish
