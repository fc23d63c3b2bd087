"""The two answers: near jobs computed from skills, and open doors, each with its source.

Official ROME links are a third list, quoted and not computed. Nothing here merges them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from boutdufil.engines.matching import Match, MatchingIndex, Part, Profile
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.enums import COUNTED_KINDS
from boutdufil.rooms.mobility.models import Profile as PathProfile
from boutdufil.rooms.mobility.selectors import profiles

NEAR_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Origin:
    """A job somebody comes from."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class CloseSkill:
    """An asked skill that the person nearly has, through one they have."""

    label: str
    through: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a card asks and how much of it is held; `share` in [0, 1] is by weight."""

    share: float
    close_share: float
    held: int
    asked: int
    held_skills: tuple[str, ...]
    close_skills: tuple[CloseSkill, ...]
    missing_skills: tuple[str, ...]
    lang: str

    @property
    def close(self) -> int:
        """How many asked skills are close to one held."""
        return len(self.close_skills)


@dataclass(frozen=True, slots=True)
class NearJob:
    """A job of the computed answer; `official` and `door` say where else it stands."""

    rank: int
    code: str
    label: str
    lang: str
    overlap: Overlap
    official: bool
    door: bool


@dataclass(frozen=True, slots=True)
class OfficialJob:
    """A target ROME links officially; `overlap` is None when its card asks nothing known.

    `near` when it is among the ten near jobs shown first.
    """

    code: str
    label: str
    lang: str
    overlap: Overlap | None
    near: bool
    door: bool


@dataclass(frozen=True, slots=True)
class Door:
    """A declared open door beside what its card asks; `overlap` None when unknown.

    `near` when it is among the ten near jobs shown first.
    """

    door: occupations.DoorRow
    overlap: Overlap | None
    near: bool
    official: bool

    @property
    def code(self) -> str:
        """The trade's ROME code."""
        return self.door.code

    @property
    def label(self) -> str:
        """The trade's name."""
        return self.door.label

    @property
    def lang(self) -> str:
        """The language of the name."""
        return self.door.lang


@dataclass(frozen=True, slots=True)
class Bridges:
    """Everything the path answers, in three lists that stay apart."""

    origins: tuple[Origin, ...]
    held_count: int
    near: tuple[NearJob, ...]
    near_total: int
    official: tuple[OfficialJob, ...]
    doors: tuple[Door, ...]
    source: occupations.Attribution


@dataclass(frozen=True, slots=True)
class _Answer:
    """The raw material of the three lists, before words are put on codes."""

    ranked: tuple[Match, ...]
    official: dict[str, Match | None]
    doors: dict[str, tuple[occupations.DoorRow, Match | None]]


def card_skills(codes: Iterable[str]) -> frozenset[str]:
    """Every know-how and knowledge the cards of these codes ask."""
    cards = [occupations.get_card(code) for code in codes]
    groups = [group for card in cards if card for group in card.skill_groups]
    counted = [group for group in groups if group.kind in COUNTED_KINDS]
    return frozenset(row.code for group in counted for row in group.skills)


def bridges(
    *, past: Sequence[str], held: Collection[str] | None = None, limit: int = NEAR_SHOWN
) -> Bridges:
    """Answer for past job codes and held skill codes, the best first.

    Without `held`, all the skills of the past jobs' cards are taken as held: the caller says so
    to the reader. `limit` caps the near jobs described; `near_total` counts them all.
    """
    profile = Profile(frozenset(card_skills(past) if held is None else held), tuple(past))
    index = occupations.matching_index()
    ranked = by_share(index.rank(profile, exclude=past))
    answer = _answer(index, profile, ranked)
    near_codes = {match.code for match in ranked[:NEAR_SHOWN]}
    return Bridges(
        origins=_origins(past),
        held_count=len(profile.held),
        near=_near_jobs(answer, limit),
        near_total=len(ranked),
        official=_official_jobs(answer, near_codes),
        doors=_doors(answer, near_codes),
        source=occupations.attribution(),
    )


def path_bridges(profile: PathProfile, *, limit: int = NEAR_SHOWN) -> Bridges:
    """Answer for a path: only what the person confirmed or added is held."""
    past = profiles.past_codes(profile)
    return bridges(past=past, held=profiles.held_skills(profile), limit=limit)


def by_share(ranked: Sequence[Match]) -> tuple[Match, ...]:
    """Return the cards ten by ten as the engine chose them, each ten by the share held.

    The engine's score, which knows past jobs too, decides which ten come first; inside the ten
    the reader sees the order they can check: what they already hold, by weight.
    """
    tens = (ranked[start : start + NEAR_SHOWN] for start in range(0, len(ranked), NEAR_SHOWN))
    return tuple(
        match
        for ten in tens
        for match in sorted(ten, key=lambda match: (-match.share, -match.score, match.code))
    )


def _answer(index: MatchingIndex, profile: Profile, ranked: tuple[Match, ...]) -> _Answer:
    official = dict.fromkeys(
        link.code for code in profile.past for link in occupations.official_targets(code)
    )
    targets = [code for code in official if code not in profile.past]
    doors = [door for door in occupations.open_doors() if door.code not in profile.past]
    return _Answer(
        ranked=ranked,
        official={code: compared(index, profile, code) for code in targets},
        doors={door.code: (door, compared(index, profile, door.code)) for door in doors},
    )


def compared(index: MatchingIndex, profile: Profile, code: str) -> Match | None:
    """Compare a card with a profile; None, unknown, when either of them says nothing."""
    return index.explain(profile, code) if profile.held else None


def _origins(past: Sequence[str]) -> tuple[Origin, ...]:
    cards = occupations.cards(past)
    return tuple(Origin(code, cards[code].label) for code in past if code in cards)


def _near_jobs(answer: _Answer, limit: int) -> tuple[NearJob, ...]:
    shown = answer.ranked[:limit]
    cards = occupations.cards([match.code for match in shown])
    return tuple(
        NearJob(
            rank=rank,
            code=match.code,
            label=cards[match.code].label,
            lang=cards[match.code].lang,
            overlap=overlap,
            official=match.code in answer.official,
            door=match.code in answer.doors,
        )
        for rank, (match, overlap) in enumerate(zip(shown, overlaps(shown), strict=True), start=1)
        if overlap is not None and match.code in cards
    )


def _official_jobs(answer: _Answer, near_codes: Collection[str]) -> tuple[OfficialJob, ...]:
    cards = occupations.cards(list(answer.official))
    known = [(code, match) for code, match in answer.official.items() if code in cards]
    compared = overlaps([match for _code, match in known])
    return tuple(
        OfficialJob(
            code=code,
            label=cards[code].label,
            lang=cards[code].lang,
            overlap=overlap,
            near=code in near_codes,
            door=code in answer.doors,
        )
        for (code, _match), overlap in zip(known, compared, strict=True)
    )


def _doors(answer: _Answer, near_codes: Collection[str]) -> tuple[Door, ...]:
    compared = overlaps([match for _door, match in answer.doors.values()])
    return tuple(
        Door(door, overlap, code in near_codes, code in answer.official)
        for (code, (door, _match)), overlap in zip(answer.doors.items(), compared, strict=True)
    )


def overlaps(matches: Sequence[Match | None]) -> list[Overlap | None]:
    """Put words on the skills of several matches with one question to the referential."""
    details = [match.detail for match in matches if match is not None]
    parts = [part for d in details for part in (*d.held, *d.close, *d.missing)]
    codes = {part.skill for part in parts} | {part.through for part in parts if part.through}
    rows = occupations.skills(sorted(codes))
    labels = {code: row.label for code, row in rows.items()}
    # Official labels exist in French only, and they come with a whole release.
    lang = next((row.lang for row in rows.values()), "fr")
    return [None if match is None else _overlap(match, labels, lang) for match in matches]


def _overlap(match: Match, labels: dict[str, str], lang: str) -> Overlap:
    def words(parts: Sequence[Part]) -> tuple[str, ...]:
        return tuple(labels.get(part.skill, part.skill) for part in parts)

    close = tuple(
        CloseSkill(labels.get(part.skill, part.skill), labels.get(part.through or "", ""))
        for part in match.close
    )
    return Overlap(
        share=match.share,
        close_share=sum(part.weight * part.credit for part in match.close),
        held=len(match.held),
        asked=match.asked,
        held_skills=words(match.held),
        close_skills=close,
        missing_skills=words(match.missing),
        lang=lang,
    )
