"""The journal of the services."""

from __future__ import annotations

from django.db import models

from vpr.cabinets.models.people import Account
from vpr.cabinets.models.units import Unit


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
