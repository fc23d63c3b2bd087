"""What somebody enters of a figure another source gives: read, or what is wrong and the remedy.

The same words come from a form or from a line of a table, and are judged alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from boutdufil.lib.tables import Table, cell_of, match_columns
from boutdufil.rooms.barometer.enums import SourceKind
from boutdufil.rooms.barometer.rules.figures import written
from boutdufil.rooms.barometer.rules.frame_lines import LineProblem

MOST_LINES = 500
COLUMNS: Mapping[str, Collection[str]] = {
    "indicator": ("indicateur",),
    "source": ("clé de la source", "source connue"),
    "name": ("titre", "source", "titre de la source"),
    "kind": ("nature",),
    "publisher": ("éditeur", "publié par"),
    "published_on": ("date", "publié le"),
    "address": ("adresse", "lien", "url"),
    "area": ("lieu", "zone"),
    "period": ("période", "quand"),
    "value": ("valeur", "chiffre"),
    "value_high": ("valeur haute", "jusqu’à"),
    "qualifier": ("dit", "nuance"),
    "definition": ("définition", "définition de la source"),
    "denominator": ("dénominateur", "dénominateur de la source"),
    "note": ("note", "remarque"),
}
NEEDED: tuple[str, ...] = ("indicator", "area", "period", "value")
LONGEST: Mapping[str, int] = {
    "name": 200,
    "publisher": 160,
    "address": 400,
    "area": 40,
    "period": 20,
    "qualifier": 40,
    "definition": 2_000,
    "denominator": 200,
    "note": 2_000,
}
AREA = re.compile(r"FR|DE|GB|Europe|MA-TN|FR-[A-ZÉÎÔ][\w’' -]*")
WRITTEN_DAY = re.compile(r"\d{4}(-\d{2}){0,2}")
NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,4})?")


@dataclass(frozen=True, slots=True)
class SourceDraft:
    """Who says a figure: the key of a known source, or what is known of a new one."""

    key: str
    name: str = ""
    kind: str = ""
    publisher: str = ""
    published_on: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class FactDraft:
    """A figure to enter; ``indicator`` is a slug, ``value_high`` the other end of a range."""

    indicator: str
    source: SourceDraft
    area: str
    period: str
    value: Decimal
    value_high: Decimal | None
    qualifier: str
    definition: str
    denominator: str
    note: str

    @property
    def said(self) -> str:
        """Return the figure as it will read."""
        return written(self.value, self.value_high, self.qualifier)


@dataclass(frozen=True, slots=True)
class Known:
    """What can be named without being described: slugs of indicators, keys of sources."""

    indicators: Collection[str]
    sources: Collection[str]


def read_number(text: str) -> Decimal | None:
    """Return a number as people write it; None for what is none, or has over four decimals.

    >>> read_number("273 000"), read_number("1,5"), read_number("beaucoup")
    (Decimal('273000'), Decimal('1.5'), None)
    """
    plain = "".join(text.split()).replace(",", ".")
    return Decimal(plain) if NUMBER.fullmatch(plain) else None


def missing_columns(table: Table) -> tuple[str, ...]:
    """Return the columns without which a table of figures says nothing."""
    found = match_columns(table.header, COLUMNS)
    missing = [name for name in NEEDED if name not in found]
    if "source" not in found and "name" not in found:
        missing.append("name")
    return tuple(column_name(one) for one in missing)


def column_name(field: str) -> str:
    """Return the first heading a column goes by in a table."""
    return next(iter(COLUMNS[field]), field)


def said_lines(table: Table) -> list[tuple[int, dict[str, str]]]:
    """Return what each line of a table says of each field, "" where it says nothing."""
    places = match_columns(table.header, COLUMNS)
    return [
        (row.line, {name: cell_of(row, places, name) for name in COLUMNS}) for row in table.rows
    ]


def line_problems(line: int, said: Mapping[str, str], known: Known) -> list[LineProblem]:
    """Return what is wrong with a line of a table, column by column."""
    return [LineProblem(line, column_name(name), text) for name, text in faults(said, known)]


def faults(said: Mapping[str, str], known: Known) -> Iterator[tuple[str, str]]:
    """Give each field that cannot be taken, with the remedy in words."""
    yield from _indicator_faults(said, known)
    yield from _source_faults(said, known)
    yield from _place_faults(said)
    yield from _value_faults(said)
    for name, longest in LONGEST.items():
        if len(said[name]) > longest:
            told = _("« %(start)s… » : %(most)d caractères au plus.")
            yield name, told % {"start": said[name][:20], "most": longest}


def draft_of(said: Mapping[str, str]) -> FactDraft:
    """Return what was said as a figure; it has no fault."""
    value, high = read_number(said["value"]), said["value_high"]
    if value is None:
        raise ValueError("a figure without a value has a fault")
    texts = ("qualifier", "definition", "denominator", "note")
    return FactDraft(
        indicator=said["indicator"],
        source=_source(said),
        area=said["area"],
        period=said["period"],
        value=value,
        value_high=read_number(high) if high else None,
        **{name: said[name] for name in texts},
    )


def _source(said: Mapping[str, str]) -> SourceDraft:
    if said["source"]:
        return SourceDraft(said["source"])
    told = [said[name] for name in ("name", "kind", "publisher", "published_on", "address")]
    # The same source described twice is one source; no shipped key begins so.
    key = "saisie-" + sha256("\n".join(told).encode()).hexdigest()[:16]
    return SourceDraft(key, *told)


def _indicator_faults(said: Mapping[str, str], known: Known) -> Iterator[tuple[str, str]]:
    if said["indicator"] not in known.indicators:
        told = _("« %(slug)s » n’est pas un indicateur : prenez la fin de son adresse.")
        yield "indicator", told % {"slug": said["indicator"][:40]}


def _source_faults(said: Mapping[str, str], known: Known) -> Iterator[tuple[str, str]]:
    if said["source"]:
        if said["source"] not in known.sources:
            told = _("« %(key)s » n’est pas une source connue : donnez plutôt son titre.")
            yield "source", told % {"key": said["source"][:40]}
        return
    if not said["name"]:
        yield "name", _("Choisissez une source connue, ou donnez le titre d’une nouvelle.")
    if said["kind"] not in SourceKind.values:
        told = _("Écrivez l’un de ces mots : %(kinds)s.")
        yield "kind", told % {"kinds": ", ".join(SourceKind.values)}
    if said["published_on"] and not _is_day(said["published_on"]):
        yield "published_on", _("Écrivez 2026, 2026-03 ou 2026-03-31.")
    if said["address"] and not _is_address(said["address"]):
        yield "address", _("Écrivez une adresse entière, qui commence par https://.")


def _place_faults(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not AREA.fullmatch(said["area"]):
        yield "area", _("Écrivez FR, DE, GB, Europe, MA-TN, ou FR-Lorraine pour une région.")
    if not said["period"]:
        yield "period", _("Dites de quand parle le chiffre, comme 2024 ou 2009-2011.")


def _value_faults(said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    value, high = read_number(said["value"]), read_number(said["value_high"])
    told = _("« %(text)s » : écrivez un nombre, avec quatre décimales au plus.")
    if not said["value"]:
        yield "value", _("Donnez le chiffre, tel que la source le donne.")
    elif value is None:
        yield "value", told % {"text": said["value"][:30]}
    if said["value_high"] and high is None:
        yield "value_high", told % {"text": said["value_high"][:30]}
    elif value is not None and high is not None and high <= value:
        yield (
            "value_high",
            _("Elle doit dépasser la valeur : échangez les deux, ou laissez-la vide."),
        )


def _is_day(text: str) -> bool:
    if not WRITTEN_DAY.fullmatch(text):
        return False
    try:
        date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return False
    return True


def _is_address(text: str) -> bool:
    try:
        URLValidator(schemes=("http", "https"))(text)
    except ValidationError:
        return False
    return True
