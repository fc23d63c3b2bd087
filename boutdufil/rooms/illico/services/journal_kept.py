"""How long the dispatcher's journal is kept: until nobody needs to read it again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.illico.models import JournalEntry, Number, Projection, ServiceCall
from boutdufil.rooms.illico.selectors.ledger import midnight

# A month is settled on the second of the next one; whoever disputes it has two months more.
JOURNAL_KEPT = timedelta(days=92)
LINES_AT_ONCE = 10_000


def forget_journal(now: datetime) -> int:
    """Delete old lines of every pool; return how many.

    What is younger than the last snapshot, is not in the tables yet, was set aside on the way
    there, or belongs to a day that is not sealed, stays however old it is.
    """
    before = min([now - JOURNAL_KEPT, *_clicks_not_sealed(now - JOURNAL_KEPT)])
    pools = list(Projection.objects.values_list("pool", flat=True))
    return sum(_forget_pool(pool, before) for pool in pools)


def _clicks_not_sealed(before: datetime) -> Iterator[datetime]:
    """Give the first click of each number that no seal holds yet, if it is so old."""
    published = Number.objects.filter(published_at__isnull=False)
    for number in published.annotate(sealed_to=Max("day_heads__day")):
        calls = ServiceCall.objects.filter(number=number, invented=False, clicked_at__lt=before)
        if number.sealed_to:
            calls = calls.filter(clicked_at__gte=midnight(number.sealed_to + timedelta(days=1)))
        if first := calls.order_by("clicked_at").values_list("clicked_at", flat=True).first():
            yield first


def _forget_pool(pool: str, before: datetime) -> int:
    lines = JournalEntry.objects.filter(pool=pool)
    end = _first_needed(pool, before)
    gone = 0
    while some := list(
        lines.filter(seq__lt=end).order_by("seq").values_list("seq", flat=True)[:LINES_AT_ONCE]
    ):
        gone += lines.filter(seq__lte=some[-1]).delete()[0]
    return gone


def _first_needed(pool: str, before: datetime) -> int:
    """Return the number of the first line that has to stay."""
    lines = JournalEntry.objects.filter(pool=pool).order_by("seq")
    position = Projection.objects.get(pool=pool)
    young = lines.filter(happened_at__gte=before).values_list("seq", flat=True).first()
    snapshot = lines.filter(body__has_key="snapshot").values_list("seq", flat=True).last()
    projected = position.seq + 1
    return min(
        [projected if young is None else young, snapshot or 0, projected, *position.set_aside]
    )


RULES = (
    RetentionRule(
        name="illico.journal",
        what=_("Journal de la mise en relation : numéros d’appels et de postes, sans aucun nom"),
        period=JOURNAL_KEPT,
        source=_("RGPD, article 5.1.e : le temps de recompter un mois contesté"),
        run=forget_journal,
    ),
)
