"""Prizes as rows, with what each member of a team would receive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.contests.models import Prize
from boutdufil.rooms.contests.rules.prizes import shares
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.rules.rules_words import money_words


@dataclass(frozen=True, slots=True)
class PrizeRow:
    """What a rank receives; ``shared`` says in words what a full team's members have each."""

    id: int
    rank: int
    label: str
    amount: str
    giver: str
    shared: str
    handed_at: date | None
    handed_to: str
    has_proof: bool


def prizes_of(edition: EditionRow) -> tuple[PrizeRow, ...]:
    """Return the prizes of an edition, the first rank first."""
    found = Prize.objects.filter(edition_id=edition.id)
    return tuple(_row(one, edition.team_most if edition.for_teams else 1) for one in found)


def proof_of(edition_id: int, prize_id: int) -> StoredFile | None:
    """Return the proof that a prize was handed over; None where there is none."""
    found = Prize.objects.filter(pk=prize_id, edition_id=edition_id).select_related("proof")
    prize = found.first()
    return prize.proof if prize else None


def _row(prize: Prize, members: int) -> PrizeRow:
    cents = prize.amount_cents
    parts = shares(cents, members) if cents and members > 1 else ()
    return PrizeRow(
        id=prize.pk,
        rank=prize.rank,
        label=prize.label,
        amount=money_words(cents) if cents is not None else "",
        giver=prize.giver,
        shared=" + ".join(map(money_words, parts)),
        handed_at=prize.handed_at,
        handed_to=prize.handed_to,
        has_proof=prize.proof_id is not None,
    )
