"""From one status to another; a child is never more public than its parent."""

from __future__ import annotations

from datetime import date

from boutdufil.rooms.campaigns.enums import NodeStatus, Step
from boutdufil.rooms.campaigns.rules.traits import Period

DRAFT, REVIEW, PUBLISHED, LIVE, OVER, ARCHIVED = NodeStatus
STEPS: dict[str, tuple[frozenset[str], NodeStatus]] = {
    Step.SUBMIT: (frozenset({DRAFT}), REVIEW),
    Step.SEND_BACK: (frozenset({REVIEW}), DRAFT),
    Step.PUBLISH: (frozenset({DRAFT, REVIEW}), PUBLISHED),
    Step.WITHDRAW: (frozenset({PUBLISHED, LIVE}), DRAFT),
    Step.GO_LIVE: (frozenset({PUBLISHED}), LIVE),
    Step.END: (frozenset({PUBLISHED, LIVE}), OVER),
    Step.ARCHIVE: (frozenset({OVER}), ARCHIVED),
}
# Listed everywhere: 2. Read by whoever has the address, and marked: 1. Nobody: 0.
PUBLICNESS: dict[str, int] = {DRAFT: 0, REVIEW: 0, ARCHIVED: 1, PUBLISHED: 2, LIVE: 2, OVER: 2}
READ_BY_ALL = frozenset(status for status, level in PUBLICNESS.items() if level)
LISTED = frozenset(status for status, level in PUBLICNESS.items() if level == 2)


def after(status: str, step: str) -> NodeStatus | None:
    """Return the status after a step; None where it is not one to take from there."""
    begins, ends = STEPS[step]
    return ends if status in begins else None


def steps_from(status: str) -> tuple[Step, ...]:
    """Return the steps that may follow a status, in their order."""
    return tuple(step for step in Step if after(status, step))


def is_allowed_under(status: str, parent_status: str | None) -> bool:
    """Tell whether a node may have this status, by that of the node above it."""
    return parent_status is None or PUBLICNESS[status] <= PUBLICNESS[parent_status]


def brought_down(child_status: str, parent_status: str) -> NodeStatus:
    """Return what a child becomes when the node above took a status."""
    if is_allowed_under(child_status, parent_status):
        return NodeStatus(child_status)
    return ARCHIVED if parent_status == ARCHIVED else DRAFT


def by_the_day(status: str, period: Period | None, today: date) -> NodeStatus:
    """Return the status of what is public, by the calendar; everything else waits for people."""
    if status not in {PUBLISHED, LIVE} or period is None:
        return NodeStatus(status)
    if period.ends_on < today:
        return OVER
    return LIVE if period.starts_on <= today else NodeStatus(status)
