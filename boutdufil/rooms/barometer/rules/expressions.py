"""A tiny language for filters and checks, written as lists: what a questionnaire's data may say.

``["<=", ["value", "fte"], ["value", "heads"]]``. A list is an operation, anything else is itself.
``static/barometer/answer/expressions.js`` computes the same: `tests/journeys` holds them together.

What is unknown stays unknown: an operation on it gives None, "and" and "or" follow Kleene. Nothing
raises once it is written right, and `problems` says beforehand what is not.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard, cast

Scalar = str | float | int | bool | None
Answer = Scalar | list[str]
Expression = Scalar | Sequence["Expression"]

DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Known:
    """What expressions may look at: answers by code, those of the wave before, what is not asked.

    A code in ``hidden`` was filtered out: it applies to nobody, so a sum counts it as none.
    """

    values: Mapping[str, Answer] = field(default_factory=dict)
    before: Mapping[str, Answer] = field(default_factory=dict)
    hidden: Collection[str] = ()


def evaluate(expression: Expression, known: Known) -> Answer:
    """Return what an expression comes to; None when that is unknown."""
    if not _is_operation(expression):
        return cast(Scalar, expression)
    name, rest = str(expression[0]), expression[1:]
    if name in LOOKS:
        return LOOKS[name](known, [str(one) for one in rest])
    found = [evaluate(one, known) for one in rest]
    if name in LOGIC:
        return LOGIC[name](found)
    if any(one is None for one in found):
        return None
    return PLAIN[name](found)


def codes_in(expression: Expression) -> Iterator[str]:
    """Yield the codes an expression looks at."""
    if not _is_operation(expression):
        return
    name, rest = str(expression[0]), expression[1:]
    if name in LOOKS:
        yield from (str(one) for one in (rest[:1] if name == "has" else rest))
        return
    for one in rest:
        yield from codes_in(one)


def problems(expression: Expression, depth: int = 0) -> Iterator[str]:
    """Yield what keeps an expression from being computed, in words for who writes one."""
    if not _is_operation(expression):
        return
    if depth > DEEPEST or not expression:
        yield f"too deep or empty: {expression!r}"
        return
    name, rest = expression[0], expression[1:]
    least, most = ARITY.get(name if isinstance(name, str) else "", (0, -1))
    if not least <= len(rest) <= most:
        yield f"no such operation with {len(rest)} parts: {name!r}"
    elif name in LOOKS:
        yield from (f"not a code: {one!r}" for one in rest if not isinstance(one, str))
    else:
        for one in rest:
            yield from problems(one, depth + 1)


def _is_operation(expression: Expression) -> TypeGuard[Sequence[Expression]]:
    return isinstance(expression, Sequence) and not isinstance(expression, str)


def is_number(value: object) -> bool:
    """Tell a number from the rest; a truth is none."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _same(found: Sequence[Answer]) -> bool:
    first, second = found
    if is_number(first) and is_number(second):
        return first == second
    return type(first) is type(second) and first == second


def _compared(test: Callable[[float, float], bool]) -> Callable[[Sequence[Answer]], Answer]:
    def compare(found: Sequence[Answer]) -> Answer:
        first, second = found
        if not (is_number(first) and is_number(second)):
            return None
        return test(float(first), float(second))  # type: ignore[arg-type]

    return compare


def _folded(
    step: Callable[[float, float], float | None],
) -> Callable[[Sequence[Answer]], Answer]:
    def fold(found: Sequence[Answer]) -> Answer:
        if not all(is_number(one) for one in found):
            return None
        first, *rest = [float(one) for one in found]  # type: ignore[arg-type]
        total: float | None = first
        for one in rest:
            total = None if total is None else step(total, one)
        return total

    return fold


def _all(found: Sequence[Answer]) -> Answer:
    if any(one is False for one in found):
        return False
    return True if all(one is True for one in found) else None


def _any(found: Sequence[Answer]) -> Answer:
    if any(one is True for one in found):
        return True
    return False if all(one is False for one in found) else None


def _not(found: Sequence[Answer]) -> Answer:
    return not found[0] if isinstance(found[0], bool) else None


def _size(found: Sequence[Answer]) -> Answer:
    return abs(float(found[0])) if is_number(found[0]) else None  # type: ignore[arg-type]


def _sum(known: Known, codes: Sequence[str]) -> Answer:
    asked = [known.values.get(code) for code in codes if code not in known.hidden]
    if not all(is_number(one) for one in asked):
        return None
    total = 0.0
    for one in asked:
        total += float(one)  # type: ignore[arg-type]
    return total


def _has(known: Known, parts: Sequence[str]) -> Answer:
    held = known.values.get(parts[0])
    return parts[1] in held if isinstance(held, list) else None


LOOKS: Mapping[str, Callable[[Known, Sequence[str]], Answer]] = {
    "value": lambda known, codes: known.values.get(codes[0]),
    "before": lambda known, codes: known.before.get(codes[0]),
    "known": lambda known, codes: known.values.get(codes[0]) is not None,
    "sum": _sum,
    "has": _has,
}
LOGIC: Mapping[str, Callable[[Sequence[Answer]], Answer]] = {"and": _all, "or": _any}
PLAIN: Mapping[str, Callable[[Sequence[Answer]], Answer]] = {
    "not": _not,
    "abs": _size,
    "=": _same,
    "!=": lambda found: not _same(found),
    "<": _compared(lambda first, second: first < second),
    "<=": _compared(lambda first, second: first <= second),
    ">": _compared(lambda first, second: first > second),
    ">=": _compared(lambda first, second: first >= second),
    "+": _folded(lambda total, one: total + one),
    "-": _folded(lambda total, one: total - one),
    "*": _folded(lambda total, one: total * one),
    "/": _folded(lambda total, one: total / one if one else None),
}
MANY = 40
ARITY: Mapping[str, tuple[int, int]] = {
    "value": (1, 1),
    "before": (1, 1),
    "known": (1, 1),
    "has": (2, 2),
    "sum": (1, MANY),
    "not": (1, 1),
    "abs": (1, 1),
    **dict.fromkeys(("and", "or"), (1, MANY)),
    **dict.fromkeys(("+", "*"), (2, MANY)),
    **dict.fromkeys(("-", "/", "=", "!=", "<", "<=", ">", ">="), (2, 2)),
}
