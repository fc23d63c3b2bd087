"""What a call costs and who is paid for it: seconds are metered, whole numbers only, rounded once.

    >>> from boutdufil.engines.tariffs import Change, Tariff, What, meter, read_timeline
    >>> ana = Change(20_000, What.AGENT, is_on=True, who="ana")
    >>> media = Change(20_000, What.MEDIA, is_on=True)
    >>> metered = meter(read_timeline([ana, media], ends_ms=95_000), Tariff(rate=6_000))
    >>> metered.seconds, metered.amount  # 65 s at one cent a second
    (65, 390000)

Units: a rate is in 1/10,000 € a minute, an amount in sixtieths of 1/10,000 € (6,000 make a cent),
what is paid in cents, times in ms and s. No fraction is ever made: an amount is rate times seconds.
See docs/explanation/tariffs.md.
"""

from boutdufil.engines.tariffs._meter import Metered, meter
from boutdufil.engines.tariffs._settlement import (
    Posting,
    Settlement,
    Share,
    postings,
    reversal,
    settle,
)
from boutdufil.engines.tariffs._tariff import (
    AMOUNT_PER_CENT,
    HIGHEST_RATE,
    Tariff,
    to_cents,
)
from boutdufil.engines.tariffs._timeline import Change, Kind, Segment, What, read_timeline

__all__ = [
    "AMOUNT_PER_CENT",
    "HIGHEST_RATE",
    "Change",
    "Kind",
    "Metered",
    "Posting",
    "Segment",
    "Settlement",
    "Share",
    "Tariff",
    "What",
    "meter",
    "postings",
    "read_timeline",
    "reversal",
    "settle",
    "to_cents",
]
