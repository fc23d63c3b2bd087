"""What happens in trainings and concerns others."""

from dataclasses import dataclass

from boutdufil.kernel import events


@events.event("training.enrolment_changed")
@dataclass(frozen=True, slots=True)
class EnrolmentChanged:
    """An enrolment was asked for, confirmed, put on the waiting list or cancelled."""

    enrolment_id: int
    session_id: int
    state: str
    need_id: int | None = None


@events.event("training.block_achieved")
@dataclass(frozen=True, slots=True)
class BlockAchieved:
    """A body recorded that somebody achieved a block of a certificate."""

    result_id: int
    block_id: int
