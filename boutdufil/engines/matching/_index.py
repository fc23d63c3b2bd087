"""The index of all job cards: built once, asked many times."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from boutdufil.engines.matching._affinity import affinities
from boutdufil.engines.matching._cards import Card, CommonGround, Detail, Match, Part, Profile
from boutdufil.engines.matching._near import loose_closeness, near_closeness
from boutdufil.engines.matching._vectors import Matrix
from boutdufil.engines.matching._weights import asked_weights, count_wording
from boutdufil.lib.text import fold

CLOSE_CREDIT = 0.5
PAST_WEIGHT = 3.0
HELD, CLOSE, PAST = "held", "close", "past"
TELLING_LETTERS = 4


@dataclass(frozen=True)
class _Credit:
    """What a profile brings to each skill of the referential: exactly, and at best."""

    exact: Matrix
    best: Matrix
    held: NDArray[np.int64]


@dataclass(frozen=True)
class _Amounts:
    """One value a card: share held exactly, all that is brought, nearness of the past, score."""

    shares: Matrix
    brought: Matrix
    past: Matrix
    scores: Matrix


@dataclass(frozen=True)
class _Tables:
    """Everything computed when the index is built; axes are cards and skills in code order."""

    codes: tuple[str, ...]
    skills: tuple[str, ...]
    asked: sparse.csr_array
    near: sparse.csr_array
    affinity: Matrix
    words: tuple[frozenset[str], ...]


class MatchingIndex:
    """All cards of one referential, ready to be compared with profiles.

    Make it with `MatchingIndex.build`. It never changes afterwards and may be shared between
    threads.
    """

    def __init__(self, tables: _Tables) -> None:
        self._tables = tables
        self._card_at = {code: at for at, code in enumerate(tables.codes)}
        self._skill_at = {skill: at for at, skill in enumerate(tables.skills)}

    @classmethod
    def build(cls, cards: Sequence[Card], labels: Mapping[str, str]) -> "MatchingIndex":
        """Index `cards`; `labels` gives the words of each skill (a skill without label has none).

        Raises ValueError when two cards have the same code. The order of the cards, of their
        skills and titles, and of the labels changes nothing, to the last bit.
        """
        ordered = sorted(cards, key=lambda card: card.code)
        codes = tuple(card.code for card in ordered)
        if len(set(codes)) < len(codes):
            raise ValueError("two cards have the same code")
        skills = tuple(sorted({use.skill for card in ordered for use in card.skills}))
        asked = asked_weights(ordered, skills)
        folded = [fold(labels.get(skill, "")) for skill in skills]
        texts = [fold(card.text) for card in ordered]
        wording = count_wording(folded, texts, [card.titles for card in ordered])
        loose = loose_closeness(wording.labels)
        near = near_closeness(loose, wording.labels, folded)
        affinity = affinities(asked, loose, wording)
        words = tuple(frozenset(text.split()) for text in texts)
        return cls(_Tables(codes, skills, asked, near, affinity, words))

    def rank(
        self,
        profile: Profile,
        *,
        exclude: Collection[str] = (),
        only: Collection[str] | None = None,
        limit: int | None = None,
        also: Collection[str] = (),
    ) -> list[Match]:
        """Cards of which the profile holds at least one asked skill exactly, best score first.

        Ties go by code. The cards of past jobs are left out, and so are the codes in `exclude`, or
        all that are not in `only`. `limit` is for whoever needs the first few alone, and those of
        the codes in `also` that come later.
        """
        credit = self._credit(profile.held)
        amounts = self._amounts(credit, profile.past)
        left_out = {*exclude, *profile.past}
        order = np.argsort(-amounts.scores, kind="stable")
        shown = order[(amounts.shares[order] > 0) & (amounts.scores[order] > 0)].tolist()
        codes = self._tables.codes
        kept = [at for at in shown if codes[at] not in left_out]
        if only is not None:
            kept = [at for at in kept if codes[at] in only]
        later = [] if limit is None else [at for at in kept[limit:] if codes[at] in also]
        return [self._match(at, amounts, credit) for at in (*kept[:limit], *later)]

    def shares(self, held: Collection[str]) -> dict[str, float]:
        """Return `Match.share` of every card of which something is held exactly."""
        exact = np.zeros(len(self._tables.skills))
        exact[[self._skill_at[skill] for skill in held if skill in self._skill_at]] = 1.0
        shares = np.minimum(self._tables.asked @ exact, 1.0)
        return {self._tables.codes[at]: float(shares[at]) for at in np.flatnonzero(shares).tolist()}

    def explain(self, profile: Profile, code: str) -> Match | None:
        """Compare one card with the profile, even when nothing is held.

        None when the card is unknown or asks no skills: there is then nothing to compare with.
        """
        at = self._card_at.get(code)
        if at is None or not len(self._asked_at(at)[0]):
            return None
        credit = self._credit(profile.held)
        return self._match(at, self._amounts(credit, profile.past), credit)

    def asked_skills(self, code: str) -> frozenset[str]:
        """The skills a card asks; empty for an unknown card."""
        at = self._card_at.get(code)
        if at is None:
            return frozenset()
        return frozenset(self._tables.skills[skill] for skill in self._asked_at(at)[0].tolist())

    def shared_skills(self, first: str, second: str) -> tuple[str, ...]:
        """The skills of `second` that `first` asks too, heaviest first as `second` weighs them.

        They are those of `Match.held` for whoever holds all that `first` asks, found without the
        rest of that match. KeyError when a card is unknown.
        """
        return self._shared_skills(self._card_at[first], self._card_at[second])

    def common_ground(self, profile: Profile, code: str) -> CommonGround | None:
        """Tell what makes the "past" part of a match: the nearest past job and what they share.

        None when the card or every past job is unknown, or when nothing brings them together.
        """
        at, past = self._card_at.get(code), self._known_cards(profile.past)
        if at is None or not past:
            return None
        nearest = max(past, key=lambda other: float(self._tables.affinity[other, at]))
        amount = PAST_WEIGHT * float(self._tables.affinity[nearest, at])
        if amount == 0.0:
            return None
        skills = self._shared_skills(nearest, at)
        return CommonGround(
            self._tables.codes[nearest], amount, skills, self._shared_words(nearest, at)
        )

    def _credit(self, held: Iterable[str]) -> _Credit:
        known = sorted(self._skill_at[skill] for skill in held if skill in self._skill_at)
        at = np.array(known, dtype=np.int64)
        exact = np.zeros(len(self._tables.skills))
        exact[at] = 1.0
        rows = self._tables.near[at]
        best = exact.copy()
        np.maximum.at(best, rows.indices, rows.data * CLOSE_CREDIT)
        return _Credit(exact, best, at)

    def _amounts(self, credit: _Credit, past_codes: Iterable[str]) -> _Amounts:
        """Compare with every card; each array has one value a card.

        `brought` is computed whole, not as held plus close, so that a held skill that replaces
        a close one can never lose a rounding.
        """
        shares = np.minimum(self._tables.asked @ credit.exact, 1.0)
        brought = np.maximum(np.minimum(self._tables.asked @ credit.best, 1.0), shares)
        past = np.zeros(len(self._tables.codes))
        for at in self._known_cards(past_codes):
            past = np.maximum(past, self._tables.affinity[at] * PAST_WEIGHT)
        return _Amounts(shares, brought, past, brought + past)

    def _match(self, at: int, amounts: _Amounts, credit: _Credit) -> Match:
        share, brought = float(amounts.shares[at]), float(amounts.brought[at])
        return Match(
            code=self._tables.codes[at],
            score=float(amounts.scores[at]),
            share=share,
            asked=len(self._asked_at(at)[0]),
            parts=((HELD, share), (CLOSE, brought - share), (PAST, float(amounts.past[at]))),
            detail_of=partial(self._detail, at, credit),
        )

    def _detail(self, at: int, credit: _Credit) -> Detail:
        skills, weights = self._asked_at(at)
        heaviest = np.lexsort((skills, -weights)).tolist()
        parts = [self._part(int(skills[i]), float(weights[i]), credit) for i in heaviest]
        return Detail(
            held=tuple(part for part in parts if part.credit == 1.0),
            close=tuple(part for part in parts if part.through is not None),
            missing=tuple(part for part in parts if part.credit == 0.0),
        )

    def _part(self, skill: int, weight: float, credit: _Credit) -> Part:
        amount = float(credit.best[skill])
        through = self._through(skill, credit) if 0.0 < amount < 1.0 else None
        return Part(self._tables.skills[skill], weight, amount, through)

    def _through(self, skill: int, credit: _Credit) -> str:
        """Find the held skill closest to an asked one; ties go by code."""
        near = self._tables.near
        row = slice(near.indptr[skill], near.indptr[skill + 1])
        among = np.isin(near.indices[row], credit.held)
        nearest = near.indices[row][among][np.argmax(near.data[row][among])]
        return self._tables.skills[int(nearest)]

    def _asked_at(self, at: int) -> tuple[NDArray[np.int64], Matrix]:
        """Positions and weights of the skills one card asks."""
        asked = self._tables.asked
        row = slice(asked.indptr[at], asked.indptr[at + 1])
        return asked.indices[row].astype(np.int64), asked.data[row]

    def _known_cards(self, codes: Iterable[str]) -> list[int]:
        return sorted({self._card_at[code] for code in codes if code in self._card_at})

    def _shared_skills(self, first: int, second: int) -> tuple[str, ...]:
        skills, weights = self._asked_at(second)
        own = np.isin(skills, self._asked_at(first)[0])
        heaviest = np.lexsort((skills[own], -weights[own]))
        return tuple(self._tables.skills[int(at)] for at in skills[own][heaviest])

    def _shared_words(self, first: int, second: int) -> tuple[str, ...]:
        """Words of both cards, those found in the fewest cards first; ties by the alphabet."""
        words = self._tables.words
        shared = [word for word in words[first] & words[second] if len(word) >= TELLING_LETTERS]
        return tuple(sorted(shared, key=lambda word: (sum(word in card for card in words), word)))
