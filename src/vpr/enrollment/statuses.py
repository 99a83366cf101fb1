"""How far the lists and the applications are: for the roadmap, the cards and the notices of the plan."""

from collections.abc import Collection

from django.contrib.postgres.aggregates import ArrayAgg

from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Scope
from vpr.campaigns.models import Campaign
from vpr.campaigns.statuses import Progress, StatusProvider, StatusQuestion
from vpr.enrollment.models import Application, ApplicationLine, Freeze, Reconciliation
from vpr.enrollment.words import ApplicationState
from vpr.kernel.roles import Role, UnitKind

_BY_REGION = (ApplicationState.REGIONAL_CONFIRMED, ApplicationState.FROZEN)
_CONFIRMED = (ApplicationState.MUNICIPAL_CONFIRMED, *_BY_REGION)


def reconciliation_status(question: StatusQuestion) -> Progress | None:
    """Municipalities and sets whose list is accepted."""
    scope = _scope(question.unit)
    units = Unit.objects.within(scope).filter(kind=UnitKind.MUNICIPALITY, is_active=True)
    done = Reconciliation.objects.filter(campaign=question.campaign, state="accepted", unit__in=units.values("pk"))
    return _progress(done.values("unit_id").distinct().count(), units.count(), "списков")


def application_status(question: StatusQuestion) -> Progress | None:
    """Schools whose application has been sent."""
    return _of_schools(question, [state for state in ApplicationState if state is not ApplicationState.DRAFT])


def consolidated_status(question: StatusQuestion) -> Progress | None:
    """Schools whose application a coordinator has confirmed."""
    return _of_schools(question, _CONFIRMED)


def correction_status(question: StatusQuestion) -> Progress | None:
    """Schools whose application the region has confirmed: its own step."""
    return _of_schools(question, _BY_REGION)


def freeze_status(question: StatusQuestion) -> Progress | None:
    regions = Unit.objects.within(_scope(question.unit)).filter(kind=UnitKind.REGION, is_active=True)
    done = Freeze.objects.filter(campaign=question.campaign, region__in=regions.values("pk")).count()
    return _progress(done, regions.count(), "регионов")


STATUSES: dict[str, StatusProvider] = {
    "exchange:reconciliation": reconciliation_status,
    "exchange:application": application_status,
    "exchange:consolidated": consolidated_status,
    "enrollment:freeze": freeze_status,
}


def participation(campaign: Campaign, unit_id: int | None) -> dict[int, Collection[str]]:
    """Codes of the works that a school holds by its application; schools that have not sent one are not named."""
    sent = Application.objects.filter(campaign=campaign, takes_part=True).exclude(state=ApplicationState.DRAFT)
    rows = ApplicationLine.objects.filter(application__in=sent if unit_id is None else sent.filter(unit=unit_id))
    return dict(rows.values_list("application__unit_id").annotate(codes=ArrayAgg("assessment__code", distinct=True)))


def _of_schools(question: StatusQuestion, states: Collection[ApplicationState]) -> Progress | None:
    schools = Unit.objects.schools().within(_scope(question.unit))
    sent = Application.objects.within(_scope(question.unit)).filter(campaign=question.campaign, state__in=states)
    return _progress(sent.filter(unit__is_active=True).count(), schools.count(), "школ")


def _progress(done: int, total: int, words: str) -> Progress | None:
    return Progress(done, total, words) if total else None


def _scope(unit: Unit) -> Scope:
    return Scope(Role.FEDERAL_ORGANIZER, unit)
