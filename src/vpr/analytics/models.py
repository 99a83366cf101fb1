"""Snapshots: which Parquet file holds an assessment's scripts, from which state of the ledger."""

from django.db import models

from vpr.campaigns.models import Assessment


class SnapshotStage(models.TextChoices):
    PUBLISHED = "published", "опубликовано"
    PRELIMINARY = "preliminary", "предварительно"


class Snapshot(models.Model):
    """A compacted columnar copy of one assessment. The file's name holds its digest, so a reader never sees half a file."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="snapshots")
    stage = models.CharField(max_length=12, choices=SnapshotStage)
    file_name = models.CharField(max_length=120)
    scripts = models.PositiveIntegerField()
    schools = models.PositiveIntegerField()
    wave = models.PositiveSmallIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assessment", "stage"], name="one_snapshot_of_a_stage")]
