"""The incident book of a session, and the minutes it gives back. Lines stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import AttemptEnd, IncidentKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Attempt, Incident, Sitting
from boutdufil.rooms.contests.rules.quiz_time import after_return
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.sittings import locked_sitting
from boutdufil.rooms.contests.services.trail import record

MOST_MINUTES = 60


@dataclass(frozen=True, slots=True)
class IncidentDraft:
    """A line of the book as it is typed; ``entry_id`` None is about the whole room."""

    kind: IncidentKind
    text: str
    entry_id: int | None = None
    minutes: int = 0


@transaction.atomic
def write_incident(
    *, sitting_id: int, draft: IncidentDraft, actor_id: int, now: datetime | None = None
) -> Incident:
    """Write a line, and give its minutes back to the one or to everybody who was in.

    Minutes are stretched by each person's factor. A paper the hour had ended goes on; one that was
    handed in does not.

    :raises ContestError: too many minutes, nobody to give them to, or the session is over.
    """
    now = now or timezone.now()
    sitting = locked_sitting(sitting_id)
    _check(sitting, draft)
    line = Incident.objects.create(
        sitting=sitting,
        entry_id=draft.entry_id,
        kind=draft.kind,
        text=draft.text,
        minutes_given=draft.minutes,
        at=now,
        by_id=actor_id,
    )
    given = _give(sitting, draft, now) if draft.minutes else 0
    facts = {
        "sitting": sitting_id,
        "incident": line.pk,
        "kind": draft.kind.value,
        "entry": draft.entry_id,
        "minutes": draft.minutes,
        "papers": given,
    }
    edition_id = sitting.quiz.stage.edition_id
    write_line(edition_id=edition_id, kind="incident", facts=facts)
    record(actor_id, "write_incident", edition_id, **facts)
    return line


def _check(sitting: Sitting, draft: IncidentDraft) -> None:
    if not 0 <= draft.minutes <= MOST_MINUTES:
        told = _("Au plus %(most)s minutes à la fois.") % {"most": MOST_MINUTES}
        raise ContestError(told, "minutes")
    if draft.minutes and sitting.ended_at is not None:
        raise ContestError(_("La séance est terminée : on n’y rend plus de minutes."), "minutes")
    whom = draft.entry_id
    if whom is not None and not sitting.roll.filter(entry_id=whom).exists():
        raise ContestError(_("Cette personne n’est pas dans cette séance."), "entry")


def _give(sitting: Sitting, draft: IncidentDraft, now: datetime) -> int:
    papers = sitting.attempts.select_for_update(no_key=True).exclude(ended_by=AttemptEnd.CANDIDATE)
    if draft.entry_id is not None:
        papers = papers.filter(entry_id=draft.entry_id)
    found = list(papers.filter(marked_at=None))
    if not found:
        raise ContestError(_("Aucune copie en cours à qui rendre des minutes."), "minutes")
    for paper in found:
        paper.ends_at = after_return(paper.ends_at, draft.minutes, paper.time_factor, now)
        paper.ended_at, paper.ended_by = None, ""
    Attempt.objects.bulk_update(found, ["ends_at", "ended_at", "ended_by"])
    return len(found)
