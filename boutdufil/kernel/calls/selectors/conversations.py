"""A practised call with somebody, as each of the people in it sees its page."""

from dataclasses import dataclass
from uuid import UUID

from boutdufil.kernel.calls.enums import CallKind, CallState, ParticipantRole
from boutdufil.kernel.calls.models import ObserverSheet, Participant
from boutdufil.kernel.calls.permissions import has_agreed
from boutdufil.kernel.calls.practice import code_of
from boutdufil.kernel.calls.scenarios import Scenario, all_scenarios
from boutdufil.kernel.calls.selectors.calls import call_view
from boutdufil.kernel.calls.selectors.practice import SheetLink
from boutdufil.kernel.calls.selectors.rows import CallView, ParticipantRow


@dataclass(frozen=True, slots=True)
class ConversationPage:
    """A call, one's own seat in it, what is practised; ``code`` invites the others."""

    call: CallView
    me: ParticipantRow
    scenario: Scenario
    code: str
    agreed: bool
    sheets: tuple[SheetLink, ...]

    @property
    def is_over(self) -> bool:
        """Whether the call has ended."""
        return self.call.state == CallState.ENDED

    @property
    def answers(self) -> bool:
        """Whether this seat is the one who practises answering."""
        return self.me.role == ParticipantRole.AGENT

    @property
    def talks(self) -> bool:
        """Whether this seat is one of the two who talk: the call ends when they hang up."""
        return self.answers or self.me.role == ParticipantRole.CALLER

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has taken the caller's seat yet."""
        return self.call.one(ParticipantRole.CALLER) is None


def conversation(participant_id: UUID) -> ConversationPage | None:
    """Return the page of a seat in a practised call; None for any other seat."""
    seat = Participant.objects.filter(pk=participant_id, call__kind=CallKind.PRACTICE).first()
    view = call_view(seat.call_id) if seat else None
    found = view and all_scenarios().get((view.scenario, view.scenario_version))
    if view is None or not isinstance(found, Scenario):
        return None
    return ConversationPage(
        call=view,
        me=next(row for row in view.participants if row.id == participant_id),
        scenario=found,
        code=code_of(view.reference),
        agreed=has_agreed(view.id),
        sheets=_sheets_about(participant_id),
    )


def _sheets_about(participant_id: UUID) -> tuple[SheetLink, ...]:
    sheets = ObserverSheet.objects.filter(observed_id=participant_id)
    return tuple(SheetLink(one.pk, one.written_at, one.shared_at is not None) for one in sheets)
