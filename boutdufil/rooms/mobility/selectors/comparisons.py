"""Two targets side by side, for one person."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.rooms.mobility.models import Profile
from boutdufil.rooms.mobility.selectors import profiles
from boutdufil.rooms.mobility.selectors.bridges import (
    Door,
    NearJob,
    OfficialJob,
    path_bridges,
)
from boutdufil.rooms.mobility.selectors.explanations import Explanation, explanation


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two targets: its card, and what the person brings to it."""

    card: occupations.CardPage
    reasons: Explanation
    door: occupations.DoorRow | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two targets; `common_missing` are the skills that both ask and the person lacks."""

    first: Side
    second: Side
    common_missing: tuple[str, ...]


def comparison(
    *, past: Sequence[str], held: Collection[str], codes: tuple[str, str]
) -> Comparison | None:
    """Set two cards side by side; None when one of them is unknown."""
    sides = [_side(past, held, code) for code in codes]
    if sides[0] is None or sides[1] is None:
        return None
    other = {line.label for line in sides[1].reasons.missing}
    common = [line.label for line in sides[0].reasons.missing if line.label in other]
    return Comparison(sides[0], sides[1], tuple(common))


def _side(past: Sequence[str], held: Collection[str], code: str) -> Side | None:
    card = occupations.get_card(code)
    reasons = explanation(past=past, held=held, code=code)
    if card is None or reasons is None:
        return None
    doors = {door.code: door for door in occupations.open_doors()}
    return Side(card, reasons, doors.get(code))


def path_comparison(profile: Profile, codes: tuple[str, str]) -> Comparison | None:
    """Compare two targets for the owner of a path; None until two different ones are known."""
    if not all(codes) or codes[0] == codes[1]:
        return None
    past = profiles.past_codes(profile)
    return comparison(past=past, held=profiles.held_skills(profile), codes=codes)


def targets(profile: Profile, *, also: Collection[str] = ()) -> list[tuple[str, str]]:
    """Codes and names to choose from: near jobs, official links, open doors, and `also`."""
    answer = path_bridges(profile)
    jobs: tuple[NearJob | OfficialJob | Door, ...] = (*answer.near, *answer.official, *answer.doors)
    choices = {job.code: job.label for job in jobs}
    for code, card in occupations.cards([code for code in also if code]).items():
        choices.setdefault(code, card.label)
    return list(choices.items())
