"""The chart of an indicator, to put on any page: measured, else what others say of France."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from boutdufil.kernel.people.services.mail import absolute_url
from boutdufil.rooms.barometer.enums import Mark
from boutdufil.rooms.barometer.rules.open_data import LICENCE, CellRow, Definition
from boutdufil.rooms.barometer.rules.open_readme import stamp
from boutdufil.rooms.barometer.rules.pictures import Picture, Shown, draw
from boutdufil.rooms.barometer.selectors.figures import FactRow, fact_rows
from boutdufil.rooms.barometer.selectors.open_data import Asked, cells, definition, releases

MOST_ROWS = 10
HOME = "FR"


def indicator_picture(slug: str, page: str) -> dict[str, Any] | None:
    """Return what the picture of an indicator is drawn from; None when there is none.

    ``page`` is the path where the figures are read. Measured and quoted figures never share one
    picture, nor do figures of simulated centres and others.
    """
    found = definition(slug)
    if found is None:
        return None
    measured = _latest(cells(Asked(indicator=slug, table="total")))
    quoted = [one for one in fact_rows(slug) if one.area == HOME][:MOST_ROWS]
    is_simulated = any(one.simulated for one in measured)
    picture = Picture(
        title=_title(found),
        about=_about(measured, quoted),
        unit=found.unit,
        rows=tuple(map(_measured, measured) if measured else map(_quoted, quoted)),
        foot=(_source(measured), f"{LICENCE} · {absolute_url(page)}"),
        stamp=stamp() if is_simulated else "",
    )
    return draw(picture)


def _title(found: Definition) -> str:
    """Name the figure with its unit, unless its name says it."""
    says_unit = found.unit.casefold() in found.name.casefold()
    return found.name if says_unit else f"{found.name} ({found.unit})"


def _latest(rows: list[CellRow]) -> list[CellRow]:
    """Return the whole of each period as it was published last, the newest period first."""
    own = [one for one in rows if not one.place]
    real = [one for one in own if not one.simulated]
    last = {(one.survey, one.period): one for one in real or own}
    newest = sorted(last.values(), key=lambda one: (one.period, one.survey), reverse=True)
    return newest[:MOST_ROWS]


def _about(measured: list[CellRow], quoted: list[FactRow]) -> str:
    if measured:
        return _("Mesuré par enquête ; le trait est l’intervalle à 95 %.")
    if quoted:
        return _("Dit par d’autres, sans correction ni intervalle de notre part.")
    return _("Inconnu : rien n’est encore publié sur ce point.")


def _source(measured: list[CellRow]) -> str:
    if not measured:
        return _("Source : celles qui sont nommées, relevées par Bout du fil.")
    day = max(one.published_at for one in measured).date().isoformat()
    called = {one.survey: one.survey_name for one in releases()}
    names = ", ".join(sorted({called[one.survey] for one in measured}))
    return _("Source : Bout du fil, enquête « %(survey)s », publié le %(day)s.") % {
        "survey": names,
        "day": day,
    }


def _measured(one: CellRow) -> Shown:
    is_shown = one.mark in {Mark.SHOWN, Mark.CAREFUL}
    label = f"{one.period} ({one.mark.label})" if one.mark == Mark.CAREFUL else one.period
    return Shown(label, one.value, one.low, one.high, "" if is_shown else str(one.mark.label))


def _quoted(one: FactRow) -> Shown:
    ranged = one.value_high is not None
    return Shown(
        f"{one.publisher or one.source}, {one.period}",
        float(one.value),
        float(one.value) if ranged else None,
        float(one.value_high) if one.value_high is not None else None,
        one.said,
    )
