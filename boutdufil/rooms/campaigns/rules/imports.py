"""What a file of another tool becomes, line by line; nothing is lost on the way."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Draft = TypeVar("Draft")

REGISTRATION_COLUMNS: Mapping[str, Collection[str]] = {
    "name": ("nom", "nom complet", "participant", "personne", "full name", "attendee name"),
    "first_name": ("prénom", "first name", "given name"),
    "email": ("e-mail", "mail", "courriel", "adresse e-mail", "email address"),
    "places": ("personnes", "nombre", "nombre de personnes", "quantité", "quantity"),
    "group_name": ("groupe", "classe", "établissement", "group"),
    "slot": ("créneau", "heure", "horaire", "time slot"),
    "needs": ("besoins", "accessibilité", "accessibility"),
    "origin": ("venu par", "origine", "source"),
}
PROGRAMME_COLUMNS: Mapping[str, Collection[str]] = {
    "under": ("sous", "étape", "placé sous", "parent"),
    "event_kind": ("ce qui s’y passe", "nature", "type", "kind"),
    "name": ("nom", "titre", "title"),
    "starts_on": ("premier jour", "jour", "date", "day"),
    "ends_on": ("dernier jour", "fin", "end date"),
    "opens_at": ("de", "heure de début", "début", "start"),
    "closes_at": ("à", "heure de fin", "end"),
    "near": ("commune", "ville", "town", "city"),
    "address": ("adresse", "lieu"),
    "presentation": ("présentation", "texte", "description"),
}
_HOUR = re.compile(r"\s*(\d{1,2})\s*(?:h|:)\s*(\d{2})?\s*")


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not taken, as it stood, with what to mend in it."""

    line: int
    cells: tuple[str, ...]
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview(Generic[Draft]):
    """What a file would become: drafts by their lines, and what is to be mended."""

    header: tuple[str, ...]
    ignored: tuple[str, ...]
    good: tuple[tuple[int, Draft], ...]
    bad: tuple[BadLine, ...] = field(default=())


def cell(cells: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    """Return what a line says in a column; nothing where the file has none."""
    place = columns.get(name)
    return cells[place].strip() if place is not None and place < len(cells) else ""


def clock_words(text: str) -> str:
    """Return a time as a form reads it.

    >>> clock_words("9h"), clock_words("14 h 30"), clock_words("09:05"), clock_words("midi")
    ('09:00', '14:30', '09:05', 'midi')
    """
    found = _HOUR.fullmatch(text)
    return f"{int(found[1]):02d}:{found[2] or '00'}" if found else text
