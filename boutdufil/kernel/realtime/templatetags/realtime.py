"""``{% load realtime %}``: where a page finds its stream."""

from django import template
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from boutdufil.kernel.realtime.streams import PATH

register = template.Library()


@register.simple_tag
def stream(token: str) -> SafeString:
    """Return the element that ``static/realtime/stream.js`` opens the page's stream from."""
    return format_html('<div data-stream="{}?{}" hidden></div>', PATH, urlencode({"t": token}))
