"""The draw itself: pure, exact, repeatable. No Django, no clock, no randomness but the seed."""

from vpr.draw.engine.drawing import ClassRow, Drawn, Group, draw

__all__ = ["ClassRow", "Drawn", "Group", "draw"]
