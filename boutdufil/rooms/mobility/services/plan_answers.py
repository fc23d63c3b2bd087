"""Answers to proposals: on the person's page, on paper, or by silence; and their corrections."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.adapters import vault
from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.enums import ContactKind
from boutdufil.rooms.mobility.enums import PlanAnswer, PlanState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Plan, PlanVacancy, Proposal, RosterEntry
from boutdufil.rooms.mobility.selectors.plan_answers import (
    GIVEN,
    Standing,
    free_places,
    standing_of,
)
from boutdufil.rooms.mobility.selectors.rosters import plan_key, row_name
from boutdufil.rooms.mobility.services.plans import SHORTEST_REASON


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What somebody says: an answer, another post of the list, whether their name may be told.

    `received_on` is the day an answer on paper arrived, today when it is not said; `reason` is
    why an answer given before is corrected.
    """

    answer: str
    other_post_id: int | None = None
    shares_name: bool = False
    on_paper: bool = False
    received_on: date | None = None
    reason: str = ""


@transaction.atomic
def answer_proposal(*, proposal: Proposal, draft: AnswerDraft, actor_id: int | None) -> Proposal:
    """Keep an answer; the name goes to the employer of that post only if the person says so.

    A second answer corrects the first, with a reason, as long as the days are running. On paper
    the day it was received decides, also over a silence noted meanwhile.

    :raises PlanError: its last day is over, the answer is not whole, or no place is left.
    """
    proposal = _locked(proposal)
    standing = _standing(proposal, draft)
    said_before = proposal.answer
    proposal.chosen = _chosen(proposal, draft)
    _check_place(proposal, draft)
    _write(proposal, draft)
    _record(
        proposal,
        actor_id,
        on_paper=draft.on_paper,
        received_on=proposal.received_on and proposal.received_on.isoformat(),
        standing=standing.value,
        before=said_before,
    )
    tell_employer(proposal=proposal)
    return proposal


@transaction.atomic
def claim_entry(*, entry: RosterEntry, person_id: int) -> None:
    """Tie the page to the account of whoever holds its code; a page tied already stays so.

    :raises PlanError: it is tied to somebody else.
    """
    entry = RosterEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.person_id not in (None, person_id):
        raise PlanError(_("Cette page est déjà reliée à un autre compte."))
    entry.person_id = person_id
    entry.save(update_fields=["person"])
    for proposal in entry.proposals.filter(shares_name=True).select_related("entry", "chosen"):
        tell_employer(proposal=proposal)


@transaction.atomic
def hide_name(*, proposal: Proposal) -> None:
    """Take the word back: the employer of the chosen post reads the name no more."""
    Proposal.objects.filter(pk=proposal.pk).update(shares_name=False)


def tell_employer(*, proposal: Proposal) -> None:
    """Record the first contact with the employer of the chosen post, where the person agreed.

    Without an account there is no name to tell: it is recorded when the page is claimed.
    """
    entry, post = proposal.entry, proposal.chosen
    entry.refresh_from_db(fields=["person"])
    if not proposal.shares_name or post is None or entry.person_id is None:
        return
    ledger.record_contact(
        vacancy_id=post.vacancy_id,
        person_id=entry.person_id,
        kind=ContactKind.PROPOSAL,
        through=entry.plan.ref,
    )


@transaction.atomic
def record_silences(*, today: date, plan: Plan | None = None) -> int:
    """Note the proposals whose last day is over without an answer; returns how many.

    For posts of the employer's own duty silence is a refusal (D.1233-2-1); for others it only
    frees the post.
    """
    silent = Proposal.objects.filter(
        answer=PlanAnswer.NONE, last_day__lt=today, entry__plan__state=PlanState.OPEN
    ).select_related("entry")
    if plan is not None:
        silent = silent.filter(post_list__plan=plan)
    found = list(silent.select_for_update(of=("self",)))
    for proposal in found:
        proposal.answer, proposal.answered_at = PlanAnswer.SILENCE, timezone.now()
        proposal.save(update_fields=["answer", "answered_at"])
        _record(proposal, None)
    return len(found)


def _locked(proposal: Proposal) -> Proposal:
    Proposal.objects.select_for_update().filter(pk=proposal.pk).first()
    return Proposal.objects.select_related("entry__plan", "proposed", "post_list").get(
        pk=proposal.pk
    )


def _standing(proposal: Proposal, draft: AnswerDraft) -> Standing:
    """Return what the answer is, or say why it comes too late or lacks its reason."""
    today = timezone.localdate()
    day = draft.received_on if draft.on_paper and draft.received_on else today
    if not proposal.post_list.published_on <= day <= today:
        raise PlanError(_("Le jour de réception se trouve entre la date de la liste et ce jour."))
    standing = standing_of(proposal, day, on_paper=draft.on_paper)
    if standing == Standing.CLOSED:
        raise PlanError(_("Le délai est passé, ou cette réponse ne peut plus changer."))
    if standing == Standing.CORRECTION and len(draft.reason.strip()) < SHORTEST_REASON:
        raise PlanError(
            _("Une réponse est déjà enregistrée : écrivez en quelques mots pourquoi elle change.")
        )
    return standing


def _chosen(proposal: Proposal, draft: AnswerDraft) -> PlanVacancy | None:
    """Return the post an answer is about; None for a refusal."""
    if draft.answer not in GIVEN:
        raise PlanError(_("Choisissez une réponse."))
    if draft.answer == PlanAnswer.REFUSED:
        return None
    if draft.answer == PlanAnswer.ACCEPTED:
        if proposal.proposed is None:
            raise PlanError(_("Aucun poste n’est proposé : choisissez-en un dans la liste."))
        return proposal.proposed
    return _other(proposal, draft.other_post_id)


def _other(proposal: Proposal, post_id: int | None) -> PlanVacancy:
    listed = {int(facts["pk"]) for facts in proposal.post_list.posts}
    if post_id not in listed or post_id == proposal.proposed_id:
        raise PlanError(_("Choisissez un autre poste de la liste."))
    return PlanVacancy.objects.get(pk=post_id)


def _check_place(proposal: Proposal, draft: AnswerDraft) -> None:
    """Refuse to accept a post without a place: others have it, or it was filled elsewhere."""
    if draft.answer != PlanAnswer.ACCEPTED or proposal.chosen_id is None:
        return
    # Two answers to the last place follow one another.
    post = PlanVacancy.objects.select_for_update().get(pk=proposal.chosen_id)
    if free_places(post, but=proposal) < 1:
        raise PlanError(
            _(
                "Ce poste n’a plus de place. Demandez un autre poste de la liste ; les ressources"
                " humaines vous remettront une nouvelle proposition, avec un délai entier."
            )
        )


def _write(proposal: Proposal, draft: AnswerDraft) -> None:
    proposal.answer, proposal.answered_at = draft.answer, timezone.now()
    proposal.answered_on_paper = draft.on_paper
    received = draft.received_on or timezone.localdate()
    proposal.received_on = received if draft.on_paper else None
    proposal.shares_name = draft.shares_name and proposal.chosen is not None
    if draft.reason.strip():
        proposal.correction = _sealed(proposal, draft.reason.strip())
    proposal.save()


def _sealed(proposal: Proposal, reason: str) -> bytes:
    key, plan = plan_key(proposal.entry.plan) or b"", proposal.entry.plan_id
    return vault.seal_facts(key, {"reason": reason}, about=row_name(plan))


def _record(proposal: Proposal, actor_id: int | None, **facts: object) -> None:
    audit.record(
        actor_id=actor_id,
        verb="mobility.plan_answered",
        subject=proposal.entry.plan.ref,
        facts={"proposal": proposal.pk, "answer": proposal.answer, **facts},
    )
