"""When a paper may begin: the hour of the stage, and what a room asks for."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import Presence, StageStatus

TAKING = frozenset({StageStatus.PLANNED, StageStatus.OPEN})
BEFORE_DECISION = TAKING | {StageStatus.CLOSED}
# Letters and digits that are told apart when they are read aloud or from the last row.
CODE_LETTERS = "ACDEFGHJKLMNPQRTUVWXY34679"
CODE_LENGTH = 6


class Stage(Protocol):
    """What is asked of a stage."""

    status: str
    starts_at: datetime
    ends_at: datetime


class Room(Protocol):
    """What is asked of a supervised session."""

    held_at: datetime | None
    ended_at: datetime | None


def refusal_of_hour(stage: Stage, now: datetime, *, is_in_room: bool) -> str:
    """Return why a paper cannot begin at an hour of the server's clock; "" where it can.

    A room keeps its own hours: its invigilator opens and closes it, also a little late; those of a
    confirmation come after the stage closed, and before it is decided.
    """
    if is_in_room:
        return "" if stage.status in BEFORE_DECISION else _("Cette épreuve est déjà décidée.")
    if stage.status not in TAKING:
        return _("Cette épreuve est close.")
    if now < stage.starts_at:
        return _("Le questionnaire ouvre le %(hour)s.") % {"hour": _hour(stage.starts_at)}
    if now >= stage.ends_at:
        return _("Le questionnaire est clos depuis le %(hour)s.") % {"hour": _hour(stage.ends_at)}
    return ""


def refusal_in_room(room: Room, presence: str, *, is_right: bool) -> str:
    """Return why somebody on the roll cannot begin; "" where they can."""
    if room.ended_at is not None:
        return _("La séance est terminée.")
    if room.held_at is None:
        return _("La séance n’a pas commencé. Attendez le signal dans la salle.")
    if presence != Presence.PRESENT:
        return _(
            "L’appel ne vous compte pas comme présent, présente. Faites signe à la personne qui "
            "surveille."
        )
    if not is_right:
        return _("Ce n’est pas le code de cette séance. Il est affiché dans la salle.")
    return ""


def _hour(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%d/%m/%Y %H:%M:%S}"
