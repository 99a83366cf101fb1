"""Reads of the questionnaire."""

from vpr.questionnaire.queries.answers import answers_of, last_answers, suggested_answers

__all__ = ["answers_of", "last_answers", "suggested_answers"]
