"""What agents have promised to do after a call."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from boutdufil.rooms.illico.models import FollowUp


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """Something promised for a case; ``agent`` is who promised it."""

    id: int
    text: str
    due_on: date
    is_done: bool
    agent: str
    case_code: str
    number: str

    @property
    def is_late(self) -> bool:
        """Whether the day is over and it was not done."""
        return not self.is_done and self.due_on < timezone.localdate()


def promised_for(case_id: int) -> tuple[FollowUpRow, ...]:
    """Return everything that was promised for a case, the first due first."""
    return _rows(FollowUp.objects.filter(case_id=case_id))


def promised_by(agent_id: int) -> tuple[FollowUpRow, ...]:
    """Return what somebody has promised and not done yet, the first due first."""
    return _rows(FollowUp.objects.filter(agent_id=agent_id, done_at=None))


def _rows(found: QuerySet[FollowUp]) -> tuple[FollowUpRow, ...]:
    rows = found.select_related("agent", "case__number").order_by("due_on", "pk")
    return tuple(
        FollowUpRow(
            id=one.pk,
            text=one.text,
            due_on=one.due_on,
            is_done=one.done_at is not None,
            agent=one.agent.given_name if one.agent else "",
            case_code=one.case.code,
            number=one.case.number.name,
        )
        for one in rows
    )
