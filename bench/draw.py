"""The draw of a whole country: CPU time of the engine against a loop that draws without any balance, and of a check.

python -m bench.draw [--schools 40000]
"""

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vpr.draw.engine import ClassRow, Drawn, Group, draw
from vpr.draw.proof import tables
from vpr.draw.proof.letters import commitment_letter, inputs_letter, proof_letter
from vpr.draw.proof.scheme import RoundName, commitment_of, seed_of
from vpr.draw.proof.verify import Files, verify

GROUPS = [
    Group(5, 1, ("fl", "is", "li"), 1),
    Group(5, 2, ("bi", "gg"), 1),
    Group(6, 1, ("fl", "is", "li"), 1),
    Group(6, 2, ("bi", "gg"), 1),
    Group(7, 1, ("fl", "is", "li"), 1),
    Group(7, 2, ("bi", "fi", "gg", "inf"), 1),
    Group(8, 1, ("fl", "is", "li", "ob"), 1),
    Group(8, 2, ("bi", "fi", "gg", "hi", "inf"), 1),
]
REGIONS, NOT_TAUGHT = 89, 0.1


def country(schools: int, chance: random.Random) -> list[ClassRow]:
    """Classes by the deciles of DOMAIN §14.2: half of the schools have one class in a grade."""
    by_grade: dict[int, list[str]] = {}
    for group in GROUPS:
        by_grade.setdefault(group.grade, []).extend(group.subjects)
    rows = []
    for number in range(schools):
        region = f"reg{chance.randrange(1, REGIONS + 1):02}0000"
        for grade, subjects in by_grade.items():
            for letter in "АБВГД"[: chance.choices((1, 2, 3, 4, 5), (50, 18, 14, 11, 7))[0]]:
                taught = tuple(sorted(subject for subject in subjects if chance.random() >= NOT_TAUGHT))
                rows.append(ClassRow(f"{number:06}", grade, letter, region, taught, "2026-04-20"))
    return rows


def plain(rows: list[ClassRow], chance: random.Random) -> Drawn:
    """Equal chances and no balance: what a draw costs at least."""
    drawn: Drawn = {}
    for row in rows:
        taken: list[str] = []
        for group in GROUPS:
            own = [subject for subject in row.subjects if subject in group.subjects]
            if group.grade == row.grade and own:
                taken += chance.sample(own, min(group.choose, len(own)))
        drawn[row] = tuple(taken)
    return drawn


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    begun = time.process_time()
    answer = work()
    return answer, time.process_time() - begun


def files_of(rows: list[ClassRow], key: Ed25519PrivateKey) -> Files:
    name, secret, inputs = RoundName("2026", 1), b"s" * 32, tables.write_inputs(rows)
    commitment, digest = commitment_of(secret, name), tables.digest(inputs)
    announced = commitment_letter(name, commitment, grades=[5, 6, 7, 8], weeks=[], source="", at="", key=key)
    closed = inputs_letter(name, commitment, inputs=digest, groups=GROUPS, classes=len(rows), at="", key=key)
    result = tables.write_result(draw(rows, GROUPS, seed_of(secret, inputs=digest, groups=GROUPS, public_value="")))
    proof = proof_letter(
        name,
        secret,
        public_value="",
        result=tables.digest(result),
        announced=announced,
        closed=closed,
        reason="",
        at="",
        key=key,
    )
    return Files(inputs, result, proof)


def spread(drawn: Drawn) -> int:
    """Greatest difference between two subjects of one group over the country."""
    counted = Counter((row.grade, subject) for row, taken in drawn.items() for subject in taken)
    numbers = [[counted[group.grade, subject] for subject in group.subjects] for group in GROUPS]
    return max(max(own) - min(own) for own in numbers)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, default=40_000)
    schools = parser.parse_args().schools
    rows = country(schools, random.Random(1))
    drawn, seconds = timed(lambda: draw(rows, GROUPS, b"d" * 32))
    loose, loop_seconds = timed(lambda: plain(rows, random.Random(2)))
    files = files_of(rows, Ed25519PrivateKey.generate())
    found, check_seconds = timed(lambda: verify(files))
    print(f"schools {schools}, classes {len(rows)}")
    print(
        f"draw: {seconds:.2f} s of CPU, {len(rows) / seconds:.0f} classes a second, spread over the country {spread(drawn)}"
    )
    print(f"plain loop: {loop_seconds:.2f} s of CPU, spread over the country {spread(loose)}")
    print(f"draw / plain loop: {seconds / loop_seconds:.2f}")
    print(f"verify-draw: {check_seconds:.2f} s of CPU, sound: {found.is_sound}")


if __name__ == "__main__":
    main()
