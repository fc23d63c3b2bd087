"""``{% load linked_data %}``: what a page is about, for programs, inside the page."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

# What could end the element or begin another, as JSON may write it.
HARMLESS = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def linked_data(thing: dict[str, Any]) -> SafeString:
    """Return the JSON-LD block of a thing of schema.org: data, which no browser runs."""
    said = json.dumps(thing, ensure_ascii=False).translate(HARMLESS)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(said))
