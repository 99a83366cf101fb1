"""The verbs of the observers. Only these modules write the tables of this app."""

from vpr.objectivity.services.assigning import assign, distribute, release, tell
from vpr.objectivity.services.forgetting import erase_observers
from vpr.objectivity.services.presence import Mark, mark
from vpr.objectivity.services.proposing import replace_candidates

__all__ = ["Mark", "assign", "distribute", "erase_observers", "mark", "release", "replace_candidates", "tell"]
