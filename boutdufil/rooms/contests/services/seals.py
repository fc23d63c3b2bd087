"""Sealing an edition: its rules, its log, its draws and every decision, in one archive.

Numbers stand for people. What ties a number to a person is a salted commitment: whoever is erased
takes the salt with them, the seal stays valid, and nobody can tell any more.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.adapters.keys import signing_key
from boutdufil.engines.judging.decisions import decide, outcomes_of
from boutdufil.engines.sealing import canonical_json, seal
from boutdufil.kernel.audit import services as audit
from boutdufil.rooms.contests.enums import AttemptKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import (
    Attempt,
    Decision,
    Edition,
    EditionSeal,
    LogLine,
    Member,
    RulesVersion,
    Stage,
)
from boutdufil.rooms.contests.rules import sealed
from boutdufil.rooms.contests.rules.declaring import moment_text
from boutdufil.rooms.contests.selectors.results import plain_of
from boutdufil.rooms.contests.services.log import lock_edition
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def seal_edition(*, edition_id: int, actor_id: int | None) -> EditionSeal:
    """Seal an edition whose last result is public; after a change, it is sealed once more.

    :raises ContestError: the last result is not public yet: the seed of the draws is in the seal.
    """
    edition = lock_edition(edition_id)
    last = Stage.objects.filter(edition=edition).last()
    if last is None or last.status != StageStatus.PUBLISHED:
        raise ContestError(_("Publiez d’abord le dernier résultat : le sceau montre la graine."))
    now = timezone.now().replace(microsecond=0)
    about = {
        "edition": edition.pk,
        "name": edition.name,
        "organiser": edition.organiser.name,
        "invented": edition.organiser.invented,
    }
    files = sealed_files(edition)
    archive = seal(files, kind=sealed.KIND, about=about, sealed_at=now, key=signing_key())
    made = EditionSeal.objects.create(
        edition=edition,
        number=EditionSeal.objects.filter(edition=edition).count() + 1,
        archive=archive,
        sha256=sha256(archive).hexdigest(),
        sealed_at=now,
    )
    record(actor_id, "seal_edition", edition.pk, number=made.number, sha256=made.sha256)
    return made


def sealed_files(edition: Edition) -> dict[str, bytes]:
    """Return the files of the archive, each in its canonical form."""
    found: dict[str, Any] = {
        sealed.LOG: _log(edition),
        sealed.DRAWS: {"seed": edition.seed, "papers": _papers(edition)},
        sealed.COMMITMENTS: _commitments(edition),
    }
    for version in RulesVersion.objects.filter(edition=edition):
        found[sealed.rules_file(version.number)] = {
            "number": version.number,
            "settings": version.settings,
            "reason": version.reason,
            "declared_at": moment_text(version.declared_at),
        }
    decisions = Decision.objects.filter(stage__edition=edition).select_related("stage")
    for one in decisions.order_by("stage__position", "number"):
        found[sealed.decision_file(one.stage.position, one.number)] = _decision(one)
    return {name: canonical_json(value) for name, value in found.items()}


def _log(edition: Edition) -> list[dict[str, Any]]:
    return [
        {
            "position": line.position,
            "kind": line.kind,
            "facts": line.facts,
            "at": moment_text(line.at),
        }
        for line in LogLine.objects.filter(edition=edition)
    ]


def _papers(edition: Edition) -> list[dict[str, Any]]:
    """Return who was asked what; a confirmation asks what the first paper did not."""
    papers = Attempt.objects.filter(quiz__stage__edition=edition)
    rows = list(
        papers.order_by("quiz_id", "entry__number", "kind").values_list(
            "quiz__stage_id", "kind", "entry__number", "draw", "quiz__confirmation_items"
        )
    )
    seen = {
        (stage, number): [one["version"] for one in draw]
        for stage, kind, number, draw, _asked in rows
        if kind == AttemptKind.MAIN
    }
    return [
        {
            "stage": stage,
            "kind": kind,
            "number": number,
            "draw": draw,
            "asked": asked,
            "seen": seen.get((stage, number), []),
        }
        for stage, kind, number, draw, asked in rows
    ]


def _commitments(edition: Edition) -> list[dict[str, str]]:
    members = Member.objects.filter(edition=edition, person__isnull=False, joined_at__isnull=False)
    rows = members.order_by("entry__number", "pk").values_list("entry__number", "person_id")
    return [
        {
            "number": number,
            "commitment": audit.commit_to(person_id=person, value=f"{edition.pk}:{number}"),
        }
        for number, person in rows
    ]


def _decision(one: Decision) -> dict[str, Any]:
    plain = plain_of(one)
    return {
        "stage": one.stage_id,
        "position": one.stage.position,
        "number": one.number,
        "state": one.state,
        "reason": one.reason,
        "decided_at": moment_text(one.decided_at),
        "published_at": moment_text(one.published_at),
        "sha256": one.sha256,
        "decision": plain,
        "outcomes": outcomes_of(decide(plain)),
    }
