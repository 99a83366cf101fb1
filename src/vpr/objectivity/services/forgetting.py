"""Personal data of observers end with the campaign and the term of VPR_STAFF_DATA_DAYS: dates and marks stay, names go."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from vpr.exchange.services import forget_uploads
from vpr.objectivity.models import Observer


@transaction.atomic
def erase_observers(since: datetime) -> int:
    """Forgets those whose last day, or proposal when there was none, lies before `since`. Returns how many people."""
    rows = Observer.objects.filter(erased_at=None, proposed_at__lt=since).annotate(last=Max("duties__on"))
    past = list(rows.filter(last__lt=since.date()) | rows.filter(last=None))
    for item in past:
        item.name = item.phone = item.email = item.employer = ""
        item.may_be_mailed, item.children_classes = False, []
        item.works_at = item.children_at = None
        item.erased_at = since
        item.save()
    forget_uploads(kinds=["observers"], since=since)
    return len(past)
