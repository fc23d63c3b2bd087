"""Handing a plan to its people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.kernel.ui.fields import row_numbers
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.forms.plans import DeliveryForm
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors import plan_openings as openings
from boutdufil.rooms.mobility.selectors import plan_people
from boutdufil.rooms.mobility.selectors.plan_letters import letter_parts
from boutdufil.rooms.mobility.services import plan_openings, plan_papers, proposals
from boutdufil.rooms.mobility.views.plan_doors import back, show, with_plan

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Plan

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
@with_plan(permissions.can_read_roster)
def proposals_page(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show what was handed to whom and what they answered; open, deliver."""
    form = DeliveryForm(request.POST if request.POST.get("do") == "deliver" else None)
    if request.method == "POST":
        if not permissions.can_change_plan(request.user, plan):
            raise PermissionDenied
        if _acted(request, plan, form):
            return back("mobility:proposals", plan)
    rows = plan_people.proposal_rows(plan)
    shown = [row for row in rows if _is_wanted(request, row)]
    return show(
        request,
        "mobility/plans/proposals.html",
        plan,
        page=Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        total=len(rows),
        undelivered=sum(row.proposal.delivered_on is None for row in rows),
        only=request.GET.get("voir", ""),
        letter_parts=letter_parts(plan),
        last_list=plan.lists.first(),
        form=form,
        may_open=permissions.can_open_to_people(request.user, plan),
        opening=openings.pending_opening(plan),
    )


def _is_wanted(request: HttpRequest, row: plan_people.ProposalRow) -> bool:
    """Leave out who was handed their proposal, where the page is asked for the others."""
    return request.GET.get("voir") != "remise" or row.proposal.delivered_on is None


def _acted(request: HttpRequest, plan: Plan, form: DeliveryForm) -> bool:
    """Do what the button says; false when the form has to be shown again."""
    act = request.POST.get("do", "")
    if act == "open":
        _open(request, plan)
    elif act == "deliver":
        return form.is_valid() and _deliver(request, plan, form)
    return True


def _open(request: HttpRequest, plan: Plan) -> None:
    try:
        asked = plan_openings.ask_opening(plan=plan, actor_id=request.user.pk)
    except PlanError as error:
        messages.error(request, str(error))
        return
    if openings.is_published(asked):
        said = _("La liste des postes est datée et chaque personne a sa proposition.")
    else:
        said = _("Les propositions se préparent. Vous pouvez quitter cette page.")
    messages.success(request, said)


def _deliver(request: HttpRequest, plan: Plan, form: DeliveryForm) -> bool:
    said = row_numbers(request.POST.getlist("entry"))
    if request.POST.get("everybody"):
        said = [row.row.person.entry_id for row in plan_people.proposal_rows(plan)]
    try:
        count = proposals.record_delivery(
            plan=plan,
            entry_ids=said,
            delivered_on=form.day,
            means=form.cleaned_data["means"],
            actor_id=request.user.pk,
        )
    except PlanError as error:
        form.add_error("delivered_on", str(error))
        return False
    text = ngettext("%(count)d remise enregistrée.", "%(count)d remises enregistrées.", count)
    messages.success(request, text % {"count": count})
    return True


@require_safe
@with_plan(permissions.can_read_roster)
def letters(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Give fifty letters of the last list as a PDF, one a person; those named alone, if any."""
    said = row_numbers(request.GET.getlist("personne"))
    try:
        pdf = plan_papers.letters_pdf(plan=plan, entry_ids=said, part=_part(request))
    except PlanError as error:
        messages.error(request, str(error))
        return back("mobility:proposals", plan)
    return file_answer(pdf, "lettres.pdf")


def _part(request: HttpRequest) -> int:
    number = request.GET.get("lot", "")
    return int(number) if number.isdecimal() and len(number) < 9 else 1
