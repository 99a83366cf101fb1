"""The screen beside which a question is asked: known by the name of its page and by codes, never by numbers of units."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from vpr.cabinets.rail import sections_for
from vpr.campaigns.models import Assessment
from vpr.exchange.models import Workbook
from vpr.kernel.roles import EVERY_ROLE
from vpr.support.queries.searching import known_codes
from vpr.support.services import About
from vpr.support.words import codes_of

#: Names of the pages that are asked about most; others are called after their section of the rail.
SCREENS = {
    "cabinets:today": "Сегодня",
    "cabinets:faults": "Справочник ошибок",
    "cabinets:units": "Организации",
    "cabinets:codes": "Коды активации",
    "exchange:upload": "Загрузка формы",
    "exchange:receipt": "Квитанция и проверка",
    "exchange:monitoring": "Ход ВПР, кто загрузил",
    "enrollment:preparation": "Подготовка",
    "results:grid": "Заполнение формы в браузере",
    "analytics:report": "Отчёт",
}


@dataclass(frozen=True)
class Screen:
    """What is passed with the question, as the asker sees it."""

    about: About
    title: str
    code_title: str

    @property
    def is_known(self) -> bool:
        return bool(self.about.page or self.about.code or self.about.faults)


def asking_address(request: HttpRequest) -> str:
    """Where a question about this page is asked. Only the page's name and a code of an assessment or form go along."""
    match = request.resolver_match
    if match is None or match.app_name == "support":
        return reverse("support:ask")
    passed = {"page": match.view_name}
    code = match.kwargs.get("code") or match.kwargs.get("assessment")
    if isinstance(code, str) and "." in code:  # 2026.en8, 2026.application: codes of units have no period
        passed["code"] = code
    return f"{reverse('support:ask')}?{urlencode(passed)}"


def screen_of(query: QueryDict) -> Screen:
    """Only what the system knows is taken from an address: anybody may type one."""
    page, code = query.get("page", "")[:60], query.get("code", "")[:40]
    title = screen_title(page)
    code_title = _code_title(code)
    faults = tuple(codes_of(query.get("fault", "")[:20], known_codes()))
    return Screen(About(page if title else "", code if code_title else "", faults), title, code_title)


def screen_title(page: str) -> str:
    if page in SCREENS:
        return SCREENS[page]
    room = page.partition(":")[0]
    sections = {item.url_name: item.title for role in EVERY_ROLE for item in sections_for(role)}
    if page in sections:
        return sections[page]
    return next((title for name, title in sections.items() if room and name.startswith(f"{room}:")), "")


def _code_title(code: str) -> str:
    if not code:
        return ""
    titles = Assessment.objects.filter(code=code).values_list("title", flat=True)
    return titles.first() or Workbook.objects.filter(code=code).values_list("title", flat=True).first() or ""
