"""Публикации: instructive materials, normative documents, news. A new edition replaces, earlier ones stay."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Campaign
from vpr.exchange.addressing import Address

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class PublicationQuerySet(models.QuerySet["Publication"]):
    def within(self, scope: Scope) -> PublicationQuerySet:
        """Of the publisher itself; the country sees those of the regions too."""
        return self.filter(scope.condition("publisher__"))


class Publication(models.Model):
    """A document with its editions. `publisher`: the country or a region."""

    publisher = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="publications")
    withdrawn_at = models.DateTimeField(null=True)  # no longer shown to anybody but its publisher

    objects = PublicationQuerySet.as_manager()


class PublicationKind(models.TextChoices):
    INSTRUCTION = "instruction", "Инструктивный материал"
    NORMATIVE = "normative", "Нормативный документ"
    NEWS = "news", "Новость"


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self, now: datetime) -> EditionQuerySet:
        """What is in force: of every publication the last edition whose time has come."""
        later = Edition.objects.filter(
            publication=models.OuterRef("publication"), number__gt=models.OuterRef("number"), publishes_at__lte=now
        )
        in_force = self.filter(publishes_at__lte=now, publication__withdrawn_at=None)
        return in_force.filter(~models.Exists(later))


class Edition(models.Model):
    """Редакция: text, files and address of a publication. A draft has no date; after its date it is never changed."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=PublicationKind, default=PublicationKind.INSTRUCTION)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True, default="")
    note = models.CharField(max_length=400, blank=True, default="")  # what changed since the edition before
    is_obligatory = models.BooleanField(default=False)  # stays in «Сегодня» until it is opened
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    publishes_at = models.DateTimeField(null=True)  # None: a draft; in the future: planned
    announced_at = models.DateTimeField(null=True)  # when the addressed were told
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    # the address: empty means everybody (vpr.exchange.addressing)
    roles = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    regions = ArrayField(models.BigIntegerField(), default=list, blank=True)
    municipalities = ArrayField(models.BigIntegerField(), default=list, blank=True)
    units = ArrayField(models.BigIntegerField(), default=list, blank=True)
    time_zones = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    grades = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    subjects = ArrayField(models.CharField(max_length=8), default=list, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["publication_id", "number"]
        constraints = [models.UniqueConstraint(fields=["publication", "number"], name="edition_once")]
        indexes = [models.Index(fields=["publishes_at"], name="edition_by_date")]

    def __str__(self) -> str:
        return self.title

    @property
    def address(self) -> Address:
        return Address(
            roles=tuple(self.roles),
            regions=tuple(self.regions),
            municipalities=tuple(self.municipalities),
            units=tuple(self.units),
            time_zones=tuple(self.time_zones),
            grades=tuple(self.grades),
            subjects=tuple(self.subjects),
            campaign_id=self.campaign_id,
        )


class EditionFile(models.Model):
    """A file of an edition. The bytes lie in `base.files` under `sha256`."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ["edition_id", "id"]


class Reading(models.Model):
    """Somebody addressed has opened an edition. Nobody else leaves a row: who has not is found by the address."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="readings")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "unit", "account"], name="read_once")]
