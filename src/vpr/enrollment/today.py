"""«Сегодня» of the enrollment: a list to load, what was returned, what waits for a decision.

Forms to fill are told by the exchange.
"""

from datetime import datetime

from django.urls import reverse

from vpr.cabinets.deadlines import counted
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.campaigns.models import Campaign
from vpr.campaigns.queries import step_window
from vpr.enrollment.models import Application, ApplicationChange, Freeze, Reconciliation
from vpr.enrollment.queries.lists import latest_list
from vpr.enrollment.words import ApplicationState
from vpr.exchange.queries.steps import form_step
from vpr.exchange.services import workbook_of
from vpr.kernel.roles import MUNICIPAL_ROLES, SCHOOL_ROLES, Role, UnitKind


def enrollment_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    campaign = Campaign.objects.filter(is_current=True).first()
    return [*_no_schools(cabinet), *(_campaign_steps(cabinet, campaign, now) if campaign else [])]


def _no_schools(cabinet: Cabinet) -> list[Step]:
    """An empty installation, or an empty region of one: nothing begins before the list of schools."""
    if cabinet.role not in (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR):
        return []
    if Unit.objects.schools().within(cabinet.scope).exists():
        return []
    url = reverse("enrollment:import_schools")
    detail = "Пока школ нет, некому выдавать доступ и не у кого собирать заявки."
    return [Step("Загрузите список школ", detail, url, "К загрузке", state="stop")]


def told_forms(cabinet: Cabinet, now: datetime) -> list[str]:
    """Forms that the steps below speak of: the exchange does not name them a second time."""
    campaign = Campaign.objects.filter(is_current=True).first()
    if campaign is None:
        return []
    if cabinet.role in SCHOOL_ROLES:
        return ["application"] if _returned_application(cabinet, campaign, now) else []
    found = ["reconciliation"] if cabinet.role in MUNICIPAL_ROLES and _returned_list(cabinet, campaign, now) else []
    return [*found, "consolidated", "consolidated_region"] if _to_confirm(cabinet, campaign, now) else found


def _campaign_steps(cabinet: Cabinet, campaign: Campaign, now: datetime) -> list[Step]:
    if cabinet.role in SCHOOL_ROLES:
        return _returned_application(cabinet, campaign, now)
    if cabinet.role in MUNICIPAL_ROLES:
        return [*_returned_list(cabinet, campaign, now), *_to_confirm(cabinet, campaign, now)]
    if cabinet.role is Role.REGIONAL_COORDINATOR:
        return [*_lists_to_decide(cabinet, campaign), *_to_confirm(cabinet, campaign, now)]
    return _to_freeze(campaign, now) if cabinet.role is Role.FEDERAL_ORGANIZER else []


def _returned_application(cabinet: Cabinet, campaign: Campaign, now: datetime) -> list[Step]:
    own = Application.objects.filter(campaign=campaign, unit=cabinet.unit, state=ApplicationState.DRAFT).first()
    if own is None:
        return []
    last = ApplicationChange.objects.filter(application=own, state_after=ApplicationState.DRAFT).first()
    url = reverse("enrollment:application", args=[cabinet.unit.code])
    detail = f"Причина: {last.reason}" if last else ""
    return [
        Step(
            "Заявка возвращена: исправьте и пришлите снова",
            detail,
            url,
            "К заявке",
            _until(cabinet, campaign, "application", now),
            "stop",
        )
    ]


def _returned_list(cabinet: Cabinet, campaign: Campaign, now: datetime) -> list[Step]:
    latest = latest_list(cabinet.unit, campaign)
    if latest is None or latest.state != "returned":
        return []
    url = reverse("enrollment:reconciled_list", args=[cabinet.unit.code])
    until = _until(cabinet, campaign, "reconciliation", now)
    return [Step("Список школ возвращён регионом", f"Причина: {latest.reason}", url, "К списку", until, "stop")]


def _lists_to_decide(cabinet: Cabinet, campaign: Campaign) -> list[Step]:
    waiting = Reconciliation.objects.within(cabinet.scope).filter(campaign=campaign, state="submitted").count()
    if not waiting:
        return []
    title = f"Примите решение по спискам школ: {counted(waiting, 'список', 'списка', 'списков')}"
    return [
        Step(title, "Пока Вы не примете список, ничего не меняется.", reverse("enrollment:reconciliation"), "К спискам")
    ]


def _to_confirm(cabinet: Cabinet, campaign: Campaign, now: datetime) -> list[Step]:
    """Applications that wait for this level, while its step is open."""
    is_region = cabinet.role is Role.REGIONAL_COORDINATOR
    window = step_window(campaign, "correction" if is_region else "consolidated")
    if window is None or not window.opens_at <= now < window.closes_at:
        return []
    state = ApplicationState.MUNICIPAL_CONFIRMED if is_region else ApplicationState.SUBMITTED
    waiting = Application.objects.within(cabinet.scope).filter(campaign=campaign, state=state).count()
    if not waiting:
        return []
    title = f"Подтвердите заявки: {counted(waiting, 'школа', 'школы', 'школ')}"
    url = f"{reverse('enrollment:applications')}?state={state.value}"
    return [Step(title, "Файлом или по одной.", url, "К заявкам", window.closes_at)]


def _to_freeze(campaign: Campaign, now: datetime) -> list[Step]:
    window = step_window(campaign, "freeze")
    if window is None or now < window.opens_at:
        return []
    left = Unit.objects.filter(kind=UnitKind.REGION, is_active=True)
    left = left.exclude(pk__in=Freeze.objects.filter(campaign=campaign).values("region_id"))
    count = left.filter(pk__in=Application.objects.filter(campaign=campaign).values("unit__region_id")).count()
    if not count:
        return []
    title = f"Закрепите заявки: {counted(count, 'регион', 'региона', 'регионов')}"
    return [Step(title, "", reverse("enrollment:freeze"), "Закрепить", window.closes_at)]


def _until(cabinet: Cabinet, campaign: Campaign, kind: str, now: datetime) -> datetime | None:
    """The unit's own end of the form: a returned one has a later end than the plan."""
    step = form_step(cabinet.unit, workbook_of(campaign, kind), now)
    return step.position.deadline if step else None
