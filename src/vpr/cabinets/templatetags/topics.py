"""Title of a topic in a template."""

from django import template

from vpr.cabinets.topics import TOPIC_TITLE

register = template.Library()


@register.filter
def topic_title(topic: str) -> str:
    return TOPIC_TITLE.get(topic, TOPIC_TITLE[""])
