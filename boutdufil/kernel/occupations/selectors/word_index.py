"""Labels found by words that resemble theirs, in memory: a few milliseconds a search.

PostgreSQL's trigrams were tried first: 400 ms for three words over 13,000 titles, and a
title's rare words could not weigh more than "agent" or "technicien".
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import chain, pairwise
from math import log

from boutdufil.kernel.occupations.selectors.likeness import allowed_slips, stem, word_likeness

CANDIDATES = 150
FURTHEST_BEGINNING = 400
REMEMBERED_WORDS = 20_000
LEAST_WEIGHT = 0.1
LEAST_LIKENESS = 0.25

Way = Sequence[str]


@dataclass(frozen=True, slots=True)
class Typed:
    """A typed word: the known words it may stand for, with their likeness, and its weight."""

    near: dict[str, float]
    weight: float


class WordIndex:
    """Labels by the words of their forms; immutable once built, so shared by threads."""

    def __init__(self, labels: Sequence[str]) -> None:
        """Take the folded forms of each label, one a line; hits are given by place."""
        self._forms = [[tuple(form.split()) for form in forms.split("\n")] for forms in labels]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for place, forms in enumerate(self._forms):
            for word in {word for form in forms for word in form}:
                self._holders[word].append(place)
        self._sorted = sorted(self._holders)
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._pairs: dict[str, list[str]] = defaultdict(list)
        for word in self._sorted:
            self._stems[stem(word)].append(word)
            for pair in letter_pairs(word):
                self._pairs[pair].append(word)
        self._weights = {word: self._weight(word) for word in self._sorted}
        self._sizes = [[self._size(form) for form in forms] for forms in self._forms]
        self._remembered: dict[str, Typed] = {}

    def search(self, ways: Sequence[Way]) -> list[tuple[float, int]]:
        """Return (likeness in 0..1, place) of the labels nearest to any reading, best first."""
        best: dict[int, float] = {}
        for way in self._sensible(ways):
            typed = [word for word in map(self._typed, way) if word.near]
            for place in self._candidates(typed):
                forms = zip(self._forms[place], self._sizes[place], strict=True)
                fit = max(self._fit(typed, form, size) for form, size in forms)
                best[place] = max(best.get(place, 0.0), fit)
        return sorted(
            ((score, place) for place, score in best.items() if score >= LEAST_LIKENESS),
            key=lambda hit: (-hit[0], hit[1]),
        )

    def _sensible(self, ways: Sequence[Way]) -> Iterator[Way]:
        """Yield the plain reading, and the others where the words they make up exist."""
        for way in ways:
            if all(word in ways[0] or self._typed(word).near for word in way):
                yield way

    def _candidates(self, typed: Sequence[Typed]) -> list[int]:
        """Return the places that hold most of what was typed, by weight."""
        held: dict[int, float] = defaultdict(float)
        for word in typed:
            here: dict[int, float] = {}
            for known, likeness in word.near.items():
                for place in self._holders[known]:
                    here[place] = max(here.get(place, 0.0), likeness)
            for place, likeness in here.items():
                held[place] += likeness * word.weight
        sizes = self._forms
        return nlargest(CANDIDATES, held, key=lambda place: (held[place], -len(sizes[place][0])))

    def _fit(self, typed: Sequence[Typed], form: Sequence[str], size: float) -> float:
        """Return how well the typed words cover a form of a size and are covered by it."""
        shown: dict[str, float] = {}
        told = found = 0.0
        for word in typed:
            told += word.weight
            likeness, where = best_place(word.near, form)
            if likeness:
                found += word.weight * likeness
                shown[where] = max(shown.get(where, 0.0), likeness)
        # In the form's order, as floats add up differently in another.
        cover = sum(self._weights[known] * shown.pop(known) for known in form if known in shown)
        return 0.7 * found / told + 0.25 * cover / size + 0.05 * (form[0] in typed[0].near)

    def _size(self, form: Sequence[str]) -> float:
        """Return the weight of all the words of a form, each once."""
        return sum(self._weights[known] for known in dict.fromkeys(form))

    def _weight(self, word: str) -> float:
        """Return how much a known word tells: 1 when one label holds it, less when many do."""
        share = log(len(self._holders[word])) / log(len(self._forms) + 1)
        return max(LEAST_WEIGHT, 1 - share)

    def _typed(self, word: str) -> Typed:
        """Return what a typed word may stand for, remembered from one search to the next."""
        known = self._remembered.get(word)
        if known is None:
            near = {other: word_likeness(word, other) for other in self._resembling(word)}
            near = {other: likeness for other, likeness in near.items() if likeness}
            known = Typed(near, max(map(self._weights.__getitem__, closest(near)), default=0.0))
            if len(self._remembered) < REMEMBERED_WORDS:
                self._remembered[word] = known
        return known

    def _resembling(self, word: str) -> set[str]:
        """Return the known words worth comparing."""
        near = {word} & self._holders.keys() | set(self._stems.get(stem(word), ()))
        if len(word) >= 2:
            near |= set(self._beginning(word))
        slips = allowed_slips(len(stem(word)))
        if slips and not near:
            near |= self._misspelt(word, slips)
        return near

    def _beginning(self, word: str) -> list[str]:
        """Return the known words that begin so."""
        start = bisect_left(self._sorted, word)
        end = bisect_left(self._sorted, word + "\x7f")
        return self._sorted[start : min(end, start + FURTHEST_BEGINNING)]

    def _misspelt(self, word: str, slips: int) -> set[str]:
        """Return the known words that share enough pairs of letters; a slip breaks three."""
        pairs = letter_pairs(word)
        shared = Counter(chain.from_iterable(self._pairs.get(pair, ()) for pair in pairs))
        least = max(1, len(pairs) - 3 * slips)
        return {known for known, count in shared.items() if count >= least}


def letter_pairs(word: str) -> set[str]:
    """Return the pairs of neighbouring letters, both ends marked.

    >>> sorted(letter_pairs("bus"))
    ['^b', 'bu', 's$', 'us']
    """
    return {first + second for first, second in pairwise(f"^{word}$")}


def best_place(near: dict[str, float], form: Sequence[str]) -> tuple[float, str]:
    """Return the best likeness among the words of a form, and the last such word of the alphabet.

    >>> best_place({"agent": 1.0, "agence": 0.7}, ("agent", "de", "quai"))
    (1.0, 'agent')
    """
    best, where = 0.0, ""
    for known in form:
        likeness = near.get(known)
        if likeness and (likeness > best or (likeness == best and known > where)):
            best, where = likeness, known
    return best, where


def closest(near: dict[str, float]) -> list[str]:
    """Return the known words at the best likeness."""
    best = max(near.values(), default=0.0)
    return [word for word, likeness in near.items() if likeness == best]
