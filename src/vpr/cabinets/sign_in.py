"""How allauth behaves here: closed registration, limits by (ip, login), second-factor secrets encrypted at rest."""

import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts appear only by appointment; nobody registers, nobody resets a password by e-mail."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts failures by login alone, so a stranger could lock a school out from anywhere;
        # here a login is limited per address, and an address as a whole by the separate `ip` rate
        login = str(credentials.get("username", "")).lower()
        return f"{self.get_client_ip(request)}|{login}"


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """TOTP keys and recovery seeds are useless in a stolen database dump without the installation's key."""

    def encrypt(self, text: str) -> str:
        return _fernet().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _fernet().decrypt(encrypted_text.encode()).decode()

    def get_totp_label(self, user: Any) -> str:
        return str(user.login)


def _fernet() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_fernet_key(key)) for key in keys])


def _fernet_key(secret: str | bytes) -> bytes:
    digest = salted_hmac("vpr.cabinets.second_factor", b"", secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest)
