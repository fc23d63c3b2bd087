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


class PlanError(MobilityError):
    """An act a redeployment plan refuses; the message is shown as it stands."""


class RosterError(PlanError):
    """A roster that cannot be read; `line` is the file's own, 0 when it is about the whole."""

    def __init__(self, message: str, *, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


class ClosedVacancyError(MobilityError):
    """The vacancy takes no application any more."""


class AlreadyAppliedError(MobilityError):
    """The person has an application to this vacancy; its number is the argument."""


class TooManyDocumentsError(MobilityError):
    """An application holds a limited number of documents."""


class StageMovedError(MobilityError):
    """The application has moved meanwhile: this step may no longer follow."""


class SlotTakenError(MobilityError):
    """One of the two has another interview at that moment."""


class PastSlotError(MobilityError):
    """The moment has passed."""
