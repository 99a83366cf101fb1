"""Applications as pages and forms read them: figures of schools, who has not sent, sums."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vpr.base.copying import among
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Application, ApplicationLine, Freeze
from vpr.enrollment.rules.applying import Numbers, WorkPlace
from vpr.enrollment.words import WorkForm

_FIELDS = ("application__unit_id", "assessment__code", "form", "class_count", "participants", "experts")


@dataclass(frozen=True)
class Filled:
    """The application of one school with its figures by `WorkPlace.key`."""

    application: Application
    lines: dict[str, Numbers]

    @property
    def stamp(self) -> str:
        """The state as the consolidated file names it; another one says that the application has changed since."""
        return f"{self.application.get_state_display()} {self.application.changed_at:%d.%m.%Y %H:%M:%S}"


def filled_of(units: Iterable[int], campaign: Campaign) -> dict[int, Filled]:
    """unit id -> application with figures. Two queries."""
    keys = list(units)
    found = {
        item.unit_id: Filled(item, {}) for item in Application.objects.filter(campaign=campaign, unit__in=among(keys))
    }
    rows = ApplicationLine.objects.filter(application__campaign=campaign, application__unit__in=among(keys))
    for unit_id, code, form, classes, participants, experts in rows.values_list(*_FIELDS):
        key = f"{code}/к" if form == WorkForm.COMPUTER else code
        found[unit_id].lines[key] = Numbers(classes, participants, experts)
    return found


def filled_of_unit(unit: Unit, campaign: Campaign) -> Filled | None:
    return filled_of([unit.pk], campaign).get(unit.pk)


def last_lines(unit: Unit, campaign: Campaign, places: Mapping[str, WorkPlace]) -> dict[str, Numbers]:
    """Figures of the newest earlier application for the same subjects, grades and forms: something to start from."""
    earlier = (
        Application.objects.filter(unit=unit, campaign__year__lt=campaign.year).order_by("-campaign__year").first()
    )
    if earlier is None:
        return {}
    known = {
        key.partition(".")[2]: numbers for key, numbers in filled_of([unit.pk], earlier.campaign)[unit.pk].lines.items()
    }
    return {key: known[tail] for key in places if (tail := key.partition(".")[2]) in known}


def frozen_regions(campaign: Campaign) -> dict[int, Freeze]:
    return {item.region_id: item for item in Freeze.objects.filter(campaign=campaign).select_related("region")}


def is_frozen(unit: Unit, campaign: Campaign) -> bool:
    return Freeze.objects.filter(campaign=campaign, region=unit.region_id or unit.pk).exists()
