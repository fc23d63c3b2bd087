"""An event that is refused changes nothing; its type says why."""


class RefusedError(Exception):
    """The event does not fit the state of the router."""


class ClockWentBackError(RefusedError):
    """The event is older than the last one applied."""


class DuplicateError(RefusedError):
    """What the event asks for is so already, or has been and is over."""


class UnknownAgentError(RefusedError):
    """Nobody of that name has signed in."""


class UnknownCallError(RefusedError):
    """No call of that name waits or is up."""


class UnknownLineError(RefusedError):
    """No line of that name has been set."""


class WrongStateError(RefusedError):
    """Agent or call are not in the state in which this can happen."""


class StaleError(RefusedError):
    """The deadline has been kept, moved or applied already."""
