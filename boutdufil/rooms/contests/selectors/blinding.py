"""Files as who hides names from them sees them: how far, what a machine found, what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from boutdufil.adapters.pdf_reading import read_pdf
from boutdufil.kernel.files.errors import FileGone
from boutdufil.kernel.files.models import StoredFile
from boutdufil.kernel.files.selectors import read_file
from boutdufil.rooms.contests.enums import BlindState
from boutdufil.rooms.contests.models import Entry, Submission
from boutdufil.rooms.contests.rules.blinding import Found, Known, find_names, known_names
from boutdufil.rooms.contests.selectors.submissions import BlindSubmission, blind_submission

# Shown around words found in a PDF, so that a person finds the place.
AROUND = 60


@dataclass(frozen=True, slots=True)
class BlindRow:
    """A file that was handed in, in the list of those to check; by number alone."""

    submission_id: int
    number: str
    state: BlindState
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class BlindList:
    """The files of a stage, those to check first."""

    rows: tuple[BlindRow, ...]
    checked: int


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an answer; `why` says why it was found, empty for plain text."""

    text: str
    why: str


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer cut where something was found."""

    number: int
    question: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class PaperFinding:
    """Words found on a page of a PDF, with what stands around."""

    page: int
    words: str
    around: str


@dataclass(frozen=True, slots=True)
class PaperCheck:
    """What a machine reads in a PDF: names, who made it, pages it could not read."""

    file: StoredFile
    findings: tuple[PaperFinding, ...]
    about: tuple[tuple[str, str], ...]
    unreadable: int
    has_text: bool


@dataclass(frozen=True, slots=True)
class BlindCheck:
    """One file to check, and what the jury reads of it now."""

    submission_id: int
    stage_id: int
    number: str
    state: BlindState
    checked_at: datetime | None
    answers: tuple[CheckedAnswer, ...]
    words: tuple[str, ...]
    hidden: tuple[str, ...]
    paper: PaperCheck | None
    blind_paper: PaperCheck | None
    film: str
    shows_film: bool
    shows_own_paper: bool
    read_by_jury: BlindSubmission | None


def blind_list(edition_id: int, stage_id: int) -> BlindList:
    """Return the files of a stage that were handed in."""
    found = Submission.objects.filter(
        case__stage_id=stage_id, case__stage__edition_id=edition_id, handed_in_at__isnull=False
    )
    told = found.values_list("pk", "entry__number", "blind", "blind_at")
    rows = [BlindRow(pk, number, BlindState(state), at) for pk, number, state, at in told]
    rows.sort(key=lambda row: (row.state != BlindState.TO_CHECK, row.number))
    return BlindList(tuple(rows), sum(row.state != BlindState.TO_CHECK for row in rows))


def blind_check(edition_id: int, submission_id: int) -> BlindCheck | None:
    """Return a file with what was found in it; None where it is not of this edition."""
    found = Submission.objects.select_related("entry", "case", "paper", "blind_paper")
    own = found.filter(case__stage__edition_id=edition_id, handed_in_at__isnull=False)
    one = own.filter(pk=submission_id).first()
    return _check(one) if one else None


def paper_of(edition_id: int, submission_id: int, *, blind: bool) -> StoredFile | None:
    """Return a team's PDF, or the one without names."""
    found = Submission.objects.select_related("paper", "blind_paper")
    one = found.filter(case__stage__edition_id=edition_id, pk=submission_id).first()
    if one is None or one.handed_in_at is None:
        return None
    return one.blind_paper if blind else one.paper


def _check(one: Submission) -> BlindCheck:
    known = _known(one.entry)
    answers = one.answers.select_related("question").order_by("question__number")
    texts = [(each.question.number, each.question.text, each.text) for each in answers]
    found = [find_names(text, known) for _number, _question, text in texts]
    is_decided = one.blind != BlindState.TO_CHECK
    own_blind = one.blind_paper if one.blind_paper_id != one.paper_id else None
    return BlindCheck(
        submission_id=one.pk,
        stage_id=one.case.stage_id,
        number=one.entry.number,
        state=BlindState(one.blind),
        checked_at=one.blind_at,
        answers=tuple(
            CheckedAnswer(number, question, _parts(text, spots))
            for (number, question, text), spots in zip(texts, found, strict=True)
        ),
        words=tuple(dict.fromkeys(spot.words for spots in found for spot in spots)),
        hidden=tuple(one.redactions),
        paper=_paper(one.paper, known),
        blind_paper=_paper(own_blind, known),
        film=one.film,
        shows_film=one.shows_film,
        shows_own_paper=is_decided
        and one.paper_id is not None
        and own_blind is None
        and (one.blind == BlindState.CLEAR or one.blind_paper_id == one.paper_id),
        read_by_jury=blind_submission(one.entry_id, one.case.stage_id),
    )


def _known(entry: Entry) -> tuple[Known, ...]:
    names = [one.name for one in entry.members.all() if one.name]
    return known_names([*names, entry.team_name], entry.school, entry.employer_name)


def _parts(text: str, spots: tuple[Found, ...]) -> tuple[Part, ...]:
    parts, end = [], 0
    for spot in spots:
        parts += [Part(text[end : spot.start], ""), Part(spot.words, str(spot.kind))]
        end = spot.end
    return tuple(part for part in (*parts, Part(text[end:], "")) if part.text)


def _paper(file: StoredFile | None, known: tuple[Known, ...]) -> PaperCheck | None:
    if file is None or file.shredded_at is not None:
        return None
    try:
        reading = read_pdf(read_file(file))
    except FileGone:
        return None
    if reading is None:
        return PaperCheck(file, (), (), 1, has_text=False)
    findings = [
        PaperFinding(number, spot.words, _around(text or "", spot))
        for number, text in enumerate(reading.pages, start=1)
        for spot in find_names(text or "", known)
    ]
    unreadable = reading.unread + sum(page is None for page in reading.pages)
    return PaperCheck(file, tuple(findings), reading.about, unreadable, reading.has_text)


def _around(text: str, spot: Found) -> str:
    return " ".join(text[max(0, spot.start - AROUND) : spot.end + AROUND].split())
