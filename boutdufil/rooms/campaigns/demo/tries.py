"""Who of the visitors of a bus picked up a practice call; some without showing their ticket."""

from __future__ import annotations

from boutdufil.kernel.calls.selectors import scenarios
from boutdufil.rooms.campaigns.demo.crowds import Gathered
from boutdufil.rooms.campaigns.enums import FunnelStage
from boutdufil.rooms.campaigns.models import FunnelFact, Trial, TrialCall

# One visitor in three tries; one in four of them gives no ticket.
TRIES, GIVES_NONE = 3, 4


def try_calls(event: Gathered, *, node_id: int) -> None:
    """Let visitors who came to an event try the job at its stop; who came not yet tried nothing."""
    shown = enumerate(event.came[::TRIES])
    trials = Trial.objects.bulk_create(
        Trial(
            node_id=node_id,
            registration=None if number % GIVES_NONE == 0 else one,
            started_at=one.came_at,
        )
        for number, one in shown
        if one.came_at
    )
    calls = scenarios()
    TrialCall.objects.bulk_create(
        TrialCall(trial=one, scenario=calls[number % len(calls)].slug, at=one.started_at)
        for number, one in enumerate(trials)
    )
    FunnelFact.objects.bulk_create(
        FunnelFact(
            stage=FunnelStage.TRIED,
            key=f"trial:{one.pk}",
            node_id=node_id,
            registration_id=one.registration_id,
            at=one.started_at,
        )
        for one in trials
    )
