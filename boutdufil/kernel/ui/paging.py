"""The links to the pages of a list, drawn without a template: a page of results has nine."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Any

from django.core.paginator import Page
from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.kernel.ui.icons import draw_icon

FRAME = '<nav class="pages" aria-label="{}">\n  <ul>\n    {}\n  </ul>\n</nav>'
NUMBER = (
    '<li class="pages-number"><a {}href="?{}"><span class="visually-hidden">{}</span> {}</a></li>'
)
CURRENT = 'aria-current="page" '
GAP = '<li class="pages-gap" aria-hidden="true">…</li>'
STEP = '<li><a class="pages-step" rel="{}" href="?{}">{}</a></li>'


def draw_pages(page: Page[Any], query: QueryDict, name: str) -> SafeString:
    """Draw the links, keeping the rest of the query; nothing for a single page.

    ``name`` is the parameter of the query that holds the number of the page.
    """
    if not page.has_other_pages():
        return SafeString()
    words, address = _words(get_language() or ""), _Address(query, name)
    parts = [_number(shown, page, words["page"], address) for shown in numbers(page)]
    if page.has_previous():
        at = address.of(page.number - 1)
        parts.insert(0, STEP.format("prev", at, words["previous"]))
    if page.has_next():
        parts.append(STEP.format("next", address.of(page.number + 1), words["next"]))
    return SafeString(FRAME.format(words["title"], "\n    ".join(parts)))


def numbers(page: Page[Any]) -> list[int | str]:
    """Return the numbers shown: the first, the last, those around; a gap is a text."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


class _Address:
    """The query of the page with another number, its other values written once."""

    def __init__(self, query: QueryDict, name: str) -> None:
        rest = query.copy()
        rest.pop(name, None)
        written = rest.urlencode()
        self._start = escape(f"{written}&{name}=" if written else f"{name}=")

    def of(self, number: int) -> str:
        return f"{self._start}{number}"


def _number(shown: int | str, page: Page[Any], word: str, address: _Address) -> str:
    if not isinstance(shown, int):
        return GAP
    current = CURRENT if shown == page.number else ""
    return NUMBER.format(current, address.of(shown), word, shown)


@lru_cache(maxsize=8)
def _words(language: str) -> dict[str, str]:
    """Return the words of the links, in the language in force."""
    return {
        "title": escape(_("Pages de la liste")),
        "page": escape(_("Page")),
        "previous": f"{draw_icon('arrow-left')}<span>{escape(_('Précédente'))}</span>",
        "next": f"<span>{escape(_('Suivante'))}</span>{draw_icon('arrow')}",
    }
