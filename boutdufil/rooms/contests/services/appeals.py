"""A candidate contests what was decided; it is answered, and what it changed is said."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel import jobs
from boutdufil.kernel.people.services.mail import absolute_url, send_letter
from boutdufil.rooms.contests.enums import AppealState, DecisionState
from boutdufil.rooms.contests.errors import ContestError, TooLateError
from boutdufil.rooms.contests.models import Appeal, Decision, Outcome
from boutdufil.rooms.contests.rules.appeals import appeal_deadline
from boutdufil.rooms.contests.rules.outcome_words import change_words
from boutdufil.rooms.contests.services.log import lock_edition, write_line
from boutdufil.rooms.contests.services.trail import record


@transaction.atomic
def make_appeal(*, entry_id: int, stage_id: int, actor_id: int, text: str) -> Appeal:
    """Contest a public decision, once while it is being looked at.

    :raises TooLateError: the days for it are over, by the server's clock.
    :raises ContestError: nothing public is said of this entry, it says nothing, or one is open.
    """
    outcome = _outcome(entry_id, stage_id)
    if outcome is None or outcome.decision.published_at is None:
        raise ContestError(_("Aucun résultat public ne concerne cette candidature."))
    edition = lock_edition(outcome.decision.stage.edition_id)
    until = appeal_deadline(outcome.decision.published_at, edition.appeal_days)
    if timezone.now() >= until:
        told = _("Le délai pour contester s’est terminé le %(day)s.")
        raise TooLateError(told % {"day": f"{timezone.localtime(until):%d/%m/%Y %H:%M}"})
    if not text.strip():
        raise ContestError(_("Dites ce que vous contestez, et pourquoi."), "text")
    pending = Appeal.objects.filter(entry_id=entry_id, decision__stage_id=stage_id)
    if pending.filter(state=AppealState.OPEN).exists():
        raise ContestError(_("Votre réclamation est déjà à l’examen : attendez sa réponse."))
    made = Appeal.objects.create(decision=outcome.decision, entry_id=entry_id, text=text.strip())
    facts = {"stage": stage_id, "entry": entry_id, "appeal": made.pk}
    write_line(edition_id=edition.pk, kind="appeal_made", facts=facts)
    record(actor_id, "make_appeal", edition.pk, **facts)
    return made


@transaction.atomic
def answer_appeal(*, appeal_id: int, state: str, answer: str, actor_id: int) -> Appeal:
    """Answer an appeal; what it changed is what differs now from what was contested.

    Whatever it changes (a question withdrawn, a mark, a new decision) is done before it is
    answered, so that the effect is computed and not promised.

    :raises ContestError: it is answered already, or the answer says nothing.
    """
    appeal = Appeal.objects.select_related("decision__stage").get(pk=appeal_id)
    edition = lock_edition(appeal.decision.stage.edition_id)
    if appeal.state != AppealState.OPEN:
        raise ContestError(_("Cette réclamation a déjà sa réponse."))
    if state not in {AppealState.UPHELD, AppealState.DISMISSED}:
        raise ContestError(_("Dites si la réclamation est acceptée ou rejetée."), "state")
    if not answer.strip():
        raise ContestError(_("Répondez en une phrase au moins."), "answer")
    appeal.state, appeal.answer = AppealState(state), answer.strip()
    appeal.effect = effect_of(appeal)
    appeal.answered_at, appeal.answered_by_id = timezone.now(), actor_id
    appeal.save()
    facts = {"appeal": appeal.pk, "state": str(state), "effect": appeal.effect}
    write_line(edition_id=edition.pk, kind="appeal_answered", facts=facts)
    record(actor_id, "answer_appeal", edition.pk, appeal=appeal.pk, state=str(state))
    jobs.enqueue("contests.tell_appeal", appeal_id=appeal.pk)
    return appeal


def tell_appeal(*, appeal_id: int) -> int:
    """Write to the people of an entry that their appeal is answered; return to how many."""
    appeal = Appeal.objects.select_related("entry__edition", "decision").get(pk=appeal_id)
    link = absolute_url(reverse("contests:why", args=[appeal.entry_id, appeal.decision.stage_id]))
    joined = appeal.entry.members.filter(joined_at__isnull=False, person__isnull=False)
    return sum(
        send_letter(
            to=one.person.email if one.person else None,
            language=one.person.language if one.person else "fr",
            subject=gettext_lazy("Votre réclamation a sa réponse"),
            template="contests/results/appeal_mail.txt",
            facts={"entry": appeal.entry, "link": link},
        )
        for one in joined.select_related("person")
    )


def effect_of(appeal: Appeal) -> str:
    """Say what differs now, for its entry, from the decision that was contested."""
    contested = Outcome.objects.get(decision=appeal.decision, entry_id=appeal.entry_id)
    now = _outcome(appeal.entry_id, appeal.decision.stage_id)
    return change_words(
        (contested.rank, contested.is_selected), (now.rank, now.is_selected) if now else None
    )


def _outcome(entry_id: int, stage_id: int) -> Outcome | None:
    """Return what the decision in force says of an entry."""
    current = Decision.objects.filter(stage_id=stage_id, state=DecisionState.CURRENT)
    found = Outcome.objects.filter(entry_id=entry_id, decision__in=current)
    return found.select_related("decision__stage").first()
