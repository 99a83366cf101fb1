"""The result of a school on paper: one A4 page to hang in the staff room."""

import json
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Unit
from vpr.campaigns.models import Campaign
from vpr.draw.queries.school import ClassLine
from vpr.paper.compile import compile_pdf


def result_paper(unit: Unit, campaign: Campaign, lines: Sequence[ClassLine], address: str, now: datetime) -> bytes:
    """PDF. `address`: where anybody finds the public files of the rounds."""
    source = files("vpr.draw").joinpath("paper/result.typ").read_text(encoding="utf-8")
    rows = [
        {
            "name": line.group.name,
            "week": f"{line.week:%d.%m.%Y}" if line.week else "",
            "works": ", ".join(row.assessment.title for row in line.works),
            "round": str(line.round.number) if line.round else "",
        }
        for line in lines
    ]
    rounds = {line.round.pk: line.round for line in lines if line.round is not None}
    seals = [
        {"round": str(found.number), "commitment": found.commitment, "inputs": found.inputs_sha256}
        for found in sorted(rounds.values(), key=lambda found: found.number)
    ]
    inputs = {
        "school": unit.name,
        "code": unit.code,
        "campaign": campaign.title,
        "rows": json.dumps(rows, ensure_ascii=False),
        "rounds": json.dumps(seals, ensure_ascii=False),
        "address": address,
        "made": f"{now.astimezone(MOSCOW):%d.%m.%Y %H:%M}",
    }
    return compile_pdf(source, inputs, created=now)
