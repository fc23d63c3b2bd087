"""How far the opening of a large plan is."""

from dataclasses import dataclass

from boutdufil.rooms.mobility.enums import OpeningState
from boutdufil.rooms.mobility.models import Plan, PlanOpening, PostList


@dataclass(frozen=True, slots=True)
class OpeningRow:
    """An opening that is not done: `done` of `total` people are prepared, or why it failed."""

    done: int
    total: int
    failure: str

    @property
    def is_running(self) -> bool:
        """Whether a job is at it, or will be."""
        return not self.failure


def is_published(asked: PostList | PlanOpening) -> bool:
    """Tell whether what came of asking is a list people can read, not a job to wait for."""
    return isinstance(asked, PostList)


def pending_opening(plan: Plan) -> OpeningRow | None:
    """Return the last opening asked for, unless it is done."""
    opening = plan.openings.first()
    if opening is None or opening.state == OpeningState.DONE:
        return None
    return OpeningRow(opening.prepared.count(), opening.total, opening.failure)
