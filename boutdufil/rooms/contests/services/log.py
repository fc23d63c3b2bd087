"""The log of an edition: what happened, numbered without a gap, to be sealed at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from boutdufil.engines.sealing import canonical_json
from boutdufil.rooms.contests.models import Edition, LogLine


def write_line(*, edition_id: int, kind: str, facts: Mapping[str, object]) -> LogLine:
    """Append a line in the caller's transaction, which holds the log until it ends.

    ``facts`` are ids, numbers, texts of the organiser and salted commitments, never a name.

    :raises SealError: facts that have no canonical form (a float, a moment): they could not be
        sealed.
    :raises TransactionManagementError: there is no transaction to be part of.
    """
    canonical_json(facts)
    lock_edition(edition_id)
    last = LogLine.objects.filter(edition_id=edition_id).order_by("-position").first()
    return LogLine.objects.create(
        edition_id=edition_id,
        position=last.position + 1 if last else 1,
        kind=kind,
        facts=dict(facts),
        at=timezone.now(),
    )


def lock_edition(edition_id: int) -> Edition:
    """Let acts on one edition follow one another; entries meanwhile come in freely."""
    return Edition.objects.select_for_update(no_key=True).get(pk=edition_id)


@contextmanager
def erasing_answers() -> Iterator[None]:
    """Let answers be deleted within, since somebody is erased; lines of the log never are."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('contests.erasing', 'on', true)")
        yield
        cursor.execute("select set_config('contests.erasing', '', true)")
