"""The promise, counted: a human within sixty seconds, and no hold in the half minute after.

Pure. Denominator: every call asked for in published hours, whoever hung up, was refused or was
called back included; set aside, counted and shown: calls abandoned under five seconds and those
the abuse filter held back. Numerator: calls of which ``kept`` was decided true.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from boutdufil.lib.intervals import wilson
from boutdufil.rooms.illico.rules.opening import PARIS, paris_day

# The press sets no share; nineteen calls in twenty is this platform's reading (decision 0023).
TARGET = 0.95
# Fewer calls say too little to judge anybody by.
ENOUGH = 100
ROLLING_DAYS = 28
PROMISE_S, EARLY_HOLD_S, AT_ONCE_S = 60, 30, 5

AT_ONCE, FILTERED, UNDECIDED = "abandoned_at_once", "filtered", ""


@dataclass(frozen=True, slots=True)
class Tally:
    """So many calls of one kind; a single call is a tally of one.

    ``kept`` is None while it is not decided. ``evidence`` is the level of `EvidenceLevel`.
    """

    channel: str
    outcome: str
    kept: bool | None
    in_hours: bool = True
    evidence: int = 3
    count: int = 1


@dataclass(frozen=True, slots=True)
class PromiseFigure:
    """How a channel keeps its promise; ``low`` and ``high`` are Wilson's 95 % interval.

    ``offered`` = ``counted`` + ``at_once`` + ``filtered`` + ``pending``. ``evidence`` is the
    lowest level among the calls counted, None without any.
    """

    channel: str
    offered: int = 0
    at_once: int = 0
    filtered: int = 0
    pending: int = 0
    counted: int = 0
    kept: int = 0
    outside: int = 0
    evidence: int | None = None

    @property
    def share(self) -> float | None:
        """Return the share of promises kept; None when there was nothing to keep."""
        return self.kept / self.counted if self.counted else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return between what the share lies, at 95 %."""
        return wilson(self.kept, self.counted)

    @property
    def low(self) -> float:
        """Return the lower end of the interval."""
        return self.interval[0]

    @property
    def high(self) -> float:
        """Return the upper end of the interval."""
        return self.interval[1]

    @property
    def broken(self) -> int:
        """Return how many promises were not kept."""
        return self.counted - self.kept

    @property
    def is_enough(self) -> bool:
        """Tell whether there are calls enough to judge by."""
        return self.counted >= ENOUGH

    @property
    def is_below(self) -> bool:
        """Tell whether chance alone no longer explains that the target is missed."""
        return self.is_enough and self.high < TARGET

    @property
    def is_reached(self) -> bool:
        """Tell whether enough calls reach the target."""
        return self.is_enough and self.kept >= TARGET * self.counted


def promise_figures(tallies: Iterable[Tally]) -> dict[str, PromiseFigure]:
    """Return the figure of each channel that was called, in the order of their names.

    >>> calls = [Tally("voice", "answered", True, count=96), Tally("voice", "abandoned", False)]
    >>> promise_figures(calls)["voice"].counted
    97
    """
    counts: dict[str, dict[str, int]] = {}
    for tally in tallies:
        sums = counts.setdefault(tally.channel, {})
        for name in _places(tally):
            sums[name] = sums.get(name, 0) + tally.count
        if "counted" in _places(tally):
            sums["evidence"] = min(sums.get("evidence", tally.evidence), tally.evidence)
    return {channel: PromiseFigure(channel, **counts[channel]) for channel in sorted(counts)}


def _places(tally: Tally) -> tuple[str, ...]:
    """Return which sums a call goes into."""
    if not tally.in_hours:
        return ("outside",)
    if tally.outcome == AT_ONCE:
        return ("offered", "at_once")
    if tally.outcome == FILTERED:
        return ("offered", "filtered")
    if tally.outcome == UNDECIDED and tally.kept is None:
        return ("offered", "pending")
    return ("offered", "counted", "kept") if tally.kept else ("offered", "counted")


def is_below(figures: Mapping[str, PromiseFigure]) -> bool:
    """Tell whether any channel misses the target beyond chance: each is held to it alone."""
    return any(figure.is_below for figure in figures.values())


def is_reached(figures: Mapping[str, PromiseFigure]) -> bool:
    """Tell whether every channel with calls enough reaches the target, and there is one."""
    enough = [figure for figure in figures.values() if figure.is_enough]
    return bool(enough) and all(figure.is_reached for figure in enough)


def rolling_start(now: datetime) -> datetime:
    """Return when the rolling period begins: midnight in Paris, today being its last day."""
    first: date = paris_day(now) - timedelta(days=ROLLING_DAYS - 1)
    return datetime.combine(first, time(0), PARIS)
