"""Checks a published draw from its files alone. Every finding names what was changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from vpr.draw.engine import ClassRow, draw
from vpr.draw.proof.scheme import (
    COMMITMENT_FORMAT,
    INPUTS_FORMAT,
    PROOF_FORMAT,
    RoundName,
    commitment_of,
    groups_from,
    seed_of,
)
from vpr.draw.proof.tables import NotATable, ResultKey, digest, read_inputs, read_result
from vpr.seal.keys import NotAKey, fingerprint, read_public_key
from vpr.seal.letters import Letter, NotALetter, is_genuine, open_letter

_SHOWN = 10


@dataclass(frozen=True)
class Files:
    """Bytes of the three files; `commitment` is a letter saved before the draw, `key` a key known from elsewhere."""

    inputs: bytes
    result: bytes
    proof: bytes
    commitment: bytes | None = None
    key: bytes | None = None


@dataclass
class Findings:
    """What a check says. `faults`: (what was changed, sentence); `classes`: (class, subjects) of the asked school."""

    campaign: str = ""
    number: int = 0
    key: str = ""
    classes_checked: int = 0
    faults: list[tuple[str, str]] = field(default_factory=list)
    classes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        return not self.faults

    def add(self, what: str, sentence: str) -> None:
        self.faults.append((what, sentence))


class NotADraw(ValueError):
    """The files are not those of a draw at all: nothing to check."""


def verify(files: Files, *, school: str = "") -> Findings:
    """Recomputes the draw. `school`: only this school's classes are compared and reported, the rest is still proved."""
    found = Findings()
    proof = _letter(files.proof, "proof.json", PROOF_FORMAT)
    body = proof.body
    try:
        key = read_public_key(files.key or str(body["public_key"]).encode())
        name = RoundName(str(body["campaign"]), int(body["round"]))
        secret = bytes.fromhex(str(body["seed"]))
        announced, closed = (_inner(body[part]) for part in ("commitment_letter", "inputs_letter"))
        groups = groups_from(closed.body["groups"])
    except (KeyError, TypeError, ValueError, NotAKey, NotALetter) as error:
        raise NotADraw(f"proof.json: не хватает сведений ({error})") from error
    found.campaign, found.number, found.key = name.campaign, name.number, fingerprint(key)
    _check_letters(found, {"proof": proof, "commitment": announced, "inputs": closed}, key, name)
    _check_commitment(found, files, announced, commitment_of(secret, name))
    if closed.body.get("commitment") != announced.body.get("commitment"):
        found.add("commitment", "данные закрыты при другом обязательстве, чем то, что приложено")
    rows = _inputs(found, files.inputs, str(closed.body.get("inputs_sha256")))
    written = _result(found, files.result, str(body.get("result_sha256")))
    if rows is not None and written is not None:
        value = str(body.get("public_value", ""))
        seed = seed_of(secret, inputs=digest(files.inputs), groups=groups, public_value=value)
        counted = {(row.school, row.grade, row.letter): taken for row, taken in draw(rows, groups, seed).items()}
        _compare(found, counted, written, school)
    if school and rows is not None and not any(row.school == school for row in rows):
        found.add("school", f"школы {school} нет среди данных этого раунда")
    return found


def _letter(content: bytes, name: str, format: str) -> Letter:
    try:
        letter = open_letter(content)
    except NotALetter as error:
        raise NotADraw(f"{name}: это не доказательство жребия ({error})") from error
    if letter.format != format:
        raise NotADraw(f"{name}: формат «{letter.format}» неизвестен этой версии программы")
    return letter


def _inner(body: Mapping[str, Any]) -> Letter:
    return open_letter(json.dumps(body, ensure_ascii=False).encode())


def _check_letters(found: Findings, letters: dict[str, Letter], key: Ed25519PublicKey, name: RoundName) -> None:
    formats = {"proof": PROOF_FORMAT, "commitment": COMMITMENT_FORMAT, "inputs": INPUTS_FORMAT}
    titles = {"proof": "доказательство", "commitment": "обязательство", "inputs": "объявление о закрытии данных"}
    for part, letter in letters.items():
        if letter.format != formats[part]:
            found.add(part, f"{titles[part]}: вложено письмо другого вида («{letter.format}»)")
        elif not is_genuine(letter, key):
            found.add(part, f"{titles[part]}: подпись не сходится, сведения изменены или подписаны другим ключом")
        if (letter.body.get("campaign"), letter.body.get("round")) != (name.campaign, name.number):
            found.add(part, f"{titles[part]} относится к другому раунду")


def _check_commitment(found: Findings, files: Files, announced: Letter, expected: str) -> None:
    if announced.body.get("commitment") != expected:
        found.add("seed", "раскрытое зерно не то, что было обещано: отпечаток зерна не равен обязательству")
    if files.commitment is None:
        return
    saved = _letter(files.commitment, "обязательство", COMMITMENT_FORMAT)
    if saved.body != announced.body:
        found.add("commitment", "обязательство подменено: сохранённое заранее письмо говорит другое")


def _inputs(found: Findings, content: bytes, expected: str) -> list[ClassRow] | None:
    """The rows, or None when they are not those that were closed: a recount of other rows would say nothing."""
    if digest(content) == expected:
        return read_inputs(content)
    try:
        read_inputs(content)
        reason = "строки изменены после закрытия данных"
    except NotATable as error:
        reason = str(error)
    found.add("inputs", f"inputs.csv не тот, что был закрыт до жребия: {reason}")
    return None


def _result(found: Findings, content: bytes, expected: str) -> dict[ResultKey, tuple[str, ...]] | None:
    if digest(content) != expected:
        found.add("result", "result.csv не тот, что опубликован: его отпечаток не равен записанному в доказательстве")
    try:
        return read_result(content)
    except NotATable as error:
        found.add("result", f"result.csv: {error}")
        return None


def _compare(
    found: Findings,
    counted: Mapping[ResultKey, tuple[str, ...]],
    written: Mapping[ResultKey, tuple[str, ...]],
    school: str,
) -> None:
    keys = [key for key in sorted(counted.keys() | written.keys()) if school in ("", key[0])]
    wrong = [key for key in keys if counted.get(key) != written.get(key)]
    for key in wrong[:_SHOWN]:
        by_count, by_file = (_words(table.get(key)) for table in (counted, written))
        found.add("result", f"школа {key[0]}, {key[1]}{key[2]}: по расчёту {by_count}, в result.csv {by_file}")
    if len(wrong) > _SHOWN:
        found.add("result", f"и ещё классов с другим ответом: {len(wrong) - _SHOWN}")
    found.classes_checked = len(keys)
    if school:
        found.classes = [(f"{key[1]}{key[2]}", counted[key]) for key in keys if key in counted]


def _words(taken: tuple[str, ...] | None) -> str:
    if taken is None:
        return "такого класса нет"
    return " ".join(taken) or "ничего"
