"""The observer's sheet: written by a trained person, owned by the person it is about."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.calls.enums import ParticipantRole, Seen
from boutdufil.kernel.calls.errors import NotAgreedError
from boutdufil.kernel.calls.models import ObserverSheet, Participant
from boutdufil.kernel.calls.permissions import has_agreed
from boutdufil.kernel.calls.scenarios import scenario
from boutdufil.kernel.people.models import Person

LONGEST_REMARK = 1000


@transaction.atomic
def write_sheet(
    *, call_id: UUID, observer: Person, answers: Mapping[str, Mapping[str, str]], remark: str = ""
) -> ObserverSheet:
    """Write or correct what a trained person saw; ``answers`` by criterion: seen and remark.

    Corrected after it was shared, it is the person's to share again.

    :raises NotAgreedError: when the person observed did not agree.
    """
    if not has_agreed(call_id):
        raise NotAgreedError
    observed = Participant.objects.select_related("call").get(
        call_id=call_id, role=ParticipantRole.AGENT
    )
    found = scenario(observed.call.scenario, observed.call.scenario_version)
    kept = {criterion.key: _answer(answers.get(criterion.key, {})) for criterion in found.criteria}
    facts = {"answers": kept, "remark": remark[:LONGEST_REMARK], "shared_at": None}
    sheet, _created = ObserverSheet.objects.update_or_create(
        call_id=call_id,
        observed=observed,
        observer=observer,
        defaults={**facts, "written_at": timezone.now()},
    )
    _record(observer.pk, "calls.write_sheet", sheet.pk)
    return sheet


def reply_to_sheet(*, sheet_id: int, words: str) -> None:
    """Let the person observed answer; empty words take the answer back."""
    said = words.strip()[:LONGEST_REMARK]
    moment = timezone.now() if said else None
    ObserverSheet.objects.filter(pk=sheet_id).update(reply=said, replied_at=moment)


@transaction.atomic
def share_sheet(*, sheet_id: int, actor_id: int | None) -> None:
    """Add a sheet to the path of the person it is about."""
    ObserverSheet.objects.filter(pk=sheet_id, shared_at=None).update(shared_at=timezone.now())
    _record(actor_id, "calls.share_sheet", sheet_id)


@transaction.atomic
def withdraw_sheet(*, sheet_id: int, actor_id: int | None) -> None:
    """Take a sheet out of the path again; only the two people read it from now on."""
    ObserverSheet.objects.filter(pk=sheet_id).update(shared_at=None)
    _record(actor_id, "calls.withdraw_sheet", sheet_id)


@transaction.atomic
def delete_sheet(*, sheet_id: int, actor_id: int | None) -> None:
    """Delete a sheet for good, its observer's view of it included."""
    ObserverSheet.objects.filter(pk=sheet_id).delete()
    _record(actor_id, "calls.delete_sheet", sheet_id)


def _answer(given: Mapping[str, str]) -> dict[str, str]:
    seen = given.get("seen", "")
    return {
        "seen": Seen(seen) if seen in Seen.values else Seen.NOT_ASKED,
        "remark": given.get("remark", "").strip()[:LONGEST_REMARK],
    }


def _record(actor_id: int | None, verb: str, sheet_id: int) -> None:
    audit.record(actor_id=actor_id, verb=verb, subject=f"sheet:{sheet_id}")
