"""The signing key of an installation: made once, kept in a folder with mode 600; its public half is given to everybody."""

import base64
import hashlib
import os
import tempfile
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

PRIVATE_NAME, PUBLIC_NAME = "receipts.key", "receipts.pub"


class NotAKey(ValueError):
    """The file holds no Ed25519 key in PEM."""


def signing_key(folder: Path) -> Ed25519PrivateKey:
    """The key kept in the folder; the first call makes it. Two processes that begin at once get the same key."""
    path = folder / PRIVATE_NAME
    if not path.exists():
        _make(path)
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise NotAKey(f"{path}: another kind of key")
    public = folder / PUBLIC_NAME
    if not public.exists():
        public.write_bytes(public_pem(key.public_key()))
    return key


def public_pem(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public_key(pem: bytes) -> Ed25519PublicKey:
    try:
        key = load_pem_public_key(pem)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise NotAKey(str(error)) from error
    if not isinstance(key, Ed25519PublicKey):
        raise NotAKey("another kind of key")
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """Name of a key for people: `SHA256:` and base64 without padding, as OpenSSH prints it."""
    raw = key.public_bytes(Encoding.Raw, PublicFormat.Raw)
    return "SHA256:" + base64.b64encode(hashlib.sha256(raw).digest()).decode().rstrip("=")


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # mode 600 from the first moment
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(name, path)  # fails when another process was first: its key stays
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
