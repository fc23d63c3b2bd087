"""How an event takes registrations, as its organiser reads it; what a node asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boutdufil.rooms.campaigns.enums import QuestionKind
from boutdufil.rooms.campaigns.models import Intake, Node, Question, Slot
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.slots import IntakeDraft
from boutdufil.rooms.campaigns.selectors.attendance import slot_words
from boutdufil.rooms.campaigns.selectors.nodes import resolved


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot with how many of its places are taken."""

    id: int
    words: str
    capacity: int | None
    taken: int


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question, and whether it is asked from above; ``node_name`` says by whom then."""

    id: int
    label: str
    why: str
    kind: QuestionKind
    choices: tuple[str, ...]
    is_required: bool
    node_name: str
    inherited: bool


@dataclass(frozen=True, slots=True)
class IntakePage:
    """An event's registrations; ``draft`` is None while it takes none."""

    draft: IntakeDraft | None
    taken: int
    called_off_at: datetime | None
    called_off_reason: str
    slots: tuple[SlotLine, ...]
    first_day: str


def intake_page(node: NodeRow) -> IntakePage:
    """Return how an event takes registrations."""
    held = resolved(node.id)
    day = held.period.starts_on.isoformat() if held and held.period else ""
    intake = Intake.objects.filter(node_id=node.id).prefetch_related("slots").first()
    if intake is None:
        return IntakePage(None, 0, None, "", (), day)
    return IntakePage(
        draft=IntakeDraft(
            capacity=intake.capacity,
            opens_at=intake.opens_at,
            closes_at=intake.closes_at,
            keeps_waiting_list=intake.keeps_waiting_list,
            answer_hours=intake.answer_hours,
            largest_group=intake.largest_group,
        ),
        taken=intake.taken,
        called_off_at=intake.called_off_at,
        called_off_reason=intake.called_off_reason,
        slots=tuple(_slot_line(slot) for slot in intake.slots.all()),
        first_day=day,
    )


def questions_asked(node: NodeRow) -> list[QuestionLine]:
    """Return what is asked at a node, what comes from above first."""
    ids = (*node.path, node.id)
    names = dict(Node.objects.filter(pk__in=ids).values_list("pk", "name"))
    found = list(Question.objects.filter(node_id__in=ids, retired_at=None))
    found.sort(key=lambda one: ids.index(one.node_id))
    return [_question_line(one, names[one.node_id], node.id) for one in found]


def _slot_line(slot: Slot) -> SlotLine:
    return SlotLine(slot.pk, slot_words(slot), slot.capacity, slot.taken)


def _question_line(one: Question, name: str, node_id: int) -> QuestionLine:
    return QuestionLine(
        id=one.pk,
        label=one.label,
        why=one.why,
        kind=QuestionKind(one.kind),
        choices=tuple(one.choices),
        is_required=one.is_required,
        node_name=name,
        inherited=one.node_id != node_id,
    )
