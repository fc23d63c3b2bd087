"""Who may answer a number, and from which second of a caller's wait on.

Circles widen: the holder's own people, then its providers, then those of another number of the
holder. All of it lies inside the sixty seconds, which run from the click whatever stands here.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from itertools import groupby

PROMISE_S = 60
# A post rings for so long before the call goes on to another.
RING_S = 10
LATEST_S = PROMISE_S - RING_S
MOST_KEPT = 20
# What all numbers may keep free together: the router counts no further.
MOST_KEPT_IN_ALL = 65_000


class Circle(IntEnum):
    """How near somebody stands to a number: the level of its skill."""

    HELPER = 1
    PROVIDER = 2
    HOUSE = 3


class Fault(StrEnum):
    """What cannot be asked."""

    TOO_LATE = "too_late"
    BEFORE_PROVIDERS = "before_providers"
    NOBODY_IN_HOUSE = "nobody_in_house"
    STRANGE_HELPER = "strange_helper"
    KEPT_TOO_MANY = "kept_too_many"


@dataclass(frozen=True, slots=True)
class Relief:
    """What an owner asks; ``kept`` maps a language to how many free people are spared for it."""

    providers_after_s: int = 0
    helper_id: int | None = None
    helper_after_s: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Floor:
    """Who is there to be asked: helpers that may be named, people in the house, speakers."""

    helpers: Collection[int] = ()
    in_house: int = 0
    speakers: Mapping[str, int] = field(default_factory=dict)


def circles(relief: Relief) -> tuple[tuple[int, Circle], ...]:
    """Return from which second of a wait on how wide the circle is, rising, the first at 0.

    >>> circles(Relief(providers_after_s=20, helper_id=7, helper_after_s=40))
    ((0, <Circle.HOUSE: 3>), (20, <Circle.PROVIDER: 2>), (40, <Circle.HELPER: 1>))
    >>> circles(Relief())
    ((0, <Circle.PROVIDER: 2>),)
    """
    opening = [(0, Circle.HOUSE), (relief.providers_after_s, Circle.PROVIDER)]
    if relief.helper_id is not None:
        opening.append((relief.helper_after_s, Circle.HELPER))
    return tuple(list(same)[-1] for _after, same in groupby(opening, key=lambda one: one[0]))


def faults(relief: Relief, floor: Floor) -> tuple[tuple[str, Fault], ...]:
    """Return what is wrong with a wish, by the name of its field."""
    found = [
        (name, Fault.TOO_LATE)
        for name in ("providers_after_s", "helper_after_s")
        if not 0 <= getattr(relief, name) <= LATEST_S
    ]
    if relief.providers_after_s and not floor.in_house:
        found.append(("providers_after_s", Fault.NOBODY_IN_HOUSE))
    if relief.helper_id is not None:
        if relief.helper_id not in floor.helpers:
            found.append(("helper_id", Fault.STRANGE_HELPER))
        if relief.helper_after_s < relief.providers_after_s:
            found.append(("helper_after_s", Fault.BEFORE_PROVIDERS))
    found += [
        (kept_field(language), Fault.KEPT_TOO_MANY)
        for language, kept in relief.kept.items()
        if not 0 <= kept <= min(MOST_KEPT, floor.speakers.get(language, 0))
    ]
    return tuple(found)


def kept_field(language: str) -> str:
    """Return the name of the field in which somebody types how many are kept for a language."""
    return f"kept_{language}"


def kept_skill(code: str, language: str) -> str:
    """Return what those hold who are spared for a language of a number.

    >>> kept_skill("mairie", "lsf")
    'k:mairie:lsf'
    """
    return f"k:{code}:{language}"


def reserve_of(wishes: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """Return the router's reserves, by the codes of numbers; no more than can be counted.

    The router spares people once some are missing from a reserve: to keep the last two, it is
    told of three.

    >>> reserve_of({"mairie": {"lsf": 2, "en": 0}})
    {'k:mairie:lsf': 3}
    """
    reserve: dict[str, int] = {}
    left = MOST_KEPT_IN_ALL
    for code, kept in sorted(wishes.items()):
        for language, number in sorted(kept.items()):
            if 0 < number < left:
                reserve[kept_skill(code, language)] = number + 1
                left -= number + 1
    return reserve
