"""What keeps a juror from judging an entry, found from what both declared.

Only equality counts: of an organisation or its group, of a folded name. What somebody merely
resembles is for the juror to declare.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from boutdufil.lib.text import fold, words
from boutdufil.rooms.contests.enums import ConflictKind


@dataclass(frozen=True, slots=True)
class Tie:
    """Whom a juror says they know, in their words."""

    kind: ConflictKind
    words: str


@dataclass(frozen=True, slots=True)
class JurorFacts:
    """What is known of a juror; `groups` are the uppermost organisations they belong to."""

    id: int
    region: str = ""
    school: str = ""
    employer_name: str = ""
    groups: frozenset[int] = field(default_factory=frozenset)
    person_id: int | None = None
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """What is known of an entry; `people` are its members by name, `person_ids` by account."""

    id: int
    region: str = ""
    school: str = ""
    employers: tuple[str, ...] = ()
    groups: frozenset[int] = field(default_factory=frozenset)
    people: tuple[str, ...] = ()
    person_ids: frozenset[int] = field(default_factory=frozenset)


def conflicts_between(
    juror: JurorFacts, entry: EntryFacts, *, bars_region: bool = False
) -> tuple[ConflictKind, ...]:
    """Return the conflicts inferred between a juror and an entry, each kind once."""
    return tuple(dict.fromkeys(_found(juror, entry, bars_region)))


def names(said: str, text: str) -> bool:
    """Tell whether a text holds every word that was said, in any order.

    >>> names("Lycée Mercure", "Lycée professionnel MERCURE, Metz"), names("Léa", "Léandre")
    (True, False)
    """
    wanted = set(words(said))
    return bool(wanted) and wanted <= set(words(text))


def _found(juror: JurorFacts, entry: EntryFacts, bars_region: bool) -> Iterator[ConflictKind]:
    if juror.groups & entry.groups or _is_one_of(juror.employer_name, entry.employers):
        yield ConflictKind.EMPLOYER
    if _is_one_of(juror.school, (entry.school,)):
        yield ConflictKind.SCHOOL
    if bars_region and juror.region and juror.region == entry.region:
        yield ConflictKind.REGION
    if juror.person_id is not None and juror.person_id in entry.person_ids:
        yield ConflictKind.DECLARED
    for tie in juror.ties:
        if any(names(tie.words, text) for text in _texts(tie.kind, entry)):
            yield tie.kind


def _is_one_of(name: str, others: tuple[str, ...]) -> bool:
    return bool(fold(name)) and fold(name) in {fold(other) for other in others}


def _texts(kind: ConflictKind, entry: EntryFacts) -> tuple[str, ...]:
    """Return what a declared tie of a kind is compared with."""
    if kind == ConflictKind.SCHOOL:
        return (entry.school,)
    return entry.employers if kind == ConflictKind.EMPLOYER else entry.people
