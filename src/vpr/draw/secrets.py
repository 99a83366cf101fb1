"""The secret seed between commitment and revelation: under a key derived from the installation's signing key.

A copy of the database alone does not hold it. It is never logged, never in a job's arguments, never in the journal.
"""

import base64
import secrets as random_bytes

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vpr.base.refusals import Refusal

LENGTH = 32


class SecretLost(Refusal):
    """Зерно этого раунда зашифровано ключом другой установки. Верните прежний ключ подписи или отмените раунд."""


def fresh_secret() -> bytes:
    return random_bytes.token_bytes(LENGTH)


def sealed(secret: bytes, key: Ed25519PrivateKey) -> bytes:
    return _box(key).encrypt(secret)


def opened(content: bytes, key: Ed25519PrivateKey) -> bytes:
    try:
        return _box(key).decrypt(content)
    except InvalidToken as error:
        raise SecretLost from error


def _box(key: Ed25519PrivateKey) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"openvpr draw secret").derive(
        key.private_bytes_raw()
    )
    return Fernet(base64.urlsafe_b64encode(derived))
