"""Events that set the rules."""

from boutdufil.engines.routing._errors import DuplicateError
from boutdufil.engines.routing._events import LineSet, ReserveSet
from boutdufil.engines.routing._floor import Floor
from boutdufil.engines.routing._people import Route


def set_line(floor: Floor, event: LineSet) -> None:
    """Open or change a line for the calls to come."""
    known = floor.routes.get(event.definition.id)
    if known and known.line == event.definition:
        raise DuplicateError(event.definition.id)
    floor.routes_seen += 1
    floor.routes[event.definition.id] = Route(
        floor.routes_seen, event.definition, floor.seats.kinds
    )


def set_reserve(floor: Floor, event: ReserveSet) -> None:
    """Change how many agents of scarce skills are kept free."""
    kept = {skill: number for skill, number in event.reserve.items() if number}
    if kept == floor.seats.reserve:
        raise DuplicateError("reserve")
    floor.seats.set_reserve(event.reserve)
