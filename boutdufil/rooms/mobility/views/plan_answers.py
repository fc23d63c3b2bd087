"""Noting an answer that came on paper, or correcting one that was noted so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.forms.plan_answers import PaperAnswerForm
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors import personal_pages, plan_people
from boutdufil.rooms.mobility.selectors import plan_answers as selectors
from boutdufil.rooms.mobility.services import plan_answers
from boutdufil.rooms.mobility.views.plan_doors import back, show, with_plan

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Plan, Proposal


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_change_plan)
def paper_answer(request: HttpRequest, plan: Plan, proposal_id: int) -> HttpResponse:
    """Show what one person was handed last; note the answer that came, with the day it came."""
    proposal = selectors.proposal_of(plan, proposal_id)
    row = plan_people.proposal_row(plan, proposal) if proposal else None
    if proposal is None or row is None:
        raise Http404
    form = _form(request, proposal)
    if form.is_valid() and _noted(request, proposal, form):
        return back("mobility:proposals", plan)
    return show(
        request,
        "mobility/plans/paper_answer.html",
        plan,
        row=row,
        proposal=proposal,
        form=form,
        open=selectors.can_note_on_paper(proposal),
        correction=selectors.correction_of(proposal),
    )


def _form(request: HttpRequest, proposal: Proposal) -> PaperAnswerForm:
    posts = personal_pages.listed_posts(proposal.post_list)
    return PaperAnswerForm(
        request.POST or None,
        proposed=proposal.proposed_id,
        others=personal_pages.other_posts(posts, proposal.proposed_id),
        correcting=proposal.answer in selectors.GIVEN,
    )


def _noted(request: HttpRequest, proposal: Proposal, form: PaperAnswerForm) -> bool:
    try:
        plan_answers.answer_proposal(
            proposal=proposal, draft=form.draft(), actor_id=request.user.pk
        )
    except PlanError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("Réponse écrite enregistrée."))
    return True
