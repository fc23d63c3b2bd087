"""What contests tell the other rooms, and one another's parts; ids only."""

from dataclasses import dataclass

from boutdufil.kernel import events


@events.event("contests.stage_opened")
@dataclass(frozen=True, slots=True)
class StageOpened:
    """A stage began."""

    stage_id: int


@events.event("contests.stage_closed")
@dataclass(frozen=True, slots=True)
class StageClosed:
    """A stage ended: nothing more is taken, and it can be decided."""

    stage_id: int


@events.event("contests.quiz_submitted")
@dataclass(frozen=True, slots=True)
class QuizSubmitted:
    """A paper is complete: handed in, or its hour is over with the grace, so that it is marked."""

    attempt_id: int


@events.event("contests.entry_entered")
@dataclass(frozen=True, slots=True)
class EntryEntered:
    """Nothing is missing any more: somebody, or a team, takes part."""

    entry_id: int


@events.event("contests.entry_withdrawn")
@dataclass(frozen=True, slots=True)
class EntryWithdrawn:
    """Somebody, or a team, takes part no more; the next in line may."""

    entry_id: int


@events.event("contests.file_handed_in")
@dataclass(frozen=True, slots=True)
class FileHandedIn:
    """A file of a case was handed in, once and for all."""

    submission_id: int


@events.event("contests.reading_given")
@dataclass(frozen=True, slots=True)
class ReadingGiven:
    """A juror gave their marks of an entry."""

    reading_id: int


@events.event("contests.stage_decided")
@dataclass(frozen=True, slots=True)
class StageDecided:
    """A stage was decided, or decided again; nobody but its organiser may know yet."""

    decision_id: int


@events.event("contests.edition_won")
@dataclass(frozen=True, slots=True)
class EditionWon:
    """The last result is public, and this entry is among the winners; told once a person."""

    edition_id: int
    entry_id: int
    rank: int
    person_id: int | None = None


@events.event("contests.win_lost")
@dataclass(frozen=True, slots=True)
class WinLost:
    """Another decision took the place of the public one: this person is no winner any more."""

    edition_id: int
    person_id: int
