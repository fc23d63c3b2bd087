"""Whole numbers shared out in proportion, nothing lost and nothing made."""

from collections.abc import Mapping


def share_out(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Share a whole number out by largest remainder; equal remainders go to the smaller name.

    The parts sum to `total` exactly and each lies less than 1 from its exact quota. Without any
    weight there is nobody to share with and `total` must be 0: raises ValueError otherwise.

    >>> share_out(100, {"c": 1, "b": 1, "a": 1})
    {'a': 34, 'b': 33, 'c': 33}
    """
    whole = sum(weights.values())
    if not whole:
        if total:
            raise ValueError("nobody has a weight")
        return dict.fromkeys(weights, 0)
    parts = {name: total * weight // whole for name, weight in weights.items()}
    left = total - sum(parts.values())
    ranked = sorted(weights, key=lambda name: (-(total * weights[name] % whole), name))
    for name in ranked[:left]:
        parts[name] += 1
    return dict(sorted(parts.items()))
