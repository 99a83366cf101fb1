"""Signed letters: genuine whatever a mailer does to their spaces, not genuine after any change of a value."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vpr.seal.keys import NotAKey, fingerprint, public_pem, read_public_key, signing_key
from vpr.seal.letters import NotALetter, is_genuine, open_letter, sign

BODIES = st.dictionaries(st.text(max_size=8), st.none() | st.booleans() | st.integers() | st.text(), max_size=6)


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    return signing_key(tmp_path_factory.mktemp("seal"))


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path):
    first = signing_key(tmp_path)
    assert public_pem(signing_key(tmp_path).public_key()) == public_pem(first.public_key())
    assert (tmp_path / "receipts.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["receipts.key", "receipts.pub"]


def test_processes_that_begin_at_once_get_the_same_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = pool.map(lambda _: fingerprint(signing_key(tmp_path / "seal").public_key()), range(8))
    assert len(set(made)) == 1


@given(body=BODIES)
def test_a_letter_is_genuine_after_its_spaces_and_order_change(key, body):
    content = sign(body, format="letter-1", key=key)
    turned = dict(reversed(json.loads(content).items()))
    for same in (content, b"\xef\xbb\xbf" + content, json.dumps(turned, indent=7).encode()):
        letter = open_letter(same)
        assert letter.body == body
        assert is_genuine(letter, key.public_key())


@given(body=BODIES, name=st.text(max_size=8), value=st.integers() | st.text())
def test_a_changed_value_is_not_genuine(key, body, name, value):
    written = json.loads(sign(body, format="letter-1", key=key))
    before = json.dumps(written["body"], sort_keys=True)
    written["body"][name] = value
    changed = json.dumps(written["body"], sort_keys=True) != before
    assert is_genuine(open_letter(json.dumps(written).encode()), key.public_key()) is not changed


def test_a_letter_of_another_format_or_key_is_not_genuine(key, tmp_path):
    content = sign({"a": 1}, format="letter-1", key=key)
    assert not is_genuine(open_letter(content.replace(b"letter-1", b"letter-2")), key.public_key())
    assert not is_genuine(open_letter(content), signing_key(tmp_path).public_key())


@given(noise=st.binary(max_size=200) | st.sampled_from([b"{}", b"[]", b'{"format": 1}', b"%PDF-1.7 nothing"]))
def test_anything_else_is_not_a_letter(noise):
    with pytest.raises(NotALetter):
        open_letter(noise)


def test_a_public_key_is_read_back_and_anything_else_is_not_a_key(key):
    assert fingerprint(read_public_key(public_pem(key.public_key()))) == fingerprint(key.public_key())
    with pytest.raises(NotAKey):
        read_public_key(b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
