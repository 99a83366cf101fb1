"""Applications as pages and forms read them: figures of schools, who has not sent, sums."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db import connection

from vpr.base.copying import among
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.enrollment.models import Application, Freeze
from vpr.enrollment.rules.applying import Numbers, WorkPlace
from vpr.enrollment.words import WorkForm

# One row for a school: a big city has seventy thousand lines, and rows cost more than their text.
_LINES = """
select application.unit_id, string_agg(concat_ws(',', line.assessment_id || ' ' || line.form, line.class_count,
                                                 line.participants, line.experts), ';' order by line.id)
from enrollment_application application join enrollment_applicationline line on line.application_id = application.id
where application.campaign_id = %(campaign)s and application.unit_id = any(%(units)s::bigint[])
group by application.unit_id
"""


@dataclass
class Filled:
    """The application of one school with its figures."""

    application: Application
    names: Mapping[str, str]  # «17 computer» -> key of the work
    packed: str = ""  # «17 computer,1,20,2;...»: most schools of a consolidated file are never unpacked

    @cached_property
    def lines(self) -> dict[str, Numbers]:
        """By `WorkPlace.key`."""
        return {key: Numbers(int(c), int(p), int(e)) for key, c, p, e in self.texts()}

    def texts(self) -> Iterator[tuple[str, str, str, str]]:
        """Key, classes, participants and experts of each line, as digits."""
        for part in self.packed.split(";") if self.packed else ():
            name, classes, participants, experts = part.split(",")
            yield self.names[name], classes, participants, experts

    @property
    def stamp(self) -> str:
        """The state as the consolidated file names it; another one says that the application has changed since."""
        return f"{self.application.get_state_display()} {self.application.changed_at:%d.%m.%Y %H:%M:%S}"


def filled_of(units: Iterable[int], campaign: Campaign) -> dict[int, Filled]:
    """unit id -> application with figures. Two queries."""
    keys = list(units)
    names = _names(campaign)
    found = {
        item.unit_id: Filled(item, names)
        for item in Application.objects.filter(campaign=campaign, unit__in=among(keys))
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINES, {"campaign": campaign.pk, "units": keys})
        for unit_id, packed in cursor.fetchall():
            found[unit_id].packed = packed
    return found


def _names(campaign: Campaign) -> dict[str, str]:
    """«17 computer» -> key of the work."""
    codes = campaign.assessments.values_list("pk", "code")
    paper = {f"{key} {WorkForm.PAPER.value}": code for key, code in codes}
    return paper | {f"{key} {WorkForm.COMPUTER.value}": f"{code}/к" for key, code in codes}


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
