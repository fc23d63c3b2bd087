"""An invented day of short meetings, of any size, from a seed."""

import numpy as np

from boutdufil.engines.slotting import Candidate, Problem, Recruiter, Wish

SEED = 20261122
WISHED = 8
MOST = 4


def job_fair(
    *,
    candidates: int = 300,
    recruiters: int = 30,
    slots: int = 24,
    availability: float = 0.4,
    seed: int = SEED,
) -> Problem:
    """Return a day where each slot suits each candidate with that chance.

    Everybody wishes to meet about eight recruiters, at most four of them; fits are even in
    hundredths. Recruiters are there all day.
    """
    chance = np.random.default_rng(seed)
    suits = chance.random((candidates, slots)) < availability
    wishes = chance.random((candidates, recruiters)) < min(1.0, WISHED / recruiters)
    fits = chance.integers(0, 101, (candidates, recruiters)) / 100
    return Problem(
        slots=slots,
        recruiters=tuple(
            Recruiter(f"r{at:02}", frozenset(range(slots))) for at in range(recruiters)
        ),
        candidates=tuple(
            Candidate(f"c{at:03}", frozenset(np.flatnonzero(suits[at]).tolist()), MOST)
            for at in range(candidates)
        ),
        wishes=tuple(
            Wish(f"c{person:03}", f"r{table:02}", float(fits[person, table]))
            for person, table in np.argwhere(wishes).tolist()
        ),
    )
