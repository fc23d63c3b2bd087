"""The indicators that the survey itself measures, put in the tables where there is none yet."""

from __future__ import annotations

from boutdufil.rooms.barometer.models import Indicator
from boutdufil.rooms.barometer.rules.formulas import BALANCE, Formula
from boutdufil.rooms.barometer.rules.measured import MEASURED, METHOD, SCOPE

AFTER_QUOTED = 500


def measured() -> dict[str, Formula]:
    """Return the formula of each indicator that the survey measures."""
    return {one.slug: one.formula for one in MEASURED}


def measured_codes() -> tuple[str, ...]:
    """Return the variables that the formulas and the balance of people read."""
    named = {code for formula in measured().values() for code in formula.codes}
    return tuple(sorted(named | BALANCE.keys()))


def load_measured() -> dict[str, Indicator]:
    """Return the indicators of the survey by address, made where there is none yet."""
    found = {}
    for place, one in enumerate(MEASURED):
        found[one.slug], _made = Indicator.objects.get_or_create(
            slug=one.slug,
            defaults={
                "name": one.name,
                "measure": one.measure,
                "unit": one.unit,
                "definition": one.definition,
                "denominator": one.denominator,
                "scope": SCOPE,
                "method": METHOD,
                "formula": one.formula.written(),
                "order": AFTER_QUOTED + place,
            },
        )
    return found
