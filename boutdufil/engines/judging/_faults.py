"""What the judging engine cannot read."""

from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with what was handed in."""

    DUPLICATE = "twice in the list"
    UNKNOWN = "not in the list"
    NOT_EXACT = "a score that is no fraction"
    NO_SCORE = "a score is missing"
    RULE = "a rule that cannot be kept"
    RESERVED = "a name the engine keeps for itself"
    SHAPE = "an array of another shape"
    SCALE = "a score outside its scale"
    EMPTY = "nothing to judge"
    TOO_MUCH_WORK = "neither a plan nor a reason was found within the work allowed"
    CONFOUNDED = "jurors who never scored the same criteria cannot be told from the criteria"


class JudgingError(ValueError):
    """Something that cannot be judged: `fault` says what, `about` what it is about, in words."""

    def __init__(self, fault: Fault, *about: object) -> None:
        words = "; ".join(str(one) for one in about)
        super().__init__(f"{fault.value}: {words}" if words else fault.value)
        self.fault = fault
        self.about = about
