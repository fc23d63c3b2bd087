"""Those who pass are written to: when and where; and again when that changed, they alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy
from procrastinate.types import JSONValue

from boutdufil.kernel import jobs
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.contests.models import Passage
from boutdufil.rooms.contests.rules.entries import LIVE


@dataclass(frozen=True, slots=True)
class Told:
    """A passage as its people know it."""

    starts_at: datetime
    minutes: int
    room: str
    revision: int = 0


def told_before(stage_id: int) -> dict[int, Told]:
    """Return the passages of a stage as they stand, by entry."""
    found = Passage.objects.filter(stage_id=stage_id)
    return {one.entry_id: Told(one.starts_at, one.minutes, one.room, one.revision) for one in found}


def summon(stage_id: int, before: Mapping[int, Told]) -> int:
    """Have a letter written to each entry whose passage is new or changed; return how many.

    In the caller's transaction. A passage that changed counts one revision more than it had.
    """
    changed = 0
    for one in Passage.objects.filter(stage_id=stage_id, entry__status__in=LIVE):
        was = before.get(one.entry_id)
        if was is not None:
            is_same = (was.starts_at, was.minutes, was.room) == (
                one.starts_at,
                one.minutes,
                one.room,
            )
            one.revision = was.revision + (not is_same)
            one.save(update_fields=["revision"])
            if is_same:
                continue
        changed += 1
        jobs.enqueue("contests.tell_passage", passage_id=one.pk, was=_facts(was))
    return changed


def _facts(was: Told | None) -> dict[str, JSONValue]:
    return {"starts_at": was.starts_at.isoformat(), "room": was.room} if was else {}


def tell_passage(*, passage_id: int, was: Mapping[str, str]) -> int:
    """Write to all the people of an entry when they pass; return to how many.

    ``was`` holds the hour and the room they were told before; empty for a first letter. Nobody is
    written to of a passage that is no more, or of an entry that withdrew.
    """
    found = Passage.objects.select_related("entry", "stage__edition")
    one = found.filter(pk=passage_id, entry__status__in=LIVE, began_at=None).first()
    if one is None:
        return 0
    facts = {
        "passage": one,
        "edition": one.stage.edition.name,
        "was_at": parse_datetime(was["starts_at"]) if was else None,
        "was_room": was.get("room", ""),
        "calendar": absolute_url(reverse("contests:passage_calendar", args=[one.entry_id])),
        "link": absolute_url(reverse("contests:entry", args=[one.entry_id])),
    }
    subject = (
        gettext_lazy("Votre passage change : %(edition)s")
        if was
        else gettext_lazy("Votre passage devant le jury : %(edition)s")
    )
    joined = one.entry.members.filter(joined_at__isnull=False, person__isnull=False)
    return sum(
        send_letter(
            to=member.person.email if member.person else None,
            language=member.person.language if member.person else "fr",
            subject=subject,
            template="contests/passages/mail.txt",
            facts=facts,
        )
        for member in joined.select_related("person")
    )
