"""What happened, told inside the transaction that did it, handled after it, kept for later.

A module declares its events in its ``events.py``; its services publish them; ``config/wiring.py``
subscribes services of other modules. Publishing only inserts a row into the outbox. A relay gives
each row its position and hands every (handler, event) to the jobs; a handler has at most one
effect for an event. Handlers are told in no particular order.

    @events.event("posts.vacancy_published")
    @dataclass(frozen=True, slots=True)
    class VacancyPublished:
        vacancy_id: int

    events.publish(VacancyPublished(vacancy_id=3))
"""

from boutdufil.kernel.events.declarations import event
from boutdufil.kernel.events.errors import EventError
from boutdufil.kernel.events.handlers import subscribe
from boutdufil.kernel.events.outbox import publish

__all__ = ["EventError", "event", "publish", "subscribe"]
