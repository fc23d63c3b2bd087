"""Conflicts of interest, written down and enforced; who declares them: `services.ties`."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from boutdufil.rooms.contests.errors import ConflictError
from boutdufil.rooms.contests.models import Conflict, Juror
from boutdufil.rooms.contests.selectors.conflicts import conflicts_of, has_conflict
from boutdufil.rooms.contests.services.log import write_line


def write_conflict(*, juror: Juror, entry_id: int, kind: str, reason: str = "") -> Conflict:
    """Write a conflict once, in the caller's transaction; the log knows numbers alone."""
    made, is_new = Conflict.objects.get_or_create(
        juror=juror, entry_id=entry_id, kind=kind, defaults={"reason": reason[:250]}
    )
    if is_new:
        facts = {"juror": juror.pk, "entry": entry_id, "kind": str(kind)}
        write_line(edition_id=juror.edition_id, kind="conflict_noted", facts=facts)
    return made


def note_inferred(
    *, jurors: Iterable[Juror], entry_ids: list[int], bars_region: bool
) -> set[tuple[int, int]]:
    """Write down every conflict found between jurors and entries; return who may not judge whom."""
    held = {one.pk: one for one in jurors}
    found = conflicts_of(list(held), entry_ids, bars_region=bars_region)
    for (juror_id, entry_id), kinds in found.items():
        for kind in kinds:
            write_conflict(juror=held[juror_id], entry_id=entry_id, kind=kind)
    return set(found)


def refuse_conflict(juror_id: int, entry_id: int) -> None:
    """Refuse an act of a juror on an entry they may not judge.

    :raises ConflictError: with what becomes of the file; it does not say which conflict.
    """
    if has_conflict(juror_id, entry_id):
        raise ConflictError(
            _("Un lien vous empêche de juger ce dossier : il est confié à quelqu’un d’autre.")
        )
