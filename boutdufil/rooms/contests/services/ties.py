"""Whom a juror knows, as they say it, and what the organiser knows of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.lib.text import fold
from boutdufil.rooms.contests.enums import ConflictKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Acquaintance, Conflict, Entry, Juror
from boutdufil.rooms.contests.services.conflicts import write_conflict
from boutdufil.rooms.contests.services.recusals import release_conflicting
from boutdufil.rooms.contests.services.trail import record

MOST_TIES = 100
LONGEST_TIE = 160
# What a juror may say they know; a region is no acquaintance.
TIE_KINDS = (
    ConflictKind.SCHOOL,
    ConflictKind.EMPLOYER,
    ConflictKind.PUPIL,
    ConflictKind.DECLARED,
)


@dataclass(frozen=True, slots=True)
class TieDraft:
    """What a juror declares: a kind, and the name as they know it."""

    kind: str
    words: str


@transaction.atomic
def declare_ties(*, juror_id: int, ties: Iterable[TieDraft]) -> None:
    """Keep whom a juror says they know, in place of what they said before.

    What is noted on entries, and readings they may no longer hold, follows at once. Nothing tells
    the juror whether a name was found: that would tell who entered.

    :raises ContestError: a name that says nothing, or too many of them.
    """
    wanted = list(dict.fromkeys(ties))
    _refuse_ties(wanted)
    Acquaintance.objects.filter(juror_id=juror_id).delete()
    Acquaintance.objects.bulk_create(
        Acquaintance(juror_id=juror_id, kind=one.kind, words=one.words) for one in wanted
    )
    juror = Juror.objects.get(pk=juror_id)
    record(juror.person_id, "declare_ties", juror.edition_id, juror=juror_id, ties=len(wanted))
    release_conflicting(juror_id=juror_id)


@transaction.atomic
def note_conflict(
    *, juror_id: int, number: str, kind: str, reason: str, actor_id: int | None
) -> Conflict:
    """Write down that a juror may not judge an entry, known by its number.

    :raises ContestError: no such number in the juror's edition.
    """
    juror = Juror.objects.get(pk=juror_id)
    entry = Entry.objects.filter(edition_id=juror.edition_id, number=number.strip().upper()).first()
    if entry is None:
        raise ContestError(_("Aucun dossier ne porte ce numéro."), "number")
    made = write_conflict(juror=juror, entry_id=entry.pk, kind=kind, reason=reason)
    record(actor_id, "note_conflict", juror.edition_id, juror=juror_id, entry=entry.pk, kind=kind)
    release_conflicting(juror_id=juror_id)
    return made


def _refuse_ties(ties: list[TieDraft]) -> None:
    if len(ties) > MOST_TIES:
        raise ContestError(_("Cent noms au plus."))
    for one in ties:
        if one.kind not in TIE_KINDS or not fold(one.words):
            raise ContestError(_("« %(words)s » ne dit pas de nom.") % {"words": one.words})
        if len(one.words) > LONGEST_TIE:
            raise ContestError(
                _("« %(start)s… » : 160 caractères au plus.") % {"start": one.words[:20]}
            )
