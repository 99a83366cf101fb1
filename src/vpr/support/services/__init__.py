"""The verbs of the forum. Only these modules write its tables."""

from vpr.support.services.answering import accept, answer, follow, thank
from vpr.support.services.asking import About, ask
from vpr.support.services.moderating import (
    close,
    hide_answer,
    hide_question,
    merge,
    pin,
    reopen,
    retitle,
    show_answer,
    show_question,
)
from vpr.support.services.starting import load_first_answers

__all__ = [
    "About",
    "accept",
    "answer",
    "ask",
    "close",
    "follow",
    "hide_answer",
    "hide_question",
    "load_first_answers",
    "merge",
    "pin",
    "reopen",
    "retitle",
    "show_answer",
    "show_question",
    "thank",
]
