"""Invented people of the demo's election: four who sign in, and everybody who enters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext_noop

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.contests.rules.entries import NUMBER_LENGTH, NUMBER_LETTERS


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the election (INSEE codes), and how many of it enter."""

    city: str
    region: str
    entries: int


# Bar-le-Duc has too few for a ranking of its own.
TOWNS = (
    Town("57463", "44", 14),
    Town("54395", "44", 12),
    Town("67482", "44", 10),
    Town("88160", "44", 6),
    Town("55029", "44", 2),
    Town("59350", "32", 16),
)
FIRST_NAMES = (
    "Aïcha", "Bastien", "Camille", "Dounia", "Étienne", "Fanny", "Gaspard", "Hélène", "Ismaël",
    "Jeanne", "Kenza", "Loïc", "Maud", "Nassim", "Océane", "Paul",
)  # fmt: skip
LAST_NAMES = (
    "Arbogast", "Benali", "Colson", "Demange", "Ehrard", "Ferry", "Grosjean", "Humbert", "Ibrahim",
    "Jacquot", "Klein", "Lallement", "Marchal",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cast:
    """Those of the election who sign in."""

    candidate: Person
    juror: Person
    invigilator: Person
    author: Person


def cast() -> Cast:
    """Return the people of the election, made where they are not there yet."""
    return Cast(
        candidate=create_demo_person(
            slug="candidat",
            name="Karim Belkacem",
            story=gettext_noop("Conseiller à Metz, candidat à l’élection du meilleur conseiller"),
        ),
        juror=create_demo_person(
            slug="juree",
            name="Claire Delattre",
            story=gettext_noop("Jurée de l’élection, elle lit, elle note, elle délibère"),
        ),
        invigilator=create_demo_person(
            slug="surveillante",
            name="Odile Petit",
            story=gettext_noop("Surveille le questionnaire dans une salle de Metz"),
        ),
        author=create_demo_person(
            slug="auteur-de-questions",
            name="Paul Thouvenin",
            story=gettext_noop("Écrit les questions, que quelqu’un d’autre relit"),
        ),
    )


def names(count: int) -> Iterator[str]:
    """Return invented names, each once."""
    for place in range(count):
        first = FIRST_NAMES[place % len(FIRST_NAMES)]
        yield f"{first} {LAST_NAMES[place % len(LAST_NAMES)]}"


def number_of(place: int) -> str:
    """Return the anonymous number of an invented entry; always the same, so that pages are."""
    mark = sha256(f"demo:{place}".encode()).digest()
    return "".join(NUMBER_LETTERS[byte % len(NUMBER_LETTERS)] for byte in mark[:NUMBER_LENGTH])


def luck(*about: object) -> float:
    """Return a number from 0 to 1 that is always the same for the same things."""
    mark = sha256(":".join(map(str, about)).encode()).digest()
    return int.from_bytes(mark[:4]) / 2**32
