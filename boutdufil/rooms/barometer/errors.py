"""What can go wrong in the room, by name; messages are shown as they stand."""


class BarometerError(Exception):
    """Base of every error of this room; ``field`` names what it is about, "" for the whole."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class FrozenError(BarometerError):
    """What was drawn, sent or published does not change any more."""


class FrameFileError(BarometerError):
    """A file of centres has lines that cannot be taken; each is named."""


class AnswerRefusedError(BarometerError):
    """An answer that cannot be: the sentence names the question and the remedy."""


class RevisionError(BarometerError):
    """What was kept is newer than what was sent: both are shown, and the person chooses."""
