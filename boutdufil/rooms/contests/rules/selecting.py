"""From a declared stage to the rule the engine selects by: the one place where they meet."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

from boutdufil.engines.judging import Rule
from boutdufil.rooms.contests.enums import Per


def rule_of(stage: Mapping[str, Any], *, draw_seed: str, most_points: Fraction | None) -> Rule:
    """Return the rule of a stage as its settings declare it (`selectors.declared`).

    The minimum is declared in percent of ``most_points``, what a faultless candidate has; without
    them no minimum can be kept and none is.

    >>> stage = {"takes": 3, "per": "city", "ties": "break", "tie_keys": ["trade"],
    ...          "minimum": 50, "pool_below": 4}
    >>> rule_of(stage, draw_seed="s", most_points=Fraction(40)).minimum
    Fraction(20, 1)
    """
    least = Fraction(stage["minimum"], 100)
    return Rule(
        top=stage["takes"],
        per=stage["per"],
        minimum=least * most_points if least and most_points is not None else None,
        ties=stage["ties"],
        tie_keys=tuple(stage["tie_keys"]),
        draw_seed=draw_seed,
        pool_below=stage["pool_below"] if stage["per"] != Per.ALL else 0,
    )


def stage_seed(seed: str, position: int) -> str:
    """Return the seed of a stage's draw: SHA-256 of "seed:stage:position", in hexadecimal.

    It can be published with the stage's result; the edition's own seed, from which it follows and
    whose hash stands in the rules, is published with the last one.
    """
    return sha256(f"{seed}:stage:{position}".encode()).hexdigest()
