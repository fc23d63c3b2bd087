"""Receipts of prizes are forgotten when nobody can claim anything of them any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.files.services import shred_file
from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.contests.models import Prize

# Five years, the limitation of civil actions.
KEPT_FOR = timedelta(days=5 * 365)


def forget_receipts(now: datetime) -> int:
    """Shred the receipts of prizes handed over five years ago; that they were stays."""
    old = (now - KEPT_FOR).date()
    found = Prize.objects.filter(handed_at__lt=old).exclude(proof=None)
    return sum(_forget(prize_id) for prize_id in found.values_list("pk", flat=True))


@transaction.atomic
def _forget(prize_id: int) -> bool:
    prize = Prize.objects.select_for_update(of=("self",)).get(pk=prize_id)
    file = prize.proof
    if file is None:
        return False
    prize.proof, prize.handed_to = None, ""
    prize.save(update_fields=["proof", "handed_to"])
    shred_file(file)
    return True


RULES = (
    RetentionRule(
        name="contests.receipts",
        what=_("Reçus des dotations d’un concours, après leur remise"),
        period=KEPT_FOR,
        source=_("Code civil, article 2224 : cinq ans"),
        run=forget_receipts,
    ),
)
