"""The letters of a plan, in files small enough to be made while somebody waits."""

from dataclasses import dataclass

from boutdufil.rooms.mobility.models import Plan

# About a second of typesetting.
LETTERS_A_FILE = 50


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One file of letters: which ones, counted from 1 in the order of the roster."""

    number: int
    first: int
    last: int


def letter_parts(plan: Plan) -> list[LetterPart]:
    """Return the files in which the letters of the last list come."""
    post_list = plan.lists.first()
    total = post_list.proposals.count() if post_list else 0
    starts = range(0, total, LETTERS_A_FILE)
    return [
        LetterPart(number, start + 1, min(start + LETTERS_A_FILE, total))
        for number, start in enumerate(starts, start=1)
    ]


def letters_of_part(part: int) -> slice:
    """Return which letters a file holds; a number below 1 means the first."""
    start = (max(1, part) - 1) * LETTERS_A_FILE
    return slice(start, start + LETTERS_A_FILE)
