"""What comes before the day, in the demo: plan, lists, applications, classes, draw, timetables, forum, observers."""

from vpr.simulation.demo.preparation.enrolling import enroll
from vpr.simulation.demo.preparation.holding import hold
from vpr.simulation.demo.preparation.planning import ensure_plan

__all__ = ["enroll", "ensure_plan", "hold"]
