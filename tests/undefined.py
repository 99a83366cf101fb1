"""Fails a test whose template names something that is not there. `None` on the way is an answer, a misspelling is not."""

import sys
from typing import Any

import pytest


class Undefined(str):
    """Stands in for Django's `string_if_invalid`: asked for its truth at the very moment when a lookup has failed."""

    def __bool__(self) -> bool:
        caller = sys._getframe(1)
        expression, context = caller.f_locals.get("self"), caller.f_locals.get("context")
        if caller.f_code.co_name == "resolve" and context is not None and hasattr(expression, "var"):
            wanted = str(expression.var)
            if is_absent(context, wanted.split(".")):
                place = getattr(context.template, "origin", "")
                pytest.fail(f"{place}: the template names {{{{ {wanted} }}}}, which is not there", pytrace=False)
        return False  # as an empty text: the filters that follow still apply


def is_absent(context: Any, path: list[str]) -> bool:
    """Whether a step of the path leads nowhere, other than through None or an empty text."""
    if path[0] not in context:
        return True
    here = context[path[0]]
    for step in path[1:]:
        if here is None or here == "":
            return False
        try:
            here = here[step]
        except (TypeError, KeyError, AttributeError, ValueError, IndexError):
            if isinstance(here, dict | list | tuple):
                return False  # an empty place of a collection, for example `errors.field`
            if not hasattr(here, step):
                return True
            here = getattr(here, step)
            here = here() if callable(here) else here
    return False
