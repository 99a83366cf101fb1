"""Publications as their publisher sees them: prepare, publish, look who has opened, remind."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vpr.base import clock
from vpr.base.refusals import Refusal
from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.models import Unit
from vpr.cabinets.scope import Cabinet
from vpr.exchange.models import Edition, Publication
from vpr.exchange.publication_forms import EditionForm, PublishForm
from vpr.exchange.queries.publications import (
    UNREAD_ON_PAGE,
    last_editions,
    opened_counts,
    read_counts,
    units_of,
    unread_units,
)
from vpr.exchange.rules import LARGEST_PUBLICATION_FILE, PUBLICATION_FORMATS
from vpr.exchange.services import (
    PUBLISHERS,
    prepare_edition,
    prepare_publication,
    publish_edition,
    remind_unread,
    unplan_edition,
    withdraw_publication,
)
from vpr.kernel.roles import ROLE_TITLE, Role
from vpr.kernel.subjects import SUBJECTS

_OWN_SHOWN = 200


@dataclass(frozen=True)
class OwnLine:
    """A publication in its publisher's list."""

    edition: Edition
    state: str
    tone: str
    opened: int


@allow(*PUBLISHERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_publication(request: CabinetRequest) -> HttpResponse:
    form = EditionForm(request.POST if request.method == "POST" else None, publisher=request.cabinet.unit)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        try:
            edition = prepare_publication(
                by=request.cabinet, words=form.words(), brought=_brought(request), now=clock.now()
            )
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Черновик сохранён. Проверьте его и опубликуйте.")
            return redirect("exchange:publication", edition.publication_id)
    return _form_page(request, form, refusal)


@allow(*PUBLISHERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_publication(request: CabinetRequest, key: int) -> HttpResponse:
    """The draft; after the publication the next edition."""
    last = _own(request, key).editions.select_related("publication__publisher").latest("number")
    data = request.POST if request.method == "POST" else None
    form, refusal = EditionForm(data, publisher=request.cabinet.unit, edition=last), ""
    if request.method == "POST" and form.is_valid():
        try:
            prepare_edition(
                by=request.cabinet,
                publication=last.publication,
                words=form.words(),
                kept=[int(item) for item in request.POST.getlist("kept") if item.isdecimal()],
                brought=_brought(request),
                now=clock.now(),
            )
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, "Черновик сохранён. Проверьте его и опубликуйте.")
            return redirect("exchange:publication", key)
    return _form_page(request, form, refusal, last)


@allow(*PUBLISHERS)
@require_POST
def publish(request: CabinetRequest, key: int) -> HttpResponse:
    form = PublishForm(request.POST)
    edition = _own(request, key).editions.latest("number")
    if not form.is_valid():
        messages.error(request, "Дата не понята: укажите день и время по Москве или оставьте поле пустым.")
        return redirect("exchange:publication", key)
    publish_edition(by=request.cabinet, edition=edition, at=form.cleaned_data["at"], now=clock.now())
    messages.success(request, "Опубликовано." if not form.cleaned_data["at"] else "Публикация запланирована.")
    return redirect("exchange:publication", key)


@allow(*PUBLISHERS)
@require_POST
def unplan(request: CabinetRequest, key: int) -> HttpResponse:
    unplan_edition(by=request.cabinet, edition=_own(request, key).editions.latest("number"), now=clock.now())
    messages.success(request, "Публикация отложена: редакция снова черновик.")
    return redirect("exchange:publication", key)


@allow(*PUBLISHERS)
@require_POST
def withdraw(request: CabinetRequest, key: int) -> HttpResponse:
    withdraw_publication(by=request.cabinet, publication=_own(request, key), now=clock.now())
    messages.success(request, "Снято с публикации: адресаты её больше не видят.")
    return redirect("exchange:publication", key)


@allow(*PUBLISHERS)
@require_GET
def readers(request: CabinetRequest, key: int) -> HttpResponse:
    """Who has opened it: counts by territory, and those who have not."""
    edition = _in_force(request, key)
    unread = unread_units(edition).select_related("region", "municipality").by_name()
    number = request.GET.get("page", "")
    first = (max(int(number), 1) - 1) * UNREAD_ON_PAGE if number.isdecimal() else 0
    count = unread.count()
    page = {
        "edition": edition,
        "publication": edition.publication,
        "counts": read_counts(edition),
        "unread": unread[first : first + UNREAD_ON_PAGE],
        "unread_count": count,
        "pages": range(1, -(-count // UNREAD_ON_PAGE) + 1),
        "number": first // UNREAD_ON_PAGE + 1,
    }
    return render(request, "exchange/publication_readers.html", page)


@allow(*PUBLISHERS)
@require_POST
def remind_readers(request: CabinetRequest, key: int) -> HttpResponse:
    count = remind_unread(by=request.cabinet, edition=_in_force(request, key), now=clock.now())
    messages.success(request, f"Напоминание отправлено. Получателей: {count}.")
    return redirect("exchange:publication_readers", key)


def own_lines(cabinet: Cabinet) -> list[OwnLine]:
    """The publisher's own, newest first, drafts and withdrawn ones too."""
    editions = last_editions(cabinet.unit, _OWN_SHOWN)
    opened = opened_counts([edition.pk for edition in editions])
    return [_own_line(edition, opened.get(edition.pk, 0), clock.now()) for edition in editions]


def publisher_page(edition: Edition, now: datetime) -> dict[str, Any]:
    line = _own_line(edition, opened_counts([edition.pk]).get(edition.pk, 0), now)
    return {
        "line": line,
        "addressed": units_of(edition).count(),
        "lines_of_address": address_lines(edition),
        "publish_form": PublishForm(),
        "is_draft": edition.publishes_at is None,
        "is_planned": edition.publishes_at is not None and edition.publishes_at > now,
    }


def address_lines(edition: Edition) -> list[tuple[str, str]]:
    """The address in words: (what, which)."""
    places = Unit.objects.filter(pk__in=[*edition.regions, *edition.municipalities, *edition.units]).by_name()
    lines = [
        ("Роли", [ROLE_TITLE[Role(role)] for role in edition.roles]),
        ("Территории и организации", [str(unit) for unit in places]),
        ("Часовые пояса", edition.time_zones),
        ("Классы", [str(grade) for grade in edition.grades]),
        ("Предметы", [SUBJECTS[subject].title for subject in edition.subjects]),
    ]
    return [(title, ", ".join(values)) for title, values in lines if values]


def _own_line(edition: Edition, opened: int, now: datetime) -> OwnLine:
    if edition.publication.withdrawn_at is not None:
        return OwnLine(edition, "снято", "neutral", opened)
    if edition.publishes_at is None:
        return OwnLine(edition, "черновик", "attention", opened)
    if edition.publishes_at > now:
        return OwnLine(edition, "запланировано", "neutral", opened)
    return OwnLine(edition, "опубликовано", "ok", opened)


def _form_page(request: CabinetRequest, form: EditionForm, refusal: str, last: Edition | None = None) -> HttpResponse:
    page = {
        "form": form,
        "refusal": refusal,
        "last": last,
        "files": last.files.all() if last else [],
        "is_next": last is not None and last.publishes_at is not None,
        "accept": ",".join(f".{name}" for name in PUBLICATION_FORMATS),
        "largest_megabytes": LARGEST_PUBLICATION_FILE // 1024 // 1024,
    }
    return render(request, "exchange/publication_form.html", page, status=409 if refusal else 200)


def _brought(request: CabinetRequest) -> list[tuple[str, bytes]]:
    """A byte too many is enough to refuse."""
    return [(file.name or "", file.read(LARGEST_PUBLICATION_FILE + 1)) for file in request.FILES.getlist("files")]


def _own(request: CabinetRequest, key: int) -> Publication:
    found = Publication.objects.filter(pk=key, publisher=request.cabinet.unit).first()
    if found is None:
        raise Http404
    return found


def _in_force(request: CabinetRequest, key: int) -> Edition:
    """The edition of an own publication that readers see now."""
    current = Edition.objects.current(clock.now()).select_related("publication__publisher")
    edition = current.filter(publication=_own(request, key)).first()
    if edition is None:
        raise Http404
    return edition
