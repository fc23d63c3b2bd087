"""Prizes: declared with the rules, handed over with a proof."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.files.enums import MediaType
from boutdufil.kernel.files.services import shred_file, store_file
from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Prize, Stage
from boutdufil.rooms.contests.services.freezing import changing_rules
from boutdufil.rooms.contests.services.log import write_line
from boutdufil.rooms.contests.services.trail import record

PROOF_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class PrizeDraft:
    """What the one of a rank receives; no amount for what is not money."""

    rank: int
    label: str
    amount_cents: int | None = None
    giver: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """A PDF as it was sent."""

    content: bytes
    name: str


def add_prize(
    *, edition_id: int, draft: PrizeDraft, actor_id: int | None, reason: str = ""
) -> Prize:
    """Promise a prize.

    :raises RulesFrozenError: the rules are declared, and no reason is given.
    """
    with changing_rules(edition_id=edition_id, actor_id=actor_id, reason=reason):
        prize = Prize.objects.create(
            edition_id=edition_id,
            rank=draft.rank,
            label=draft.label,
            amount_cents=draft.amount_cents,
            giver=draft.giver,
        )
        record(actor_id, "add_prize", edition_id, prize=prize.pk)
    return prize


def remove_prize(*, edition_id: int, prize_id: int, actor_id: int | None, reason: str = "") -> None:
    """Take a prize back, while nobody entered for it.

    :raises RulesFrozenError: somebody entered, or the rules are declared and no reason is given.
    :raises ContestError: it was handed over.
    """
    with changing_rules(edition_id=edition_id, actor_id=actor_id, reason=reason):
        prize = Prize.objects.filter(pk=prize_id, edition_id=edition_id).first()
        if prize is None:
            return
        if prize.handed_at is not None:
            raise ContestError(_("Cette dotation a été remise : elle reste."))
        record(actor_id, "remove_prize", edition_id, prize=prize_id)
        prize.delete()


@transaction.atomic
def hand_over(
    *,
    edition_id: int,
    prize_id: int,
    handed_at: date,
    handed_to: str,
    proof: Proof | None,
    actor_id: int | None,
) -> None:
    """Say that a prize was handed over, with the proof; a later word replaces the earlier one.

    :raises ContestError: its day is to come, or the last stage's result is not published.
    :raises FileRefused: the proof is no PDF, or too heavy.
    """
    prize = Prize.objects.select_for_update(of=("self",)).get(pk=prize_id, edition_id=edition_id)
    if handed_at > timezone.localdate():
        raise ContestError(_("Ce jour est à venir : notez la remise une fois faite."), "handed_at")
    last = Stage.objects.filter(edition_id=edition_id).last()
    if last is None or last.status != StageStatus.PUBLISHED:
        told = _("Le dernier résultat n’est pas publié : personne n’a encore gagné.")
        raise ContestError(told, "handed_at")
    if proof is not None:
        _keep_proof(prize, proof)
    prize.handed_at, prize.handed_to = handed_at, handed_to
    prize.save(update_fields=["handed_at", "handed_to", "proof"])
    facts = {"prize": prize_id, "on": handed_at.isoformat(), "proof": prize.proof_id is not None}
    write_line(edition_id=edition_id, kind="prize_handed_over", facts=facts)
    record(actor_id, "hand_over", edition_id, **facts)


def _keep_proof(prize: Prize, proof: Proof) -> None:
    old = prize.proof
    prize.proof = store_file(
        content=proof.content,
        name=proof.name,
        purpose="contests.prize_proof",
        allowed=(MediaType.PDF,),
        limit=PROOF_BYTES,
    )
    if old is not None:
        prize.save(update_fields=["proof"])
        shred_file(old)
