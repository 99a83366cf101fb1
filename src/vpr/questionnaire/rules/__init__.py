"""Rules of the questionnaire. Pure: no database, no clock."""

from vpr.questionnaire.rules.agreement import check_agreement, check_change
from vpr.questionnaire.rules.answering import Typed, understand

__all__ = ["Typed", "check_agreement", "check_change", "understand"]
