"""Who signs in and in which role: accounts, appointments, activation codes, candidates waiting for a decision."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from vpr.cabinets.models.units import Unit
from vpr.kernel.roles import ROLE_TITLE, Role


class AccountManager(BaseUserManager["Account"]):
    def create_account(self, login: str, password: str | None = None, **fields: Any) -> Account:
        account = self.model(login=login, **fields)
        account.set_password(password) if password else account.set_unusable_password()
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """Who signs in. Rights come from appointments only."""

    login = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True, default="")
    person = models.CharField(max_length=200, blank=True, default="")  # an officer of the staff, never a child
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    pledged_at = models.DateTimeField(null=True, blank=True)  # promised to keep the access confidential (S4, 1)

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.login


class Appointment(models.Model):
    """A role of an account at a unit. One person may hold several."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="appointments")
    role = models.CharField(max_length=32, choices=[(role.value, ROLE_TITLE[role]) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    document = models.CharField(max_length=200, blank=True, default="")  # «приказ № 12 от 01.02.2026»
    appointed_at = models.DateTimeField(default=timezone.now)
    appointed_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "unit"],
                condition=models.Q(ended_at=None),
                name="one_live_appointment",
                violation_error_message="Эта роль у этого человека уже есть.",
            ),
            models.CheckConstraint(
                name="only_an_ended_appointment_names_who_ended_it",
                condition=models.Q(ended_by=None) | models.Q(ended_at__isnull=False),
            ),
        ]


class ActivationCode(models.Model):
    """One-time code by which an account sets its password. Only an HMAC of the code is stored."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="activation_codes")
    digest = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+", null=True)
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_code_is_used_or_revoked_not_both",
                condition=models.Q(used_at=None) | models.Q(revoked_at=None),
            )
        ]


class Proposal(models.Model):
    """A candidate for a role: named by the unit for the level above to approve, or a successor named from a date.

    A successor waits here and not among the appointments: everything else of the house takes an appointment without
    an end for a live one.
    """

    STATES = ("proposed", "approved", "settled", "rejected", "withdrawn")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="proposals")
    role = models.CharField(max_length=32, choices=[(role.value, ROLE_TITLE[role]) for role in Role])
    person = models.CharField(max_length=200, blank=True, default="")
    post = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    document = models.CharField(max_length=200, blank=True, default="")
    starts_on = models.DateField()
    replaces = models.ForeignKey(Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES], default="proposed")
    proposed_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")
    appointment = models.ForeignKey(Appointment, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "role"],
                condition=models.Q(state__in=["proposed", "approved"]),
                name="one_open_proposal",
                violation_error_message="На эту роль уже есть кандидатура, по которой нет решения.",
            )
        ]
        indexes = [models.Index(fields=["state", "starts_on"], name="proposal_waiting")]
