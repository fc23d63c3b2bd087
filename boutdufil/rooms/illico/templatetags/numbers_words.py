"""How numbers are written on pages: ``{% load numbers_words %}``."""

from datetime import datetime

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from boutdufil.rooms.illico.rules.number_law import clock
from boutdufil.rooms.illico.rules.opening import END_OF_DAY, MIDNIGHT, PARIS, Slot, paris_day
from boutdufil.rooms.illico.services.statements import units_text

register = template.Library()
register.filter("euros", units_text)


@register.filter
def hour(moment: datetime) -> str:
    """Write the hour of a moment in Paris: "8 h 30" (fr), "08:30" (en)."""
    return clock(moment.astimezone(PARIS).time(), (get_language() or "fr")[:2])


@register.filter
def slot(one: Slot) -> str:
    """Write from when to when: "8 h–20 h", a whole day as such, midnight at its end as "24 h"."""
    ends = one.closes_at.astimezone(PARIS)
    starts = one.opens_at.astimezone(PARIS)
    if starts.time() == ends.time() == MIDNIGHT:
        return _("jour et nuit")
    crosses = paris_day(one.opens_at) < ends.date()
    end = clock(END_OF_DAY, (get_language() or "fr")[:2]) if crosses else hour(one.closes_at)
    return f"{hour(one.opens_at)}–{end}"
