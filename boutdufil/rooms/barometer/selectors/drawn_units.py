"""The sample of a wave as a list to look through."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from boutdufil.rooms.barometer.enums import CentreType, ResponseState, Standing
from boutdufil.rooms.barometer.models import Drawn, Wave
from boutdufil.rooms.barometer.selectors.frame import region_names
from boutdufil.rooms.barometer.selectors.outliers import outlier_rows
from boutdufil.rooms.barometer.selectors.waves import names_of_stratum, stratum_rows


@dataclass(frozen=True, slots=True)
class SampleWanted:
    """Which drawn units are looked for; "" and False leave all in."""

    words: str = ""
    stratum: str = ""
    standing: str = ""
    region: str = ""
    centre_type: str = ""
    flagged: bool = False


@dataclass(frozen=True, slots=True)
class SampleRow:
    """A drawn unit of the list; ``contacts`` who can be written to, ``letters`` sent to them."""

    id: int
    name: str
    key: str
    stratum: str
    region: str
    centre_type: CentreType
    standing: Standing
    state: ResponseState | None
    contacts: int
    letters: int


def sample_of(wave_id: int, wanted: SampleWanted) -> QuerySet[Drawn]:
    """Return the drawn units that are looked for, by name."""
    found = Drawn.objects.filter(wave_id=wave_id).select_related("unit", "stratum", "response")
    exact = {
        "stratum__key": wanted.stratum,
        "standing": wanted.standing,
        "unit__region": wanted.region,
        "unit__centre_type": wanted.centre_type,
    }
    found = found.filter(**{name: value for name, value in exact.items() if value})
    for word in wanted.words.split():
        found = found.filter(
            Q(unit__name__icontains=word)
            | Q(unit__source_key__icontains=word)
            | Q(unit__siret__startswith=word)
        )
    if wanted.flagged:
        found = found.filter(pk__in={one.drawn_id for one in outlier_rows(wave_id)})
    letters = Q(unit__contacts__letters__mailing__wave_id=wave_id)
    reached = Q(unit__contacts__ended_at=None, unit__contacts__refused_at=None)
    return found.annotate(
        letters=Count("unit__contacts__letters", filter=letters, distinct=True),
        contacts=Count("unit__contacts", filter=reached, distinct=True),
    ).order_by("unit__name", "pk")


def sample_rows(wave_id: int, drawn: Iterable[Drawn]) -> list[SampleRow]:
    """Return the rows of some drawn units read by ``sample_of``."""
    by = Wave.objects.values_list("strata_by", flat=True).get(pk=wave_id)
    regions = region_names()
    return [
        SampleRow(
            id=one.pk,
            name=one.unit.name,
            key=one.unit.source_key,
            stratum=stratum_words(one.stratum.key, by),
            region=regions.get(one.unit.region, one.unit.region),
            centre_type=CentreType(one.unit.centre_type),
            standing=Standing(one.standing),
            state=_state(one),
            contacts=getattr(one, "contacts", 0),
            letters=getattr(one, "letters", 0),
        )
        for one in drawn
    ]


def stratum_choices(wave_id: int) -> list[tuple[str, str]]:
    """Return the strata of a wave, each with its name."""
    return [(one.key, " · ".join(filter(None, one.names))) for one in stratum_rows(wave_id)]


def stratum_words(key: str, by: list[str]) -> str:
    """Return the name of a stratum in a line."""
    return " · ".join(filter(None, names_of_stratum(key, by)))


def _state(one: Drawn) -> ResponseState | None:
    response = getattr(one, "response", None)
    return ResponseState(response.state) if response else None
