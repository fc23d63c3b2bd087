"""What can go wrong in the room, by name; messages are shown as they stand."""


class ContestError(Exception):
    """Base of every error of this room; ``field`` names what it is about, "" for the whole."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class RulesFrozenError(ContestError):
    """The rules are declared: a change needs a reason, which is published with it."""


class EligibilityError(ContestError):
    """An entry that the rules do not admit; the sentence names the condition."""


class TooLateError(ContestError):
    """The server's clock says that the time is over."""


class ConflictError(ContestError):
    """Something links a juror and an entry: they do not judge it."""


class RevisionError(ContestError):
    """What was kept is newer than what was sent: both are shown, and the person chooses."""
