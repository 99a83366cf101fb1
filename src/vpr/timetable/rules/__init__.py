"""Rules of classes, timetable and reserve days. Pure: no database, no clock."""
