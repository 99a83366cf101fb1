"""Tables of the base: the shifted clock of a training installation."""

from django.db import models


class RehearsalShift(models.Model):
    """One row at most: by how much the clock of a rehearsal differs from the real one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    offset = models.DurationField()
    set_at = models.DateTimeField()  # by the real clock
    set_by = models.CharField(max_length=64)

    class Meta:
        constraints = [models.CheckConstraint(name="one_rehearsal_shift", condition=models.Q(id=1))]
