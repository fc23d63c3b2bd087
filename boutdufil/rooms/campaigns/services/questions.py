"""What a node asks of everybody who registers beneath it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Question
from boutdufil.rooms.campaigns.rules.slots import QuestionDraft
from boutdufil.rooms.campaigns.services.trail import record

MOST_QUESTIONS = 12


@transaction.atomic
def add_question(*, node_id: int, draft: QuestionDraft, actor_id: int) -> Question:
    """Ask something more, last.

    :raises CampaignError: there are many already: nobody answers a long form in the street.
    """
    asked = Question.objects.filter(node_id=node_id, retired_at=None)
    if asked.count() >= MOST_QUESTIONS:
        raise CampaignError(_("Il y a déjà %(most)d questions ici.") % {"most": MOST_QUESTIONS})
    last = Question.objects.filter(node_id=node_id).aggregate(last=Max("position"))["last"] or 0
    made = Question.objects.create(
        node_id=node_id,
        position=last + 1,
        kind=draft.kind,
        label=draft.label,
        why=draft.why,
        choices=list(draft.choices),
        is_required=draft.is_required,
    )
    record(actor_id, "add_question", node_id, question=made.pk)
    return made


@transaction.atomic
def change_question(*, node_id: int, question_id: int, draft: QuestionDraft, actor_id: int) -> None:
    """Say a question otherwise; its kind stays, as answers to it may be there."""
    one = _question(node_id, question_id)
    one.label, one.why, one.is_required = draft.label, draft.why, draft.is_required
    one.choices = list(draft.choices)
    one.save(update_fields=["label", "why", "is_required", "choices"])
    record(actor_id, "change_question", node_id, question=question_id)


@transaction.atomic
def move_question_up(*, node_id: int, question_id: int, actor_id: int) -> None:
    """Ask a question before the one that stood before it."""
    one = _question(node_id, question_id)
    ordered = list(Question.objects.filter(node_id=node_id, retired_at=None))
    place = ordered.index(one)
    if place:
        ordered[place - 1], ordered[place] = one, ordered[place - 1]
    for position, question in enumerate(ordered, start=1):
        question.position = position
    Question.objects.bulk_update(ordered, ["position"])
    record(actor_id, "move_question", node_id, question=question_id)


@transaction.atomic
def retire_question(*, node_id: int, question_id: int, actor_id: int) -> None:
    """Ask it no more; what was answered stays with its words."""
    one = _question(node_id, question_id)
    one.retired_at = timezone.now()
    one.save(update_fields=["retired_at"])
    record(actor_id, "retire_question", node_id, question=question_id)


def _question(node_id: int, question_id: int) -> Question:
    found = Question.objects.select_for_update().filter(
        node_id=node_id, pk=question_id, retired_at=None
    )
    one = found.first()
    if one is None:
        raise CampaignError(_("Cette question n’est plus posée."))
    return one
