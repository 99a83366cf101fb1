"""Классы, расписание, отсутствия и резервные дни: when every class of a school writes what."""
