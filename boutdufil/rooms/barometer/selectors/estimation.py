"""What estimates are made from: the drawn centres with their answers, the frame's own totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256

from boutdufil.engines.sealing import canonical_json
from boutdufil.rooms.barometer.enums import ResponseState, Standing, UnitKind
from boutdufil.rooms.barometer.models import Drawn, Margin, Unit, Value, Wave
from boutdufil.rooms.barometer.rules.estimation import HEADCOUNT, HEADS, PLACES, Centre
from boutdufil.rooms.barometer.rules.formulas import TYPE
from boutdufil.rooms.barometer.rules.strata import UNKNOWN, size_band

OUT = (Standing.OUT_OF_SCOPE, Standing.CLOSED)
COUNTED = (ResponseState.SENT, ResponseState.ACCEPTED)
Totals = dict[str, dict[str, float]]


def centres_of(wave_id: int) -> tuple[Centre, ...]:
    """Return the drawn centres of a wave, by their number in the frame."""
    told = _values(wave_id)
    drawn = Drawn.objects.filter(wave_id=wave_id, unit__kind=UnitKind.CENTRE)
    rows = drawn.select_related("unit", "stratum", "unit__group").order_by("unit__source_key")
    return tuple(_centre(one, told.get(one.pk, {})) for one in rows)


def drawn_ids(wave_id: int) -> dict[str, int]:
    """Return the drawn centres of a wave by their number in the frame."""
    drawn = Drawn.objects.filter(wave_id=wave_id, unit__kind=UnitKind.CENTRE)
    return dict(drawn.values_list("unit__source_key", "pk"))


def data_hash(centres: tuple[Centre, ...]) -> str:
    """Return the SHA-256 of all that estimates are made from."""
    rows = [
        {
            "number": one.number,
            "stratum": one.stratum,
            "population": one.population,
            "allocated": one.allocated,
            "answered": one.answered,
            "in_scope": one.in_scope,
            "group": one.group,
            "places": dict(one.places),
            "headcount": one.headcount,
            "values": {code: float(value).hex() for code, value in sorted(one.values.items())},
        }
        for one in centres
    ]
    return sha256(canonical_json(rows)).hexdigest()


def frame_totals(wave_id: int) -> Totals:
    """Return what the frame knows: units by region, type and size, people known before asking."""
    wave = Wave.objects.get(pk=wave_id)
    then = dict(Drawn.objects.filter(wave=wave).values_list("unit_id", "headcount_then"))
    found: dict[str, dict[str, float]] = {axis: defaultdict(float) for axis in PLACES}
    people = 0
    units = Unit.objects.filter(survey_id=wave.survey_id, kind=UnitKind.CENTRE)
    for unit in units.order_by("pk"):
        if f"{UnitKind.CENTRE}:{unit.source_key}" in wave.frame:
            headcount = then.get(unit.pk, unit.headcount)
            people += headcount or 0
            for axis, category in _places(unit, headcount).items():
                found[axis][category] += 1
    return {axis: dict(sorted(own.items())) for axis, own in found.items()} | {
        HEADCOUNT: {"": float(people)}
    }


def known_totals(wave_id: int) -> Totals:
    """Return the margins kept for a wave, by variable and category."""
    found: Totals = {}
    for one in Margin.objects.filter(wave_id=wave_id):
        found.setdefault(one.column, {})[one.category] = one.total
    return found


def _values(wave_id: int) -> Mapping[int, dict[str, float]]:
    """Return the numbers answered, by drawn unit; what was withdrawn counts in nothing."""
    values = Value.objects.filter(
        response__drawn__wave_id=wave_id, response__state__in=COUNTED
    ).values_list("response__drawn_id", "code", "value")
    found: dict[int, dict[str, float]] = defaultdict(dict)
    for drawn_id, code, value in values:
        if isinstance(value, int | float) and not isinstance(value, bool):
            found[drawn_id][code] = float(value)
    return found


def _centre(drawn: Drawn, values: Mapping[str, float]) -> Centre:
    unit = drawn.unit
    return Centre(
        number=unit.source_key,
        stratum=drawn.stratum.key,
        population=drawn.population_then,
        allocated=drawn.allocated_then,
        answered=HEADS in values and drawn.standing not in OUT,
        in_scope=drawn.standing not in OUT,
        # A centre without a group is its own: nobody else answers for it.
        group=unit.group.key if unit.group else f"unit:{unit.source_key}",
        places=_places(unit, drawn.headcount_then),
        headcount=drawn.headcount_then or 0,
        values=values,
    )


def _places(unit: Unit, headcount: int | None) -> dict[str, str]:
    return {
        "region": unit.region or UNKNOWN,
        TYPE: unit.centre_type,
        "size": size_band(headcount),
    }
