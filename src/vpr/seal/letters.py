"""A signed letter: JSON that people can read, with a signature over its canonical form.

Signed bytes: the format name, a line feed, then the body as JSON with sorted keys, no spaces and UTF-8 as is.
A letter may be re-indented or re-encoded by a mailer and stays genuine; a changed value does not.
"""

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from vpr.seal.keys import fingerprint

_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LARGEST_STREAM = 1024 * 1024


class NotALetter(ValueError):
    """The content is not a signed letter, nor a PDF that carries one."""


@dataclass(frozen=True)
class Letter:
    format: str
    body: dict[str, Any]
    key: str  # fingerprint of the key, as the letter claims
    signature: bytes


def sign(body: dict[str, Any], *, format: str, key: Ed25519PrivateKey) -> bytes:
    """The letter as UTF-8 JSON. The same body and key give the same bytes."""
    letter = {
        "format": format,
        "body": body,
        "key": fingerprint(key.public_key()),
        "signature": base64.b64encode(key.sign(_signed_bytes(format, body))).decode(),
    }
    return (json.dumps(letter, ensure_ascii=False, indent=2) + "\n").encode()


def open_letter(content: bytes) -> Letter:
    """Reads a letter from its file or from the PDF to which it is attached; says nothing of its genuineness."""
    if content.startswith(b"%PDF-"):
        return _from_pdf(content)
    try:
        found = json.loads(content.decode("utf-8-sig"))
        return Letter(
            format=str(found["format"]),
            body=dict(found["body"]),
            key=str(found["key"]),
            signature=base64.b64decode(found["signature"], validate=True),
        )
    except (UnicodeDecodeError, ValueError, KeyError, TypeError, RecursionError, binascii.Error) as error:
        raise NotALetter(str(error)) from error


def is_genuine(letter: Letter, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(letter.signature, _signed_bytes(letter.format, letter.body))
    except InvalidSignature:
        return False
    return True


def _signed_bytes(format: str, body: dict[str, Any]) -> bytes:
    canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{format}\n{canonical}".encode()


def _from_pdf(content: bytes) -> Letter:
    for match in _PDF_STREAM.finditer(content):
        try:
            inflated = zlib.decompressobj().decompress(match[1], _LARGEST_STREAM)
        except zlib.error:
            inflated = match[1]
        if inflated.startswith(b'{\n  "format"'):
            return open_letter(inflated)
    raise NotALetter("the PDF carries no receipt")
