"""Declared forms of this room: the class register and the timetable."""
