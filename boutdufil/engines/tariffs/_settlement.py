"""The end of a period: the only place where anything is rounded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from boutdufil.engines.tariffs._tariff import AMOUNT_PER_CENT, to_cents
from boutdufil.lib.shares import share_out

MS_A_SECOND = 1_000


@dataclass(frozen=True, slots=True)
class Share:
    """What an agent is paid for a period, in cents.

    `amount` is what their seconds came to; `cents` their part of the pool; `top_up` what is added
    so that their minutes with callers earn the floor.
    """

    agent: str
    amount: int
    cents: int
    top_up: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """A period of one payer, in cents: what is owed, what of it is the agents', who gets what."""

    owed: int
    pool: int
    shares: tuple[Share, ...]

    @property
    def rest(self) -> int:
        """What is left of the sum owed for running the service, before top-ups."""
        return self.owed - self.pool


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry: cents on an account, above 0 debit, below 0 credit."""

    account: str
    cents: int


def settle(
    amounts: Mapping[str, int],
    *,
    share: int = 60,
    floor: int = 0,
    worked_ms: Mapping[str, int] | None = None,
) -> Settlement:
    """Settle a period from the amounts that each agent's seconds came to.

    The sum owed is their total in whole cents, rounded down; the pool is `share` percent of it,
    rounded up, and goes to the agents by largest remainder. `floor`: 1/10,000 € a minute of
    `worked_ms`. The order of agents makes no difference.
    """
    worked = worked_ms or {}
    if min([*amounts.values(), *worked.values(), floor], default=0) < 0:
        raise ValueError("amounts, times and floor are 0 or more")
    owed = to_cents(sum(amounts.values()))
    pool = ceil_div(owed * share, 100)
    cents = share_out(pool, amounts)
    agents = sorted(amounts.keys() | worked.keys())
    return Settlement(
        owed=owed,
        pool=pool,
        shares=tuple(
            Share(
                agent=agent,
                amount=amounts.get(agent, 0),
                cents=cents.get(agent, 0),
                top_up=max(0, earned_at_least(floor, worked.get(agent, 0)) - cents.get(agent, 0)),
            )
            for agent in agents
        ),
    )


def earned_at_least(floor: int, worked_ms: int) -> int:
    """Return the cents that a floor a minute makes of this time, rounded up."""
    return ceil_div(floor * worked_ms, AMOUNT_PER_CENT * MS_A_SECOND)


def postings(settlement: Settlement, *, payer: str, service: str) -> tuple[Posting, ...]:
    """Return the entry of a settlement: the payer owes, agents and service are owed; it sums to 0.

    Top-ups are borne by the service. Accounts of agents are named "agent:" and their name.
    """
    sides = Counter({f"payer:{payer}": settlement.owed, f"service:{service}": -settlement.rest})
    for share in settlement.shares:
        sides[f"agent:{share.agent}"] -= share.cents + share.top_up
        sides[f"service:{service}"] += share.top_up
    return tuple(Posting(account, sides[account]) for account in sorted(sides) if sides[account])


def reversal(entry: Iterable[Posting]) -> tuple[Posting, ...]:
    """Return the entry that takes another one back: nothing posted is ever changed."""
    return tuple(Posting(one.account, -one.cents) for one in entry)


def ceil_div(numerator: int, denominator: int) -> int:
    """Return a quotient rounded up."""
    return -(-numerator // denominator)
