"""What can go wrong with trainings, by name; ``str()`` of each is what the person reads."""


class TrainingError(Exception):
    """Base of every refusal of this module; its text is shown to the person."""


class NotAccreditedError(TrainingError):
    """The body may not prepare for this certificate on that day."""


class RecognitionError(TrainingError):
    """A CQPI needs two branches at least, each bound by an agreement."""


class SessionFullError(TrainingError):
    """No seat is left to confirm."""


class EnrolmentError(TrainingError):
    """An enrolment cannot go from its state to that one."""


class ResultError(TrainingError):
    """A block cannot be recorded for this person."""
