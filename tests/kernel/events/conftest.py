"""Invented events and handlers."""

from dataclasses import dataclass

import pytest

from boutdufil.kernel import events
from boutdufil.kernel.events import declarations, handlers


@dataclass(frozen=True, slots=True)
class PostOpened:
    """An invented event."""

    post_id: int


@dataclass(frozen=True, slots=True)
class PostClosed:
    """Another."""

    post_id: int


@pytest.fixture(autouse=True)
def invented_events(monkeypatch: pytest.MonkeyPatch) -> None:
    """Declare them for one test."""
    monkeypatch.setattr(declarations, "_declared", dict(declarations._declared))
    monkeypatch.setattr(declarations, "_names", dict(declarations._names))
    events.event("tests.post_opened")(PostOpened)
    events.event("tests.post_closed")(PostClosed)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Subscribe a handler that notes what it is told."""
    noted: list[object] = []
    monkeypatch.setattr(handlers, "_handlers", {})
    events.subscribe(PostOpened, name="tests.note_post", handler=noted.append)
    return noted
