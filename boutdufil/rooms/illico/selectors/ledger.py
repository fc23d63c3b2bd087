"""What a month of a number came to, what is posted, what an account holds. Whole cents only."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from django.db.models import Sum

from boutdufil.engines.sealing import canonical_json
from boutdufil.engines.tariffs import Posting, Settlement, settle
from boutdufil.rooms.illico.models import AgentTime, LedgerEntry, LedgerPosting, ServiceCall
from boutdufil.rooms.illico.rules.opening import PARIS

BEGINNING = b""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a month of a number is settled from; ``earned`` is floor times ms, agent by agent."""

    amounts: Mapping[str, int]
    earned: Mapping[str, int]

    def settled(self) -> Settlement:
        """Return the settlement; each ms counts at the floor that held when it was worked."""
        return settle(self.amounts, floor=1, worked_ms=self.earned)


def month_of(day: date) -> date:
    """Return the first day of a month."""
    return day.replace(day=1)


def next_month(period: date) -> date:
    """Return the first day of the month after.

    >>> next_month(date(2026, 12, 1)).isoformat()
    '2027-01-01'
    """
    return month_of(period + timedelta(days=31))


def month_ends_at(period: date) -> datetime:
    """Return when a month is over in Paris."""
    return midnight(next_month(period))


def midnight(day: date) -> datetime:
    """Return when a day begins in Paris."""
    return datetime.combine(day, time(0), PARIS)


def basis(number_id: int, period: date) -> Basis:
    """Return what was metered of a number in a month."""
    amounts: Counter[str] = Counter()
    earned: Counter[str] = Counter()
    rows = AgentTime.objects.filter(
        metered__number_id=number_id,
        metered__day__gte=period,
        metered__day__lt=next_month(period),
    )
    for agent_id, floor, amount, worked_ms in rows.values_list(
        "agent_id", "metered__floor", "amount", "worked_ms"
    ):
        amounts[f"a{agent_id}"] += amount
        earned[f"a{agent_id}"] += floor * worked_ms
    return Basis(dict(sorted(amounts.items())), dict(sorted(earned.items())))


def unmetered_calls(number_id: int, period: date) -> int:
    """Return how many calls of a month are not over, or not metered yet."""
    calls = ServiceCall.objects.filter(number_id=number_id, invented=False, metered=None)
    within = calls.filter(clicked_at__gte=midnight(period), clicked_at__lt=month_ends_at(period))
    return within.count()


def standing_settlement(number_id: int, period: date) -> LedgerEntry | None:
    """Return the settlement of a month that nothing has taken back."""
    settled = LedgerEntry.objects.filter(number_id=number_id, period=period, kind="settlement")
    return settled.filter(reversed_by=None).first()


def entry_digest(entry: LedgerEntry, postings: list[Posting], previous: bytes) -> bytes:
    """Return SHA-256(digest before + canonical JSON of the entry and its postings)."""
    said = {
        "number": entry.number_id,
        "period": entry.period.isoformat(),
        "kind": str(entry.kind),
        "turn": entry.turn,
        "reverses": entry.reverses_id,
        "reason": entry.reason,
        "posted_at": entry.posted_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "postings": [[one.account, one.cents] for one in sorted(postings, key=_account)],
    }
    return sha256(previous + canonical_json(said)).digest()


def broken_entries(number_id: int) -> list[int]:
    """Return the entries of a number whose digest is not that of what they say."""
    found, previous = [], BEGINNING
    entries = LedgerEntry.objects.filter(number_id=number_id).order_by("pk")
    for entry in entries.prefetch_related("postings"):
        postings = [Posting(one.account, one.cents) for one in entry.postings.all()]
        if entry_digest(entry, postings, previous) != bytes(entry.digest):
            found.append(entry.pk)
        previous = bytes(entry.digest)
    return found


def balance(account: str) -> int:
    """Return what an account holds, in cents: above 0 it owes, below 0 it is owed."""
    total = LedgerPosting.objects.filter(account=account).aggregate(cents=Sum("cents"))["cents"]
    return int(total or 0)


def _account(posting: Posting) -> str:
    return posting.account
