"""What a minute costs, what is free, and where a call stops costing."""

from dataclasses import dataclass

# 0.60 € a minute, the cap of the charter; exactly one cent a second.
HIGHEST_RATE = 6_000
# 1/10,000 € by sixtieths: 100 of the first make a cent.
AMOUNT_PER_CENT = 6_000
FREE_MS = 10_000


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price of a line, the same at every hour.

    `rate` and `floor`: 1/10,000 € a minute. `floor` is what an agent earns at least for a minute
    with a caller, metered or not. `ceiling`: 1/10,000 € a call; 0: none. `free_ms`: the first
    conversation that costs nothing. `share`: percent of the base that is the agents'.
    """

    rate: int
    ceiling: int = 0
    floor: int = 0
    free_ms: int = FREE_MS
    share: int = 60

    def __post_init__(self) -> None:
        numbers = (self.rate, self.ceiling, self.floor, self.free_ms, self.share)
        if not all(type(number) is int and number >= 0 for number in numbers):
            raise ValueError("a tariff is made of whole numbers, none below 0")
        if self.rate > HIGHEST_RATE:
            raise ValueError(f"a minute costs {HIGHEST_RATE} ten-thousandths of a euro at most")
        if self.free_ms < FREE_MS:
            raise ValueError("the first ten seconds are free")
        if not 60 <= self.share <= 100:
            raise ValueError("at least 60 % are the agents'")

    @property
    def most_seconds(self) -> int | None:
        """How many seconds the ceiling buys; None without one."""
        return self.ceiling * 60 // self.rate if self.ceiling and self.rate else None

    @property
    def warning_seconds(self) -> int | None:
        """After how many seconds half of the ceiling is reached, or all that it buys."""
        most = self.most_seconds
        return None if most is None else min(most, -(-self.ceiling * 30 // self.rate))


def to_cents(amount: int) -> int:
    """Return whole cents, rounded down: nobody pays more than was metered."""
    return amount // AMOUNT_PER_CENT
