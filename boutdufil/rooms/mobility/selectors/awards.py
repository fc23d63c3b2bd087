"""What contests recognised in somebody, named by the rooms that hold them."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.references import named_reference
from boutdufil.rooms.mobility.models import Award


@dataclass(frozen=True, slots=True)
class AwardRow:
    """A rank won; ``url`` is where anybody reads the result and checks its seal."""

    id: int
    contest: str
    url: str
    rank: int
    is_shown: bool


def awards_of(person_id: int | None, *, shown_only: bool) -> tuple[AwardRow, ...]:
    """Return somebody's awards, the latest first; those whose contest is not public are left out.

    Whoever is not their person asks for those shown only.
    """
    if person_id is None:
        return ()
    rows = Award.objects.filter(person_id=person_id)
    if shown_only:
        rows = rows.exclude(shown_at=None)
    named = ((row, named_reference(row.reference)) for row in rows)
    return tuple(
        AwardRow(row.pk, found.label, found.url, row.rank, row.shown_at is not None)
        for row, found in named
        if found is not None
    )


def my_page_awards(person: Person) -> tuple[AwardRow, ...] | None:
    """Return what "my page" shows: one's awards, or nothing."""
    return awards_of(person.pk, shown_only=False) or None
