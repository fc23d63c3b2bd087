"""A question as a candidate sees it, and what its form says; the key is nowhere in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import QueryDict

from boutdufil.rooms.contests.enums import ItemKind

# What a form without JavaScript sends.
Form = QueryDict


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An answer to choose; ``place`` is where the candidate put it, from 1, in an order."""

    key: str
    text: str
    is_chosen: bool = False
    place: int | None = None


@dataclass(frozen=True, slots=True)
class ShownItem:
    """A question of a paper at its ``position``, from 0; ``typed`` is what was typed into it."""

    position: int
    version_id: int
    kind: ItemKind
    stem: str
    points: int
    options: tuple[ShownOption, ...] = ()
    typed: str = ""
    picture_text: str = ""
    has_picture: bool = False
    has_film: bool = False

    @property
    def name(self) -> str:
        """Return the name of its field in a form."""
        return f"q{self.position}"

    @property
    def number(self) -> int:
        """Return its number, from 1, as people count."""
        return self.position + 1

    @property
    def places(self) -> range:
        """Return the places of an order."""
        return range(1, len(self.options) + 1)

    @property
    def is_answered(self) -> bool:
        """Tell whether there is an answer to show."""
        return bool(self.typed) or any(one.is_chosen or one.place for one in self.options)


def show_options(
    texts: Mapping[str, str], order: Sequence[str], value: object
) -> tuple[ShownOption, ...]:
    """Return the options in their drawn order, with what was chosen or where each was put."""
    said = [value] if isinstance(value, str) else value if isinstance(value, list) else []
    places = {key: place for place, key in enumerate(said, start=1)}
    return tuple(ShownOption(key, texts[key], key in said, places.get(key)) for key in order)


def answer_in(form: Form, item: ShownItem) -> str | list[str] | None:
    """Return what a form without JavaScript answers to a question; None for nothing.

    An order is said by a place for each option; while two share one, or one has none, it is none.
    """
    if item.kind == ItemKind.MULTIPLE:
        return [str(one) for one in form.getlist(item.name)] or None
    if item.kind == ItemKind.ORDER:
        said = {one.key: str(form.get(f"{item.name}-{one.key}", "")) for one in item.options}
        places = sorted(said.values())
        if places != sorted(str(place) for place in item.places):
            return None
        return sorted(said, key=lambda key: int(said[key]))
    return str(form.get(item.name, "")).strip() or None
