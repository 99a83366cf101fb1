"""Messages to units, who has read them, and their copies by e-mail."""

from __future__ import annotations

from django.db import models

from vpr.cabinets.models.people import Account
from vpr.cabinets.models.units import Unit


class Notification(models.Model):
    """A message inside the system to everyone appointed at a unit. It belongs to the office, reading to the person."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="notifications")
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="")
    link = models.CharField(max_length=300, blank=True, default="")
    topic = models.CharField(max_length=20, blank=True, default="")  # deadline | return | decision | release | ...
    sent_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)  # when the first person of the unit read it

    class Meta:
        indexes = [models.Index(fields=["unit", "-sent_at"], name="notification_recent")]


class NotificationRead(models.Model):
    """One person has read one message; colleagues still see it as new."""

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="readings")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notification", "account"], name="one_reading_per_person")]


class LetterRule(models.Model):
    """How one person wants a group of topics by e-mail, where it differs from the usual."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="letter_rules")
    group = models.CharField(max_length=20)
    pace = models.CharField(max_length=12)
    is_hidden = models.BooleanField(default=False)  # not shown in the cabinet either; obligatory groups never are

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "group"], name="one_letter_rule_per_group")]


class Letter(models.Model):
    """The copy of a message by e-mail to one person, or to the office of the unit (`account` is empty)."""

    notification = models.ForeignKey(Notification, on_delete=models.CASCADE, related_name="letters")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="+")
    pace = models.CharField(max_length=12)
    due_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    is_refused = models.BooleanField(default=False)  # the mail server does not know the address

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["notification", "account"], name="one_letter_per_reader", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="letter_waiting", condition=models.Q(mailed_at=None))]


class DeadlineReminder(models.Model):
    """The unit has been reminded of its deadlines on this day of its own calendar: at most once a day."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "on"], name="one_deadline_reminder_a_day")]
