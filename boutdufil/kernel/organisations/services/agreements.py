"""Agreements between branches: written down by one, confirmed by each."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.organisations.errors import PartyMissingError
from boutdufil.kernel.organisations.models import Agreement, Signature

PARTIES = 2


@dataclass(frozen=True, slots=True)
class Terms:
    """What an agreement says: dates, `ends_on` None for an open term, its text and source."""

    title: str
    signed_on: date
    in_force_on: date
    ends_on: date | None = None
    summary: str = ""
    source_url: str = ""
    invented: bool = False


@transaction.atomic
def sign_agreement(
    *,
    terms: Terms,
    party_ids: Collection[int],
    confirmed_ids: Collection[int],
    actor_id: int | None,
) -> Agreement:
    """Write down an agreement between branches.

    `confirmed_ids` are the parties whose word is given with it: the branch of the officer who
    writes it down. The others confirm for themselves, and until then it does not bind.

    :raises PartyMissingError: fewer than two branches.
    """
    if len(set(party_ids)) < PARTIES:
        raise PartyMissingError
    agreement = Agreement.objects.create(**asdict(terms))
    now = timezone.now()
    Signature.objects.bulk_create(
        Signature(
            agreement=agreement,
            branch_id=party,
            confirmed_at=now if party in confirmed_ids else None,
        )
        for party in dict.fromkeys(party_ids)
    )
    audit.record(
        actor_id=actor_id,
        verb="organisations.sign_agreement",
        subject=f"agreement:{agreement.pk}",
        facts={"parties": sorted(set(party_ids)), "confirmed": sorted(set(confirmed_ids))},
    )
    return agreement


@transaction.atomic
def confirm_agreement(*, agreement_id: int, branch_id: int, actor_id: int) -> bool:
    """Give a branch's word; false when it is no party, or gave it before."""
    waiting = Signature.objects.filter(
        agreement_id=agreement_id, branch_id=branch_id, confirmed_at=None
    )
    if not waiting.update(confirmed_at=timezone.now()):
        return False
    audit.record(
        actor_id=actor_id,
        verb="organisations.confirm_agreement",
        subject=f"agreement:{agreement_id}",
        facts={"branch": branch_id},
    )
    return True
