"""Reads of the class register, the timetable and the reserve days; other rooms call the names listed here."""

from vpr.timetable.queries.duties import duties_of
from vpr.timetable.queries.placed import placed_of, sittings_of
from vpr.timetable.queries.register import class_ordinals, classes_of, drawn_grades
from vpr.timetable.queries.week import school_week

__all__ = ["class_ordinals", "classes_of", "drawn_grades", "duties_of", "placed_of", "school_week", "sittings_of"]
