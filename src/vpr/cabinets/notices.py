"""What a person finds among the messages of the own unit: which are shown, which are new to this person."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from vpr.cabinets.models import LetterRule, Notification, NotificationRead
from vpr.cabinets.scope import Cabinet
from vpr.cabinets.topics import GROUPS


def shown_to(cabinet: Cabinet) -> QuerySet[Notification]:
    """Messages of the unit without those groups that this person has switched off; obligatory ones cannot be."""
    hidden = set(LetterRule.objects.filter(account=cabinet.account, is_hidden=True).values_list("group", flat=True))
    topics = [topic for group in GROUPS if group.key in hidden and not group.is_obligatory for topic in group.topics]
    return Notification.objects.filter(unit=cabinet.unit).exclude(topic__in=topics)


def unread_of(cabinet: Cabinet) -> QuerySet[Notification]:
    """New to this person. What a predecessor has read is not new to the successor; what nobody has read still is."""
    own = NotificationRead.objects.filter(notification=OuterRef("pk"), account=cabinet.account)
    before = Q(sent_at__lt=cabinet.appointment.appointed_at, read_at__isnull=False)
    return shown_to(cabinet).exclude(before).exclude(Exists(own))
