"""What can go wrong on the path, by name."""


class MobilityError(Exception):
    """Base of every error of this room."""


class UnknownTitleError(MobilityError):
    """No official title resembles the words typed."""


class UnknownPlaceError(MobilityError):
    """No commune bears this name or postal code."""


class TooManyJobsError(MobilityError):
    """A path holds a limited number of past jobs."""


class DeadLinkError(MobilityError):
    """A return link or a share link that opens nothing."""


class WithdrawnLinkError(MobilityError):
    """A share link that its owner withdrew, or that ran out."""
