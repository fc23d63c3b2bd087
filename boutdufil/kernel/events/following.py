"""Following events by position: where they are, and SQL for a reader of its own connection."""

from django.db import connection

from boutdufil.kernel.events.declarations import NAME
from boutdufil.kernel.events.errors import EventError

NEWEST = "select coalesce(max(pos), 0) from events_outboxevent"


def last_position() -> int:
    """Return the position of the newest event, 0 when there was none."""
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        return int(cursor.fetchone()[0])


def newest_of(name: str) -> str:
    """Return the question for the newest position of a name's events, 0 when there is none."""
    return f"{NEWEST} where {_named(name)}"


def after(name: str, *, field: str, chosen: bool = False) -> str:
    """Return the question for position, one field and payload (JSON) of the events after one.

    Its values: the wanted values of ``field`` in a list when ``chosen``, the position, how many.
    """
    wanted = f" and payload->>'{field}' = any(%s)" if chosen else ""
    return (
        f"select pos, payload->>'{field}', payload::text from events_outboxevent"  # noqa: S608
        f" where {_named(name)}{wanted} and pos > %s order by pos limit %s"
    )


def _named(name: str) -> str:
    if not NAME.fullmatch(name):
        raise EventError(f"{name!r} is no name of an event")
    # In the text, since a partial index is not found for a parameter.
    return f"name = '{name}'"
