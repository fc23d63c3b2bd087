"""The filters of the list of vacancies as they stand, drawn once for all who ask the same.

Drawing nineteen fields costs as much as the rest of the page, and most visitors ask the same few.
What somebody typed is never remembered: it is put into a field drawn without it.
"""

from functools import lru_cache
from html import escape

from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from boutdufil.rooms.mobility.forms.search import SearchForm

# Of Unicode's private use: nothing the kit draws holds it.
TYPED = "\ue000"
TEXTS = {"q": "mobility/search/_what.html", "lieu": "mobility/search/_where.html"}


class DrawnForm(SearchForm):
    """Filters to draw: those of the page have been judged."""

    def full_clean(self) -> None:
        """Find nothing wrong."""
        self._errors = ErrorDict()


def first_fields(form: SearchForm) -> SafeString:
    """Return words, place and time; empty when something is wrong, so that it is said there."""
    if form.errors:
        return SafeString()
    language = get_language() or ""
    texts = [_text(language, name, form.data.get(name) or "") for name in TEXTS]
    return SafeString("".join((*texts, _time(language, form.data.get("temps") or ""))))


def folded_filters(form: SearchForm) -> SafeString:
    """Return the folded filters; empty when something is wrong."""
    if form.errors:
        return SafeString()
    return _folded(get_language() or "", tuple(form.folded))


def _text(language: str, name: str, typed: str) -> str:
    """Return a field with what was typed."""
    return escape(typed).join(_around(language, name)) if typed else _empty(language, name)


@lru_cache(maxsize=8)
def _empty(language: str, name: str) -> str:
    """Draw an empty field in a language, which is the one in force, as in all that follow."""
    return _draw(TEXTS[name], {name: [""]})


@lru_cache(maxsize=8)
def _around(language: str, name: str) -> tuple[str, ...]:
    """Return what stands before and after the text of a field."""
    return tuple(_draw(TEXTS[name], {name: [TYPED]}).split(TYPED))


@lru_cache(maxsize=32)
def _time(language: str, minutes: str) -> str:
    """Draw the list of times."""
    return _draw("mobility/search/_time.html", {"temps": [minutes]})


@lru_cache(maxsize=256)
def _folded(language: str, asked: tuple[tuple[str, tuple[str, ...]], ...]) -> SafeString:
    """Draw the filters asked."""
    data = {name: list(values) for name, values in asked}
    return _draw("mobility/search/_more_filters.html", data)


def _draw(template: str, data: dict[str, list[str]]) -> SafeString:
    return render_to_string(template, {"form": DrawnForm(MultiValueDict(data))})
