"""What the dispatcher says of an agent, for their own page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel import realtime
from boutdufil.rooms.illico.enums import PauseReason

RESERVED, IN_CALL, WRAP_UP = "reserved", "in_call", "wrap_up"
STATES: Mapping[str, str | Promise] = {
    "offline": _("Poste fermé"),
    "available": _("Disponible"),
    "reserved": _("Un appel sonne"),
    "in_call": _("En conversation"),
    "wrap_up": _("Travail après l’appel"),
    "paused": _("En pause"),
    "gap": _("Repos entre deux appels"),
    "away": _("Liaison coupée"),
    "unknown": _("Répartiteur injoignable"),
}
# What the dispatcher itself writes when two calls rang in vain.
NO_ANSWER = _("deux appels ont sonné sans réponse")


@dataclass(frozen=True, slots=True)
class Engagement:
    """A call in an agent's hands, and how far it is there."""

    call_id: UUID
    phase: str


@dataclass(frozen=True, slots=True)
class DeskState:
    """An agent's state, since and until when (ms of UTC, None without an end), and why."""

    state: str
    since: int | None = None
    until: int | None = None
    reason: str = ""
    engagements: tuple[Engagement, ...] = ()

    @property
    def label(self) -> str:
        """Return the state in words."""
        return str(STATES.get(self.state, self.state))

    @property
    def reason_label(self) -> str:
        """Return the reason of a pause in words."""
        if self.reason in PauseReason.values:
            return str(PauseReason(self.reason).label)
        return str(NO_ANSWER) if self.reason == "no_answer" else self.reason

    @property
    def is_open(self) -> bool:
        """Whether the agent is at their post, as far as is known."""
        return self.state not in ("offline", "unknown")

    @property
    def is_known(self) -> bool:
        """Whether the dispatcher answered."""
        return self.state != "unknown"


def desk_state(agent_name: str) -> DeskState:
    """Return an agent's state; "unknown" when the dispatcher does not answer."""
    try:
        said = realtime.ask("state", agent=agent_name)
    except realtime.RealtimeError:
        return DeskState("unknown")
    return DeskState(
        state=str(said["state"]),
        since=said.get("since"),
        until=said.get("until"),
        reason=str(said.get("reason", "")),
        engagements=tuple(_engagements(said)),
    )


def _engagements(said: Mapping[str, Any]) -> list[Engagement]:
    found = []
    for one in said.get("calls", ()):
        try:
            found.append(Engagement(UUID(one["call"]), str(one["phase"])))
        except ValueError:
            continue  # a simulated call
    return found
