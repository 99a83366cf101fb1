"""What a campaign must know of the floors above, told by a plug: how many scripts are stored, what a wave holds.

The apps above register in their `ready()`; without a plug an assessment has no results yet.
"""

from collections.abc import Callable
from dataclasses import dataclass

from vpr.campaigns.models import Assessment, Wave

ScriptCounter = Callable[[Assessment], int]
_script_counters: list[ScriptCounter] = []


@dataclass(frozen=True)
class WaveContents:
    """What a publication would show: accepted schools and participants; uploads that are not checked or have faults."""

    schools: int = 0
    participants: int = 0
    unchecked: int = 0
    faulty: int = 0

    def __add__(self, other: "WaveContents") -> "WaveContents":
        return WaveContents(
            self.schools + other.schools,
            self.participants + other.participants,
            self.unchecked + other.unchecked,
            self.faulty + other.faulty,
        )


WaveCounter = Callable[[Wave], WaveContents]
_wave_counters: list[WaveCounter] = []


def register_script_counter(counter: ScriptCounter) -> None:
    """`counter(assessment)`: scripts stored for it, all schools."""
    _script_counters.append(counter)


def register_wave_counter(counter: WaveCounter) -> None:
    _wave_counters.append(counter)


def stored_scripts(assessment: Assessment) -> int:
    return sum(counter(assessment) for counter in _script_counters)


def contents_of(wave: Wave) -> WaveContents:
    return sum((counter(wave) for counter in _wave_counters), WaveContents())
