"""The other rooms are told who won, and who no longer did where a public decision is replaced."""

from __future__ import annotations

from boutdufil.kernel import events
from boutdufil.rooms.contests.events import EditionWon, WinLost
from boutdufil.rooms.contests.models import Decision, Member
from boutdufil.rooms.contests.selectors.stages import stage_row


def tell_winners(decision: Decision, before: Decision | None = None) -> None:
    """Tell who won, once the last stage is public; of a later decision, only what it changed."""
    row = stage_row(decision.stage_id)
    if row is None or not row.is_last:
        return
    old, new = _winners(before), _winners(decision)
    for person_id in sorted(old.keys() - new.keys()):
        events.publish(WinLost(row.edition_id, person_id))
    for person_id, (entry_id, rank) in sorted(new.items()):
        if old.get(person_id) != (entry_id, rank):
            events.publish(EditionWon(row.edition_id, entry_id, rank, person_id))


def _winners(decision: Decision | None) -> dict[int, tuple[int, int]]:
    """Return the entry and the rank of each person who won."""
    if decision is None:
        return {}
    won = decision.outcomes.filter(is_selected=True).values_list("entry_id", "rank")
    ranks = dict(won)
    people = Member.objects.filter(
        entry__in=ranks, joined_at__isnull=False, person__isnull=False
    ).values_list("person_id", "entry_id")
    return {person: (entry, ranks[entry]) for person, entry in people if person is not None}
