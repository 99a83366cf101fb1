"""Tables of the class register, the timetable, absences and reserve days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment, Campaign
from vpr.timetable.rules.reserve import State

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class ClassGroupQuerySet(models.QuerySet["ClassGroup"]):
    def within(self, scope: Scope) -> ClassGroupQuerySet:
        return self.filter(scope.condition("unit__"))


class ClassGroup(models.Model):
    """A class of a school in a campaign: 8А. Chosen everywhere from this register, typed nowhere else."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="class_groups")
    grade = models.PositiveSmallIntegerField()
    letter = models.CharField(max_length=8, blank=True, default="")  # "А", "1", "" for the single class of a grade
    ordinal = models.PositiveSmallIntegerField()  # 1.. within the grade: what the score form of 2026 asks for
    participants = models.PositiveSmallIntegerField(default=0)
    subjects = ArrayField(models.CharField(max_length=8), default=list)  # keys really taught, of the drawn ones
    week_of = models.DateField(null=True, blank=True)  # Monday of the week planned for the drawn subjects (S5 3.2)
    is_advanced = models.BooleanField(default=False)

    objects = ClassGroupQuerySet.as_manager()

    class Meta:
        ordering = ["campaign_id", "unit_id", "grade", "ordinal"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "grade", "letter"], name="class_letter_once"),
            models.UniqueConstraint(fields=["campaign", "unit", "grade", "ordinal"], name="class_ordinal_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return f"{self.grade}{self.letter}"


class SchoolDay(models.Model):
    """How a school works: asked once, used by the rules of the timetable and by the calendar."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="school_day")
    is_six_day = models.BooleanField(default=False)
    shortest_break = models.PositiveSmallIntegerField(default=10)  # minutes between lessons
    computer_seats = models.PositiveSmallIntegerField(null=True, blank=True)
    lesson_starts = ArrayField(models.TimeField(), default=list, blank=True)  # of lessons 1..4 by the local clock


class SchoolHoliday(models.Model):
    """Каникулы of a region: days without lessons in all of its schools."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="school_holidays")
    title = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()

    class Meta:
        ordering = ["unit_id", "first"]
        constraints = [
            models.CheckConstraint(name="holiday_runs_forward", condition=models.Q(last__gte=models.F("first")))
        ]


class DeliveryForm(models.TextChoices):
    PAPER = "paper", "бумажная"
    COMPUTER = "computer", "компьютерная"


class ReserveReason(models.TextChoices):
    QUARANTINE = "quarantine", "карантин"
    CLOSED = "closed", "занятия отменены (погода, авария)"
    ABSENT = "absent", "участники отсутствовали по уважительной причине"
    TECHNICAL = "technical", "технический сбой"
    OTHER = "other", "другая объективная причина"


class ReserveRequestQuerySet(models.QuerySet["ReserveRequest"]):
    def within(self, scope: Scope) -> ReserveRequestQuerySet:
        return self.filter(scope.condition("unit__"))


class ReserveRequest(models.Model):
    """A school asks for a day outside the period of the plan for one assessment (S2 2.4, S5 3.11)."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reserve_requests")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    classes = models.ManyToManyField(ClassGroup, related_name="reserve_requests")
    participants = models.PositiveIntegerField()
    is_whole_class = models.BooleanField(default=True)  # nobody wrote; otherwise only those who were absent
    wanted_on = models.DateField()
    reason = models.CharField(max_length=12, choices=ReserveReason)
    words = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    granted_on = models.DateField(null=True, blank=True)
    upload_until = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = ReserveRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-changed_at", "-id"]
        indexes = [models.Index(fields=["unit", "state"], name="reserve_of_unit")]
        constraints = [
            models.CheckConstraint(
                name="granted_reserve_has_its_day",
                condition=~models.Q(state="granted") | models.Q(granted_on__isnull=False, upload_until__isnull=False),
            )
        ]


class ReserveEvent(models.Model):
    """Who changed the state of a request, when and why."""

    request = models.ForeignKey(ReserveRequest, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # in whose name
    state = models.CharField(max_length=10)
    words = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["at", "id"]


class SittingQuerySet(models.QuerySet["Sitting"]):
    def within(self, scope: Scope) -> SittingQuerySet:
        return self.filter(scope.condition("class_group__unit__"))


class Sitting(models.Model):
    """One class writes one part of one assessment on one day."""

    class_group = models.ForeignKey(ClassGroup, on_delete=models.CASCADE, related_name="sittings")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    part = models.PositiveSmallIntegerField(default=1)
    form = models.CharField(max_length=10, choices=DeliveryForm, default=DeliveryForm.PAPER)
    on = models.DateField()
    lesson_from = models.PositiveSmallIntegerField()
    lesson_to = models.PositiveSmallIntegerField()
    room = models.CharField(max_length=40, blank=True, default="")
    reserve = models.ForeignKey(  # the granted day it stands on; None for a day of the plan
        ReserveRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="sittings"
    )
    changed_at = models.DateTimeField()

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "lesson_from", "class_group_id", "part"]
        constraints = [
            models.UniqueConstraint(
                fields=["class_group", "assessment", "part", "reserve"], name="sitting_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                name="sitting_on_lessons_two_to_four",
                condition=models.Q(lesson_from__gte=2, lesson_to__lte=4, lesson_to__gte=models.F("lesson_from")),
            ),
        ]
        indexes = [models.Index(fields=["assessment", "on"], name="sitting_by_day")]


class TimetableState(models.Model):
    """How complete the timetable of a school is: monitoring reads one row instead of judging every school anew."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    classes = models.PositiveIntegerField(default=0)
    duties = models.PositiveIntegerField(default=0)  # parts that its classes write, drawn subjects included once known
    placed = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)  # when the school last sent a timetable
    saved_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="timetable_state_once")]


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def within(self, scope: Scope) -> AbsenceQuerySet:
        return self.filter(scope.condition("class_group__unit__"))


class Absence(models.Model):
    """How many of a class did not write an assessment for a valid reason. Numbers only: no name is ever asked."""

    class_group = models.ForeignKey(ClassGroup, on_delete=models.PROTECT, related_name="absences")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+")
    illness = models.PositiveSmallIntegerField(default=0)
    competition = models.PositiveSmallIntegerField(default=0)
    family = models.PositiveSmallIntegerField(default=0)
    other = models.PositiveSmallIntegerField(default=0)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["class_group", "assessment"], name="absence_once")]

    @property
    def total(self) -> int:
        return self.illness + self.competition + self.family + self.other


class CalendarFeed(models.Model):
    """A subscription link of a school or of one class. The address is derived from `nonce`, see `queries.feeds`."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    class_group = models.ForeignKey(ClassGroup, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    nonce = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
