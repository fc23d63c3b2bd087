"""Trying the job at a stop: which calls there are, and what somebody took from theirs."""

from __future__ import annotations

from dataclasses import dataclass

from boutdufil.kernel.calls.scenarios import Scenario
from boutdufil.kernel.calls.selectors import PractisedCall, practised_by, scenarios
from boutdufil.rooms.campaigns.enums import NodeKind
from boutdufil.rooms.campaigns.models import Trial, TrialCall
from boutdufil.rooms.campaigns.rules.rows import NodeRow

# Where people stand: a campaign or a region is no place to pick up a telephone.
PLACES = frozenset({NodeKind.STOP, NodeKind.COMPANY, NodeKind.EVENT})


@dataclass(frozen=True, slots=True)
class TryingPage:
    """The calls one may take at a node; ``mine`` are those with somebody, sheets included."""

    node: NodeRow
    scenarios: tuple[Scenario, ...]
    mine: tuple[PractisedCall, ...]
    has_tried: bool
    knows_ticket: bool


def offers_trying(node: NodeRow) -> bool:
    """Tell whether one may try the job there."""
    return node.is_listed and node.kind in PLACES


def trying_page(node: NodeRow, trial_id: int | None) -> TryingPage:
    """Return the calls of a node, with what this visitor took from the last ones."""
    trial = Trial.objects.filter(pk=trial_id, node_id=node.id).first() if trial_id else None
    return TryingPage(
        node=node,
        scenarios=scenarios(),
        mine=_calls_with_somebody(trial) if trial else (),
        has_tried=trial is not None,
        knows_ticket=trial is not None and trial.registration_id is not None,
    )


def _calls_with_somebody(trial: Trial) -> tuple[PractisedCall, ...]:
    seats = TrialCall.objects.filter(trial=trial, seat__isnull=False)
    return tuple(practised_by(None, list(seats.values_list("seat_id", flat=True))))
