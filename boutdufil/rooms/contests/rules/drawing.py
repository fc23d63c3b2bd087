"""Which questions a candidate is given, and in which order: drawn so that anybody can draw again.

A draw is a sort. Each thing gets a mark, SHA-256 of ``seed:number:purpose:thing`` in hexadecimal;
the questions of a theme with the smallest marks are taken, and everything is shown by its marks.
Nothing depends on the order of rows, nor on what else is in the bank. See
docs/reference/contest-draw.md for a worked example.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from boutdufil.lib.shares import share_out
from boutdufil.rooms.contests.errors import ContestError

TAKE, PLACE, OPTION = "take", "place", "option"


@dataclass(frozen=True, slots=True)
class BlueprintPart:
    """How many questions of a theme each candidate is given."""

    theme_id: int
    count: int


@dataclass(frozen=True, slots=True)
class PoolItem:
    """A question that may be drawn; ``option_keys`` is empty where nothing is chosen."""

    version_id: int
    theme_id: int
    option_keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question as one candidate sees it: its options in their order."""

    version_id: int
    options: tuple[str, ...] = ()


def draw_seed(edition_seed: str, stage_id: int, kind: str) -> str:
    """Return the seed of one paper: another stage, or a confirmation, draws otherwise."""
    return f"{edition_seed}:{stage_id}:{kind}"


def mark(seed: str, number: str, purpose: str, thing: int | str) -> str:
    """Return the mark of a thing: SHA-256 of ``seed:number:purpose:thing``, in hexadecimal."""
    return sha256(f"{seed}:{number}:{purpose}:{thing}".encode()).hexdigest()


def draw(
    *, seed: str, number: str, blueprint: Sequence[BlueprintPart], pool: Sequence[PoolItem]
) -> tuple[Drawn, ...]:
    """Return the questions of the candidate of this number, in the order they are shown.

    :raises ContestError: a theme has fewer questions than the blueprint asks for.
    """
    taken = [one for part in blueprint for one in _taken(seed, number, part, pool)]
    taken.sort(key=lambda one: mark(seed, number, PLACE, one.version_id))
    return tuple(Drawn(one.version_id, _options(seed, number, one)) for one in taken)


def _taken(
    seed: str, number: str, part: BlueprintPart, pool: Sequence[PoolItem]
) -> Sequence[PoolItem]:
    offered = [one for one in pool if one.theme_id == part.theme_id]
    if len(offered) < part.count:
        raise ContestError(_("Un thème n’a pas assez de questions relues pour ce questionnaire."))
    return sorted(offered, key=lambda one: mark(seed, number, TAKE, one.version_id))[: part.count]


def _options(seed: str, number: str, item: PoolItem) -> tuple[str, ...]:
    return tuple(
        sorted(
            item.option_keys,
            key=lambda key: mark(seed, number, OPTION, f"{item.version_id}.{key}"),
        )
    )


def confirmation_blueprint(
    blueprint: Sequence[BlueprintPart], count: int
) -> tuple[BlueprintPart, ...]:
    """Return the blueprint of a confirmation: its questions shared as the quiz shares its own."""
    weights = {f"{part.theme_id:010d}": part.count for part in blueprint}
    parts = share_out(min(count, sum(weights.values())), weights)
    return tuple(BlueprintPart(int(theme), parts[theme]) for theme in parts if parts[theme])


def not_seen(pool: Sequence[PoolItem], seen: Collection[int]) -> list[PoolItem]:
    """Return what somebody was not asked yet."""
    return [one for one in pool if one.version_id not in seen]
