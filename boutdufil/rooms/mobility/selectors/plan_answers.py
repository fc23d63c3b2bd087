"""Where an answer stands: whether one may be given, or corrected, and until when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Max

from boutdufil.adapters import vault
from boutdufil.kernel.posts.selectors import open_posts
from boutdufil.rooms.mobility.enums import PlanAnswer, PlanState
from boutdufil.rooms.mobility.models import Plan, PlanVacancy, Proposal
from boutdufil.rooms.mobility.selectors.rosters import plan_key, row_name

GIVEN = (PlanAnswer.ACCEPTED, PlanAnswer.REFUSED, PlanAnswer.OTHER)


class Standing(StrEnum):
    """What an answer that comes now would be."""

    FIRST = "first"
    OVER_SILENCE = "over silence"  # it came in time, and was typed after the last day
    CORRECTION = "correction"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Who still has the right to answer: `until` is the latest last day that is running."""

    undelivered: int
    running: int
    until: date | None

    @property
    def nobody(self) -> bool:
        """Whether every right to answer is over or used."""
        return not self.undelivered and not self.running


def standing_of(proposal: Proposal, day: date, *, on_paper: bool = False) -> Standing:
    """Tell what an answer received on a day would be.

    Before the delivery is recorded no day is running, and an answer is welcome. Human resources
    correct only what they wrote down themselves, never what a person answered on their page.
    """
    in_time = proposal.last_day is None or day <= proposal.last_day
    if not in_time or proposal.entry.plan.state != PlanState.OPEN:
        return Standing.CLOSED
    if proposal.answer == PlanAnswer.NONE:
        return Standing.FIRST
    if proposal.answer == PlanAnswer.SILENCE and on_paper:
        return Standing.OVER_SILENCE
    theirs_to_change = proposal.answered_on_paper or not on_paper
    if proposal.answer in GIVEN and theirs_to_change:
        return Standing.CORRECTION
    return Standing.CLOSED


def can_note_on_paper(proposal: Proposal) -> bool:
    """Tell whether an answer on paper may be noted, if it was received in time."""
    first = proposal.last_day or proposal.post_list.published_on
    return standing_of(proposal, first, on_paper=True) != Standing.CLOSED


def proposal_of(plan: Plan, proposal_id: int) -> Proposal | None:
    """Return a proposal of the plan, where it is the last one its person was handed."""
    found = Proposal.objects.filter(pk=proposal_id, post_list__plan=plan)
    one = found.select_related("entry__plan", "post_list", "proposed", "chosen").first()
    newer = one and one.entry.proposals.filter(post_list__number__gt=one.post_list.number).exists()
    return None if newer else one


def unfinished(plan: Plan, today: date) -> Unfinished:
    """Count the people whom nothing was delivered to, and those whose days are running.

    A given answer counts as finished although it may still be corrected.
    """
    waiting = Proposal.objects.filter(post_list__plan=plan, answer=PlanAnswer.NONE)
    running = waiting.filter(last_day__gte=today)
    return Unfinished(
        undelivered=waiting.filter(last_day=None).count(),
        running=running.count(),
        until=running.aggregate(last=Max("last_day"))["last"],
    )


def free_places(post: PlanVacancy, *, but: Proposal) -> int:
    """Return the places of a post nobody accepted yet, one answer left out of the count.

    None is left once the post is taken off the plan, or every post of the vacancy is filled.
    """
    if post.removed_at or not open_posts([post.vacancy_id])[post.vacancy_id]:
        return 0
    accepted = post.answers.filter(answer=PlanAnswer.ACCEPTED).exclude(pk=but.pk)
    return post.places - accepted.count()


def correction_of(proposal: Proposal) -> str:
    """Return why an answer was corrected last; empty when it never was."""
    key = plan_key(proposal.entry.plan)
    if key is None or not proposal.correction:
        return ""
    about = row_name(proposal.entry.plan_id)
    return str(vault.unseal_facts(key, bytes(proposal.correction), about=about)["reason"])


def kind_of(proposal: Proposal) -> str:
    """Return where a person stands: accepted, asking, refused, thinking, or none proposed.

    Whoever asked for another post has refused nothing but the post proposed: they are apart.
    """
    kinds = {
        PlanAnswer.ACCEPTED: "accepted",
        PlanAnswer.OTHER: "asking",
        PlanAnswer.REFUSED: "refused",
        PlanAnswer.SILENCE: "refused",
    }
    unanswered = "thinking" if proposal.proposed_id else "none"
    return kinds.get(PlanAnswer(proposal.answer), unanswered)
