"""Registrations of an event as its organiser sets them: places, slots, questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.intake import (
    IntakeForm,
    QuestionForm,
    SlotsForm,
    places_typed,
    typed_intake,
)
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.slots import IntakeDraft
from boutdufil.rooms.campaigns.selectors import intake as selectors
from boutdufil.rooms.campaigns.services import intake as services
from boutdufil.rooms.campaigns.services import questions as asking
from boutdufil.rooms.campaigns.views.doors import HOUR, attempt
from boutdufil.rooms.campaigns.views.intake_doors import run_event, run_node

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.selectors.intake import QuestionLine
    from boutdufil.rooms.campaigns.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.intake", 120, HOUR)
@run_event
def intake(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Open registrations for an event, or change how it takes them."""
    page = selectors.intake_page(node)
    form = IntakeForm(request.POST or None, initial=typed_intake(page.draft or IntakeDraft()))
    if request.method == "POST" and form.is_valid():
        try:
            services.set_intake(node_id=node.id, draft=form.draft(), actor_id=request.user.pk)
        except CampaignError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est gardé."))
            return redirect("campaigns:intake", node.id)
    slots = SlotsForm(initial={"day": page.first_day})
    return _show(request, node, form, slots)


@require_POST
@rate_limited("campaigns.intake", 120, HOUR)
@run_event
def add_slots(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Add a row of equal slots."""
    page = selectors.intake_page(node)
    if page.draft is None:
        raise Http404
    slots = SlotsForm(request.POST)
    if slots.is_valid():
        try:
            count = services.add_slots(node_id=node.id, row=slots.row(), actor_id=request.user.pk)
        except CampaignError as error:
            slots.blame(error)
        else:
            told = ngettext("%(count)d créneau ajouté.", "%(count)d créneaux ajoutés.", count)
            messages.success(request, told % {"count": count})
            return redirect("campaigns:intake", node.id)
    return _show(request, node, IntakeForm(initial=typed_intake(page.draft)), slots)


@require_POST
@run_event
def slot(request: PersonRequest, node: NodeRow, slot_id: int) -> HttpResponse:
    """Change how many places a slot has, or take it off."""
    who = {"node_id": node.id, "slot_id": slot_id, "actor_id": request.user.pk}
    wanted = request.POST.get("do", "")
    if wanted == "remove":
        attempt(request, lambda: services.remove_slot(**who), _("Le créneau est retiré."))
    elif wanted == "change":
        places, is_right = places_typed(request.POST.get("places", ""))
        if is_right:
            attempt(request, lambda: services.change_slot(places=places, **who), _("C’est gardé."))
        else:
            messages.error(request, _("Écrivez un nombre de places, ou rien."))
    else:
        raise Http404
    return redirect("campaigns:intake", node.id)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.questions", 120, HOUR)
@run_node
def questions(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """List what is asked of everybody who registers beneath a node; ask more, or otherwise."""
    rows = selectors.questions_asked(node)
    wanted = row_number(request.GET.get("question", ""))
    changed = next((one for one in rows if one.id == wanted and not one.inherited), None)
    form = QuestionForm(request.POST or None, changed=changed)
    if request.method == "POST" and form.is_valid() and _ask(request, node, form, changed):
        return redirect("campaigns:questions", node.id)
    context = {"node": node, "rows": rows, "changed": changed}
    return show_form(request, "campaigns/intake/questions.html", form, **context)


@require_POST
@run_node
def question(request: PersonRequest, node: NodeRow, question_id: int) -> HttpResponse:
    """Ask a question earlier, or no more."""
    who = {"node_id": node.id, "question_id": question_id, "actor_id": request.user.pk}
    wanted = request.POST.get("do", "")
    if wanted == "up":
        attempt(request, lambda: asking.move_question_up(**who), _("C’est déplacé."))
    elif wanted == "retire":
        attempt(request, lambda: asking.retire_question(**who), _("La question n’est plus posée."))
    else:
        raise Http404
    return redirect("campaigns:questions", node.id)


def _ask(
    request: PersonRequest, node: NodeRow, form: QuestionForm, changed: QuestionLine | None
) -> bool:
    """Ask what was typed, anew or in place of what was asked; tell whether it could be."""
    draft, actor_id = form.draft(), request.user.pk
    try:
        if changed is None:
            asking.add_question(node_id=node.id, draft=draft, actor_id=actor_id)
        else:
            asking.change_question(
                node_id=node.id, question_id=changed.id, draft=draft, actor_id=actor_id
            )
    except CampaignError as error:
        form.blame(error)
        return False
    messages.success(request, _("La question sera posée."))
    return True


def _show(
    request: PersonRequest, node: NodeRow, form: IntakeForm, slots: SlotsForm
) -> HttpResponse:
    page = selectors.intake_page(node)
    context = {"node": node, "page": page, "form": form, "slots": slots}
    status = 422 if form.is_bound or slots.is_bound else 200
    return render(request, "campaigns/intake/intake.html", context, status=status)
