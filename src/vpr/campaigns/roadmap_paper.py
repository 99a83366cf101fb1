"""The roadmap on paper: a table of rows with terms and statuses at the moment of printing."""

import json
from datetime import datetime
from importlib.resources import files

from vpr.base.clock import MOSCOW
from vpr.cabinets.models import Unit
from vpr.campaigns.roadmap import RoadmapView, ShownRoadmapStep
from vpr.campaigns.rules.plan_rows import NOT_SET, day_text
from vpr.paper.compile import compile_pdf


def roadmap_pdf(view: RoadmapView, *, unit: Unit, now: datetime) -> bytes:
    sheet = {
        "title": view.roadmap.title,
        "campaign": view.roadmap.campaign.title,
        "unit": unit.name,
        "basis": view.roadmap.basis,
        "printed": f"Состояние на {now.astimezone(MOSCOW):%d.%m.%Y %H:%M} мск",
        "stages": [{"title": title, "rows": [_row(step) for step in steps]} for title, steps in view.stages],
    }
    source = (files("vpr.campaigns") / "paper" / "roadmap.typ").read_text("utf-8")
    return compile_pdf(source, {"sheet": json.dumps(sheet, ensure_ascii=False)}, created=now)


def _row(step: ShownRoadmapStep) -> dict[str, str]:
    counted = f"{step.progress.done} из {step.progress.total}" if step.progress else ""
    return {
        "number": str(step.number),
        "title": step.step.title,
        "term": day_text(step.term) or NOT_SET,
        "rule": step.term_words,
        "who": step.who,
        "document": step.step.document,
        "state": ", ".join(part for part in (step.state, counted) if part),
    }
