"""What typed words mean: words to find in the vacancies, and jobs that bear such a name."""

import re
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import get_language

from boutdufil.engines.matching import MatchingIndex
from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.kernel.occupations.selectors.wording import EMPTY_WORDS
from boutdufil.kernel.posts.selectors.search.job_cards import cards_index
from boutdufil.kernel.posts.selectors.search.spelling import Spelling
from boutdufil.lib.text import words

# "préparatrise de comandes" resembles its title by 0.8, "agent" that of anybody's.
LEAST_LIKENESS, NEAR_BEST, MOST_JOBS = 0.75, 0.05, 4
MOST_WORDS = 12
_LETTERS = re.compile(r"[^0-9a-z]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """Typed words, read: ``groups`` must each be found, by any of its words.

    ``jobs`` are codes with labels whose title was typed, whatever the vacancy calls itself;
    ``slips`` are the words looked for beside those typed.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    jobs: tuple[tuple[str, str], ...] = ()
    slips: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the jobs."""
        return tuple(code for code, _label in self.jobs)

    @property
    def tsquery(self) -> str:
        """The words for PostgreSQL's ``to_tsquery``: letters and figures alone, so no syntax."""
        return " & ".join(f"({' | '.join(group)})" for group in self.groups)


NOTHING_READ = Reading()


def read_words(text: str, spelling: Spelling) -> Reading:
    """Read what was typed; empty when no word tells anything."""
    typed = telling(text)
    if not typed:
        return NOTHING_READ
    near = {word: spelling.near(word) for word in typed}
    return Reading(
        groups=tuple((word, *near[word]) for word in typed),
        jobs=jobs_named(cards_index(), " ".join(text.split()), get_language() or ""),
        slips=tuple(dict.fromkeys(slip for word in typed for slip in near[word])),
    )


def telling(text: str) -> tuple[str, ...]:
    """Return the folded words that tell something, once each, twelve at most."""
    plain = (_LETTERS.sub("", word) for word in words(text))
    told = [word for word in plain if word and word not in EMPTY_WORDS]
    return tuple(dict.fromkeys(told))[:MOST_WORDS]


@lru_cache(maxsize=4096)
def jobs_named(index: MatchingIndex, text: str, language: str) -> tuple[tuple[str, str], ...]:
    """Return the jobs that bear such a name in either gender, in spite of slips.

    None when too many bear it: a word so common names no job. Remembered for the cards in force
    and the language, since many visitors type the same.
    """
    scores = occupations.codes_named(text)
    least = max(LEAST_LIKENESS, max(scores.values(), default=0.0) - NEAR_BEST)
    codes = [code for code, score in scores.items() if score >= least]
    if not 0 < len(codes) <= MOST_JOBS:
        return ()
    known = occupations.cards(codes)
    return tuple((code, known[code].label) for code in codes if code in known)
