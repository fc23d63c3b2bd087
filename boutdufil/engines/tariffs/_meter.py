"""From segments to seconds: what is billed, to whose credit, and when the ceiling comes near."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from boutdufil.engines.tariffs._tariff import Tariff
from boutdufil.engines.tariffs._timeline import Kind, Segment
from boutdufil.lib.shares import share_out

MS_A_SECOND = 1_000
# Divisible by the 1 to 4 agents a call may have at a time.
PARTS_OF_A_MS = 12


@dataclass(frozen=True, slots=True)
class Metered:
    """What a call comes to.

    `seconds` are billed, `amount` is rate times seconds. `by_agent` shares out exactly these
    seconds by the time each had the caller, `amounts` is the rate times them; `worked_ms` is all
    the time they had the caller, metered or not. `free_ms` says by kind what cost nothing,
    conversation among it. `warning_ms` and `ceiling_ms` are the moments when half of the ceiling
    and the whole were reached.
    """

    seconds: int
    amount: int
    by_agent: Mapping[str, int]
    amounts: Mapping[str, int]
    worked_ms: Mapping[str, int]
    free_ms: Mapping[Kind, int]
    warning_ms: int | None
    ceiling_ms: int | None


def meter(segments: Sequence[Segment], tariff: Tariff) -> Metered:
    """Meter a call, over or still going on, from its segments in order.

    Whole seconds are billed: what is left of one at the end of the call is the caller's.
    """
    talks = [one for one in segments if one.kind is Kind.CONVERSATION]
    paid = _without_free(talks, tariff.free_ms)
    talked = sum(one.lasts_ms for one in paid) // MS_A_SECOND
    most = tariff.most_seconds
    seconds = talked if most is None else min(talked, most)
    by_agent = share_out(seconds, _weights(_first_ms(paid, seconds * MS_A_SECOND)))
    return Metered(
        seconds=seconds,
        amount=tariff.rate * seconds,
        by_agent=by_agent,
        amounts={agent: tariff.rate * share for agent, share in by_agent.items()},
        worked_ms=_worked(segments),
        free_ms=_free(segments, paid, seconds),
        warning_ms=_moment(paid, tariff.warning_seconds),
        ceiling_ms=_moment(paid, most),
    )


def _without_free(talks: Iterable[Segment], free_ms: int) -> list[Segment]:
    """Cut the first so many ms of conversation away."""
    left, paid = free_ms, []
    for one in talks:
        cut = min(left, one.lasts_ms)
        left -= cut
        if one.lasts_ms > cut:
            paid.append(Segment(one.starts_ms + cut, one.ends_ms, one.kind, one.agents))
    return paid


def _first_ms(paid: Iterable[Segment], most_ms: int) -> list[Segment]:
    """Keep the first so many ms of what is metered."""
    left, kept = most_ms, []
    for one in paid:
        taken = min(left, one.lasts_ms)
        left -= taken
        if taken:
            kept.append(Segment(one.starts_ms, one.starts_ms + taken, one.kind, one.agents))
    return kept


def _weights(paid: Iterable[Segment]) -> Counter[str]:
    """Give each agent the ms they had the caller, in parts; agents at once share them equally."""
    weights: Counter[str] = Counter()
    for one in paid:
        for agent in one.agents:
            weights[agent] += one.lasts_ms * PARTS_OF_A_MS // len(one.agents)
    return weights


def _worked(segments: Iterable[Segment]) -> dict[str, int]:
    worked: Counter[str] = Counter()
    for one in segments:
        for agent in one.agents:
            worked[agent] += one.lasts_ms
    return dict(sorted(worked.items()))


def _free(segments: Iterable[Segment], paid: Iterable[Segment], seconds: int) -> dict[Kind, int]:
    free: Counter[Kind] = Counter()
    for one in segments:
        free[one.kind] += one.lasts_ms
    free[Kind.CONVERSATION] -= seconds * MS_A_SECOND
    return {kind: lasts for kind, lasts in free.items() if lasts}


def _moment(paid: Iterable[Segment], seconds: int | None) -> int | None:
    """Return when so many metered seconds were full; None when they never were."""
    if seconds is None:
        return None
    left = seconds * MS_A_SECOND
    for one in paid:
        if left <= one.lasts_ms:
            return one.starts_ms + left
        left -= one.lasts_ms
    return None
