"""What jurors said of an entry, as its candidates read it after publication: without names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256

from boutdufil.rooms.contests.models import Criterion, Entry
from boutdufil.rooms.contests.rules.scores import reading_score
from boutdufil.rooms.contests.selectors.given_readings import GivenReading, given_readings
from boutdufil.rooms.contests.selectors.rubric_settings import scales_of


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """A criterion, and its mark in each reading, in the order of `Feedback.scores`."""

    name: str
    weight: int
    top: int
    marks: tuple[int, ...]
    anchors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What the jury gave an entry: the readings stand in an order that names no juror."""

    lines: tuple[FeedbackLine, ...]
    scores: tuple[Fraction, ...]
    comments: tuple[str, ...]


def feedback_of(entry_id: int, stage_id: int) -> Feedback | None:
    """Return what candidates may read of their jury, None where nobody gave a reading.

    Whoever shows it asks first whether the stage is published.
    """
    given = [one for one in given_readings(stage_id) if one.entry_id == entry_id]
    if not given:
        return None
    seed = Entry.objects.values_list("edition__seed", flat=True).get(pk=entry_id)
    ordered = sorted(given, key=lambda one: _place(seed, one.id))
    rubric = scales_of(stage_id)
    return Feedback(
        lines=tuple(_lines(stage_id, ordered)),
        scores=tuple(reading_score(one.marks, rubric) for one in ordered),
        comments=tuple(one.comment for one in ordered if one.comment),
    )


def _place(seed: str, reading_id: int) -> str:
    """Return where a reading stands: another juror comes first in each file."""
    return sha256(f"{seed}:reading:{reading_id}".encode()).hexdigest()


def _lines(stage_id: int, readings: list[GivenReading]) -> Iterable[FeedbackLine]:
    for one in Criterion.objects.filter(stage_id=stage_id).prefetch_related("levels"):
        words = {level.mark: level.anchor for level in one.levels.all()}
        marks = tuple(reading.marks[one.pk] for reading in readings)
        anchors = tuple(words.get(mark, "") for mark in marks)
        yield FeedbackLine(one.name, one.weight, max(words, default=0), marks, anchors)
