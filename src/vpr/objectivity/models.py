"""Tables of the observers: whom schools propose, who observes where and when, who came. Acts come with a later issue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Campaign

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class Standing(models.TextChoices):
    """Who a candidate is. Employees of the school are refused by the rules, not by this list."""

    PARENT = "parent", "родитель учеников других классов"
    PUBLIC = "public", "представитель общественной организации"
    RETIRED = "retired", "пенсионер, бывший педагог"
    STUDENT = "student", "студент педагогического вуза или колледжа"
    EDUCATION = "education", "работник другой организации образования"
    OFFICIAL = "official", "представитель муниципалитета"
    OTHER = "other", "другое"


class ObserverQuerySet(models.QuerySet["Observer"]):
    def within(self, scope: Scope) -> ObserverQuerySet:
        """Candidates of the units of a scope. Who is sent to a school is seen through `Duty`."""
        return self.filter(scope.condition("unit__"))


class Observer(models.Model):
    """A candidate proposed by a school. An adult: the classes of the children are numbers, never names."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposed_observers")
    ordinal = models.PositiveSmallIntegerField()  # in the list of the school: the key of its row
    name = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=60, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    may_be_mailed = models.BooleanField(default=False)  # agreed to letters about date and time
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.OTHER)
    employer = models.CharField(max_length=200, blank=True, default="")
    works_at = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    children_at = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    children_classes = ArrayField(models.CharField(max_length=12), default=list, blank=True)  # 5А, 7Б
    proposed_at = models.DateTimeField()
    is_withdrawn = models.BooleanField(default=False)  # no longer in the school's list, but was already sent somewhere
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = ObserverQuerySet.as_manager()

    class Meta:
        ordering = ["campaign_id", "unit_id", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "ordinal"], name="observer_ordinal_once"),
        ]

    def __str__(self) -> str:
        return self.name or "(сведения удалены)"


class DutyQuerySet(models.QuerySet["Duty"]):
    def within(self, scope: Scope) -> DutyQuerySet:
        """Duties in the schools of a scope."""
        return self.filter(scope.condition("unit__"))


class Presence(models.TextChoices):
    PLANNED = "planned", "назначен"
    PRESENT = "present", "присутствует"
    LEFT = "left", "был, ушёл"
    ABSENT = "absent", "не пришёл"


class Duty(models.Model):
    """An observer in a school on a day."""

    observer = models.ForeignKey(Observer, on_delete=models.CASCADE, related_name="duties")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="observer_duties")
    on = models.DateField()
    assigned_at = models.DateTimeField()
    assigned_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    told_at = models.DateTimeField(null=True, blank=True)  # when the letter about date and time left
    arrived_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    is_absent = models.BooleanField(default=False)
    marked_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ["on", "unit_id", "id"]
        indexes = [models.Index(fields=["unit", "on"], name="duty_of_school")]
        constraints = [
            models.UniqueConstraint(fields=["observer", "on"], name="one_school_a_day"),
            models.CheckConstraint(
                name="an_observer_leaves_after_arriving",
                condition=models.Q(left_at=None)
                | models.Q(arrived_at__isnull=False, left_at__gte=models.F("arrived_at")),
            ),
            models.CheckConstraint(
                name="who_is_absent_has_not_arrived", condition=models.Q(is_absent=False) | models.Q(arrived_at=None)
            ),
        ]

    @property
    def presence(self) -> Presence:
        if self.is_absent:
            return Presence.ABSENT
        if self.left_at:
            return Presence.LEFT
        return Presence.PRESENT if self.arrived_at else Presence.PLANNED
