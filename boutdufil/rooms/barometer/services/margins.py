"""Known totals brought as a file: all of it is kept, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from boutdufil.lib.tables import Table
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.rules.margin_lines import (
    LineProblem,
    disagreements,
    read_margins,
)
from boutdufil.rooms.barometer.rules.strata import LABELS, StratumBy
from boutdufil.rooms.barometer.selectors.estimation import known_totals
from boutdufil.rooms.barometer.selectors.frame import region_names
from boutdufil.rooms.barometer.services.estimation import keep_margins


class MarginsRefusedError(BarometerError):
    """A file of totals with lines to mend; ``problems`` names each."""

    def __init__(self, message: str, problems: Sequence[LineProblem]) -> None:
        super().__init__(message, "table")
        self.problems = tuple(problems)


def take_margins(*, wave_id: int, table: Table, source: str, actor_id: int | None) -> None:
    """Keep the totals of a file; those of a variable take the place of what it had.

    :raises MarginsRefusedError: a line is wrong; BarometerError: variables that count the same
        units have different sums, among them or with those that stay.
    """
    totals, problems = read_margins(table, region_names())
    if problems:
        raise MarginsRefusedError(_("Rien n’est gardé. Des lignes sont à corriger."), problems)
    refuse_disagreeing(known_totals(wave_id) | totals)
    keep_margins(wave_id=wave_id, totals=totals, source=source, actor_id=actor_id)


def refuse_disagreeing(totals: dict[str, dict[str, float]]) -> None:
    """Raise BarometerError where variables that count the same units have different sums."""
    told = _(
        "Rien n’est gardé. La somme de «\u00a0%(first)s\u00a0» est %(one).12g, celle de "
        "«\u00a0%(second)s\u00a0» est %(other).12g : donnez les totaux des mêmes centres."
    )
    found = [
        told % {"first": _label(first), "one": one, "second": _label(second), "other": other}
        for first, one, second, other in disagreements(totals)
    ]
    _refuse(found)


def _refuse(found: Iterable[str]) -> None:
    first = next(iter(found), None)
    if first is not None:
        raise BarometerError(first, "table")


def _label(name: str) -> str:
    return str(LABELS[StratumBy(name)])
