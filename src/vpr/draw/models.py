"""Tables of the draw: rounds with their commitments, and what each class has drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account
from vpr.campaigns.models import Assessment, Campaign
from vpr.timetable.models import ClassGroup

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class RoundState(models.TextChoices):
    COMMITTED = "committed", "объявлен"
    CLOSING = "closing", "данные закрываются"
    FROZEN = "frozen", "данные закрыты"
    DRAWING = "drawing", "считается"
    DRAWN = "drawn", "проведён, не опубликован"
    PUBLISHING = "publishing", "публикуется"
    PUBLISHED = "published", "опубликован"
    DROPPED = "dropped", "отменён"


#: The classes of these rounds may not change any more.
LOCKED_STATES = (
    RoundState.FROZEN,
    RoundState.DRAWING,
    RoundState.DRAWN,
    RoundState.PUBLISHING,
    RoundState.PUBLISHED,
)


class DrawRound(models.Model):
    """Раунд жребия: classes of some grades and weeks, drawn together. Its letters are public from the first moment."""

    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="draw_rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, choices=RoundState, default=RoundState.COMMITTED)
    grades = ArrayField(models.PositiveSmallIntegerField())
    weeks = ArrayField(models.DateField())  # Mondays of the weeks planned by the schools
    only_classes = ArrayField(models.BigIntegerField(), default=list)  # a redraw: of these classes alone
    reason = models.TextField(blank=True, default="")  # of a redraw
    trouble = models.CharField(max_length=300, blank=True, default="")  # why the last step came to nothing
    drop_reason = models.TextField(blank=True, default="")
    commitment = models.CharField(max_length=64)  # SHA-256 in hex
    sealed_secret = models.BinaryField()  # the seed under the installation's own key
    secret = models.CharField(max_length=64, blank=True, default="")  # in hex, once it is revealed
    public_value_source = models.CharField(max_length=300, blank=True, default="")
    public_value = models.CharField(max_length=200, blank=True, default="")
    commitment_letter = models.TextField()
    inputs_letter = models.TextField(blank=True, default="")
    inputs_sha256 = models.CharField(max_length=64, blank=True, default="")  # files of the store (base.files)
    result_sha256 = models.CharField(max_length=64, blank=True, default="")
    proof_sha256 = models.CharField(max_length=64, blank=True, default="")
    figures = models.JSONField(default=list)  # queries.balance.SubjectFigure: counted once, when they change
    short_classes = models.PositiveIntegerField(default=0)  # teach fewer subjects of a group than are to be drawn
    classes = models.PositiveIntegerField(default=0)
    schools = models.PositiveIntegerField(default=0)
    committed_at = models.DateTimeField()
    committed_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(null=True, blank=True)
    drawn_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(
        null=True, blank=True
    )  # when the schools were told: once, whatever the queue repeats
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["campaign_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="draw_round_number_once"),
            models.CheckConstraint(
                name="a_hidden_round_keeps_its_secret",
                condition=models.Q(secret="") | models.Q(state__in=["publishing", "published", "dropped"]),
            ),
            models.CheckConstraint(
                name="a_drawn_round_has_inputs_and_result",
                condition=~models.Q(state__in=["drawn", "publishing", "published"])
                | (~models.Q(inputs_sha256="") & ~models.Q(result_sha256="")),
            ),
        ]

    def __str__(self) -> str:
        return f"Жребий № {self.number}"

    @property
    def is_redraw(self) -> bool:
        return bool(self.only_classes)

    @property
    def is_open(self) -> bool:
        """Begun and neither published nor dropped."""
        return self.state not in (RoundState.PUBLISHED, RoundState.DROPPED)


class FrozenClass(models.Model):
    """A class whose data was closed in a round: it may not change until the round is dropped or the class redrawn."""

    round = models.ForeignKey(DrawRound, on_delete=models.CASCADE, related_name="frozen")
    # A class that a redraw has set free may vanish from the register; the public files keep what was drawn for it.
    class_group = models.ForeignKey(ClassGroup, on_delete=models.CASCADE, related_name="frozen_in")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "class_group"], name="class_frozen_once_in_a_round")]


class DrawnSubjectQuerySet(models.QuerySet["DrawnSubject"]):
    def within(self, scope: Scope) -> DrawnSubjectQuerySet:
        return self.filter(scope.condition("class_group__unit__"))

    def in_force(self) -> DrawnSubjectQuerySet:
        return self.filter(is_replaced=False)


class DrawnSubject(models.Model):
    """A work that a class writes by draw. Rows are made when the round is published; a redraw replaces, never erases."""

    class_group = models.ForeignKey(ClassGroup, on_delete=models.CASCADE, related_name="drawn")
    round = models.ForeignKey(DrawRound, on_delete=models.PROTECT, related_name="drawn")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="drawn")
    subject = models.CharField(max_length=8)  # as the draw knows it: draw.subjects
    is_replaced = models.BooleanField(default=False)

    objects = DrawnSubjectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["class_group", "assessment"], condition=models.Q(is_replaced=False), name="drawn_once"
            )
        ]
