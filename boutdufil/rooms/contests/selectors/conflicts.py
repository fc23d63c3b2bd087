"""Who may not judge whom, as it stands now: inferred from what both declared, and noted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from boutdufil.kernel.organisations.models import Membership, Organisation
from boutdufil.kernel.organisations.permissions import LEVELS
from boutdufil.rooms.contests.enums import ConflictKind
from boutdufil.rooms.contests.models import Acquaintance, Conflict, Entry, Juror, Member
from boutdufil.rooms.contests.rules.conflicts import (
    EntryFacts,
    JurorFacts,
    Tie,
    conflicts_between,
)

Kinds = tuple[ConflictKind, ...]
Found = Mapping[tuple[int, int], Kinds]  # by juror and entry


def conflicts_of(
    juror_ids: Collection[int], entry_ids: Collection[int], *, bars_region: bool = False
) -> Found:
    """Return every conflict between some jurors and some entries, noted and inferred."""
    noted = noted_conflicts(juror_ids, entry_ids)
    entries = entry_facts(entry_ids)
    found = {}
    for juror in juror_facts(juror_ids):
        for entry in entries:
            kinds = conflicts_between(juror, entry, bars_region=bars_region)
            both = tuple(dict.fromkeys((*noted.get((juror.id, entry.id), ()), *kinds)))
            if both:
                found[juror.id, entry.id] = both
    return found


def has_conflict(juror_id: int, entry_id: int) -> bool:
    """Tell whether something keeps a juror from judging an entry, today."""
    return bool(conflicts_of([juror_id], [entry_id]))


def noted_conflicts(juror_ids: Collection[int], entry_ids: Collection[int]) -> Found:
    """Return the conflicts that were written down."""
    rows = Conflict.objects.filter(juror_id__in=juror_ids, entry_id__in=entry_ids)
    found: dict[tuple[int, int], Kinds] = {}
    for juror_id, entry_id, kind in rows.values_list("juror_id", "entry_id", "kind"):
        key = juror_id, entry_id
        found[key] = (*found.get(key, ()), ConflictKind(kind))
    return found


def juror_facts(juror_ids: Collection[int]) -> list[JurorFacts]:
    """Return what conflicts of jurors are found by."""
    jurors = list(Juror.objects.filter(pk__in=juror_ids).select_related("employer"))
    held = _memberships(one.person_id for one in jurors)
    roots = _roots([*(one.employer_id for one in jurors), *(org for _, org in held)])
    ties = _ties(juror_ids)
    return [
        JurorFacts(
            id=one.pk,
            region=one.region,
            school=one.school,
            employer_name=one.employer.name if one.employer else one.employer_name,
            groups=_groups(roots, [one.employer_id, *_held_by(held, one.person_id)]),
            person_id=one.person_id,
            ties=ties.get(one.pk, ()),
        )
        for one in jurors
    ]


def entry_facts(entry_ids: Collection[int]) -> list[EntryFacts]:
    """Return what conflicts with entries are found by; the names stay here."""
    entries = list(Entry.objects.filter(pk__in=entry_ids).select_related("employer"))
    roots = _roots(one.employer_id for one in entries)
    members: dict[int, list[tuple[str, int | None]]] = {}
    people = Member.objects.filter(entry_id__in=entry_ids)
    for entry_id, name, own, pk in people.values_list("entry", "name", "person__name", "person"):
        members.setdefault(entry_id, []).append((f"{name} {own or ''}", pk))
    return [
        EntryFacts(
            id=one.pk,
            region=one.region,
            school=one.school,
            employers=(one.employer_name, one.employer.name if one.employer else ""),
            groups=_groups(roots, [one.employer_id]),
            people=tuple(name for name, _ in members.get(one.pk, ())),
            person_ids=frozenset(pk for _, pk in members.get(one.pk, ()) if pk),
        )
        for one in entries
    ]


def _ties(juror_ids: Collection[int]) -> dict[int, tuple[Tie, ...]]:
    found: dict[int, tuple[Tie, ...]] = {}
    rows = Acquaintance.objects.filter(juror_id__in=juror_ids)
    for juror_id, kind, said in rows.values_list("juror_id", "kind", "words"):
        found[juror_id] = (*found.get(juror_id, ()), Tie(ConflictKind(kind), said))
    return found


def _memberships(person_ids: Iterable[int | None]) -> list[tuple[int, int]]:
    people = [one for one in person_ids if one is not None]
    held = Membership.objects.filter(person_id__in=people, ended_at=None)
    return list(held.values_list("person_id", "organisation_id"))


def _held_by(held: list[tuple[int, int]], person_id: int | None) -> list[int]:
    return [organisation for person, organisation in held if person == person_id]


def _groups(roots: Mapping[int, int], organisations: Iterable[int | None]) -> frozenset[int]:
    return frozenset(roots[one] for one in organisations if one is not None)


def _roots(organisation_ids: Iterable[int | None]) -> dict[int, int]:
    """Return the uppermost organisation of each: one group is one employer."""
    wanted = {one for one in organisation_ids if one is not None}
    parents = ("__".join(["parent"] * level) for level in range(1, LEVELS))
    rows = Organisation.objects.filter(Q(pk__in=wanted)).values_list("pk", *parents)
    return {row[0]: next(one for one in reversed(row) if one is not None) for row in rows}
