"""What can go wrong on the path, by name."""


class MobilityError(Exception):
    """Base of every error of this room."""


class UnknownTitle(MobilityError):
    """No official title resembles the words typed."""


class UnknownPlace(MobilityError):
    """No commune bears this name or postal code."""


class TooManyJobs(MobilityError):
    """A path holds a limited number of past jobs."""


class DeadLink(MobilityError):
    """A return link or a share link that opens nothing."""


class WithdrawnLink(MobilityError):
    """A share link that its owner withdrew, or that ran out."""
