"""Strata: by what units are sorted before they are drawn, and the name of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

UNKNOWN = "?"
BETWEEN = "|"


class StratumBy(StrEnum):
    """What strata may be made of; all are known of a unit before it is asked."""

    REGION = "region"
    DEPARTMENT = "department"
    CENTRE_TYPE = "centre_type"
    SIZE = "size"
    ACTIVITY = "activity"


LABELS = {
    StratumBy.REGION: _("région"),
    StratumBy.DEPARTMENT: _("département"),
    StratumBy.CENTRE_TYPE: _("interne ou prestataire"),
    StratumBy.SIZE: _("taille"),
    StratumBy.ACTIVITY: _("activité"),
}
# Bands of people known before asking: from, and the name of the band.
SIZES: Sequence[tuple[int, str]] = (
    (500, "500+"),
    (200, "200-499"),
    (50, "50-199"),
    (10, "10-49"),
    (0, "0-9"),
)


def size_band(headcount: int | None) -> str:
    """Return the band of a number of people.

    >>> size_band(60), size_band(0), size_band(None)
    ('50-199', '0-9', '?')
    """
    if headcount is None:
        return UNKNOWN
    return next(name for least, name in SIZES if headcount >= least)


def stratum_of(facts: Mapping[str, object], by: Sequence[str]) -> str:
    """Return the stratum of a unit: its category of each variable, "?" for an unknown one.

    >>> stratum_of({"region": "44", "headcount": 60}, ["region", "size"])
    '44|50-199'
    """
    return BETWEEN.join(_category(facts, StratumBy(name)) for name in by)


def categories(key: str, by: Sequence[str]) -> dict[str, str]:
    """Return the category of each variable of a stratum.

    >>> categories("44|50-199", ["region", "size"])
    {'region': '44', 'size': '50-199'}
    """
    return dict(zip(by, key.split(BETWEEN), strict=True))


def _category(facts: Mapping[str, object], by: StratumBy) -> str:
    if by == StratumBy.SIZE:
        headcount = facts.get("headcount")
        return size_band(headcount if isinstance(headcount, int) else None)
    return str(facts.get(by) or UNKNOWN)
