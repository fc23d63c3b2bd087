"""What somebody who registers says, who is next in line, and how long a place is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.rooms.campaigns.enums import Purpose, RegistrationStatus

# Which statuses hold their places, and which are still about coming.
HOLDING = frozenset({RegistrationStatus.CONFIRMED, RegistrationStatus.OFFERED})
ACTIVE = HOLDING | {RegistrationStatus.WAITING}
# Less time than this to answer a message is none.
SHORTEST_ANSWER = timedelta(minutes=30)
# The sentence beside each box, kept with the consent as it was read.
PURPOSE_WORDS: Mapping[str, Promise] = {
    Purpose.RECRUITER: _(
        "Les recruteurs que je rencontre peuvent recevoir mon nom, mon adresse e-mail et mes "
        "réponses."
    ),
    Purpose.NEWS: _("Vous pouvez m’écrire pour les prochaines campagnes."),
}


@dataclass(frozen=True, slots=True)
class RegistrationDraft:
    """What was typed. ``answers`` by the number of their question, written as text.

    An answer is a text, a whole number, a boolean or a list of texts, by the kind of its question;
    ``consents`` names the purposes that were ticked; ``once`` is what the form carried, so that
    the same form sent twice is one registration.
    """

    name: str
    email: str
    language: str = "fr"
    slot_id: int | None = None
    places: int = 1
    group_name: str = ""
    needs: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""
    consents: tuple[str, ...] = ()
    once: str = ""


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits: for so many places, in a slot or in none."""

    registration_id: int
    slot_id: int | None
    places: int


@dataclass(frozen=True, slots=True)
class Room:
    """How many places are free at an event and in each of its slots; None is without limit."""

    event: int | None
    slots: Mapping[int, int | None] = field(default_factory=dict)

    def fits(self, slot_id: int | None, places: int) -> bool:
        """Tell whether so many find a place."""
        held = self.slots.get(slot_id, 0) if slot_id is not None else None
        return all(free is None or places <= free for free in (self.event, held))

    def without(self, slot_id: int | None, places: int) -> Room:
        """Return what is left once so many places are taken."""
        slots = {i: _less(n, places) if i == slot_id else n for i, n in self.slots.items()}
        return Room(_less(self.event, places), slots)


def next_in_line(line: Iterable[InLine], room: Room) -> list[InLine]:
    """Return who is offered a place, in their order.

    Nobody is passed over unless their number does not fit what is left.
    """
    found = []
    for one in line:
        if room.fits(one.slot_id, one.places):
            found.append(one)
            room = room.without(one.slot_id, one.places)
    return found


def answer_until(now: datetime, hours: int, limits: Sequence[datetime | None]) -> datetime | None:
    """Return until when a place is kept for somebody; None where nobody could answer any more.

    At most the hours of the event, and at most half of what is left until the nearest limit, so
    that a place that is not answered for still reaches somebody else.
    """
    known = [limit for limit in limits if limit is not None]
    given = timedelta(hours=hours)
    if known:
        given = min(given, (min(known) - now) / 2)
    return now + given if given >= SHORTEST_ANSWER else None


def _less(free: int | None, places: int) -> int | None:
    return None if free is None else free - places
