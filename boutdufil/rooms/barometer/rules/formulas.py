"""Formulas as data: which answers make a figure, each a total or one total over another.

A term is a variable and its factor; "heads_end@in_house" is the variable at in-house centres only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

AT = "@"
TYPE = "centre_type"


@dataclass(frozen=True, slots=True)
class Term:
    """A variable (questionnaire code) times ``factor``, at centres of one type or of all ("")."""

    code: str
    factor: float = 1.0
    centre_type: str = ""


@dataclass(frozen=True, slots=True)
class Formula:
    """A total (``under`` empty) or the total ``top`` over the total ``under``."""

    top: tuple[Term, ...]
    under: tuple[Term, ...] = ()

    def written(self) -> dict[str, list[list[str | float]]]:
        """Return it as data: variables with their factors."""
        return {
            name: [
                [AT.join(filter(None, (one.code, one.centre_type))), one.factor] for one in terms
            ]
            for name, terms in (("top", self.top), ("under", self.under))
            if terms
        }

    @property
    def terms(self) -> tuple[Term, ...]:
        """Return every total that the figure tells of."""
        return self.top + self.under

    @property
    def codes(self) -> frozenset[str]:
        """Return the variables it reads."""
        return frozenset(one.code for one in self.terms)

    @property
    def is_of_types(self) -> bool:
        """Whether it compares types of centres, and says nothing within one."""
        return any(one.centre_type for one in self.terms)


# The identity of a panel, in every centre: what comes in, what goes out, what is left.
BALANCE: Mapping[str, float] = {
    "heads_end": 1.0,
    "heads_start": -1.0,
    "hires": -1.0,
    "moved_in": -1.0,
    "exits": 1.0,
    "moved_out": 1.0,
}


def read_formula(written: Mapping[str, Any]) -> Formula:
    """Read a formula from its data. Raises ValueError for one without a top.

    >>> read_formula({"top": [["women", 1]], "under": [["heads_end", 1]]}).under[0].code
    'heads_end'
    """
    formula = Formula(_terms(written.get("top", ())), _terms(written.get("under", ())))
    if not formula.top:
        raise ValueError("a formula has a top")
    return formula


def _terms(written: Sequence[Sequence[Any]]) -> tuple[Term, ...]:
    found = []
    for name, factor in written:
        code, _at, centre_type = str(name).partition(AT)
        found.append(Term(code, float(factor), centre_type))
    return tuple(found)
