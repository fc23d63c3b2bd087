"""Questions and answers, written by the owner of a number."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.db.models import Max

from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.illico.models import Answer


@dataclass(frozen=True, slots=True)
class AnswerText:
    """A question and what is answered; ``film_url`` leads to the same in sign language."""

    question: str
    text: str
    language: str = "fr"
    film_url: str = ""


@transaction.atomic
def write_answer(*, number_id: int, said: AnswerText, actor_id: int | None) -> Answer:
    """Add a question at the end of the others."""
    last = Answer.objects.filter(number_id=number_id).aggregate(Max("position"))["position__max"]
    answer = Answer.objects.create(number_id=number_id, position=(last or 0) + 1, **asdict(said))
    _record(actor_id, "answer_written", number_id, answer.pk)
    return answer


@transaction.atomic
def rewrite_answer(*, answer_id: int, number_id: int, said: AnswerText, actor_id: int) -> None:
    """Say it otherwise; calls keep the number of what was read."""
    Answer.objects.filter(pk=answer_id, number_id=number_id).update(**asdict(said))
    _record(actor_id, "answer_rewritten", number_id, answer_id)


@transaction.atomic
def move_answer(*, answer_id: int, number_id: int, up: bool) -> None:
    """Change places with the one before, or after; at an end nothing moves."""
    rows = list(Answer.objects.select_for_update().filter(number_id=number_id))
    place = next((index for index, row in enumerate(rows) if row.pk == answer_id), None)
    if place is None:
        return
    other = place + (-1 if up else 1)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for position, row in enumerate(rows, start=1):
        row.position = position
    Answer.objects.bulk_update(rows, ["position"])


@transaction.atomic
def remove_answer(*, answer_id: int, number_id: int, actor_id: int) -> None:
    """Take a question away."""
    if Answer.objects.filter(pk=answer_id, number_id=number_id).delete()[0]:
        _record(actor_id, "answer_removed", number_id, answer_id)


def _record(actor_id: int | None, verb: str, number_id: int, answer_id: int) -> None:
    audit.record(
        actor_id=actor_id,
        verb=f"illico.{verb}",
        subject=f"number:{number_id}",
        facts={"answer": answer_id},
    )
