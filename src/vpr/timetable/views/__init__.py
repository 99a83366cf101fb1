"""Doorways of classes, timetable, absences and reserve days: scope, form, one verb, a page."""
