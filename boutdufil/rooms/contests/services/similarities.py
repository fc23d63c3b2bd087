"""What a person decides of two papers that look alike; nothing else follows by itself."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import SimilarityWord
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Entry, Quiz, SimilarityOpinion
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def settle_similarity(
    *, stage_id: int, entry_ids: tuple[int, int], word: SimilarityWord, reason: str, actor_id: int
) -> SimilarityOpinion:
    """Say what is made of two papers that look alike, and why; said again, the last word counts.

    :raises ContestError: there is no reason, or one of them is not of this contest.
    """
    if not reason.strip():
        raise ContestError(_("Dites pourquoi : une ressemblance ne prouve rien par elle-même."))
    quiz = Quiz.objects.select_related("stage").get(stage_id=stage_id)
    first, second = sorted(entry_ids)
    known = Entry.objects.filter(edition_id=quiz.stage.edition_id, pk__in={first, second}).count()
    if known < 2:
        raise ContestError(_("Ces copies ne sont pas de ce concours."))
    told = {"word": word, "reason": reason.strip(), "by_id": actor_id, "at": timezone.now()}
    made, _is_new = SimilarityOpinion.objects.update_or_create(
        quiz=quiz, first_id=first, second_id=second, defaults=told
    )
    facts = {"stage": stage_id, "entries": [first, second], "word": word.value}
    record(actor_id, "settle_similarity", quiz.stage.edition_id, **facts)
    return made
