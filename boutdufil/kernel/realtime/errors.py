"""What can go wrong between processes, and between a page and its stream."""


class RealtimeError(Exception):
    """A topic, a message or an address that cannot be used; says what to do."""


class ExchangeAwayError(RealtimeError):
    """The exchange does not answer: it is down, out of reach, or took longer than two seconds."""


class RefusedError(RealtimeError):
    """The exchange answered no: ``code`` for programs, ``text`` for people."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(text or code)
        self.code = code
        self.text = text


class WireError(RealtimeError):
    """A line that is no message of ours: it ends the connection it came on."""


class TokenError(RealtimeError):
    """A stream token that is forged, damaged or too old."""
