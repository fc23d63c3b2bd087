"""A relay of small steps, for a process of its own."""

from boutdufil.kernel import events
from boutdufil.kernel.events import relay
from tests.kernel.events.conftest import PostOpened


def relay_in_small_steps() -> None:
    """Hand over invented events until killed."""
    events.event("tests.post_opened")(PostOpened)
    events.subscribe(PostOpened, name="tests.note_post", handler=print)
    relay.POSITIONS_AT_ONCE, relay.STRETCH = 7, 3
    relay.Relay().run()
