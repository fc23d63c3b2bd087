"""Amounts of a number as people write them and as they are kept: whole 1/10,000 € only."""

import re

UNIT = 10_000
CENT = UNIT // 100
# The cap of the charter, 0.60 €, in 1/10,000 € a minute.
HIGHEST_RATE = 6_000
_WRITTEN = re.compile(r"(\d{1,6})(?:[.,](\d{1,4}))?\s*(?:€|euros?)?")


def read_euros(text: str) -> int:
    """Return an amount in euros as units of 1/10,000 €. Raises ValueError for anything else.

    >>> read_euros("0,60 €"), read_euros("12")
    (6000, 120000)
    """
    found = _WRITTEN.fullmatch(text.strip().replace("\u00a0", " ").replace("\u202f", ""))
    if not found:
        raise ValueError(text)
    return int(found[1]) * UNIT + int((found[2] or "0").ljust(4, "0"))


def write_euros(units: int) -> str:
    """Return an amount as one types it, in cents where that is exact.

    >>> write_euros(6_000), write_euros(3_550)
    ('0,60', '0,355')
    """
    whole, rest = divmod(units, UNIT)
    decimals = f"{rest:04}".rstrip("0").ljust(2, "0")
    return f"{whole},{decimals}"
