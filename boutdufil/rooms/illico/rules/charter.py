"""The states of the charter and what leads from one to another. Pure.

The rule watches by itself, and only proposes what takes something away: a suspension is decided
by people, after a hearing, and others than they decide on an appeal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from boutdufil.rooms.illico.enums import CharterAct, CharterState
from boutdufil.rooms.illico.rules.promise import PromiseFigure, is_below, is_reached

# Under watch this long and still below: the rule proposes a suspension.
WATCHED_FOR = timedelta(days=28)
# The holder has this long to prepare a hearing, and to appeal.
HEARING_NOTICE = timedelta(days=7)
APPEAL_WITHIN = timedelta(days=30)
# A decision is never one person's.
FEWEST_DECIDERS = 2


@dataclass(frozen=True, slots=True)
class Passage:
    """From which states an act leads to which; ``heard`` when a hearing comes first."""

    before: frozenset[CharterState]
    after: CharterState
    heard: bool = False


PASSAGES: Mapping[CharterAct, Passage] = {
    CharterAct.ADMIT: Passage(
        frozenset({CharterState.CANDIDATE, CharterState.WITHDRAWN}), CharterState.MEMBER
    ),
    CharterAct.WATCH: Passage(frozenset({CharterState.MEMBER}), CharterState.UNDER_WATCH),
    CharterAct.UNWATCH: Passage(frozenset({CharterState.UNDER_WATCH}), CharterState.MEMBER),
    CharterAct.SUSPEND: Passage(
        frozenset({CharterState.MEMBER, CharterState.UNDER_WATCH}),
        CharterState.SUSPENDED,
        heard=True,
    ),
    CharterAct.LIFT: Passage(frozenset({CharterState.SUSPENDED}), CharterState.UNDER_WATCH),
    CharterAct.WITHDRAW: Passage(
        frozenset({CharterState.MEMBER, CharterState.UNDER_WATCH, CharterState.SUSPENDED}),
        CharterState.WITHDRAWN,
        heard=True,
    ),
}
# What undoes a decision on appeal.
UNDONE_BY: Mapping[CharterAct, CharterAct] = {
    CharterAct.ADMIT: CharterAct.ADMIT,
    CharterAct.WATCH: CharterAct.UNWATCH,
    CharterAct.SUSPEND: CharterAct.LIFT,
    CharterAct.WITHDRAW: CharterAct.ADMIT,
}
# What a committee may propose by itself; the rest begins with the rule or with the holder.
COMMITTEE_ACTS = (CharterAct.SUSPEND, CharterAct.LIFT, CharterAct.WITHDRAW)


def can_pass(state: str, act: CharterAct) -> bool:
    """Tell whether an act leads anywhere from a state."""
    return state in PASSAGES[act].before


def acts_from(state: str) -> tuple[CharterAct, ...]:
    """Return what a committee may propose for a number in this state."""
    return tuple(act for act in COMMITTEE_ACTS if can_pass(state, act))


def ruled(
    state: str, figures: Mapping[str, PromiseFigure], watched_since: datetime | None, now: datetime
) -> CharterAct | None:
    """Return what the rule asks of a number today; None most days.

    ``watched_since`` is when it came under watch, for the numbers that are.
    """
    if state == CharterState.MEMBER and is_below(figures):
        return CharterAct.WATCH
    if state != CharterState.UNDER_WATCH:
        return None
    if is_reached(figures):
        return CharterAct.UNWATCH
    long_enough = watched_since is not None and now - watched_since >= WATCHED_FOR
    return CharterAct.SUSPEND if long_enough and is_below(figures) else None


def can_hear(hearing_at: datetime, now: datetime) -> bool:
    """Tell whether a hearing leaves the holder time enough to prepare."""
    return hearing_at - now >= HEARING_NOTICE


def can_appeal(act: str, decided_at: datetime | None, now: datetime) -> bool:
    """Tell whether a decision may still be appealed against."""
    return act in UNDONE_BY and decided_at is not None and now - decided_at <= APPEAL_WITHIN
