"""Jurors of an edition, as its organiser and as they themselves see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.contests.enums import ConflictKind
from boutdufil.rooms.contests.models import Acquaintance, Conflict, Juror
from boutdufil.rooms.contests.selectors.panels import region_names

JUROR_PURPOSE = "contests.juror"


@dataclass(frozen=True, slots=True)
class JurorRow:
    """A juror; `held` and `given` count their readings, recused ones left out."""

    id: int
    edition_id: int
    person_id: int | None
    name: str
    email: str
    region: str
    region_name: str
    employer_name: str
    siret: str
    school: str
    most_files: int
    accepted_at: datetime | None
    declined_at: datetime | None
    held: int
    given: int

    @property
    def is_in(self) -> bool:
        """Whether they judge."""
        return self.accepted_at is not None and self.declined_at is None

    @property
    def is_waiting(self) -> bool:
        """Whether they did not answer yet."""
        return self.accepted_at is None and self.declined_at is None


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict as the organiser sees it: by the number of the entry."""

    number: str
    kind: ConflictKind
    reason: str


@dataclass(frozen=True, slots=True)
class JurorInvitation:
    """An invitation as the expert sees it."""

    token: str
    name: str
    email: str
    edition_name: str
    organiser: str
    most_files: int


def jurors_of(edition_id: int) -> list[JurorRow]:
    """Return the jurors of an edition, by name."""
    return _rows(_jurors().filter(edition_id=edition_id))


def juror_row(juror_id: int) -> JurorRow | None:
    """Return a juror by their number."""
    return next(iter(_rows(_jurors().filter(pk=juror_id))), None)


def seats_of_person(person_id: int) -> list[JurorRow]:
    """Return what somebody judges, the newest edition first."""
    held = _jurors().filter(person_id=person_id, accepted_at__isnull=False, declined_at=None)
    return _rows(held.order_by("-edition__created_at", "pk"))


def juror_names(juror_ids: set[int]) -> dict[int, str]:
    """Return names of jurors, for those who may read them."""
    return dict(Juror.objects.filter(pk__in=juror_ids).values_list("pk", "name"))


def invitation_of(token: str) -> JurorInvitation | None:
    """Return an invitation while it can be answered."""
    found = Juror.objects.filter(token_hash=hash_token(token), accepted_at=None, declined_at=None)
    one = found.select_related("edition__organiser").first()
    if one is None:
        return None
    edition = one.edition
    return JurorInvitation(
        token, one.name, one.email, edition.name, edition.organiser.name, one.most_files
    )


def conflict_rows(juror_id: int) -> list[ConflictRow]:
    """Return what keeps a juror from judging whom, as it was written down."""
    found = Conflict.objects.filter(juror_id=juror_id).order_by("entry__number", "kind")
    rows = found.values_list("entry__number", "kind", "reason")
    return [ConflictRow(number, ConflictKind(kind), reason) for number, kind, reason in rows]


def ties_of(juror_id: int) -> list[tuple[ConflictKind, str]]:
    """Return whom a juror says they know."""
    found = Acquaintance.objects.filter(juror_id=juror_id)
    return [(ConflictKind(kind), said) for kind, said in found.values_list("kind", "words")]


def _jurors() -> QuerySet[Juror]:
    held = Q(readings__recused_at=None, readings__isnull=False)
    return Juror.objects.select_related("employer").annotate(
        held=Count("readings", filter=held),
        given=Count("readings", filter=held & Q(readings__given_at__isnull=False)),
    )


def _rows(found: QuerySet[Juror]) -> list[JurorRow]:
    names = region_names()
    return [_row(one, names) for one in found]


def _row(one: Juror, names: dict[str, str]) -> JurorRow:
    return JurorRow(
        id=one.pk,
        edition_id=one.edition_id,
        person_id=one.person_id,
        name=one.name,
        email=one.email,
        region=one.region,
        region_name=names.get(one.region, ""),
        employer_name=one.employer.name if one.employer else one.employer_name,
        siret=(one.employer.siret or "") if one.employer else "",
        school=one.school,
        most_files=one.most_files,
        accepted_at=one.accepted_at,
        declined_at=one.declined_at,
        held=one.held,  # type: ignore[attr-defined]
        given=one.given,  # type: ignore[attr-defined]
    )
