"""A refused action is an exception: its docstring (or argument) is the sentence that the user reads. Shown with 409."""

import inspect


class Refusal(Exception):
    """Действие отклонено."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else inspect.cleandoc(type(self).__doc__ or Refusal.__doc__ or "")
