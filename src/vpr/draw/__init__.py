"""Случайный выбор предметов: verifiable distribution of subjects over classes."""
