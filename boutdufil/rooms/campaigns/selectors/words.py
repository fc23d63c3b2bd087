"""What a node holds, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from boutdufil.kernel.territories.models import Area, Region
from boutdufil.rooms.campaigns.enums import Access, Tongue, Trait
from boutdufil.rooms.campaigns.rules.traits import Hours, Period, Place


def period_words(period: Period | None) -> str:
    """Return "le 5 octobre 2026", or from day to day."""
    if period is None:
        return ""
    days = {"first": date_format(period.starts_on), "last": date_format(period.ends_on)}
    if period.is_one_day:
        return _("le %(first)s") % days
    return _("du %(first)s au %(last)s") % days


def hours_words(hours: Hours | None) -> str:
    """Return "de 9 h 30 à 17 h 00" as the reader's language writes times."""
    if hours is None:
        return ""
    times = {"opens": time_format(hours.opens_at), "closes": time_format(hours.closes_at)}
    return _("de %(opens)s à %(closes)s") % times


def access_words(codes: Iterable[str]) -> tuple[str, ...]:
    """Return what is prepared, in words; a promise of nothing is none."""
    held = set(codes)
    return tuple(str(one.label) for one in Access if one in held and one != Access.NONE)


def tongue_words(codes: Iterable[str]) -> tuple[str, ...]:
    """Return languages, in words."""
    held = set(codes)
    return tuple(str(one.label) for one in Tongue if one in held)


def place_words(place: Place | None, names: dict[str, str]) -> str:
    """Return an address with its commune; online has none."""
    if place is None:
        return ""
    if not place.commune:
        return _("en ligne")
    parts = (place.address, names.get(place.commune, place.commune))
    return ", ".join(part for part in parts if part)


def territory_words(territory: str) -> str:
    """Return the name of a region or named area."""
    kind, _colon, code = territory.partition(":")
    found = Area.objects.filter(pk=code) if kind == "area" else Region.objects.filter(pk=code)
    return found.values_list("name", flat=True).first() or ""


def territory_choices() -> list[tuple[str, str]]:
    """Return what a node may be about: named areas, then regions."""
    named = [(f"area:{code}", name) for code, name in Area.objects.values_list("slug", "name")]
    regions = [
        (f"region:{code}", name) for code, name in Region.objects.values_list("code", "name")
    ]
    return named + sorted(regions, key=lambda pair: pair[1])


def value_words(trait: Trait, value: object, names: dict[str, str]) -> str:
    """Return any trait's value in words."""
    if isinstance(value, Period):
        return period_words(value)
    if isinstance(value, Hours):
        return hours_words(value)
    if isinstance(value, Place):
        return place_words(value, names)
    if isinstance(value, tuple):
        told = tongue_words(value) if trait == Trait.LANGUAGES else access_words(value)
        return ", ".join(told) or _("rien de préparé")
    return territory_words(str(value)) if trait == Trait.TERRITORY else str(value)
