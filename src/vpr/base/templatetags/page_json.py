"""JSON inside a page: Cyrillic letters as they are, because `\\u0410` weighs three times as much on a slow link."""

from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import json_script
from django.utils.safestring import SafeString

register = template.Library()


class PlainLetters(DjangoJSONEncoder):
    """The usual encoder without escapes of letters; `json_script` still escapes <, > and &."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"ensure_ascii": False, "separators": (",", ":")})


@register.filter
def page_json(value: object, element_id: str) -> SafeString:
    return json_script(value, element_id, encoder=PlainLetters)
