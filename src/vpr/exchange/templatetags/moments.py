"""`{{ at|moment:unit.time_zone }}`: a moment by the Moscow clock and, where it differs, by the local one."""

from datetime import datetime

from django import template

from vpr.exchange.position import moment_text

register = template.Library()


@register.filter
def moment(at: datetime | None, time_zone: str) -> str:
    return moment_text(at, time_zone) if at else "—"
