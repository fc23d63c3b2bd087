"""What somebody may take away and erase of plans, and how long a roster is kept."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.people.registry import RetentionRule
from boutdufil.rooms.mobility.enums import PlanState
from boutdufil.rooms.mobility.models import Plan, PlanReader, Proposal, RosterEntry
from boutdufil.rooms.mobility.selectors.personal_pages import listed_posts
from boutdufil.rooms.mobility.selectors.plan_answers import correction_of
from boutdufil.rooms.mobility.services import plans, rosters

# A dismissal is contested within twelve months (L.1235-7); six more to answer a late letter.
KEPT = timedelta(days=548)


def export_plans(person: Any) -> dict[str, Any]:
    """Return what the person was proposed and answered, and the plans they may read."""
    entries = RosterEntry.objects.filter(person=person)
    handed = Proposal.objects.filter(entry__in=entries).select_related("post_list", "entry__plan")
    # An administrator may export too, and must not learn of a confidential plan by it.
    read = PlanReader.objects.filter(person=person, removed_at=None, plan__confidential=False)
    return {
        "proposals": [_proposal(one) for one in handed],
        "plans_read": [f"plan:{one.plan_id}" for one in read],
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    posts = {post.pk: post.facts["title"] for post in listed_posts(one.post_list)}
    return {
        "list": one.post_list.number,
        "proposed": posts.get(one.proposed_id or 0),
        "delivered_on": one.delivered_on.isoformat() if one.delivered_on else None,
        "answer": one.answer,
        "received_on": one.received_on.isoformat() if one.received_on else None,
        "correction": correction_of(one),
        "chosen": posts.get(one.chosen_id or 0),
        "shares_name": one.shares_name,
    }


@transaction.atomic
def erase_plans(person: Any) -> None:
    """Take the account off the pages of plans and off their readers; the firm's roster stays.

    The employer answers for its roster (GDPR art. 17, 3, e): the plan goes on under a pseudonym.
    """
    Proposal.objects.filter(entry__person=person).update(shares_name=False)
    RosterEntry.objects.filter(person=person).update(person=None)
    PlanReader.objects.filter(person=person).delete()


def shred_old_plans(now: datetime) -> int:
    """Destroy the rosters of plans whose contracts ended long ago; returns how many.

    A plan nobody froze is frozen by time: nothing of it is proposed any more.
    """
    ended = timezone.localdate(now) - KEPT
    old = Plan.objects.filter(closes_on__lt=ended).exclude(state=PlanState.CLOSED)
    found = list(old)
    for plan in found:
        plans.shred_plan(plan=plan, actor_id=None, by_time=True)
    return len(found)


RULES = (
    RetentionRule(
        name="mobility.roster_files",
        what=_("Fichiers de personnel apportés et jamais lus"),
        period=rosters.FILE_KEPT,
        source=_("RGPD, article 5 : pas plus longtemps que nécessaire"),
        run=rosters.forget_old_files,
    ),
    RetentionRule(
        name="mobility.old_plans",
        what=_("Listes du personnel et propositions des plans de reclassement"),
        period=KEPT,
        source=_("Douze mois pour contester (L.1235-7), et six de plus, après la fin des contrats"),
        run=shred_old_plans,
    ),
)
