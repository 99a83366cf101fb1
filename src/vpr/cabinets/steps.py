"""Steps of «Сегодня» that the cabinets themselves ask for: access of the units below, own contacts."""

from datetime import datetime

from django.urls import reverse

from vpr.cabinets.coordinators import vacancies
from vpr.cabinets.directory import Access, Filters, access_counts, kinds_below, units_below
from vpr.cabinets.models import Proposal
from vpr.cabinets.preparation import Card, CardState
from vpr.cabinets.rules import COORDINATORS, KEEPERS
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.kernel.roles import EVERY_ROLE, Role


def cabinet_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    return [*_vacancy_step(cabinet), *_proposals_step(cabinet), *_access_step(cabinet), *_contacts_step(cabinet)]


def _vacancies(cabinet: Cabinet) -> tuple[int, int]:
    """How many units of the nearest level below have nobody in the main role, of how many."""
    kind = kinds_below(cabinet.scope.kind)[0]
    return vacancies(cabinet, kind).count(), units_below(cabinet.scope, Filters(kind)).count()


def _vacancy_step(cabinet: Cabinet) -> list[Step]:
    """Coordinators are missing where there are none; school organizers appear with their codes anyway."""
    if cabinet.role not in (Role.FEDERAL_ORGANIZER, Role.REGIONAL_COORDINATOR):
        return []
    empty, total = _vacancies(cabinet)
    if not empty:
        return []
    return [
        Step(
            title="Координатор не назначен",
            detail=f"Организаций без координатора: {empty} из {total}.",
            url=f"{reverse('cabinets:coordinators')}?vacant=1",
            button="Показать",
        )
    ]


def _proposals_step(cabinet: Cabinet) -> list[Step]:
    if cabinet.role not in COORDINATORS:
        return []
    waiting = Proposal.objects.filter(state="proposed", unit__parent=cabinet.unit).count()
    if not waiting:
        return []
    return [
        Step(
            title="Утвердите кандидатуры координаторов",
            detail=f"Ждут решения: {waiting}.",
            url=reverse("cabinets:proposals"),
            button="Рассмотреть",
        )
    ]


def coordinators_state(cabinet: Cabinet, now: datetime) -> CardState | None:
    """The card of «Подготовка»: vacancies below, or simply whom to call."""
    if cabinet.role not in COORDINATORS:
        return CardState("neutral", "контакты", button="Кому звонить")
    empty, total = _vacancies(cabinet)
    if not total:
        return CardState("neutral", "ниже никого нет")
    words = f"не назначены: {empty}" if empty else "назначены все"
    return CardState("attention" if empty else "ok", words, button="Кому звонить", done=total - empty, total=total)


COORDINATORS_CARD = Card(
    "Координаторы",
    "Кто отвечает за ВПР выше и ниже Вас: имена, телефоны, замена, утверждение кандидатур.",
    "cabinets:coordinators",
    "contact-round",
    frozenset(EVERY_ROLE),
    8,
    coordinators_state,
)


def _access_step(cabinet: Cabinet) -> list[Step]:
    """Only the nearest level: schools are the concern of their municipality."""
    if cabinet.role not in COORDINATORS:
        return []
    kind = kinds_below(cabinet.scope.kind)[0]
    counts = access_counts(units_below(cabinet.scope, Filters(kind)))
    total = sum(counts.values())
    if counts[Access.NONE]:
        return [
            Step(
                title="Выдайте доступ организациям",
                detail=f"Без кода активации: {counts[Access.NONE]} из {total}.",
                url=f"{reverse('cabinets:codes')}?kind={kind}&access=none",
                button="Выдать коды",
            )
        ]
    if counts[Access.CODE]:
        return [
            Step(
                title="Ещё не вошли по выданным кодам",
                detail=f"Организаций: {counts[Access.CODE]}.",
                url=f"{reverse('cabinets:units')}?kind={kind}&access=code",
                button="Показать",
                waiting=True,
                done=counts[Access.ACTIVE],
                total=total,
            )
        ]
    return []


def _contacts_step(cabinet: Cabinet) -> list[Step]:
    unit = cabinet.unit
    if cabinet.role not in KEEPERS or unit.contact_phone or unit.contact_email:
        return []
    return [
        Step(
            title="Укажите контакты организации",
            detail="По ним координатор свяжется с Вами; на почту приходят копии уведомлений.",
            url=reverse("cabinets:profile"),
            button="Указать",
        )
    ]
