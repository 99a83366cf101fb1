"""Declarations of the questionnaire's form."""
