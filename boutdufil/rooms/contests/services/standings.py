"""How far an entry is, from what its members and its employer said."""

from __future__ import annotations

from django.utils.translation import gettext as _

from boutdufil.kernel import events
from boutdufil.rooms.contests.enums import EmployerWord, EntryKind, EntryStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.events import EntryEntered
from boutdufil.rooms.contests.models import Entry
from boutdufil.rooms.contests.rules.entries import LIVE
from boutdufil.rooms.contests.services.log import write_line


def lock_entry(entry_id: int) -> Entry:
    """Return an entry that nobody else changes meanwhile, in the caller's transaction.

    :raises ContestError: it is gone.
    """
    found = Entry.objects.select_for_update(of=("self",)).select_related("edition")
    one = found.filter(pk=entry_id).first()
    if one is None:
        raise ContestError(_("Cette candidature n’existe plus."))
    return one


def settle_entry(entry: Entry) -> None:
    """Put a live entry where it belongs; it takes part from the moment nothing is missing."""
    if entry.status not in LIVE:
        return
    before, after = entry.status, _where(entry)
    if after == before:
        return
    entry.status = after
    entry.save(update_fields=["status"])
    if after == EntryStatus.ENTERED:
        events.publish(EntryEntered(entry.pk))
    if EntryStatus.ENTERED in {before, after}:
        facts = {"entry": entry.pk, "number": entry.number}
        kind = "entry_entered" if after == EntryStatus.ENTERED else "entry_incomplete"
        write_line(edition_id=entry.edition_id, kind=kind, facts=facts)


def _where(entry: Entry) -> EntryStatus:
    edition = entry.edition
    if edition.entered_by == EntryKind.TEAM:
        joined = entry.members.filter(joined_at__isnull=False).count()
        if joined < edition.team_least:
            return EntryStatus.FORMING
    if edition.needs_employer_consent and entry.employer_word != EmployerWord.GIVEN:
        return EntryStatus.WAITING
    return EntryStatus.ENTERED
