"""A node as it stands alone, read once and handed around."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from boutdufil.rooms.campaigns.enums import EventKind, NodeKind, NodeStatus, Trait
from boutdufil.rooms.campaigns.rules.life import LISTED, READ_BY_ALL


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node as it stands alone; ``said`` holds what it says itself, ``path`` its ancestors."""

    id: int
    parent_id: int | None
    path: tuple[int, ...]
    kind: NodeKind
    event_kind: str
    name: str
    slug: str
    organiser_id: int
    organiser: str
    is_invented: bool
    status: NodeStatus
    needs_review: bool
    post_goal: int | None
    locked: tuple[str, ...]
    said: dict[Trait, Any] = field(hash=False)
    revision: int = 0

    @property
    def root_id(self) -> int:
        """The campaign it belongs to; itself when it is one."""
        return self.path[0] if self.path else self.id

    @property
    def reference(self) -> str:
        """How the ledger of posts calls it."""
        return f"campaign:{self.id}"

    @property
    def what(self) -> str:
        """What it is, in words: an event says what happens there."""
        if self.event_kind:
            return str(EventKind(self.event_kind).label)
        return str(self.kind.label)

    @property
    def is_public(self) -> bool:
        """Tell whether anybody may read it."""
        return self.status in READ_BY_ALL

    @property
    def is_listed(self) -> bool:
        """Tell whether pages of the public lead to it."""
        return self.status in LISTED

    @property
    def is_event(self) -> bool:
        """Tell whether something happens there that one can come to."""
        return self.kind == NodeKind.EVENT
