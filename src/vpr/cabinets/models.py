"""Tables of the cabinets: units of the fixed hierarchy, accounts, appointments, activation codes, notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower, Replace

from vpr.kernel.roles import ROLE_TITLE, Role, UnitKind

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope

#: Russian alphabetical order without ICU: ё sorts as е, case does not matter.
RUSSIAN_ORDER = Replace(Lower("name"), models.Value("ё"), models.Value("е"))


class UnitQuerySet(models.QuerySet["Unit"]):
    def within(self, scope: Scope) -> UnitQuerySet:
        """Units that the scope reaches: its own unit and everything below."""
        return self.filter(scope.condition(""))

    def schools(self) -> UnitQuerySet:
        return self.filter(kind=UnitKind.SCHOOL, is_active=True)

    def by_name(self) -> UnitQuerySet:
        return self.order_by(RUSSIAN_ORDER, "name", "id")


UnitManager = models.Manager.from_queryset(UnitQuerySet)


class Unit(models.Model):
    """Country, region, municipality or school. `region` and `municipality` repeat the path for plain index lookups."""

    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in UnitKind])
    code = models.CharField(max_length=32, unique=True)  # ru | reg220000 | reg22_m019 | 223080
    login = models.CharField(max_length=32, blank=True, default="")  # edu223080, as printed in exports
    name = models.CharField(max_length=400)
    short_name = models.CharField(max_length=200, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    region = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    municipality = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_direct = models.BooleanField(default=False)  # municipality of kind `direct`: schools outside municipalities
    is_active = models.BooleanField(default=True)
    time_zone = models.CharField(max_length=40, default="Europe/Moscow")
    settlement = models.CharField(max_length=16, blank=True, default="")  # city | town | rural
    contact_name = models.CharField(max_length=200, blank=True, default="")  # an officer of the staff, never a child
    contact_phone = models.CharField(max_length=60, blank=True, default="")
    contact_email = models.EmailField(blank=True, default="")

    objects: ClassVar[UnitManager[Unit]] = UnitManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_path_matches_kind",
                condition=(
                    models.Q(kind="country", parent=None, region=None, municipality=None)
                    | models.Q(kind="region", parent__isnull=False, region=None, municipality=None)
                    | models.Q(kind="municipality", parent__isnull=False, region__isnull=False, municipality=None)
                    | models.Q(kind="school", parent__isnull=False, region__isnull=False, municipality__isnull=False)
                ),
                violation_error_message="Положение организации в иерархии не соответствует её виду.",
            )
        ]
        indexes = [
            models.Index(fields=["region", "kind"], name="unit_region"),
            models.Index(fields=["municipality", "kind"], name="unit_municipality"),
            models.Index("kind", RUSSIAN_ORDER, "name", "id", name="unit_russian_order"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


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
    appointed_at = models.DateTimeField(auto_now_add=True)
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


class Notification(models.Model):
    """A message inside the system to everyone appointed at a unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="notifications")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="")
    link = models.CharField(max_length=300, blank=True, default="")
    topic = models.CharField(max_length=20, blank=True, default="")  # deadline | return | decision | release | ...
    sent_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)  # when the e-mail copy left, if the unit has an address

    class Meta:
        indexes = [models.Index(fields=["unit", "-sent_at"], name="notification_recent")]


class AuditEntry(models.Model):
    """Who did what, in the verbs of the services: `issued_codes`, `published_wave`. Never holds a secret."""

    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.SET_NULL, null=True, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["unit", "-at"], name="audit_recent")]
