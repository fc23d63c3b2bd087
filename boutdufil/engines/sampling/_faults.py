"""What sampling cannot do."""

from enum import StrEnum


class Fault(StrEnum):
    """Why a sample cannot be allocated or drawn."""

    DUPLICATE = "twice in the list"
    UNKNOWN = "a stratum that nobody is in"
    NO_SIZE = "a stratum without a size"
    TOO_MANY = "more to draw than there are"
    TOO_FEW = "less to draw than is asked at least"
    NEGATIVE = "a number below 0"
    BOUNDS = "a minimum above its maximum"
    SHARE = "a share that is not between 0 and 1"


class SamplingError(ValueError):
    """A sample that cannot be: `fault` says why, `about` what it is about, in words."""

    def __init__(self, fault: Fault, *about: object) -> None:
        words = "; ".join(str(one) for one in about)
        super().__init__(f"{fault.value}: {words}" if words else fault.value)
        self.fault = fault
        self.about = about
