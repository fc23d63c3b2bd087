"""Names in a text that a jury must not read: found by machine, hidden by a person's decision.

Found are the words one knows of (people, school, employer), and what looks like an e-mail address,
a telephone number or a link. It proposes: a name nobody told us of is found by nobody but a reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

HIDDEN = "[…]"
SHORTEST_NAME = 3
SHORTEST_PLACE = 4
# Words of a school's or a firm's name that many others bear too.
COMMON = frozenset(
    [
        "ecole",
        "lycee",
        "college",
        "institut",
        "universite",
        "faculte",
        "campus",
        "centre",
        "groupe",
        "formation",
        "superieur",
        "superieure",
        "national",
        "nationale",
        "professionnel",
        "general",
        "technique",
        "service",
        "services",
        "client",
        "clients",
        "relation",
        "france",
        "societe",
        "entreprise",
        "association",
        "agence",
        "pour",
        "avec",
        "dans",
        "sous",
        "chez",
    ]
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"')]+", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\d+])(?:\+\d{2,3}|0)[\s.\-]?\d(?:[\s.\-]?\d{2}){4}(?!\d)")


class Kind(StrEnum):
    """Why words were found."""

    PERSON = "person"
    SCHOOL = "school"
    EMPLOYER = "employer"
    EMAIL = "email"
    PHONE = "phone"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Known:
    """Words one knows to be a name."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """Words in a text, as they stand there, and why they were found."""

    kind: Kind
    words: str
    start: int
    end: int


def known_names(people: Collection[str], school: str = "", employer: str = "") -> tuple[Known, ...]:
    """Return what to look for: whole names and their parts; common words alone are none."""
    found = [Known(Kind.PERSON, part) for name in people for part in _parts(name, SHORTEST_NAME)]
    found += [Known(Kind.SCHOOL, part) for part in _parts(school, SHORTEST_PLACE)]
    found += [Known(Kind.EMPLOYER, part) for part in _parts(employer, SHORTEST_PLACE)]
    return tuple(dict.fromkeys(found))


def find_names(text: str, known: Sequence[Known]) -> tuple[Found, ...]:
    """Return what was found, in the order of the text; of two that overlap, the longer."""
    candidates = [*_by_pattern(text), *_by_name(text, known)]
    candidates.sort(key=lambda one: (one.start, one.start - one.end))
    kept: list[Found] = []
    for one in candidates:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def hide(text: str, words: Collection[str]) -> str:
    """Return the text with every occurrence of some words hidden, whatever its case and accents."""
    spots = [spot for one in words for spot in _occurrences(text, one)]
    for start, end in _merged(spots):
        text = text[:start] + HIDDEN + text[end:]
    return text


def _merged(spots: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return spots that do not overlap, the last first, so that hiding one moves no other."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spots):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged[::-1]


def _parts(name: str, shortest: int) -> list[str]:
    words = re.findall(r"[\w’'-]+", name)
    longer = [word for word in words if len(word) >= shortest and _plain(word) not in COMMON]
    return [" ".join(words), *longer] if len(words) > 1 else longer


def _by_pattern(text: str) -> Iterator[Found]:
    for kind, pattern in ((Kind.EMAIL, _EMAIL), (Kind.LINK, _LINK), (Kind.PHONE, _PHONE)):
        for one in pattern.finditer(text):
            yield Found(kind, one[0], one.start(), one.end())


def _by_name(text: str, known: Sequence[Known]) -> Iterator[Found]:
    for one in known:
        for start, end in _occurrences(text, one.words):
            yield Found(one.kind, text[start:end], start, end)


def _occurrences(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where some words stand as whole words, however they are written."""
    wanted = _plain(words).strip()
    if not wanted:
        return
    plain, at = _plain_with_places(text)
    gaps = r"[\s\-]+".join(map(re.escape, re.split(r"[\s\-]+", wanted)))
    for one in re.finditer(rf"(?<!\w){gaps}(?!\w)", plain):
        yield at[one.start()], at[one.end() - 1] + 1


def _plain(text: str) -> str:
    return _plain_with_places(text)[0]


def _plain_with_places(text: str) -> tuple[str, list[int]]:
    """Return a text without accents and capitals, and where each sign of it came from."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for bare in unicodedata.normalize("NFKD", sign).casefold():
            if not unicodedata.combining(bare):
                signs.append("'" if bare == "’" else bare)
                places.append(place)
    return "".join(signs), places
