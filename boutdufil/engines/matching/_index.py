"""The index of all job cards: built once, asked many times."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from boutdufil.engines.matching._affinity import affinities
from boutdufil.engines.matching._cards import Card, Detail, Match, Part, Profile
from boutdufil.engines.matching._near import near_skills
from boutdufil.engines.matching._vectors import rarity

CORE_WEIGHT = 1.5
CLOSE_CREDIT = 0.5
HELD, CLOSE, PAST = "held", "close", "past"
PAST_WEIGHT = 1.0

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class _Credit:
    """What a profile brings to each skill of the referential: exactly, and at best."""

    exact: Vector
    best: Vector
    held: NDArray[np.int64]


class MatchingIndex:
    """All cards of one referential, ready to be compared with profiles.

    Build it with `MatchingIndex.build`; it does not change afterwards and is safe to share
    between threads.
    """

    def __init__(
        self,
        codes: tuple[str, ...],
        skills: tuple[str, ...],
        asked: sparse.csr_array,
        near: sparse.csr_array,
        affinity: Vector,
    ) -> None:
        self._codes = codes
        self._skills = skills
        self._asked = asked
        self._near = near
        self._affinity = affinity
        self._card_at = {code: at for at, code in enumerate(codes)}
        self._skill_at = {skill: at for at, skill in enumerate(skills)}

    @classmethod
    def build(cls, cards: Sequence[Card], labels: Mapping[str, str]) -> "MatchingIndex":
        """Index `cards`; `labels` gives the words of each skill (a skill without label has none).

        Raises ValueError when two cards have the same code. The order of the cards, of their
        skills and of the labels changes nothing, to the last bit.
        """
        ordered = sorted(cards, key=lambda card: card.code)
        codes = tuple(card.code for card in ordered)
        if len(set(codes)) < len(codes):
            raise ValueError("two cards have the same code")
        skills = tuple(sorted({use.skill for card in ordered for use in card.skills}))
        asked = _asked_weights(ordered, skills)
        words = [labels.get(skill, "") for skill in skills]
        affinity = affinities(asked)
        return cls(codes, skills, asked, near_skills(words), affinity)

    def rank(self, profile: Profile, *, exclude: Collection[str] = ()) -> list[Match]:
        """Cards of which the profile holds at least one asked skill exactly, best score first.

        Ties go by code. The cards of past jobs are left out, and so are the codes in `exclude`.
        """
        credit = self._credit(profile.held)
        parts, shares = self._parts(credit, profile)
        left_out = {*exclude, *profile.past}
        scores = parts.sum(axis=0)
        order = np.argsort(-scores, kind="stable")
        shown = order[(shares[order] > 0) & (scores[order] > 0)].tolist()
        return [
            self._match(at, parts, shares, credit)
            for at in shown
            if self._codes[at] not in left_out
        ]

    def explain(self, profile: Profile, code: str) -> Match | None:
        """Compare one card with the profile, even when nothing is held.

        None when the card is unknown or asks no skills: there is then nothing to compare with.
        """
        at = self._card_at.get(code)
        if at is None or self._asked.indptr[at] == self._asked.indptr[at + 1]:
            return None
        credit = self._credit(profile.held)
        parts, shares = self._parts(credit, profile)
        return self._match(at, parts, shares, credit)

    def _credit(self, held: Iterable[str]) -> _Credit:
        known = sorted(self._skill_at[skill] for skill in held if skill in self._skill_at)
        at = np.array(known, dtype=np.int64)
        exact = np.zeros(len(self._skills))
        exact[at] = 1.0
        rows = self._near[at]
        best = np.zeros(len(self._skills))
        np.maximum.at(best, rows.indices, rows.data * CLOSE_CREDIT)
        return _Credit(exact, np.maximum(best, exact), at)

    def _parts(self, credit: _Credit, profile: Profile) -> tuple[Vector, Vector]:
        """Amounts by (part, card), and the share held of each card."""
        shares = np.minimum(self._asked @ credit.exact, 1.0)
        brought = np.maximum(np.minimum(self._asked @ credit.best, 1.0), shares)
        past = sorted({self._card_at[code] for code in profile.past if code in self._card_at})
        affinity = self._affinity[past].max(axis=0) if past else np.zeros(len(self._codes))
        return np.stack((shares, brought - shares, affinity * PAST_WEIGHT)), shares

    def _match(self, at: int, parts: Vector, shares: Vector, credit: _Credit) -> Match:
        amounts = parts[:, at].tolist()
        return Match(
            code=self._codes[at],
            score=math.fsum(amounts),
            share=float(shares[at]),
            asked=int(self._asked.indptr[at + 1] - self._asked.indptr[at]),
            parts=tuple(zip((HELD, CLOSE, PAST), amounts, strict=True)),
            detail_of=partial(self._detail, at, credit),
        )

    def _detail(self, at: int, credit: _Credit) -> Detail:
        row = slice(self._asked.indptr[at], self._asked.indptr[at + 1])
        skills, weights = self._asked.indices[row], self._asked.data[row]
        heaviest = np.lexsort((skills, -weights))
        parts = [self._part(int(skills[i]), float(weights[i]), credit) for i in heaviest]
        return Detail(
            held=tuple(part for part in parts if part.credit == 1.0 and part.through is None),
            close=tuple(part for part in parts if part.through is not None),
            missing=tuple(part for part in parts if part.credit == 0.0),
        )

    def _part(self, skill: int, weight: float, credit: _Credit) -> Part:
        amount = float(credit.best[skill])
        through = self._through(skill, credit) if 0.0 < amount < 1.0 else None
        return Part(self._skills[skill], weight, amount, through)

    def _through(self, skill: int, credit: _Credit) -> str:
        row = slice(self._near.indptr[skill], self._near.indptr[skill + 1])
        near, closeness = self._near.indices[row], self._near.data[row]
        among = np.isin(near, credit.held)
        return self._skills[int(near[among][np.argmax(closeness[among])])]


def _asked_weights(cards: Sequence[Card], skills: Sequence[str]) -> sparse.csr_array:
    """Share of each skill in all that a card asks, shape (cards, skills); rows sum to 1 or 0."""
    skill_at = {skill: at for at, skill in enumerate(skills)}
    cores = [_cores(card, skill_at) for card in cards]
    sizes = [len(core) for core in cores]
    indices = np.array([at for core in cores for at in core], dtype=np.int64)
    is_core = np.array([flag for core in cores for flag in core.values()], dtype=bool)
    indptr = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
    shape = (len(cards), len(skills))
    counts = sparse.csr_array((np.ones(len(indices)), indices, indptr), shape=shape)
    weights = rarity(counts)[indices] * np.where(is_core, CORE_WEIGHT, 1.0)
    owners = np.repeat(np.arange(len(cards)), sizes)
    totals = np.bincount(owners, weights=weights, minlength=len(cards))
    return sparse.csr_array((weights / totals[owners], indices, indptr), shape=shape)


def _cores(card: Card, skill_at: Mapping[str, int]) -> dict[int, bool]:
    """Positions of the asked skills in ascending order, each with whether it is core."""
    core = {skill_at[use.skill] for use in card.skills if use.core}
    return {at: at in core for at in sorted({skill_at[use.skill] for use in card.skills})}
