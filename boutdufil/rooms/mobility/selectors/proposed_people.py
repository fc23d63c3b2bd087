"""People who chose a post through a redeployment plan and let its employer read their name."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef

from boutdufil.rooms.mobility.enums import PlanAnswer, PlanState, Stage
from boutdufil.rooms.mobility.models import Application, Proposal

CHOSEN = (PlanAnswer.ACCEPTED, PlanAnswer.OTHER)


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """Somebody who accepted a post, or asked for it (`asks`), and said yes to being named."""

    name: str
    answered_at: datetime | None
    asks: bool
    applied: bool


def proposed_people(vacancy_id: int) -> list[ProposedPerson]:
    """Return them in the order of their answers; nobody without their word and an account."""
    live = Application.objects.filter(vacancy_id=vacancy_id, person_id=OuterRef("entry__person_id"))
    found = (
        Proposal.objects.filter(
            chosen__vacancy_id=vacancy_id,
            answer__in=CHOSEN,
            shares_name=True,
            entry__person__isnull=False,
            entry__plan__confidential=False,
        )
        .exclude(entry__plan__state=PlanState.CLOSED)
        .annotate(applied=Exists(live.exclude(stage=Stage.WITHDRAWN)))
        .select_related("entry__person")
        .order_by("answered_at", "pk")
    )
    return [
        ProposedPerson(
            name=one.entry.person.name if one.entry.person else "",
            answered_at=one.answered_at,
            asks=one.answer == PlanAnswer.OTHER,
            applied=one.applied,
        )
        for one in found
    ]
