"""Workbooks damaged at random: each ends in a clear verdict and no process is lost.

Two hundred by default; `VPR_MUTATIONS=2000 pytest tests/unit/test_workbook_mutations.py` runs as many as you like.
"""

import io
import os
import random
import zipfile
from types import SimpleNamespace

from exchange_declared import DAY_FILLED, DayKind, filled_file, verdict_of
from score_forms import ENGLISH, filled
from vpr.kernel.faults import render
from vpr.results.checking import check_file
from vpr.results.faults import CATALOGUE, text_of
from vpr.workbook.pool import shared_pool

COUNT = int(os.environ.get("VPR_MUTATIONS", "200"))
ROWS = [[80001 + n, 1 + n % 2, 5, n % 6, "X", 3, 2, 3, 1, 1 + n % 3, 4] for n in range(15)]
GOOD = filled(ENGLISH, ROWS)
PIECES = (
    b"<",
    b">",
    b'"',
    b"&",
    b"</c>",
    b"<c r='A9'>",
    b"NaN",
    b"1e999",
    b"-1",
    b"\x00",
    b"\xff\xfe",
    b"]]>",
    b"<!--",
)


def raw_bytes(dice: random.Random, good: bytes) -> bytes:
    """Bytes of the archive flipped, cut out or repeated."""
    content = bytearray(good)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(content))
        kind = dice.randrange(3)
        if kind == 0:
            content[at] = dice.randrange(256)
        elif kind == 1:
            del content[at : at + dice.randint(1, 200)]
        else:
            content[at:at] = content[at : at + dice.randint(1, 200)]
    return bytes(content)


def inside_members(dice: random.Random, good: bytes) -> bytes:
    """XML of a member damaged, the archive itself sound."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        names = source.namelist()
        chosen = {dice.choice(names) for _ in range(dice.randint(1, 2))} | {"xl/worksheets/sheet2.xml"}
        for name in names:
            body = bytearray(source.read(name))
            if name in chosen:
                for _ in range(dice.randint(1, 6)):
                    at = dice.randrange(len(body) + 1)
                    body[at : at + dice.randrange(8)] = dice.choice(PIECES)
            made.writestr(name, bytes(body))
    return target.getvalue()


def members_mixed_up(dice: random.Random, good: bytes) -> bytes:
    """Members dropped, swapped or renamed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        names = source.namelist()
        bodies = {name: source.read(name) for name in names}
        first, second = dice.sample(names, 2)
        bodies[first], bodies[second] = bodies[second], bodies[first]
        for name in names:
            if dice.random() > 0.05:
                made.writestr(name.upper() if dice.random() < 0.03 else name, bodies[name])
    return target.getvalue()


def damaged(dice: random.Random, good: bytes) -> bytes:
    return dice.choice([raw_bytes, inside_members, inside_members, members_mixed_up])(dice, good)


def test_every_damaged_workbook_gets_a_verdict_and_no_reader_is_lost():
    dice = random.Random(20260422)
    pool = shared_pool()
    lost = pool.replaced
    for _ in range(COUNT):
        content = damaged(dice, GOOD)
        result = check_file(ENGLISH, content)
        assert result.faults or result.rows
        assert all(fault.code in CATALOGUE and text_of(fault) for fault in result.faults)
    assert check_file(ENGLISH, GOOD).rows
    assert pool.replaced - lost <= COUNT // 50  # a reader may die, the pool may not


def test_every_damaged_declared_form_gets_a_verdict_too():
    dice, kind = random.Random(20260423), DayKind()
    unit = SimpleNamespace(name="Ям-Тёсовская СОШ", code="470167")
    workbook = SimpleNamespace(campaign=SimpleNamespace(code="2026"))
    good = filled_file(kind, unit, workbook, DAY_FILLED)
    for _ in range(COUNT // 2):
        verdict = verdict_of(kind, unit, workbook, damaged(dice, good))
        assert verdict.faults or verdict.rows
        assert all(render(fault, kind.catalogue) for fault in verdict.faults)
    assert verdict_of(kind, unit, workbook, good).is_accepted
