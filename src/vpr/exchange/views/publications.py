"""«Публикации» as their readers see them: the list, one publication, its files."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from vpr.base import clock, files
from vpr.cabinets.access import CabinetRequest, allow
from vpr.exchange.models import Edition, EditionFile, Publication, PublicationKind
from vpr.exchange.queries.publications import is_addressed, items_of
from vpr.exchange.services import PUBLISHERS, mark_opened
from vpr.exchange.views.publishing import own_lines, publisher_page
from vpr.exchange.views.school import download
from vpr.kernel.roles import EVERY_ROLE, Role

_ITEMS_ON_PAGE = 50


@allow(*EVERY_ROLE)
@require_GET
def publications(request: CabinetRequest) -> HttpResponse:
    """What is addressed to this cabinet, newest first; the publisher's own with their drafts above."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in PublicationKind.values else ""
    items = items_of(request.cabinet, clock.now(), kind=kind)
    number = request.GET.get("page", "")
    first = (max(int(number), 1) - 1) * _ITEMS_ON_PAGE if number.isdecimal() else 0
    page = {
        "items": items[first : first + _ITEMS_ON_PAGE],
        "pages": range(1, -(-len(items) // _ITEMS_ON_PAGE) + 1),
        "number": first // _ITEMS_ON_PAGE + 1,
        "kinds": [("", "Все"), *PublicationKind.choices],
        "kind": kind,
        "is_reader": request.cabinet.role is not Role.FEDERAL_ORGANIZER,
        "own": own_lines(request.cabinet) if request.cabinet.role in PUBLISHERS else [],
        "may_publish": request.cabinet.role in PUBLISHERS,
    }
    return render(request, "exchange/publications.html", page)


@allow(*EVERY_ROLE)
@require_GET
def publication(request: CabinetRequest, key: int) -> HttpResponse:
    """One publication. An addressed reader leaves a receipt by opening it."""
    found = get_object_or_404(Publication.objects.select_related("publisher"), pk=key)
    editions = editions_shown(request, found)
    if not editions:
        raise Http404
    edition, now = editions[0], clock.now()
    is_in_force = found.withdrawn_at is None and edition.publishes_at is not None and edition.publishes_at <= now
    if is_in_force:
        mark_opened(cabinet=request.cabinet, edition=edition, now=now)
    page = {
        "publication": found,
        "edition": edition,
        "files": edition.files.all(),
        "earlier": editions[1:],
        "is_in_force": is_in_force,
        "unit": request.cabinet.unit,
        "is_publisher": is_publisher(request, found),
    }
    if is_publisher(request, found):
        page |= publisher_page(edition, now)
    return render(request, "exchange/publication.html", page)


@allow(*EVERY_ROLE)
@require_GET
def publication_file(request: CabinetRequest, key: int, number: int, file: int) -> HttpResponse:
    """A file of an edition that the reader may see, never shown inside the site."""
    found = get_object_or_404(Publication.objects.select_related("publisher"), pk=key)
    edition = next((item for item in editions_shown(request, found) if item.number == number), None)
    if edition is None:
        raise Http404
    stored = get_object_or_404(EditionFile, edition=edition, pk=file)
    return download(stored.name, files.read(stored.sha256), "application/octet-stream")


def editions_shown(request: CabinetRequest, found: Publication) -> list[Edition]:
    """Newest first. The publisher sees all; the country what is or was in force; others only what is addressed to them."""
    editions = list(found.editions.select_related("publication__publisher").order_by("-number"))
    if is_publisher(request, found):
        return editions
    if found.withdrawn_at is not None:
        return []
    now = clock.now()
    out = [edition for edition in editions if edition.publishes_at is not None and edition.publishes_at <= now]
    if request.cabinet.role is Role.FEDERAL_ORGANIZER:
        return out
    # the one in force decides: who is not addressed any more does not find the earlier ones either
    if not out or not is_addressed(request.cabinet, out[0]):
        return []
    return [edition for edition in out if is_addressed(request.cabinet, edition)]


def is_publisher(request: CabinetRequest, found: Publication) -> bool:
    return request.cabinet.role in PUBLISHERS and found.publisher_id == request.cabinet.unit.pk
