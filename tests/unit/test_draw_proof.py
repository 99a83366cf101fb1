"""A published draw is checked from its files alone; whatever is changed is named."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from vpr.console.verify_draw import command
from vpr.draw.engine import ClassRow, Group, draw
from vpr.draw.proof import tables
from vpr.draw.proof.letters import commitment_letter, inputs_letter, proof_letter
from vpr.draw.proof.scheme import RoundName, commitment_of, groups_body, groups_from, seed_of
from vpr.draw.proof.verify import Files, NotADraw, verify
from vpr.seal.keys import public_pem

KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
SECRET, NAME, VALUE = b"s" * 32, RoundName("2026", 3), "76,1234"
GROUPS = [Group(6, 1, ("is", "ob"), 1), Group(6, 2, ("bi", "gg"), 1)]
TAUGHT = ("bi", "gg", "is", "ob")
ROWS = [
    ClassRow(school, 6, letter, region, TAUGHT, "2026-04-20")
    for school, region in (("470167", "reg470000"), ("470168", "reg470000"), ("220001", "reg220000"))
    for letter in ("А", "Б")
]


HEADER = b"school,region,grade,class,subjects,week\n"


def published(rows: list[ClassRow] = ROWS, *, secret: bytes = SECRET, promised: bytes = SECRET, key=KEY) -> Files:
    """The files of an honest round, or of one whose organizer promised another secret."""
    inputs = tables.write_inputs(rows)
    announced = commitment_letter(
        NAME,
        commitment_of(promised, NAME),
        grades=[6],
        weeks=["2026-04-20"],
        source="курс",
        at="2026-04-01T00:00:00Z",
        key=key,
    )
    closed = inputs_letter(
        NAME,
        json.loads(announced)["body"]["commitment"],
        inputs=tables.digest(inputs),
        groups=GROUPS,
        classes=len(rows),
        at="2026-04-10T00:00:00Z",
        key=key,
    )
    seed = seed_of(secret, inputs=tables.digest(inputs), groups=GROUPS, public_value=VALUE)
    result = tables.write_result(draw(rows, GROUPS, seed))
    proof = proof_letter(
        NAME,
        secret,
        public_value=VALUE,
        result=tables.digest(result),
        announced=announced,
        closed=closed,
        reason="",
        at="2026-04-13T00:00:00Z",
        key=key,
    )
    return Files(inputs, result, proof)


def what(files: Files, **asked) -> set[str]:
    return {name for name, _ in verify(files, **asked).faults}


def resigned(files: Files, **changes) -> Files:
    """The proof with a changed body, signed again by a key of the forger."""
    forger = Ed25519PrivateKey.from_private_bytes(b"f" * 32)
    body = json.loads(files.proof)["body"] | {"public_key": public_pem(forger.public_key()).decode()} | changes
    from vpr.draw.proof.scheme import PROOF_FORMAT
    from vpr.seal.letters import sign

    return replace(files, proof=sign(body, format=PROOF_FORMAT, key=forger))


def test_an_honest_draw_is_confirmed():
    found = verify(published())
    assert found.is_sound
    assert (found.campaign, found.number, found.classes_checked) == ("2026", 3, 6)


def test_a_school_sees_its_own_classes_recounted():
    found = verify(published(), school="470167")
    assert found.is_sound
    assert [name for name, _ in found.classes] == ["6А", "6Б"]
    assert all(len(taken) == 2 for _, taken in found.classes)


def test_a_school_that_gave_no_classes_is_told_so():
    assert what(published(), school="999999") == {"school"}


def test_a_changed_subject_of_one_class_in_the_inputs_is_named():
    files = published()
    changed = replace(
        files,
        inputs=files.inputs.replace(
            b"470168,reg470000,6,\xd0\x90,bi gg is ob", b"470168,reg470000,6,\xd0\x90,gg is ob"
        ),
    )
    assert changed.inputs != files.inputs
    assert what(changed) == {"inputs"}


def test_a_class_left_out_of_the_inputs_is_named():
    files = published()
    shorter = replace(files, inputs=tables.write_inputs(ROWS[1:]))
    assert what(shorter) == {"inputs"}


def test_a_changed_result_is_named_with_its_class():
    files = published()
    drawn = tables.read_result(files.result)
    first = drawn["220001", 6, "А"]
    other = tuple({"is": "ob", "ob": "is"}.get(subject, subject) for subject in first)
    line = f"220001,6,А,{' '.join(first)}\n"
    forged = replace(files, result=files.result.decode().replace(line, f"220001,6,А,{' '.join(other)}\n").encode())
    faults = verify(forged).faults
    assert {name for name, _ in faults} == {"result"}
    assert any("школа 220001, 6А" in text for _, text in faults)


def test_another_seed_than_the_promised_one_is_named():
    assert "seed" in what(published(promised=b"o" * 32))


def test_a_seed_changed_in_the_proof_spoils_its_signature_and_the_promise():
    files = published()
    forged = replace(files, proof=files.proof.replace(SECRET.hex().encode(), (b"t" * 32).hex().encode()))
    assert {"proof", "seed", "result"} <= what(forged)


def test_a_proof_signed_by_another_key_does_not_open_the_letters_of_the_first():
    assert {"commitment", "inputs"} <= what(resigned(published()))


def test_a_commitment_replaced_after_the_draw_is_named_by_the_saved_letter():
    honest, other = published(), published(secret=b"o" * 32, promised=b"o" * 32)
    saved = json.dumps(json.loads(honest.proof)["body"]["commitment_letter"]).encode()
    assert what(replace(other, commitment=saved)) == {"commitment"}
    assert what(replace(honest, commitment=saved)) == set()


def test_a_whole_forgery_by_another_key_is_named_by_the_known_key():
    forger = Ed25519PrivateKey.from_private_bytes(b"f" * 32)
    files = replace(published(key=forger), key=public_pem(KEY.public_key()))
    assert {"proof", "commitment", "inputs"} <= what(files)


def test_a_changed_public_value_gives_another_answer():
    files = published()
    assert "result" in what(resigned(files, public_value="1"))


def test_rows_in_another_order_are_not_the_published_file():
    files = published()
    lines = files.inputs.decode().splitlines(keepends=True)
    assert what(replace(files, inputs="".join([lines[0], *lines[:0:-1]]).encode())) == {"inputs"}


@pytest.mark.parametrize("proof", [b"", b"{}", b"[1]", b'{"format":"x","body":{},"key":"","signature":""}'])
def test_something_else_is_no_draw(proof):
    with pytest.raises(NotADraw):
        verify(replace(published(), proof=proof))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b\n",
        HEADER + b"1,2\n",
        b"\xff\xfe",
        HEADER + b"1,r,x,b,bi,w\n",
    ],
)
def test_another_file_is_no_table(content):
    with pytest.raises(tables.NotATable):
        tables.read_inputs(content)


def test_tables_come_back_as_they_were_written():
    odd = [*ROWS, ClassRow("220002", 6, 'а"(1),', "reg220000", (), "2026-04-20")]
    assert tables.read_inputs(tables.write_inputs(odd)) == sorted(odd)


def test_groups_come_back_from_a_letter():
    assert groups_from(json.loads(json.dumps(groups_body(GROUPS)))) == GROUPS
    with pytest.raises(ValueError, match="groups"):
        groups_from([{"grade": 6}])


def kept(folder: Path, files: Files) -> Path:
    for name in ("inputs", "result"):
        (folder / f"{name}.csv").write_bytes(getattr(files, name))
    (folder / "proof.json").write_bytes(files.proof)
    return folder


def test_the_command_says_yes_with_nought_and_no_with_one(tmp_path):
    folder = kept(tmp_path, published())
    said = CliRunner().invoke(command, [str(folder), "--school", "470167"])
    assert said.exit_code == 0
    assert "6А: " in said.output
    assert "Жребий честный" in said.output
    (folder / "inputs.csv").write_bytes(tables.write_inputs(ROWS[1:]))
    said = CliRunner().invoke(command, [str(folder), "--json"])
    assert said.exit_code == 1
    assert {fault["what"] for fault in json.loads(said.output)["faults"]} == {"inputs"}


def test_the_command_knows_the_files_whatever_a_browser_called_them(tmp_path):
    folder = kept(tmp_path, published())
    renamed = [path.rename(path.with_stem(f"{path.stem} (1)")) for path in sorted(folder.iterdir())]
    assert CliRunner().invoke(command, [str(path) for path in renamed]).exit_code == 0


def test_the_command_without_its_files_is_a_wrong_call(tmp_path):
    assert CliRunner().invoke(command, [str(tmp_path)]).exit_code == 2
