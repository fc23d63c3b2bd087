"""Handing a plan to its people: the dated list of posts, a proposal each, the day it was given."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.adapters import vault
from boutdufil.engines.redeployment import Explainer
from boutdufil.kernel import jobs
from boutdufil.lib.deadlines import last_clear_day
from boutdufil.rooms.mobility.enums import DeliveryMeans, PlanAnswer, PlanState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PostList, Proposal
from boutdufil.rooms.mobility.selectors import plans as plan_selectors
from boutdufil.rooms.mobility.selectors.plan_pairs import judge, problem_of
from boutdufil.rooms.mobility.selectors.plan_posts import PostRow
from boutdufil.rooms.mobility.selectors.plan_reasons import told_reasons
from boutdufil.rooms.mobility.selectors.plan_results import Computed, last_computed
from boutdufil.rooms.mobility.selectors.rosters import Employee, plan_key, row_name
from boutdufil.rooms.mobility.services.plans import locked, record

# Rows written in one statement: their reasons are long.
AT_A_TIME = 500


@transaction.atomic
def open_to_people(*, plan: Plan, actor_id: int | None) -> PostList:
    """Make a new dated list and a proposal for everybody who has not accepted a post yet.

    What was still unanswered is replaced by it. Whoever agreed to e-mail is told.

    :raises PlanError: the plan is confidential or out of date, or a mention is missing.
    """
    plan = locked(plan)
    computed = ready_to_open(plan)
    told = Telling(plan, computed)
    waiting = still_looking(plan, computed)
    reasons = {person.entry_id: told.sealed_reasons(person) for person in waiting}
    return publish_list(plan=plan, computed=computed, reasons=reasons, actor_id=actor_id)


@transaction.atomic
def publish_list(
    *, plan: Plan, computed: Computed, reasons: Mapping[int, bytes], actor_id: int | None
) -> PostList:
    """Make the list and the proposals; `reasons` are sealed, by the number of the person's row."""
    post_list = _new_list(plan, computed)
    waiting = still_looking(plan, computed)
    _replace_unanswered(plan)
    proposals = _propose(post_list, computed, waiting, reasons)
    if plan.state == PlanState.DRAFT:
        plan.state, plan.opened_at = PlanState.OPEN, timezone.now()
        plan.save(update_fields=["state", "opened_at"])
    record(plan, "opened", actor_id, post_list=post_list.number, people=len(proposals))
    agreed = {person.entry_id for person in waiting if person.email_agreed and person.email}
    told = [proposal.pk for proposal in proposals if proposal.entry_id in agreed]
    if told:
        jobs.enqueue_many("mobility.mail_proposal", [{"proposal_id": number} for number in told])
    return post_list


@transaction.atomic
def record_delivery(
    *,
    plan: Plan,
    entry_ids: Collection[int],
    delivered_on: date,
    means: str,
    actor_id: int | None,
) -> int:
    """Record the day the last list was handed to people, and so their last day to answer.

    A delivery already recorded stays as it is: its days are running. Returns how many.

    :raises PlanError: the day lies ahead or before the list, or the means gives no certain date.
    """
    plan = locked(plan, states=(PlanState.OPEN,))
    post_list = plan.lists.first()
    if post_list is None or means not in DeliveryMeans.values:
        raise PlanError(_("Choisissez un moyen de remise qui donne une date certaine."))
    if not post_list.published_on <= delivered_on <= timezone.localdate():
        raise PlanError(_("La remise a lieu entre la date de la liste et aujourd’hui."))
    handed = post_list.proposals.filter(
        entry_id__in=entry_ids, delivered_on=None, answer=PlanAnswer.NONE
    )
    count = handed.update(
        delivered_on=delivered_on,
        means=means,
        recorded_by_id=actor_id,
        last_day=last_day(plan, post_list, delivered_on),
    )
    record(plan, "delivered", actor_id, people=count, on=delivered_on.isoformat(), means=means)
    return count


def last_day(plan: Plan, post_list: PostList, delivered_on: date) -> date:
    """Return the last day to answer a list handed over on a day, where the site stands."""
    department = plan.organisation.commune[:2]
    return last_clear_day(delivered_on, post_list.clear_days, department=department)


def ready_to_open(plan: Plan) -> Computed:
    """Return the computation a plan opens with.

    :raises PlanError: the plan is confidential or out of date, or a mention is missing.
    """
    if plan.confidential:
        raise PlanError(_("Le plan est confidentiel : annoncez-le avant de l’ouvrir."))
    computed = last_computed(plan)
    if computed is None or not computed.is_current:
        raise PlanError(_("Des données ont changé : calculez à nouveau avant d’ouvrir."))
    lacking = [post.title for post in computed.inputs.posts if _lacks_a_mention(post)]
    if lacking:
        raise PlanError(
            _("Il manque le descriptif, le salaire ou la classification de : %(posts)s.")
            % {"posts": ", ".join(lacking[:3])}
        )
    return computed


def _lacks_a_mention(post: PostRow) -> bool:
    """Only the employer's own posts owe the six mentions; the others show what is known."""
    return post.is_internal and bool(post.missing_mentions)


def _new_list(plan: Plan, computed: Computed) -> PostList:
    last = plan.lists.aggregate(last=Max("number"))["last"] or 0
    return PostList.objects.create(
        plan=plan,
        number=last + 1,
        posts=[printed(post) for post in computed.inputs.posts],
        criteria=list(computed.inputs.criteria),
        late_changes=late_changes(plan),
        clear_days=plan_selectors.clear_days(plan),
    )


def late_changes(plan: Plan) -> list[dict[str, object]]:
    """Return the changes of criteria declared once the roster was read, the first one first."""
    return [
        {
            "day": timezone.localdate(one.declared_at).isoformat(),
            "reason": one.reason,
            "criteria": list(one.codes),
        }
        for one in reversed(plan_selectors.criteria_history(plan))
        if one.late
    ]


def printed(post: PostRow) -> dict[str, object]:
    """Return a post as a dated list keeps it."""
    return {
        "pk": post.pk,
        "vacancy": post.vacancy_id,
        "published": post.published,
        "internal": post.is_internal,
        "title": post.title,
        "description": post.description,
        "employer": post.employer,
        "contract": post.contract_label,
        "weekly_hours": post.weekly_hours,
        "place": post.place,
        "home_days": post.home_days,
        "pay": list(post.pay),
        "pay_period": post.pay_period,
        "classification": post.classification,
        "starts_on": post.starts_on.isoformat() if post.starts_on else "",
        "sundays": post.works_sundays,
        "nights": post.works_nights,
        "outbound": post.outbound,
        "places": post.places,
    }


def still_looking(plan: Plan, computed: Computed) -> list[Employee]:
    """Return whoever has accepted no post."""
    rows = Proposal.objects.filter(post_list__plan=plan, answer=PlanAnswer.ACCEPTED)
    done = set(rows.values_list("entry_id", flat=True))
    return [person for person in computed.inputs.people if person.entry_id not in done]


def _replace_unanswered(plan: Plan) -> None:
    unanswered = Proposal.objects.filter(post_list__plan=plan, answer=PlanAnswer.NONE)
    unanswered.update(answer=PlanAnswer.SUPERSEDED)


class Telling:
    """Why this post and not another, as it is today, for each person of a plan."""

    def __init__(self, plan: Plan, computed: Computed) -> None:
        inputs = computed.inputs
        self._about, self._key = row_name(plan.pk), plan_key(plan) or b""
        self._judged = {
            person.pseudonym: [judge(person, post, inputs.ground) for post in inputs.posts]
            for person in inputs.people
        }
        everything = [one for mine in self._judged.values() for one in mine]
        problem = problem_of(
            inputs.plan.floor / 100, inputs.people, inputs.posts, everything, inputs.history
        )
        self._explainer = Explainer(problem, computed.solution)

    def sealed_reasons(self, person: Employee) -> bytes:
        """Return a person's reasons, sealed with the plan's key."""
        explained = self._explainer.explain(person.pseudonym)
        told = told_reasons(self._judged[person.pseudonym], explained)
        return vault.seal_facts(self._key, {"posts": told}, about=self._about)


def _propose(
    post_list: PostList,
    computed: Computed,
    people: Sequence[Employee],
    reasons: Mapping[int, bytes],
) -> list[Proposal]:
    posts = {person.entry_id: computed.post_of(person) for person in people}
    return Proposal.objects.bulk_create(
        (
            Proposal(
                entry_id=number,
                post_list=post_list,
                version=computed.version,
                proposed_id=post.pk if post else None,
                reasons=reasons[number],
            )
            for number, post in posts.items()
        ),
        batch_size=AT_A_TIME,
    )
