"""Units of the fixed hierarchy and the history of schools that changed their place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower, Replace

from vpr.kernel.roles import UnitKind

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


class UnitMove(models.Model):
    """A school went to another municipality or into a set of a responsible coordinator."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="moves")
    came_from = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    went_to = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["unit", "-moved_at"], name="unit_move_recent")]
