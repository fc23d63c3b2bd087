"""The lines of a list of vacancies: ``{% load vacancy_lines %}``.

Written here and not in a template: twenty lines of a template cost as much as the search, and
Django's own way of escaping as much again.
"""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from boutdufil.kernel.ui.numbers import format_number
from boutdufil.rooms.mobility.forms.search_links import Link
from boutdufil.rooms.mobility.selectors.search_lines import Line

register = template.Library()

LINE = """<li class="vacancy">
<h3 class="card-title"><a class="card-link" href="{}">{}</a></h3>
<p class="vacancy-who"><strong>{}</strong>{} · {}</p>
<p class="vacancy-terms">{}{}</p>{}{}
<p class="vacancy-notes muted">{}{}</p>
</li>
"""
BADGE = ' <span class="badge badge--{}">{}</span> '
PAY = " · <strong>{}</strong>"
REASON = '<p class="vacancy-reason">{}</p>'
FIT = """<div class="meter{}"><svg class="meter-bar" width="100%" height="12" aria-hidden="true">\
<rect class="meter-track" x="0.5" y="0.5" width="100%" height="11" rx="5.5"/>{}</svg>\
<p class="meter-text">{}</p></div>"""
HELD = '<rect class="meter-held" width="{}" height="12"/>'
CHIP = '<li><a class="chip"{} href="{}">{}{}</a></li>'
CURRENT = ' aria-current="true"'
COUNT = ' <span class="muted">{}</span>'


@register.simple_tag
def vacancy_lines(lines: Iterable[Line]) -> SafeString:
    """Draw the items of the list."""
    badges = (
        BADGE.format("simulated", escape(_("inventée"))),
        BADGE.format("unknown", escape(_("appels sortants"))),
    )
    return SafeString("".join(_line(line, *badges) for line in lines))


@register.simple_tag
def chips(links: Iterable[Link]) -> SafeString:
    """Draw the items of a list of links; one that is counted says its number."""
    return SafeString("".join(_chip(link) for link in links))


def _chip(link: Link) -> str:
    counted = "" if link.count is None else COUNT.format(escape(format_number(link.count)))
    current = CURRENT if link.current else ""
    return CHIP.format(current, escape(link.address), escape(link.label), counted)


def _line(line: Line, invented: str, outbound: str) -> str:
    """Return one item; every text of the line goes through ``escape``."""
    return LINE.format(
        *(escape(line.address), escape(line.title)),
        *(escape(line.employer), invented if line.invented else "", escape(line.where)),
        *(escape(line.terms), _filled(PAY, line.pay)),
        *(_filled(REASON, line.reason), _fit(line)),
        *(outbound if line.outbound else "", escape(line.notes)),
    )


def _filled(markup: str, text: str) -> str:
    """Return the markup around a text; nothing around nothing."""
    return markup.format(escape(text)) if text else ""


def _fit(line: Line) -> str:
    """Return the bar of what is held; dashed when unknown, nothing without a path."""
    if not line.fit:
        return ""
    unknown = "" if line.width else " meter--unknown"
    return FIT.format(unknown, _filled(HELD, line.width), escape(line.fit))
