"""Trades that train beginners: described by our guide or, once confirmed, declared."""

from boutdufil.kernel.occupations.enums import ReleaseStatus
from boutdufil.kernel.occupations.models import OpenDoor
from boutdufil.kernel.occupations.selectors.rows import CardSummary, DoorRow, FirstStep
from boutdufil.kernel.occupations.selectors.ruling import cards, in_language


def open_doors() -> list[DoorRow]:
    """Return every open door whose job is known, in the order of the guide."""
    doors = list(OpenDoor.objects.filter(release__status=ReleaseStatus.IN_FORCE))
    known = cards([door.code for door in doors])
    return [door_row(door, known[door.code]) for door in doors if door.code in known]


def door_row(door: OpenDoor, card: CardSummary) -> DoorRow:
    """Return a door in the reader's language."""
    aptitudes, lang = in_language("fr", "en" if door.english.get("aptitudes") else "")
    told = door.english["aptitudes"] if lang == "en" else door.aptitudes
    return DoorRow(
        code=door.code,
        label=card.label,
        branch=told_text(door, "branch"),
        aptitudes=tuple(told),
        diploma=told_text(door, "diploma"),
        licence=told_text(door, "licence"),
        trainer=told_text(door, "trainer"),
        duration=told_text(door, "duration"),
        payer=told_text(door, "payer"),
        first_steps=tuple(first_step(step) for step in door.first_steps),
        entrants=door.entrants,
        source=told_text(door, "source"),
        source_url=door.source_url,
        confirmed=door.confirmed,
        declared_on=door.declared_on,
        lang=aptitudes,
    )


def told_text(door: OpenDoor, field: str) -> str:
    """Return one text of the door in the reader's language."""
    return in_language(getattr(door, field), door.english.get(field, ""))[0]


def first_step(step: dict[str, str]) -> FirstStep:
    """Return a first step in the reader's language."""
    return FirstStep(step["kind"], in_language(step["text"], step.get("text_en", ""))[0])
