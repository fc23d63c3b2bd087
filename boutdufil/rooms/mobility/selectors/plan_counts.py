"""The posts behind each figure of a plan, for those who read the plan."""

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from boutdufil.kernel.posts.references import Reference
from boutdufil.kernel.posts.selectors import PostFigure, Scope, post_figure
from boutdufil.rooms.mobility.enums import PlanAnswer, PlanState
from boutdufil.rooms.mobility.models import Plan, Proposal
from boutdufil.rooms.mobility.selectors.plan_posts import PostRow, plan_posts


@dataclass(frozen=True, slots=True)
class CountedPost:
    """One vacancy's share in the figures; `post.places` is what counts, `kept` what is reserved."""

    post: PostRow
    kept: int
    accepted: int


@dataclass(frozen=True, slots=True)
class CountedSide:
    """The posts of one side; `places` and `accepted` are the sums of the rows."""

    rows: tuple[CountedPost, ...]

    @property
    def places(self) -> int:
        """The figure of this side."""
        return sum(row.post.places for row in self.rows)

    @property
    def accepted(self) -> int:
        """How many people accepted one of them."""
        return sum(row.accepted for row in self.rows)


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """What the figures of a plan are made of; `ledger` is public, None before the announcement."""

    internal: CountedSide
    external: CountedSide
    accepted: int
    ledger: PostFigure | None


def plan_counts(plan: Plan) -> PlanCounts:
    """Return the posts behind the figures; six queries, whatever the plan's size."""
    posts, accepted, kept = plan_posts(plan), _accepted(plan), _kept(plan)
    scope = Scope(through=(plan.ref,))
    rows = [CountedPost(post, kept[post.pk], accepted.get(post.pk, 0)) for post in posts]
    return PlanCounts(
        internal=CountedSide(tuple(row for row in rows if row.post.is_internal)),
        external=CountedSide(tuple(row for row in rows if not row.post.is_internal)),
        accepted=sum(accepted.values()),
        ledger=post_figure(scope) if public_reference(plan.pk) else None,
    )


def public_reference(plan_id: int) -> Reference | None:
    """Name a plan to anybody: by its number, once it is announced; before, it does not exist."""
    plan = Plan.objects.filter(pk=plan_id, confidential=False).first()
    if plan is None or plan.state == PlanState.CLOSED:
        return None
    return Reference(plan.ref, _("Plan de reclassement n° %(number)d") % {"number": plan.pk})


def _accepted(plan: Plan) -> dict[int, int]:
    said = Proposal.objects.filter(post_list__plan=plan, answer=PlanAnswer.ACCEPTED)
    counted = said.order_by().values("chosen_id").annotate(people=Count("pk"))
    return {row["chosen_id"] or 0: row["people"] for row in counted}


def _kept(plan: Plan) -> dict[int, int]:
    return dict(plan.vacancies.filter(removed_at=None).values_list("pk", "places"))
