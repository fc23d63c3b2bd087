"""Who is told of what: handlers by name, subscribed by the composition root alone."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from boutdufil.kernel.events.declarations import name_of
from boutdufil.kernel.events.errors import EventError

T = TypeVar("T")
NAME = re.compile(r"[a-z]+\.[a-z]+(_[a-z]+)*")


@dataclass(frozen=True, slots=True)
class Handler:
    """A service that is told of one kind of event; the name survives moving the service."""

    name: str
    event: str
    function: Callable[[Any], object]


_handlers: dict[str, Handler] = {}


def subscribe(event: type[T], *, name: str, handler: Callable[[T], object]) -> None:
    """Have ``handler(event)`` called once for every event of this class from now on.

    It runs in a transaction of its own, in a job, after the publisher's commit. A name never seen
    before starts with what comes next; ``boutdufil events replay NAME`` gives it what came before.

    :raises EventError: when the event is not declared or the name is another handler's.
    """
    subscribed = Handler(name=name, event=name_of(event), function=handler)
    if not NAME.fullmatch(name):
        raise EventError(f"{name!r} is no name of a handler: write module.verb_noun")
    if _handlers.setdefault(name, subscribed) != subscribed:
        raise EventError(f"two handlers are called {name!r}")


def handlers() -> tuple[Handler, ...]:
    """Return all handlers in the order of their names."""
    return tuple(_handlers[name] for name in sorted(_handlers))


def find_handler(name: str) -> Handler:
    """Return the handler of that name. Raises EventError when this release has none."""
    if name not in _handlers:
        raise EventError(f"no handler is called {name!r}; type: boutdufil events list")
    return _handlers[name]
