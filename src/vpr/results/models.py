"""The ledger: one row per participant code × assessment, and an immutable record of every load."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.db import models

from vpr.cabinets.models import Account, Unit
from vpr.campaigns.models import Assessment, Campaign
from vpr.exchange.models import Submission

if TYPE_CHECKING:
    from vpr.cabinets.scope import Scope


class LoadSource(models.TextChoices):
    SUBMISSION = "submission", "загрузка школы"
    IMPORT = "import", "выгрузка прошлых лет"
    SIMULATION = "simulation", "синтетические данные"


class LoadRecord(models.Model):
    """What was read from where and what became of it. Rows are never changed after they are written."""

    source = models.CharField(max_length=12, choices=LoadSource)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, null=True, related_name="loads")
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, null=True, related_name="loads")
    file_name = models.CharField(max_length=255, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    loaded_at = models.DateTimeField()
    rows_read = models.PositiveIntegerField(default=0)
    scripts_stored = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    repairs = models.PositiveIntegerField(default=0)
    report = models.JSONField(default=dict)  # refusals and grouped repairs: file, row, column, reason


class ScriptQuerySet(models.QuerySet["Script"]):
    def within(self, scope: Scope) -> ScriptQuerySet:
        """Scripts of the schools that the scope reaches, by the path columns: no join."""
        column = {
            "country": None,
            "region": "region_id",
            "municipality": "municipality_id",
            "school": "school_id",
        }
        name = column[scope.kind.value]
        return self.all() if name is None else self.filter(**{name: scope.unit.pk})


class Script(models.Model):
    """Работа участника. Partitioned by campaign; the natural key makes every load idempotent.

    `points`: one smallint per task in the order of `Task.position`; encoding in `kernel.points`
    (-1 not attempted, -2 not taught, NULL absent in that part).
    `variant_n`: NULL not stated or no such part, 0 absent in that part, otherwise the variant.
    `raw_score`, `mark`: NULL for a participant absent in any part (DOMAIN §15, question 3).
    """

    pk = models.CompositePrimaryKey("campaign_id", "assessment_id", "school_id", "code")
    campaign = models.ForeignKey(Campaign, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    region_id = models.IntegerField()
    municipality_id = models.IntegerField()
    school_id = models.IntegerField()
    code = models.IntegerField()  # participant code
    class_name = models.CharField(max_length=16, default="")  # «4А», or the ordinal of 2026 as text
    gender = models.SmallIntegerField(null=True)  # 1 м, 2 ж; not collected since 2026
    variant_1 = models.SmallIntegerField(null=True)
    variant_2 = models.SmallIntegerField(null=True)
    points = ArrayField(models.SmallIntegerField(null=True))
    raw_score = models.SmallIntegerField(null=True)
    mark = models.SmallIntegerField(null=True)
    journal_mark = models.SmallIntegerField(null=True)
    wave = models.SmallIntegerField(null=True)
    load = models.ForeignKey(LoadRecord, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    as_uploaded = models.JSONField(null=True)  # {column: text} of the cells that were normalized

    objects = ScriptQuerySet.as_manager()

    class Meta:
        managed = False  # created by SQL: LIST partitions by campaign
        db_table = "results_script"


class ImportState(models.IntegerChoices):
    WAITING = 0, "в очереди"
    DONE = 1, "загружено"
    WITH_FAULTS = 2, "загружено не всё"
    REFUSED = 3, "не загружено"


class ImportedFileQuerySet(models.QuerySet["ImportFile"]):
    def within(self, scope: Scope) -> ImportedFileQuerySet:
        """Files brought by the cabinets of a unit; the country sees all."""
        return self.all() if scope.kind.value == "country" else self.filter(unit=scope.unit)


class ImportFile(models.Model):
    """An export of a past campaign brought in a cabinet. The bytes lie in `base.files` before this row is committed."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")  # a region or the country
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField(null=True)  # said by the person; None: the file tells it
    assessment_code = models.CharField(max_length=40, blank=True, default="")
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.SmallIntegerField(choices=ImportState, default=ImportState.WAITING)
    load = models.ForeignKey(LoadRecord, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ImportedFileQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "-brought_at"], name="import_recent")]
