"""Кампания: assessments and their specifications, mark scales, windows, waves of results."""
