"""How far the invented campaigns are: their days lie ahead, now or behind."""

from datetime import date, timedelta

STAGES = ("before", "during", "after")
AHEAD = timedelta(weeks=4)
# A tour that is under way is in its third day, whatever weekday that is.
UNDER_WAY = timedelta(days=2)


class StageError(Exception):
    """The demo world stands at another stage than the one that is wanted."""

    def __init__(self, standing: str) -> None:
        super().__init__(
            f"the campaigns of this demo world are at the stage {standing!r}, and what happened in "
            "it is not undone; another stage needs a state folder of its own (BOUTDUFIL_HOME)"
        )


def first_day(today: date, stage: str) -> date:
    """Return a campaign's first day: a Monday before or after, two days ago while it is on.

    >>> [first_day(date(2026, 11, 22), stage).isoformat() for stage in STAGES]
    ['2026-12-14', '2026-11-20', '2026-10-19']
    """
    if stage == "during":
        return today - UNDER_WAY
    monday = today - timedelta(days=today.weekday())
    return monday + AHEAD if stage == "before" else monday - AHEAD
