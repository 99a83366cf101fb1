"""The open history of the draw: everybody may see every round and take its files. No name and no child is in them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from vpr.base import files
from vpr.cabinets.access import CabinetRequest, open_to_all
from vpr.cabinets.downloads import attachment
from vpr.draw.models import DrawRound, RoundState
from vpr.draw.proof.tables import INPUTS, PROOF, RESULT

COMMITMENT, CLOSED = "commitment.json", "inputs.json"
_REVEALED = (RoundState.PUBLISHING, RoundState.PUBLISHED)


@open_to_all
@require_safe
def every_round(request: CabinetRequest) -> HttpResponse:
    found = DrawRound.objects.select_related("campaign").order_by("-campaign__year", "-campaign_id", "-number")
    return render(request, "draw/public.html", {"rounds": found})


@open_to_all
@require_safe
def one_round(request: CabinetRequest, campaign: str, number: int) -> HttpResponse:
    found = _round_or_404(campaign, number)
    is_revealed = found.state in _REVEALED
    page = {"round": found, "is_revealed": is_revealed, "files": [INPUTS, RESULT, PROOF] if is_revealed else []}
    return render(request, "draw/public_round.html", page)


@open_to_all
@require_safe
def file(request: CabinetRequest, campaign: str, number: int, name: str) -> HttpResponse:
    """One file of a round; the tables are open from the moment the secret is revealed, not before."""
    found = _round_or_404(campaign, number)
    letters = {COMMITMENT: found.commitment_letter, CLOSED: found.inputs_letter}
    if letters.get(name):
        return attachment(letters[name].encode(), name, "application/json")
    stored = {INPUTS: found.inputs_sha256, RESULT: found.result_sha256, PROOF: found.proof_sha256}
    if found.state == RoundState.DROPPED:
        stored = {INPUTS: found.inputs_sha256}  # with the secret on the page anybody can draw it for himself
    elif found.state not in _REVEALED:
        stored = {}
    if not stored.get(name):
        raise Http404
    kind = "application/json" if name == PROOF else "text/csv; charset=utf-8"
    return attachment(files.read(stored[name]), name, kind)


def _round_or_404(campaign: str, number: int) -> DrawRound:
    return get_object_or_404(DrawRound.objects.select_related("campaign"), campaign__code=campaign, number=number)
