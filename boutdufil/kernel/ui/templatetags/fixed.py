"""What is the same for everybody, drawn once by each process: ``{% load fixed %}``.

Most of a frame never changes between two deployments; drawing it for every page costs more than
the page. What is personal cannot get in: the block sees nothing of the page's context.
"""

from collections.abc import Hashable, Mapping
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.template.loader_tags import BlockNode
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

# A fragment has a few forms: languages by sections. Beyond, somebody varies it by too much.
MOST_FORMS = 128


class FixedNode(template.Node):
    """A part of a template by language and by the values named in its tag."""

    child_nodelists = ("nodelist",)

    def __init__(self, nodelist: NodeList, given: Mapping[str, FilterExpression]) -> None:
        self.nodelist = nodelist
        self._given = given
        self._drawn: dict[Hashable, SafeString] = {}

    def render(self, context: template.Context) -> SafeString:
        """Return the part, drawn at most once for each language and each of its values."""
        seen = {name: value.resolve(context) for name, value in self._given.items()}
        key = (get_language(), *seen.values())
        drawn = self._drawn.get(key)
        return self._draw(key, context.new(seen)) if drawn is None else drawn

    def _draw(self, key: Hashable, alone: template.Context) -> SafeString:
        if len(self._drawn) >= MOST_FORMS:
            self._drawn.clear()
        drawn = self._drawn[key] = self.nodelist.render(alone)
        return drawn


@register.tag
def fixed(parser: Parser, token: Token) -> FixedNode:
    """``{% fixed demo=demo %}…{% endfixed %}``: sees what it names, and varies by it alone.

    The values must be hashable, the same for everybody, and few. A block of the page is refused.
    """
    bits = token.split_contents()[1:]
    given = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError("fixed takes values by name alone: name=value")
    nodelist: Any = parser.parse(("endfixed",))
    parser.delete_first_token()
    if nodelist.get_nodes_by_type(BlockNode):
        raise template.TemplateSyntaxError("what a page may replace is not fixed")
    return FixedNode(nodelist, given)


@register.simple_block_tag
def kept(content: SafeString) -> SafeString:
    """``{% kept as nav %}…{% endkept %}``: draw a part once, to show it more than once."""
    return content
