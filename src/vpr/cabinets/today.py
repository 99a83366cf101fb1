"""«Сегодня»: what a cabinet should do now. Upper apps register a provider in `ready()`; the page merges and sorts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from vpr.cabinets.scope import Cabinet


@dataclass(frozen=True)
class Step:
    """One thing to do, with one main button. `waiting`: it is for others to act, shown below."""

    title: str
    detail: str = ""
    url: str = ""
    button: str = ""
    deadline: datetime | None = None
    state: str = "attention"  # ok | attention | stop
    waiting: bool = False
    done: int | None = None  # progress: done of total
    total: int | None = None


Provider = Callable[[Cabinet, datetime], list[Step]]
_providers: list[Provider] = []


def register_steps(provider: Provider) -> None:
    _providers.append(provider)


def steps_of(cabinet: Cabinet, now: datetime) -> list[Step]:
    steps = [step for provider in _providers for step in provider(cabinet, now)]
    return sorted(steps, key=lambda step: (step.waiting, step.deadline is None, step.deadline, step.title))
