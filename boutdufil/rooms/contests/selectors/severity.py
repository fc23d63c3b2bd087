"""Raw and calibrated ranks beside one another, for who leads a jury."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from boutdufil.rooms.contests.enums import RanksBy
from boutdufil.rooms.contests.models import Entry, Stage
from boutdufil.rooms.contests.rules.scores import OUT_OF, spoken
from boutdufil.rooms.contests.selectors.calibrations import Refusal, calibration_of
from boutdufil.rooms.contests.selectors.jurors import juror_names
from boutdufil.rooms.contests.selectors.without_juror import WithoutJuror, without_jurors


@dataclass(frozen=True, slots=True)
class RankLine:
    """An entry's two ranks; the calibrated one with the ranks that cannot be excluded."""

    number: str
    raw: Fraction
    raw_rank: int
    calibrated: float
    rank: int
    rank_low: int
    rank_high: int

    @property
    def raw_words(self) -> str:
        """The raw score for reading."""
        return spoken(self.raw)


@dataclass(frozen=True, slots=True)
class SeverityLine:
    """How strict a juror was, in logits: 0 for the mean juror, with its 95 % interval."""

    juror: str
    readings: int
    severity: float
    low: float
    high: float
    is_told_apart: bool
    id: int = 0
    without: WithoutJuror | None = None

    @property
    def is_strict(self) -> bool:
        """Whether the interval lies wholly on the strict side."""
        return self.is_told_apart and self.severity > 0


@dataclass(frozen=True, slots=True)
class SeverityPage:
    """The calibration of a stage, or the reason why there is none, with the parts by name."""

    stage_id: int
    stage_name: str
    by_calibrated: bool
    ranks: tuple[RankLine, ...] = ()
    jurors: tuple[SeverityLine, ...] = ()
    linking_percent: int = 0
    may_select: bool = False
    refusal: str = ""
    parts: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()


def severity_page(stage_id: int) -> SeverityPage:
    """Return what calibration says of a stage: it helps a jury, and selects only if declared."""
    stage = Stage.objects.get(pk=stage_id)
    found = calibration_of(stage_id)
    head = stage_id, stage.name, stage.ranks_by == RanksBy.CALIBRATED
    if isinstance(found, Refusal):
        return SeverityPage(*head, refusal=found.words, parts=_parts(found))
    numbers = _numbers({int(one.file) for one in found.files})
    names = juror_names({int(one.juror) for one in found.jurors})
    without = without_jurors(stage_id)
    return SeverityPage(
        *head,
        ranks=tuple(
            RankLine(
                numbers[int(one.file)],
                one.raw * OUT_OF,
                one.raw_rank,
                one.calibrated * OUT_OF,
                one.rank,
                one.rank_low,
                one.rank_high,
            )
            for one in found.files
        ),
        jurors=tuple(
            SeverityLine(
                names[int(one.juror)],
                one.readings,
                one.severity,
                one.low,
                one.high,
                one.is_told_apart,
                int(one.juror),
                without.get(int(one.juror)),
            )
            for one in found.jurors
        ),
        linking_percent=int(found.linking_share * 100),
        may_select=found.may_select,
    )


def _parts(found: Refusal) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    numbers = _numbers({file for files, _ in found.parts for file in files})
    names = juror_names({juror for _, jurors in found.parts for juror in jurors})
    return tuple(
        (tuple(sorted(numbers[one] for one in files)), tuple(sorted(names[one] for one in jurors)))
        for files, jurors in found.parts
    )


def _numbers(entry_ids: set[int]) -> dict[int, str]:
    return dict(Entry.objects.filter(pk__in=entry_ids).values_list("pk", "number"))


def severities_in(page: SeverityPage, juror_ids: Collection[int]) -> tuple[SeverityLine, ...]:
    """Return the severities of some jurors, the strictest first."""
    return tuple(one for one in page.jurors if one.id in juror_ids)
