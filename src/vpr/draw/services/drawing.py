"""The draw of a round: asked for by the organizer, computed by a job. Nothing of the answer is shown before publication."""

from datetime import datetime

from django.db import transaction

from vpr.base import files
from vpr.base.queue import defer
from vpr.cabinets.models import Account
from vpr.draw.engine import Drawn, Group, draw
from vpr.draw.models import DrawRound, RoundState
from vpr.draw.proof.scheme import groups_from, seed_of
from vpr.draw.proof.tables import read_inputs, write_result
from vpr.draw.queries.balance import count_figures
from vpr.draw.refusals import PublicValueNeeded
from vpr.draw.secrets import opened
from vpr.draw.services.rounds import audit, locked_round
from vpr.exchange.receipts import installation_key
from vpr.seal.letters import open_letter


@transaction.atomic
def start_draw(*, round_id: int, public_value: str = "", by: Account, now: datetime) -> DrawRound:
    """Mixes in the public value promised at the announcement and puts the draw into the queue."""
    found = locked_round(round_id, RoundState.FROZEN)
    value = " ".join(public_value.split())
    if found.public_value_source and not value:
        raise PublicValueNeeded
    found.public_value = value if found.public_value_source else ""
    found.state = RoundState.DRAWING
    found.save()
    audit(found, "started_draw", by, now, public_value=found.public_value)
    defer("draw.run", round_id=found.pk)
    return found


@transaction.atomic
def run_draw(*, round_id: int, now: datetime) -> None:
    """Computes the result from the closed file; a second run finds nothing to do."""
    found = DrawRound.objects.select_for_update().get(pk=round_id)
    if found.state != RoundState.DRAWING:
        return
    groups = groups_of(found)
    answer = _compute(found, groups)
    found.result_sha256 = files.keep(write_result(answer))
    found.figures = count_figures(list(answer), groups, answer)
    found.state, found.drawn_at = RoundState.DRAWN, now
    found.save()


def groups_of(found: DrawRound) -> list[Group]:
    """Groups as they were published with the inputs, whatever the plan says since."""
    return groups_from(open_letter(found.inputs_letter.encode()).body["groups"])


def _compute(found: DrawRound, groups: list[Group]) -> Drawn:
    """The draw of a closed round, from what `vpr verify-draw` will be given and the secret."""
    secret = opened(bytes(found.sealed_secret), installation_key())
    seed = seed_of(secret, inputs=found.inputs_sha256, groups=groups, public_value=found.public_value)
    return draw(read_inputs(files.read(found.inputs_sha256)), groups, seed)
