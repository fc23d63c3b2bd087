"""An agent's console: their state, and the calls in their hands."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from boutdufil.rooms.illico.enums import ServiceState
from boutdufil.rooms.illico.models import ServiceCall
from boutdufil.rooms.illico.selectors.agents import SeatRow
from boutdufil.rooms.illico.selectors.cards import CallCard, cards_for
from boutdufil.rooms.illico.selectors.desk import (
    IN_CALL,
    RESERVED,
    WRAP_UP,
    DeskState,
    Engagement,
    desk_state,
)
from boutdufil.rooms.illico.selectors.follow_ups import FollowUpRow, promised_by

# A file left open is asked for until the next day's work.
ASKED_FOR = timedelta(hours=12)
MOST_ASKED = 5


@dataclass(frozen=True, slots=True)
class ConsolePage:
    """A seat, its state, its calls, the one in conversation first; what was promised from it."""

    seat: SeatRow
    desk: DeskState
    cards: tuple[CallCard, ...]
    promised: tuple[FollowUpRow, ...]

    @property
    def ringing(self) -> tuple[CallCard, ...]:
        """Return what rings."""
        return tuple(card for card in self.cards if card.phase == RESERVED)

    @property
    def talking(self) -> tuple[CallCard, ...]:
        """Return what is in conversation."""
        return tuple(card for card in self.cards if card.phase == IN_CALL)

    @property
    def to_finish(self) -> tuple[CallCard, ...]:
        """Return what is over and not yet written up."""
        return tuple(card for card in self.cards if card.phase == WRAP_UP)


def console_page(seat: SeatRow) -> ConsolePage:
    """Return the console of a seat; calls that are up stay on it while the dispatcher is away."""
    desk = desk_state(seat.name)
    engagements = desk.engagements if desk.is_known else _written(seat.id)
    to_write = _to_write_up(seat.id, {one.call_id for one in engagements})
    cards = cards_for(seat, (*engagements, *to_write))
    return ConsolePage(seat, desk, cards, promised_by(seat.id))


def _to_write_up(agent_id: int, in_hand: set[UUID]) -> tuple[Engagement, ...]:
    """Return the calls whose work ended before their file was filled in."""
    over = ServiceCall.objects.filter(
        agent_id=agent_id,
        state=ServiceState.ENDED,
        written_up_at=None,
        invented=False,
        ended_at__gt=timezone.now() - ASKED_FOR,
    ).exclude(pk__in=in_hand)
    keys = over.order_by("ended_at").values_list("pk", flat=True)[:MOST_ASKED]
    return tuple(Engagement(key, WRAP_UP) for key in keys)


def _written(agent_id: int) -> tuple[Engagement, ...]:
    up = ServiceCall.objects.filter(agent_id=agent_id, state=ServiceState.CONNECTED)
    return tuple(Engagement(key, IN_CALL) for key in up.values_list("pk", flat=True))
