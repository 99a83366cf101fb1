"""The three letters of a draw, written. The clock, the key and the secret are arguments."""

import json
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vpr.draw.engine import Group
from vpr.draw.proof.scheme import COMMITMENT_FORMAT, INPUTS_FORMAT, PROOF_FORMAT, RoundName, groups_body
from vpr.seal.keys import public_pem
from vpr.seal.letters import sign


def commitment_letter(
    name: RoundName,
    commitment: str,
    *,
    grades: Sequence[int],
    weeks: Sequence[str],
    source: str,
    at: str,
    key: Ed25519PrivateKey,
) -> bytes:
    """Published first. `source` names the public value that will be mixed in; "" when none will."""
    body = {
        "campaign": name.campaign,
        "round": name.number,
        "commitment": commitment,
        "grades": list(grades),
        "weeks": list(weeks),
        "public_value_source": source,
        "published_at": at,
    }
    return sign(body, format=COMMITMENT_FORMAT, key=key)


def inputs_letter(
    name: RoundName,
    commitment: str,
    *,
    inputs: str,
    groups: Sequence[Group],
    classes: int,
    at: str,
    key: Ed25519PrivateKey,
) -> bytes:
    """Published when the classes are closed. `inputs`: hex SHA-256 of inputs.csv."""
    body = {
        "campaign": name.campaign,
        "round": name.number,
        "commitment": commitment,
        "inputs_sha256": inputs,
        "groups": groups_body(groups),
        "classes": classes,
        "published_at": at,
    }
    return sign(body, format=INPUTS_FORMAT, key=key)


def proof_letter(
    name: RoundName,
    secret: bytes,
    *,
    public_value: str,
    result: str,
    announced: bytes,
    closed: bytes,
    reason: str,
    at: str,
    key: Ed25519PrivateKey,
) -> bytes:
    """Published with the result: the secret in the clear, the two letters inside. `result`: hex SHA-256 of result.csv."""
    body = {
        "campaign": name.campaign,
        "round": name.number,
        "seed": secret.hex(),
        "public_value": public_value,
        "result_sha256": result,
        "commitment_letter": json.loads(announced),
        "inputs_letter": json.loads(closed),
        "reason": reason,
        "published_at": at,
        "public_key": public_pem(key.public_key()).decode(),
    }
    return sign(body, format=PROOF_FORMAT, key=key)
