"""Who answers which call: a deterministic state machine of agents, calls and deadlines.

    >>> from boutdufil.engines.routing import Assigned, Line, LineSet, Offered, Profile
    >>> from boutdufil.engines.routing import Router, SignedIn
    >>> router = Router()
    >>> _ = router.apply(LineSet(0, Line("orders", skills=frozenset({"fr"}))))
    >>> _ = router.apply(SignedIn(0, "ana", Profile(skills=frozenset({"fr", "lsf"}))))
    >>> router.apply(Offered(1_000, "c1", "orders"))[0]
    Assigned(call='c1', agent='ana', until=11000)

Time goes in with the events, as whole ms on one clock that never goes back. An event that does not
fit is refused by a typed error and changes nothing, so that one may always be sent twice. The
policy and its proof: docs/explanation/routing.md.
"""

from boutdufil.engines.routing._codec import event_from, to_plain
from boutdufil.engines.routing._decisions import (
    Assigned,
    Cause,
    Connected,
    Decision,
    Detached,
    Ended,
    Queued,
    State,
    StateChanged,
    Withdrawn,
)
from boutdufil.engines.routing._errors import (
    ClockWentBackError,
    DuplicateError,
    RefusedError,
    StaleError,
    UnknownAgentError,
    UnknownCallError,
    UnknownLineError,
    WrongStateError,
)
from boutdufil.engines.routing._events import (
    Answered,
    Back,
    Deadline,
    Declined,
    Event,
    Expired,
    Gone,
    HandedOver,
    LineSet,
    Lost,
    Moved,
    Offered,
    Paused,
    Released,
    ReserveSet,
    Restarted,
    Resumed,
    SignedIn,
    SignedOut,
    TakenBack,
    Transferred,
    WrappedUp,
)
from boutdufil.engines.routing._explain import Explanation, Reason, Standing, Why, explain
from boutdufil.engines.routing._floor import Settings
from boutdufil.engines.routing._parts import (
    COMPLEX_GAP_MS,
    OWN_POOL,
    RING_MS,
    SIMPLE_GAP_MS,
    Channel,
    Line,
    Overflow,
    Profile,
    Step,
)
from boutdufil.engines.routing._people import Phase
from boutdufil.engines.routing._router import AgentView, CallView, Router

__all__ = [
    "COMPLEX_GAP_MS",
    "OWN_POOL",
    "RING_MS",
    "SIMPLE_GAP_MS",
    "AgentView",
    "Answered",
    "Assigned",
    "Back",
    "CallView",
    "Cause",
    "Channel",
    "ClockWentBackError",
    "Connected",
    "Deadline",
    "Decision",
    "Declined",
    "Detached",
    "DuplicateError",
    "Ended",
    "Event",
    "Expired",
    "Explanation",
    "Gone",
    "HandedOver",
    "Line",
    "LineSet",
    "Lost",
    "Moved",
    "Offered",
    "Overflow",
    "Paused",
    "Phase",
    "Profile",
    "Queued",
    "Reason",
    "RefusedError",
    "Released",
    "ReserveSet",
    "Restarted",
    "Resumed",
    "Router",
    "Settings",
    "SignedIn",
    "SignedOut",
    "StaleError",
    "Standing",
    "State",
    "StateChanged",
    "Step",
    "TakenBack",
    "Transferred",
    "UnknownAgentError",
    "UnknownCallError",
    "UnknownLineError",
    "Why",
    "Withdrawn",
    "WrappedUp",
    "WrongStateError",
    "event_from",
    "explain",
    "to_plain",
]
