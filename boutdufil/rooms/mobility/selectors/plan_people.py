"""Results of a plan as human resources read them: everybody's post, then one person whole."""

from dataclasses import dataclass
from datetime import date

from boutdufil.rooms.mobility.enums import PlanAnswer, VersionState
from boutdufil.rooms.mobility.models import Plan, PlanVersion, Proposal
from boutdufil.rooms.mobility.selectors import plan_words as words
from boutdufil.rooms.mobility.selectors.personal_pages import Reasons, personal_page
from boutdufil.rooms.mobility.selectors.plan_goals import GoalGroup, goal_groups
from boutdufil.rooms.mobility.selectors.plan_posts import PostRow
from boutdufil.rooms.mobility.selectors.plan_reasons import told_reasons
from boutdufil.rooms.mobility.selectors.plan_results import (
    STANDING,
    Computed,
    last_computed,
    last_version,
)
from boutdufil.rooms.mobility.selectors.roster_pages import RosterRow, roster_rows


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One person with the post proposed."""

    row: RosterRow
    post: PostRow | None
    fit: float | None


@dataclass(frozen=True, slots=True)
class Results:
    """A computed plan; `current` tells whether nothing changed since."""

    version: PlanVersion
    current: bool
    goals: tuple[GoalGroup, ...]
    rows: tuple[ResultRow, ...]
    waiting: int
    unstable: int
    checked: bool | None
    free: int


@dataclass(frozen=True, slots=True)
class PostReason:
    """One post for one person: what is known of it, and why it is proposed or not."""

    post: PostRow
    reasons: Reasons
    sentence: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonResult:
    """One person of a plan: the post proposed, why, and why not each of the others."""

    row: RosterRow
    current: bool
    proposed: PostReason | None
    others: tuple[PostReason, ...]
    handed: words.PageWords | None
    proposals: tuple[Proposal, ...]

    @property
    def as_rows(self) -> tuple[RosterRow, ...]:
        """The person as a table of one row."""
        return (self.row,)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """One person and what was handed to them last."""

    row: RosterRow
    proposal: Proposal
    title: str
    employer: str
    internal: bool
    last_day: date | None
    answer: str


def pending_version(plan: Plan) -> PlanVersion | None:
    """Return the newest computation when it is still running or has failed."""
    version = last_version(plan)
    return version if version is not None and version.state != VersionState.DONE else None


def results(plan: Plan, *, with_people: bool) -> Results | None:
    """Return the last computation; None before the first."""
    computed = last_computed(plan)
    if computed is None:
        return None
    return Results(
        version=computed.version,
        current=computed.is_current,
        goals=goal_groups(computed.solution.stages, len(computed.inputs.people)),
        rows=tuple(_rows(plan, computed)) if with_people else (),
        waiting=len(computed.solution.waiting),
        unstable=int(computed.version.result["unstable"]),
        checked=computed.version.result["checked"],
        free=sum(computed.solution.free.values()),
    )


def person_result(plan: Plan, entry_id: int) -> PersonResult | None:
    """Return one person of the plan with every reason; None for an unknown one."""
    row = next((row for row in roster_rows(plan) if row.person.entry_id == entry_id), None)
    if row is None:
        return None
    computed = last_computed(plan)
    proposals = Proposal.objects.filter(entry_id=entry_id).select_related("post_list")
    handed = _handed(plan, entry_id)
    told = handed is not None and proposals.filter(answer__in=STANDING).exists()
    fresh = computed is not None and computed.is_current and not told
    reasons = _reasons(computed, row) if computed and fresh else []
    return PersonResult(
        row=row,
        current=fresh,
        proposed=next((one for one in reasons if one.reasons.reason == "proposed"), None),
        others=tuple(one for one in reasons if one.reasons.reason != "proposed"),
        handed=None if fresh else handed,
        proposals=tuple(proposals.order_by("-post_list__number")),
    )


def _handed(plan: Plan, entry_id: int) -> words.PageWords | None:
    """Return what the person was told with the last list, in words."""
    page = personal_page(plan.entries.select_related("plan__organisation").get(pk=entry_id))
    return words.page_words(page) if page else None


def proposal_rows(plan: Plan) -> list[ProposalRow]:
    """Return what was handed to each person last, in the order of the roster."""
    last: dict[int, Proposal] = {}
    handed = Proposal.objects.filter(post_list__plan=plan).select_related("post_list")
    for one in handed.order_by("post_list__number"):
        last[one.entry_id] = one
    rows = [row for row in roster_rows(plan) if row.person.entry_id in last]
    return [_proposal_row(row, last[row.person.entry_id]) for row in rows]


def proposal_row(plan: Plan, proposal: Proposal) -> ProposalRow | None:
    """Return one proposal as a line; None where its person is on the roster no more."""
    rows = [row for row in roster_rows(plan) if row.person.entry_id == proposal.entry_id]
    return _proposal_row(rows[0], proposal) if rows else None


def _proposal_row(row: RosterRow, proposal: Proposal) -> ProposalRow:
    number = proposal.chosen_id or proposal.proposed_id
    listed = {int(facts["pk"]): facts for facts in proposal.post_list.posts}
    facts = listed.get(number or 0, {})
    return ProposalRow(
        row=row,
        proposal=proposal,
        title=facts.get("title", ""),
        employer=facts.get("employer", ""),
        internal=bool(facts.get("internal")),
        last_day=proposal.last_day,
        answer=str(PlanAnswer(proposal.answer).label),
    )


def _rows(plan: Plan, computed: Computed) -> list[ResultRow]:
    ground = computed.inputs.ground
    found = []
    for row in roster_rows(plan):
        post = computed.post_of(row.person)
        fit = ground.fits.get((row.person.code, post.code)) if post else None
        found.append(ResultRow(row, post, fit))
    return found


def _reasons(computed: Computed, row: RosterRow) -> list[PostReason]:
    judged, explanation = computed.explain(row.person)
    told = {one["post"]: one for one in told_reasons(judged, explanation)}
    found = []
    for one in judged:
        facts = told[one.post.pk]
        reasons = Reasons(**facts | {"limits": tuple(facts["limits"])})
        found.append(
            PostReason(
                one.post, reasons, words.reason_words(reasons), tuple(words.why_words(reasons))
            )
        )
    return sorted(found, key=lambda one: (-(one.reasons.fit or 0.0), one.post.pk))
