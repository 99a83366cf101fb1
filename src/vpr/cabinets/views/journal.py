"""The journal of a cabinet: who did what in the units of its scope."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from vpr.cabinets.access import CabinetRequest, allow
from vpr.cabinets.queries import journal_of
from vpr.cabinets.rules import KEEPERS
from vpr.cabinets.verbs import verb_title


@allow(*KEEPERS)
@require_safe
def journal(request: CabinetRequest) -> HttpResponse:
    shown = Paginator(journal_of(request.cabinet.scope), 50).get_page(request.GET.get("page"))
    rows = [(entry, verb_title(entry.verb)) for entry in shown.object_list]
    return render(request, "cabinets/journal.html", {"shown": shown, "rows": rows})
