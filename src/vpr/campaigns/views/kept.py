"""An uploaded table between the dry run and «Применить»: its bytes are kept, the page carries a signed token."""

from django.core import signing
from django.http import Http404

from vpr.base import files

_SALT = "campaigns.table"
_HOURS = 24


def token_of(content: bytes, name: str) -> str:
    return signing.dumps([files.keep(content), name], salt=_SALT)


def kept_table(token: str) -> tuple[bytes, str]:
    """Bytes and name; a stale or foreign token is 404."""
    try:
        digest, name = signing.loads(token, salt=_SALT, max_age=_HOURS * 3600)
        return files.read(digest), name
    except (signing.BadSignature, FileNotFoundError) as error:
        raise Http404 from error
