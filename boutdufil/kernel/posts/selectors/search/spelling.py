"""Words of the vacancies' titles, found in spite of a slip of the keyboard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from boutdufil.kernel.occupations.selectors.likeness import slips_between, stem

SHORTEST = 4


class Spelling:
    """Known words by what is left of them without one letter; never changes once built."""

    def __init__(self, known: Iterable[str]) -> None:
        self.words = frozenset(known)
        self._stems = {stem(word) for word in self.words}
        self._bare: dict[str, set[str]] = defaultdict(set)
        for word in self.words:
            for rest in without_a_letter(word):
                self._bare[rest].add(word)

    def with_words(self, more: Iterable[str]) -> Spelling:
        """Return a spelling that knows more words."""
        new = set(more) - self.words
        return Spelling(self.words | new) if new else self

    def near(self, word: str) -> tuple[str, ...]:
        """Return the known words one slip away; none for a known or a short word.

        A slip is a letter missing, added, changed or swapped with its neighbour.
        """
        if len(word) < SHORTEST or word in self.words or stem(word) in self._stems:
            return ()
        found = {known for rest in without_a_letter(word) for known in self._bare.get(rest, ())}
        return tuple(sorted(known for known in found if slips_between(word, known) == 1))


def without_a_letter(word: str) -> set[str]:
    """Return the word itself and the word without each of its letters.

    >>> sorted(without_a_letter("bus"))
    ['bs', 'bu', 'bus', 'us']
    """
    return {word} | {word[:at] + word[at + 1 :] for at in range(len(word))}
