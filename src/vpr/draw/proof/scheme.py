"""Commit and reveal. Three letters in the order of time, each signed by the installation (docs/adr/0007).

1. *commitment*, before schools may change their classes for the last time: SHA-256 of a secret seed, and the public
   value (not yet known to anybody) that will be mixed in, named by its source;
2. *inputs*, when the classes are closed: SHA-256 of inputs.csv and the groups of subjects;
3. *proof*, a week before the work: the seed, the public value, SHA-256 of result.csv, the two letters above.

The seed of the draw is SHA-256 over the secret, the inputs, the groups and the public value, so whoever knows the
secret could not know the answer before the inputs were closed, and whoever gave inputs did not know the secret.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from vpr.draw.engine import Group

COMMITMENT_FORMAT = "openvpr-draw-commitment-1"
INPUTS_FORMAT = "openvpr-draw-inputs-1"
PROOF_FORMAT = "openvpr-draw-proof-1"


@dataclass(frozen=True)
class RoundName:
    """Which draw: `2026`, round 3."""

    campaign: str
    number: int


def commitment_of(secret: bytes, name: RoundName) -> str:
    """Hex SHA-256 that binds the secret to one round: a secret of another round does not open it."""
    return _sha256("openvpr-draw-secret-1", name.campaign, str(name.number), secret.hex()).hex()


def seed_of(secret: bytes, *, inputs: str, groups: Sequence[Group], public_value: str) -> bytes:
    """Seed of the draw. `inputs`: hex SHA-256 of inputs.csv."""
    return _sha256("openvpr-draw-seed-1", secret.hex(), inputs, groups_text(groups), public_value)


def groups_text(groups: Sequence[Group]) -> str:
    return json.dumps(groups_body(groups), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def groups_body(groups: Sequence[Group]) -> list[dict[str, Any]]:
    return [
        {"grade": group.grade, "number": group.number, "subjects": sorted(group.subjects), "choose": group.choose}
        for group in sorted(groups)
    ]


def groups_from(body: object) -> list[Group]:
    """The groups of a letter; ValueError when they are not what `groups_body` writes."""
    if not isinstance(body, list):
        raise ValueError("groups are no list")
    try:
        return [
            Group(
                int(item["grade"]), int(item["number"]), tuple(sorted(map(str, item["subjects"]))), int(item["choose"])
            )
            for item in body
        ]
    except (KeyError, TypeError) as error:
        raise ValueError(f"groups: {error}") from error


def _sha256(*words: str) -> bytes:
    return hashlib.sha256("\n".join(words).encode()).digest()
