"""The verbs of the draw: the only writer of its tables."""

from vpr.draw.services.drawing import run_draw, start_draw
from vpr.draw.services.publishing import publish_round, run_publication, tell_schools
from vpr.draw.services.rounds import commit_round, drop_round, order_redraw, run_closing, start_closing

__all__ = [
    "commit_round",
    "drop_round",
    "order_redraw",
    "publish_round",
    "run_closing",
    "run_draw",
    "run_publication",
    "start_closing",
    "start_draw",
    "tell_schools",
]
