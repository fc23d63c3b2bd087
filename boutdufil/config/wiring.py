"""Who is told of what: the only file that names two rooms.

Each line subscribes a service to an event: ``events.subscribe(Event, name="room.verb_noun",
handler=service)``. Names are stored: a renamed handler is a new one, which starts with what
happens next (``boutdufil events replay`` gives it what happened before).
"""

from boutdufil.kernel import events
from boutdufil.kernel.posts.events import HireCancelled, PostFilled
from boutdufil.kernel.training.events import BlockAchieved, EnrolmentChanged
from boutdufil.rooms.barometer.services import room_facts
from boutdufil.rooms.campaigns.events import (
    CallTried,
    Met,
    OfferMade,
    Registered,
    RegistrationCancelled,
    VisitorCame,
)
from boutdufil.rooms.campaigns.services import dating_wishes, funnel
from boutdufil.rooms.contests.events import (
    EditionWon,
    EntryWithdrawn,
    QuizSubmitted,
    StageOpened,
    WinLost,
)
from boutdufil.rooms.contests.services import decisions, marking, quizzes
from boutdufil.rooms.illico.events import DayCounted, MonthCounted
from boutdufil.rooms.mobility.events import ApplicationSent, Moved
from boutdufil.rooms.mobility.services import awards, moves, training_paths


def wire() -> None:
    """Subscribe every handler. Runs at start-up, in web, worker and command alike."""
    events.subscribe(BlockAchieved, name="mobility.offer_block", handler=training_paths.offer_block)
    events.subscribe(
        EnrolmentChanged, name="mobility.count_places", handler=training_paths.count_places
    )
    events.subscribe(
        RegistrationCancelled, name="campaigns.free_tables", handler=dating_wishes.free_tables
    )
    events.subscribe(QuizSubmitted, name="contests.mark_paper", handler=marking.mark_submitted)
    events.subscribe(StageOpened, name="contests.fix_pool", handler=quizzes.fix_pool_of_stage)
    events.subscribe(
        EntryWithdrawn, name="contests.bring_next_in", handler=decisions.heed_withdrawal
    )
    events.subscribe(EditionWon, name="mobility.note_award", handler=awards.note_award)
    events.subscribe(WinLost, name="mobility.drop_award", handler=awards.drop_award)
    _wire_funnel()
    _wire_room_facts()


def _wire_funnel() -> None:
    """Tell the campaigns' funnel how far visitors came, in their room and in the others."""
    events.subscribe(Registered, name="campaigns.note_registered", handler=funnel.note_registered)
    events.subscribe(VisitorCame, name="campaigns.note_came", handler=funnel.note_came)
    events.subscribe(CallTried, name="campaigns.note_tried", handler=funnel.note_tried)
    events.subscribe(Met, name="campaigns.note_met", handler=funnel.note_met)
    events.subscribe(OfferMade, name="campaigns.note_offer", handler=funnel.note_offer)
    events.subscribe(
        ApplicationSent, name="campaigns.note_application", handler=funnel.note_application
    )
    events.subscribe(PostFilled, name="campaigns.note_hired", handler=funnel.note_hired)


def _wire_room_facts() -> None:
    """Tell the barometer what the other rooms did, one thing counted once."""
    events.subscribe(PostFilled, name="mobility.tell_move", handler=moves.tell_move)
    events.subscribe(PostFilled, name="barometer.count_post", handler=room_facts.count_post)
    events.subscribe(Moved, name="barometer.count_move", handler=room_facts.count_move)
    events.subscribe(HireCancelled, name="barometer.drop_hire", handler=room_facts.drop_hire)
    events.subscribe(DayCounted, name="barometer.count_calls", handler=room_facts.count_calls)
    events.subscribe(MonthCounted, name="barometer.count_agents", handler=room_facts.count_agents)
