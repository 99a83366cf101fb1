"""Valid reasons of absence, as a school counts them: numbers only (S1: «не участвовали по уважительной причине»). Pure."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "illness": "болезнь",
    "competition": "соревнования, олимпиада",
    "family": "семейные обстоятельства",
    "other": "другая причина",
}
