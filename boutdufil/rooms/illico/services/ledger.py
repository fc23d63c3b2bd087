"""Settling months: entries are posted once, and taken back by others, never changed.

No money moves here: an entry says who owes what to whom.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from boutdufil.engines.tariffs import Posting, postings, reversal
from boutdufil.kernel.audit.services import record
from boutdufil.rooms.illico.enums import EntryKind
from boutdufil.rooms.illico.errors import LedgerError
from boutdufil.rooms.illico.models import LedgerEntry, LedgerPosting, Number
from boutdufil.rooms.illico.rules.opening import paris_day
from boutdufil.rooms.illico.selectors.ledger import (
    BEGINNING,
    basis,
    entry_digest,
    month_ends_at,
    month_of,
    standing_settlement,
    unmetered_calls,
)


@transaction.atomic
def settle_period(*, organisation_id: int, month: date, now: datetime) -> list[LedgerEntry]:
    """Settle a month of every number of an organisation; what is settled already stays as it is.

    :raises LedgerError: the month is not over, or calls of it are not metered yet.
    """
    period = month_of(month)
    if now < month_ends_at(period):
        raise LedgerError(_("Ce mois n’est pas fini : son décompte se fait ensuite."))
    # One after another, in one order: who comes second finds what the first has posted.
    numbers = Number.objects.select_for_update(no_key=True).filter(organisation_id=organisation_id)
    return [_settle(number, period, now) for number in numbers.order_by("pk")]


@transaction.atomic
def take_back(*, entry_id: int, reason: str, actor_id: int | None, now: datetime) -> LedgerEntry:
    """Take a settlement back by its reversal, so that its month can be settled again.

    :raises LedgerError: it is no settlement, or was taken back already.
    """
    entry = LedgerEntry.objects.select_related("number").get(pk=entry_id)
    Number.objects.select_for_update(no_key=True).get(pk=entry.number_id)
    if entry.kind != EntryKind.SETTLEMENT or hasattr(entry, "reversed_by"):
        raise LedgerError(_("Cette écriture est déjà contre-passée."))
    sides = [Posting(one.account, one.cents) for one in entry.postings.all()]
    taken = LedgerEntry(
        number=entry.number,
        period=entry.period,
        kind=EntryKind.REVERSAL,
        turn=entry.turn,
        reverses=entry,
        reason=reason,
        posted_at=now,
    )
    record(
        actor_id=actor_id,
        verb="illico.entry_reversed",
        subject=f"number:{entry.number_id}",
        facts={"entry": entry.pk},
    )
    return _post(taken, reversal(sides))


def settle_last_month(*, now: datetime) -> int:
    """Settle the month before this one wherever it can be; return how many numbers were settled."""
    this = month_of(paris_day(now))
    settled = 0
    holders = Number.objects.order_by("organisation_id").values_list("organisation_id", flat=True)
    for organisation_id in holders.distinct():
        try:
            done = settle_period(organisation_id=organisation_id, month=_before(this), now=now)
        except LedgerError:
            continue
        settled += len(done)
    return settled


def _before(period: date) -> date:
    year, month = divmod(period.year * 12 + period.month - 2, 12)
    return date(year, month + 1, 1)


def _settle(number: Number, period: date, now: datetime) -> LedgerEntry:
    standing = standing_settlement(number.pk, period)
    if standing is not None:
        return standing
    if unmetered_calls(number.pk, period):
        raise LedgerError(
            _("Des appels de ce mois ne sont pas encore comptés : réessayez dans quelques minutes.")
        )
    sides = postings(
        basis(number.pk, period).settled(),
        payer=f"o{number.organisation_id}",
        service=f"n{number.pk}",
    )
    former = LedgerEntry.objects.filter(number=number, period=period, kind=EntryKind.SETTLEMENT)
    entry = LedgerEntry(
        number=number,
        period=period,
        kind=EntryKind.SETTLEMENT,
        turn=former.count(),
        posted_at=now,
    )
    return _post(entry, sides)


def _post(entry: LedgerEntry, sides: Iterable[Posting]) -> LedgerEntry:
    """Write an entry with its postings; PostgreSQL refuses what does not sum to nothing."""
    lines = list(sides)
    last = LedgerEntry.objects.filter(number_id=entry.number_id).order_by("-pk").first()
    entry.sides = len(lines)
    entry.digest = entry_digest(entry, lines, bytes(last.digest) if last else BEGINNING)
    entry.save(force_insert=True)
    LedgerPosting.objects.bulk_create(
        LedgerPosting(entry=entry, account=one.account, cents=one.cents) for one in lines
    )
    return entry
