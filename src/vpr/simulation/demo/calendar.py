"""Which assessments the demo shows and at which stage; every date counts from `now`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from vpr.campaigns.models import Assessment, Wave, Window, WindowKind
from vpr.campaigns.services import ensure_assessment


class Stage(Enum):
    PUBLISHED = "results of wave 1 are out"
    LATE = "the main window is over, late uploads are taken"
    OPEN = "uploads are coming in"
    SOON = "opens in a few days"


@dataclass(frozen=True)
class Plan:
    code: str
    stage: Stage
    opens: int  # days from now
    closes: int
    late_until: int
    publishes: int


PLANS = (
    Plan("2026.ru4", Stage.PUBLISHED, opens=-40, closes=-26, late_until=-12, publishes=-18),
    Plan("2026.lch4", Stage.LATE, opens=-16, closes=-2, late_until=10, publishes=6),
    Plan("2026.ma4", Stage.OPEN, opens=-4, closes=3, late_until=17, publishes=12),
    Plan("2026.en8", Stage.SOON, opens=4, closes=14, late_until=28, publishes=22),
)

#: Campaigns of past years, already in the ledger.
PAST = ("2021.ma4", "2021.ru4", "2021.fi7", "2025.lch4")


def ensure_calendar(plan: Plan, now: datetime) -> Assessment:
    """The assessment with its windows and two waves; whole hours, so that deadlines read well."""
    assessment = ensure_assessment(code=plan.code)
    today = now.replace(minute=0, second=0, microsecond=0)

    def day(offset: int) -> datetime:
        return today + timedelta(days=offset)

    windows = {
        WindowKind.MATERIALS: (day(plan.opens - 7), day(plan.closes)),
        WindowKind.UPLOAD: (day(plan.opens), day(plan.closes)),
        WindowKind.LATE_UPLOAD: (day(plan.closes), day(plan.late_until)),
    }
    for kind, (opens_at, closes_at) in windows.items():
        Window.objects.update_or_create(
            assessment=assessment, kind=kind, defaults={"opens_at": opens_at, "closes_at": closes_at}
        )
    waves = ((1, plan.closes, plan.publishes), (2, plan.late_until, plan.late_until + 7))
    for number, until, publishes in waves:
        Wave.objects.update_or_create(
            assessment=assessment,
            number=number,
            defaults={"uploads_until": day(until), "publishes_at": day(publishes)},
        )
    Assessment.objects.filter(pk=assessment.pk).update(is_open=True)
    assessment.refresh_from_db()
    return assessment
