"""Steps of «Сегодня» that the cabinets themselves ask for: access of the units below, own contacts."""

from datetime import datetime

from django.urls import reverse

from vpr.cabinets.directory import Access, Filters, access_counts, kinds_below, units_below
from vpr.cabinets.rules import COORDINATORS, KEEPERS
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step


def cabinet_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    return [*_access_step(cabinet), *_contacts_step(cabinet)]


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
