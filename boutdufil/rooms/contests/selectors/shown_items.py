"""Questions as candidates see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.contests.enums import ItemKind
from boutdufil.rooms.contests.models import ItemVersion
from boutdufil.rooms.contests.rules.shown import ShownItem, show_options


def shown_items(
    draw: Sequence[Mapping[str, Any]], values: Mapping[int, Any]
) -> tuple[ShownItem, ...]:
    """Return the questions of a paper in order; ``draw`` and ``values`` (by position) as it keeps
    them. One query."""
    versions = ItemVersion.objects.in_bulk([one["version"] for one in draw])
    return tuple(
        shown(versions[one["version"]], position, one["options"], values.get(position))
        for position, one in enumerate(draw)
    )


def shown(
    version: ItemVersion, position: int, order: Iterable[str] | None = None, value: Any = None
) -> ShownItem:
    """Return a version as candidates see it; without ``order`` as it was written."""
    texts = {one["key"]: one["text"] for one in version.options}
    typed = value if isinstance(value, str) and not texts else ""
    return ShownItem(
        position=position,
        version_id=version.pk,
        kind=ItemKind(version.kind),
        stem=version.stem,
        points=version.points,
        options=show_options(texts, list(texts if order is None else order), value),
        typed=typed,
        picture_text=version.picture_text,
        has_picture=version.picture_id is not None,
        has_film=version.film_id is not None,
    )


def picture_of(version_id: int) -> StoredFile | None:
    """Return the picture of a version; None where it has none."""
    found = ItemVersion.objects.select_related("picture").filter(pk=version_id).first()
    return found.picture if found else None
