"""What «Сегодня» says of past campaigns."""

from datetime import datetime

from django.urls import reverse

from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.kernel.roles import REGIONAL_ROLES
from vpr.results.models import ImportFile, ImportState


def import_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    """A region without a single file is told where to begin; files in the queue are shown as waiting."""
    if cabinet.role not in REGIONAL_ROLES:
        return []
    brought = ImportFile.objects.within(cabinet.scope)
    waiting = brought.filter(state=ImportState.WAITING).count()
    url = reverse("results:imports")
    if waiting:
        return [
            Step(f"Выгрузки прошлых лет загружаются: {waiting}", url=url, button="Смотреть", state="ok", waiting=True)
        ]
    if brought.exists():
        return []
    return [
        Step(
            "Загрузите выгрузки прошлых лет",
            "Выгрузки 2020, 2021 и 2022 годов дают отчёты сразу, до начала кампании.",
            url=url,
            button="Загрузить",
            state="ok",
        )
    ]
