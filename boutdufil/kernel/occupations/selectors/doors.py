"""Trades that train beginners: described by our guide or, once a branch spoke, declared by it."""

from django.db.models import QuerySet

from boutdufil.kernel.occupations.enums import ReleaseStatus
from boutdufil.kernel.occupations.models import DoorDeclaration, DoorWords, OpenDoor
from boutdufil.kernel.occupations.selectors.rows import CardSummary, DoorRow, FirstStep
from boutdufil.kernel.occupations.selectors.ruling import cards, in_language


def open_doors() -> list[DoorRow]:
    """Return every open door whose job is known, one a code, in the order of the guide.

    A branch's declaration speaks louder than the guide, the latest where two branches share a
    job; a door is shut only where no branch declares it open.
    """
    doors: dict[str, DoorWords] = {door.code: door for door in guide_doors()}
    for declared in declarations().order_by("is_open", "declared_on", "pk"):
        if declared.is_open:
            doors[declared.code] = declared
        else:
            doors.pop(declared.code, None)
    known = cards(list(doors))
    return [door_row(door, known[code]) for code, door in doors.items() if code in known]


def guide_doors() -> QuerySet[OpenDoor]:
    """Return the doors of the guide in force."""
    return OpenDoor.objects.filter(release__status=ReleaseStatus.IN_FORCE)


def declarations() -> QuerySet[DoorDeclaration]:
    """Return the last word of each branch on each door."""
    return DoorDeclaration.objects.filter(replaced_at=None).select_related("branch")


def door_row(door: DoorWords, card: CardSummary) -> DoorRow:
    """Return a door in the reader's language."""
    aptitudes, lang = in_language("fr", "en" if door.english.get("aptitudes") else "")
    told = door.english["aptitudes"] if lang == "en" else door.aptitudes
    branch, branch_slug, confirmed = speaker(door)
    return DoorRow(
        code=door.code,
        label=card.label,
        branch=branch,
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
        confirmed=confirmed,
        declared_on=door.declared_on,
        lang=aptitudes,
        branch_slug=branch_slug,
    )


def speaker(door: DoorWords) -> tuple[str, str, bool]:
    """Return (the branch in words, its slug if it is here, whether it is its own word)."""
    if isinstance(door, DoorDeclaration):
        return door.branch.name, door.branch.slug, True
    if isinstance(door, OpenDoor):
        return told_text(door, "branch"), "", door.confirmed
    raise TypeError(type(door))


def told_text(door: DoorWords, field: str) -> str:
    """Return one text of the door in the reader's language."""
    return in_language(getattr(door, field), door.english.get(field, ""))[0]


def first_step(step: dict[str, str]) -> FirstStep:
    """Return a first step in the reader's language."""
    return FirstStep(step["kind"], in_language(step["text"], step.get("text_en", ""))[0])
