"""What banks and quizzes hold of people: given out to them, forgotten with them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.models import (
    ItemVersion,
    ItemWithdrawal,
    KeyChange,
    Member,
    SimilarityOpinion,
)


def export_questions(person: Person) -> list[dict[str, Any]]:
    """Return what somebody wrote, read again and decided, and what was decided of their papers."""
    return [
        *({"wrote": one.stem, "at": _text(one.written_at)} for one in _written(person)),
        *(
            {"reviewed": one.stem, "opinion": one.review, "at": _text(one.reviewed_at)}
            for one in ItemVersion.objects.filter(reviewer=person)
        ),
        *(
            {"withdrew": one.version_id, "reason": one.reason, "at": _text(one.at)}
            for one in ItemWithdrawal.objects.filter(by=person)
        ),
        *(
            {"changed_key": one.version_id, "reason": one.reason, "at": _text(one.at)}
            for one in KeyChange.objects.filter(by=person)
        ),
        *(
            {"similarity": one.word, "reason": one.reason, "at": _text(one.at)}
            for one in SimilarityOpinion.objects.filter(_of_papers(person) | Q(by=person))
        ),
    ]


def erase_questions(person: Person) -> None:
    """Forget who wrote, read and decided, and what was said of their papers; questions stay."""
    _written(person).update(author=None)
    ItemVersion.objects.filter(reviewer=person).update(reviewer=None)
    ItemWithdrawal.objects.filter(by=person).update(by=None)
    KeyChange.objects.filter(by=person).update(by=None)
    SimilarityOpinion.objects.filter(by=person).update(by=None)
    SimilarityOpinion.objects.filter(_of_papers(person)).delete()


def _written(person: Person) -> QuerySet[ItemVersion]:
    return ItemVersion.objects.filter(author=person)


def _of_papers(person: Person) -> Q:
    entries = Member.objects.filter(person=person).values("entry_id")
    return Q(first__in=entries) | Q(second__in=entries)


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
