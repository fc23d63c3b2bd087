"""What goes into an assignment, and what comes out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from boutdufil.engines.judging._faults import Fault, JudgingError


@dataclass(frozen=True, slots=True)
class File:
    """What is to be read, under a stable number, and the region it comes from."""

    id: str
    region: str = ""


@dataclass(frozen=True, slots=True)
class Juror:
    """Who reads: between `least` and `most` files (None: no limit).

    `region` is the panel they sit on; "" reads for every region, and links none. `kind` is what a
    mix counts: a college, a trade.
    """

    id: str
    region: str = ""
    kind: str = ""
    most: int | None = None
    least: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """What every plan keeps.

    `reviews` readings a file, each by another juror. `linking_share` of the files have exactly one
    juror of another region, the others none (more only where a file has too few jurors at home or
    regions would stay apart); None lets anybody read everything. `mixes`: at least so many jurors
    of a kind on each file. `connected`: every two jurors are linked by files, so that they can be
    calibrated.
    Raises JudgingError for a demand nobody could keep.
    """

    reviews: int = 3
    linking_share: Fraction | None = Fraction(1, 5)
    mixes: Mapping[str, int] = field(default_factory=dict)
    connected: bool = True

    def __post_init__(self) -> None:
        share = self.linking_share
        wrong = {
            "reviews": self.reviews < 1,
            "linking_share": share is not None and not 0 <= share <= 1,
            "mixes": sum(self.mixes.values()) > self.reviews
            or min(self.mixes.values(), default=0) < 0,
        }
        for name in (name for name, is_wrong in wrong.items() if is_wrong):
            raise JudgingError(Fault.RULE, name, getattr(self, name))


@dataclass(frozen=True, slots=True, order=True)
class Reading:
    """One file in the hands of one juror; `linking` where the juror is of another region."""

    file: str
    juror: str
    linking: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who reads what. `linking` are the files that link two regions.

    `value` is the total fit, or without fits minus the sum of the squared loads: no plan that keeps
    the demand has a higher one, and no plan has fewer `extra` linking files beyond the share asked,
    unless `proven` is False: then the work allowed ended before the proof.
    """

    readings: tuple[Reading, ...]
    linking: tuple[str, ...]
    value: int
    extra: int
    proven: bool = True

    def of_file(self, file: str) -> tuple[str, ...]:
        """Return the jurors of a file."""
        return tuple(one.juror for one in self.readings if one.file == file)

    def of_juror(self, juror: str) -> tuple[str, ...]:
        """Return the files of a juror."""
        return tuple(one.file for one in self.readings if one.juror == juror)


class Reason(StrEnum):
    """Why there is no plan."""

    FILES_LACK_JURORS = "files need more readings than their jurors can give"
    JURORS_LACK_FILES = "jurors must read more files than they may"
    KIND_IS_SHORT = "files need more jurors of a kind than there are for them"
    LINKING_IS_SHORT = "fewer files of a region can have a juror of another one"
    NOT_CONNECTED = "no plan links these files and jurors to the others"
    TOGETHER = "each demand can be kept, and all of them together cannot"


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why no plan exists: these files or jurors need `needed` readings, and get `available`.

    `files` and `jurors` are the set that shows it: whoever reads these files is among the jurors,
    or, for jurors who lack files, the other way round. `about` is the kind or the region.
    `would_do` are the demands of which leaving out a single one would do: "linking_share",
    "mixes", "least", "connected".
    """

    reason: Reason
    files: tuple[str, ...]
    jurors: tuple[str, ...]
    needed: int = 0
    available: int = 0
    about: str = ""
    would_do: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Component:
    """Files and jurors that are linked with each other, and with nobody else."""

    files: tuple[str, ...]
    jurors: tuple[str, ...]
