"""«Сегодня»: published results that are worth a look."""

from datetime import datetime, timedelta

from django.urls import reverse

from vpr.analytics import snapshots
from vpr.analytics.models import Snapshot, SnapshotStage
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.kernel.roles import UnitKind

NEWS = timedelta(days=14)
SHOWN = 3


def steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    """The latest published assessments of two weeks; a school hears only of those it took part in."""
    recent = Snapshot.objects.filter(stage=SnapshotStage.PUBLISHED, made_at__gte=now - NEWS, made_at__lte=now)
    found = []
    for snapshot in recent.select_related("assessment__campaign").order_by("-made_at", "assessment__code"):
        if cabinet.scope.kind is UnitKind.SCHOOL and cabinet.unit.pk not in snapshots.schools_in(snapshot):
            continue
        found.append(
            Step(
                title=f"Опубликованы результаты: {snapshot.assessment}",
                detail=f"{snapshot.assessment.campaign}{f', волна {snapshot.wave}' if snapshot.wave else ''}",
                url=reverse("analytics:reports", args=[snapshot.assessment.code, cabinet.unit.code]),
                button="Посмотреть",
                state="ok",
            )
        )
        if len(found) == SHOWN:
            break
    return found
