"""What a contest recognised in somebody: noted when it is public, shown when they say so."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils import timezone

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.mobility.models import Award

KIND = "edition"


class Lost(Protocol):
    """What another room tells of somebody whose rank no longer stands."""

    @property
    def edition_id(self) -> int:
        """The number of the contest."""

    @property
    def person_id(self) -> int | None:
        """Whose rank it was."""


class Won(Lost, Protocol):
    """What another room tells of somebody who won."""

    @property
    def rank(self) -> int:
        """Their rank, 1 for the first."""


def note_award(event: Won) -> Award | None:
    """Note what somebody won; nobody sees it before they say so. Erased people have nothing."""
    if event.person_id is None:
        return None
    person = Person.objects.filter(pk=event.person_id, erased_at=None).first()
    if person is None:
        return None
    award, _is_new = Award.objects.update_or_create(
        person=person, reference=f"{KIND}:{event.edition_id}", defaults={"rank": event.rank}
    )
    return award


def drop_award(event: Lost) -> None:
    """Take back what no longer stands: a decision replaced the one that was public."""
    if event.person_id is not None:
        reference = f"{KIND}:{event.edition_id}"
        Award.objects.filter(person_id=event.person_id, reference=reference).delete()


def show_award(*, award_id: int, person_id: int, shown: bool) -> bool:
    """Let employers see an award of one's own, or no longer; false where there is none."""
    own = Award.objects.filter(pk=award_id, person_id=person_id)
    return own.update(shown_at=timezone.now() if shown else None) > 0


def export_awards(person: Any) -> dict[str, Any]:
    """Return somebody's awards as plain data; empty when there are none."""
    rows = Award.objects.filter(person=person)
    found = [
        {
            "contest": row.reference,
            "rank": row.rank,
            "noted_at": row.noted_at.isoformat(),
            "shown_at": row.shown_at.isoformat() if row.shown_at else None,
        }
        for row in rows
    ]
    return {"awards": found} if found else {}


def erase_awards(person: Any) -> None:
    """Erase somebody's awards."""
    Award.objects.filter(person=person).delete()
