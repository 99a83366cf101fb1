"""Tables of the school's own staff and rooms, who stands where, who marks what, which orders were printed."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment, Campaign
from vpr.timetable.models import ClassGroup, Sitting


class StaffMember(models.Model):
    """An officer of the school: whom an order may name. Personal data, seen by the school alone, never a child."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="staff")
    name = models.CharField(max_length=200)
    post = models.CharField(max_length=200, blank=True, default="")
    is_administration = models.BooleanField(default=False)
    subjects = ArrayField(models.CharField(max_length=8), default=list, blank=True)  # keys taught
    classes = models.ManyToManyField(ClassGroup, blank=True, related_name="teachers")  # classes taught
    left_at = models.DateTimeField(null=True, blank=True)  # works here no more; erased after the term

    class Meta:
        indexes = [models.Index(fields=["unit", "left_at"], name="staff_of_unit")]

    def __str__(self) -> str:
        return self.name


class Room(models.Model):
    """A room in which assessments are written."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="rooms")
    number = models.CharField(max_length=40)
    seats = models.PositiveSmallIntegerField()
    computers = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "number"],
                name="room_number_once",
                violation_error_message="Такая аудитория уже есть.",
            )
        ]

    def __str__(self) -> str:
        return self.number


class RoomPlan(models.Model):
    """Where a class writes and who stands there: two organizers (S5, 8.1). A big class may take several rooms."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="room_plans")
    ordinal = models.PositiveSmallIntegerField(default=1)
    room = models.ForeignKey(Room, on_delete=models.SET_NULL, null=True, related_name="+")
    first = models.ForeignKey(StaffMember, on_delete=models.SET_NULL, null=True, related_name="+")
    second = models.ForeignKey(StaffMember, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "ordinal"], name="room_plan_once")]


class Expert(models.Model):
    """A member of the commission that marks an assessment in the school (S5, 2.11 and 10.5)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="experts")
    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(StaffMember, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "assessment", "member"], name="expert_once")]


class OrderBook(models.Model):
    """What the orders of a school say of themselves in a campaign: who signs, whom they put in charge."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    head_post = models.CharField(max_length=100, blank=True, default="Директор")
    head_name = models.CharField(max_length=200, blank=True, default="")
    coordinator = models.ForeignKey(StaffMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    technician = models.ForeignKey(StaffMember, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "campaign"], name="one_order_book")]


class LocalAct(models.Model):
    """An order of the school: its number and date, and the fingerprint of what was printed last."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12)  # conduct | rooms | experts
    number = models.CharField(max_length=40, blank=True, default="")
    signed_on = models.DateField(null=True, blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    fingerprint = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "campaign", "kind"], name="one_local_act")]
