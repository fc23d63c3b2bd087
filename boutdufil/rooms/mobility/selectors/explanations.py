"""Why a job is among the near jobs, or why it is not: the sum, line by line."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from boutdufil.engines.matching import Match, MatchingIndex, Part, Profile
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.rooms.mobility.models import Profile as PathProfile
from boutdufil.rooms.mobility.selectors import profiles
from boutdufil.rooms.mobility.selectors.bridges import NEAR_SHOWN, by_share, compared

# Shares are shown in tenths of a per cent, so that a column adds up as it is printed.
TENTHS = 1000
REASONS_TOLD = 8
HELD, CLOSE = "held", "close"


@dataclass(frozen=True, slots=True)
class SkillLine:
    """One asked skill: its weight in the card and what the person brings, in tenths of a %."""

    label: str
    through: str
    weight: float
    brought: float


@dataclass(frozen=True, slots=True)
class PartLine:
    """One term of the score that ranks; `name` is held, close or past."""

    name: str
    amount: float


@dataclass(frozen=True, slots=True)
class Kinship:
    """What brings a card near a past job: reasons for an amount, not terms of it.

    `skills` are asked by both cards, heaviest first; `words` stand in both, without accents,
    rarest first; `more_skills` and `more_words` count those not told.
    """

    past: str
    lang: str
    skills: tuple[str, ...]
    more_skills: int
    words: tuple[str, ...]
    more_words: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """A card compared with a person; `match_known` False when there is nothing to compare."""

    code: str
    label: str
    rank: int | None
    near_total: int
    own: bool
    official: bool
    door: occupations.DoorRow | None
    held_any: bool
    match_known: bool
    asked: int
    share: float | None
    parts: tuple[PartLine, ...]
    kinship: Kinship | None
    held: tuple[SkillLine, ...]
    close: tuple[SkillLine, ...]
    missing: tuple[SkillLine, ...]
    source: occupations.Attribution

    @property
    def near(self) -> bool:
        """Whether the card is among the near jobs shown first."""
        return self.rank is not None and self.rank <= NEAR_SHOWN

    @property
    def score(self) -> float:
        """What ranks, in hundredths: the sum of the parts as printed."""
        return round(sum(part.amount for part in self.parts), 1)

    @property
    def close_share(self) -> float:
        """What close skills bring, in [0, 1]."""
        return _brought(self.close) / 100


def explanation(*, past: Sequence[str], held: Collection[str], code: str) -> Explanation | None:
    """Explain one card to a person; None when no card has this code."""
    card = occupations.cards([code]).get(code)
    if card is None:
        return None
    profile = Profile(frozenset(held), tuple(past))
    index = occupations.matching_index()
    ranking = [match.code for match in by_share(index.rank(profile, exclude=past))]
    match = compared(index, profile, code)
    held_lines, close_lines, missing_lines = _lines(match)
    return Explanation(
        code=code,
        label=card.label,
        rank=ranking.index(code) + 1 if code in ranking else None,
        near_total=len(ranking),
        own=code in past,
        official=any(code in _targets(origin) for origin in past),
        door=next((door for door in occupations.open_doors() if door.code == code), None),
        held_any=bool(profile.held),
        match_known=match is not None,
        asked=match.asked if match else 0,
        share=match.share if match else None,
        parts=_score_lines(match, held_lines, close_lines),
        kinship=_kinship(index, profile, code) if match else None,
        held=held_lines,
        close=close_lines,
        missing=missing_lines,
        source=occupations.attribution(),
    )


def path_explanation(profile: PathProfile, code: str) -> Explanation | None:
    """Explain one card to the owner of a path; None when no card has this code."""
    past = profiles.past_codes(profile)
    return explanation(past=past, held=profiles.held_skills(profile), code=code)


def _kinship(index: MatchingIndex, profile: Profile, code: str) -> Kinship | None:
    """Put words on what a card and the nearest past job have in common; None when nothing."""
    ground = index.common_ground(profile, code)
    if ground is None:
        return None
    card = occupations.cards([ground.past])[ground.past]
    told = ground.skills[:REASONS_TOLD]
    labels = occupations.skills(told)
    return Kinship(
        past=card.label,
        lang=next((row.lang for row in labels.values()), "fr"),
        skills=tuple(labels[skill].label for skill in told if skill in labels),
        more_skills=len(ground.skills) - len(told),
        words=ground.words[:REASONS_TOLD],
        more_words=max(len(ground.words) - REASONS_TOLD, 0),
    )


def _targets(code: str) -> set[str]:
    return {link.code for link in occupations.official_targets(code)}


def _lines(match: Match | None) -> tuple[tuple[SkillLine, ...], ...]:
    """Lines of held, close and missing skills; the weights of the card add up to 100 %."""
    if match is None:
        return (), (), ()
    parts = [*match.held, *match.close, *match.missing]
    weights = rounded([part.weight for part in parts], 1.0)
    close = [part.weight * part.credit for part in match.close]
    brought = [
        *weights[: len(match.held)],
        *rounded(close, sum(close)),
        *(0 for _ in match.missing),
    ]
    rows = occupations.skills(sorted(_codes(parts)))
    labels = {code: row.label for code, row in rows.items()}
    lines = [
        SkillLine(labels.get(p.skill, p.skill), labels.get(p.through or "", ""), w / 10, b / 10)
        for p, w, b in zip(parts, weights, brought, strict=True)
    ]
    first, second = len(match.held), len(match.held) + len(match.close)
    return tuple(lines[:first]), tuple(lines[first:second]), tuple(lines[second:])


def _codes(parts: Sequence[Part]) -> set[str]:
    return {part.skill for part in parts} | {part.through for part in parts if part.through}


def _score_lines(
    match: Match | None, held: Sequence[SkillLine], close: Sequence[SkillLine]
) -> tuple[PartLine, ...]:
    """Terms of the score as printed: those made of lines are the sum of the lines printed."""
    printed = {HELD: _brought(held), CLOSE: _brought(close)}
    return tuple(
        PartLine(name, printed.get(name, round(amount * 100, 1)))
        for name, amount in (match.parts if match else ())
    )


def _brought(lines: Sequence[SkillLine]) -> float:
    return round(sum(line.brought for line in lines), 1)


def rounded(amounts: Sequence[float], total: float) -> list[int]:
    """Round to tenths of a per cent by largest remainder: the printed lines add up exactly."""
    scaled = [amount * TENTHS for amount in amounts]
    floors = [int(amount) for amount in scaled]
    left = round(total * TENTHS) - sum(floors)
    order = sorted(range(len(scaled)), key=lambda at: (floors[at] - scaled[at], at))
    for at in order[: max(left, 0)]:
        floors[at] += 1
    return floors
