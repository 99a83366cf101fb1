"""«Сегодня»: questions that wait longer than a working day; answers to one's own questions."""

from datetime import datetime

from django.urls import reverse

from vpr.cabinets.scope import Cabinet
from vpr.cabinets.today import Step
from vpr.kernel.roles import Role
from vpr.support.queries.lists import overdue_count, own_with_news
from vpr.support.rules import ANSWERERS


def support_steps(cabinet: Cabinet, now: datetime) -> list[Step]:
    return [*_queue_step(cabinet, now), *_news_step(cabinet, now)]


def _queue_step(cabinet: Cabinet, now: datetime) -> list[Step]:
    if cabinet.role not in ANSWERERS:
        return []
    overdue = overdue_count(cabinet, now)
    if not overdue:
        return []
    of_region = " Вашего региона" if cabinet.role is Role.REGIONAL_COORDINATOR else ""
    return [
        Step(
            title=f"Вопросы{of_region} на форуме ждут ответа",
            detail=f"Дольше рабочего дня без ответа: {overdue}.",
            url=reverse("support:queue"),
            button="Ответить",
        )
    ]


def _news_step(cabinet: Cabinet, now: datetime) -> list[Step]:
    count = own_with_news(cabinet.unit, now)
    if not count:
        return []
    return [
        Step(
            title="На Ваш вопрос ответили",
            detail=f"Вопросов с ответом: {count}. Отметьте ответ, который помог.",
            url=f"{reverse('support:questions')}?mine=on&state=answered",
            button="Прочитать",
            state="ok",
        )
    ]
