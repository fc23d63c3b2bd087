"""Rules are declared before the first entry; afterwards they change with a reason or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import EditionStatus, EntryStatus, StageStatus
from boutdufil.rooms.contests.errors import RulesFrozenError
from boutdufil.rooms.contests.models import Edition, Entry, RulesVersion, Stage
from boutdufil.rooms.contests.rules.declaring import digest, refused_changes
from boutdufil.rooms.contests.selectors.declared import declared_settings
from boutdufil.rooms.contests.services.log import lock_edition, write_line
from boutdufil.rooms.contests.services.trail import record

# Those who will not come back: nothing can hurt them any more.
GONE = frozenset({EntryStatus.WITHDRAWN, EntryStatus.REFUSED, EntryStatus.DISQUALIFIED})


@contextmanager
def changing_rules(*, edition_id: int, actor_id: int | None, reason: str = "") -> Iterator[Edition]:
    """Change an edition, its stages or their settings within; yield the locked edition.

    A draft changes freely. Once the rules are declared, a change of them takes a reason and
    becomes a new version, written in the log; what changes no rule needs none. All or nothing.

    :raises RulesFrozenError: a change without a reason, of an edition that is over, or one that
        would hurt those already in.
    """
    with transaction.atomic():
        edition = lock_edition(edition_id)
        if edition.status == EditionStatus.DRAFT:
            yield edition
            return
        before = declared_settings(edition_id)
        running = _running(edition_id)
        yield edition
        after = declared_settings(edition_id)
        if before != after:
            _refuse(edition, before, after, running, reason.strip())
            declare_rules(
                edition_id=edition_id, settings=after, reason=reason.strip(), actor_id=actor_id
            )


@transaction.atomic
def declare_rules(
    *, edition_id: int, settings: dict[str, Any], reason: str, actor_id: int | None
) -> RulesVersion:
    """Declare the rules as they stand, which holds the edition until the transaction ends."""
    last = RulesVersion.objects.filter(edition_id=edition_id).order_by("-number").first()
    version = RulesVersion.objects.create(
        edition_id=edition_id,
        number=last.number + 1 if last else 1,
        settings=settings,
        sha256=digest(settings),
        reason=reason,
        declared_at=timezone.now(),
    )
    facts = {"version": version.number, "sha256": version.sha256}
    write_line(edition_id=edition_id, kind="rules_declared", facts=facts)
    record(actor_id, "declare_rules", edition_id, **facts)
    return version


def _refuse(
    edition: Edition,
    before: dict[str, Any],
    after: dict[str, Any],
    running: dict[int, str],
    reason: str,
) -> None:
    if edition.status != EditionStatus.PUBLISHED:
        raise RulesFrozenError(_("Ce concours est terminé : son règlement ne change plus."))
    entries = Entry.objects.filter(edition=edition).exclude(status__in=GONE)
    hurt = refused_changes(before, after, running=running, has_entries=entries.exists())
    if hurt:
        raise RulesFrozenError(" ".join(hurt))
    if not reason:
        told = _("Le règlement est publié : dites pourquoi il change. Le motif sera publié avec.")
        raise RulesFrozenError(told, "reason")


def _running(edition_id: int) -> dict[int, str]:
    begun = Stage.objects.filter(edition_id=edition_id).exclude(status=StageStatus.PLANNED)
    return dict(begun.values_list("pk", "status"))
