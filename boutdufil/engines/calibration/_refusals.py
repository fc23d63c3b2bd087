"""What estimation cannot work with."""

from enum import StrEnum


class Refusal(StrEnum):
    """Why something cannot be estimated."""

    SHAPE = "an array of another length"
    NOT_A_NUMBER = "a value that is no number"
    WEIGHT = "a weight that is not positive"
    NO_WEIGHTS = "neither weights nor sizes of the population"
    POPULATION = "a population smaller than its sample"
    FRACTION = "sizes and fractions of the population mixed"
    LONELY = "a stratum of which only one was drawn"
    PROBABILITY = "a probability of response that is not above 0 and at most 1"
    MISSING = "no value for somebody who answered"
    EMPTY = "nobody answered there"
    NOT_BELOW_ONE = "a share that is not between 0 and 1"
    IDENTITY = "end is not start + hires - exits + openings - closures"
    NO_OVERLAP = "two series without a common period"
    ZERO = "a series that is 0 where it is linked"
    NOT_CALIBRATED = "a replicate that no weights bring to its margins"


class EstimationError(ValueError):
    """Something that cannot be estimated: `refusal` says why, `about` what, in words."""

    def __init__(self, refusal: Refusal, *about: object) -> None:
        words = "; ".join(str(one) for one in about)
        super().__init__(f"{refusal.value}: {words}" if words else refusal.value)
        self.refusal = refusal
        self.about = about
