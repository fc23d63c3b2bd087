"""What a quiz day holds of somebody: taken away, and erased. A paper's number and score stay.

Answers as they came are erased with their candidate alone: the database refuses otherwise.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.models import (
    AnswerEvent,
    Attempt,
    Entry,
    FocusLoss,
    Incident,
    Member,
    QuizAnswer,
    RollLine,
    Sitting,
)
from boutdufil.rooms.contests.services.log import erasing_answers


def export_quizzes(person: Person) -> dict[str, Any]:
    """Return a person's papers with every answer as it came, their rooms and what was noted."""
    entries = _entries(person)
    papers = Attempt.objects.filter(entry__in=entries).select_related("quiz__stage")
    lines = RollLine.objects.filter(entry__in=entries).select_related("sitting")
    noted = Incident.objects.filter(Q(entry__in=entries) | Q(by=person))
    return {
        "papers": [_paper(one) for one in papers.order_by("pk")],
        "rooms": [
            {"place": str(one.sitting), "presence": one.presence} for one in lines.order_by("pk")
        ],
        "incidents": [
            {"at": one.at.isoformat(), "text": one.text, "minutes": one.minutes_given}
            for one in noted.order_by("at", "pk")
        ],
        "watched": [str(one) for one in _watched(person).order_by("pk")],
    }


@transaction.atomic
def erase_quizzes(person: Person) -> None:
    """Erase what a person answered alone, and who watched; a team's paper is the others' too."""
    _watched(person).update(invigilator=None, invigilator_email="")
    Incident.objects.filter(by=person).update(by=None)
    others = Member.objects.filter(joined_at__isnull=False).exclude(_is(person))
    alone = _entries(person).exclude(pk__in=others.values("entry_id"))
    Incident.objects.filter(entry__in=alone).update(text="")
    papers = Attempt.objects.filter(entry__in=alone)
    FocusLoss.objects.filter(attempt__in=papers).delete()
    QuizAnswer.objects.filter(attempt__in=papers).delete()
    with erasing_answers():
        AnswerEvent.objects.filter(attempt__in=papers).delete()


def _is(person: Person) -> Q:
    return Q(person=person) | Q(email=person.email) if person.email else Q(person=person)


def _entries(person: Person) -> QuerySet[Entry]:
    return Entry.objects.filter(pk__in=Member.objects.filter(_is(person)).values("entry_id"))


def _watched(person: Person) -> QuerySet[Sitting]:
    own = Q(invigilator=person)
    if person.email:
        own |= Q(invigilator_email=person.email)
    return Sitting.objects.filter(own)


def _paper(one: Attempt) -> dict[str, Any]:
    events = one.events.values_list("sequence", "position", "value", "saved_at", "is_late")
    return {
        "stage": one.quiz.stage.name,
        "kind": one.kind,
        "started_at": one.started_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "score": one.score,
        "answers": [
            {"number": n, "question": p + 1, "value": v, "at": at.isoformat(), "late": late}
            for n, p, v, at, late in events
        ],
        "left": [
            {"at": at.isoformat(), "seconds": seconds}
            for at, seconds in one.focus_losses.values_list("left_at", "seconds")
        ],
    }
