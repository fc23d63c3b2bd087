"""Partners of a node, their promises, and the posts it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.campaigns.enums import Kept
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.partners import PartnerForm
from boutdufil.rooms.campaigns.forms.posts import NeedForm, VacancyForm
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors import posts as selectors
from boutdufil.rooms.campaigns.selectors.partners import partners_of
from boutdufil.rooms.campaigns.services import partners as services
from boutdufil.rooms.campaigns.services import posts
from boutdufil.rooms.campaigns.views.doors import HOUR, attempt, own_node

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.partners", 120, HOUR)
@own_node
def partners(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """List the partners of a node, and add one."""
    form = PartnerForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_partner(
                node_id=node.id,
                draft=form.draft(),
                actor_id=request.user.pk,
                logo=form.cleaned_data["logo"],
            )
        except CampaignError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Le partenaire est ajouté."))
            return redirect("campaigns:partners", node.id)
    rows = partners_of([node.id])
    return show_form(request, "campaigns/desk/partners.html", form, node=node, partners=rows)


@require_POST
@own_node
def partner(request: PersonRequest, node: NodeRow, partner_id: int) -> HttpResponse:
    """Move a partner up, take it off, or say whether it kept its word."""
    wanted = request.POST.get("do", "")
    who = {"node_id": node.id, "partner_id": partner_id, "actor_id": request.user.pk}
    if wanted in Kept.values:
        attempt(request, lambda: services.judge_promise(kept=wanted, **who), _("C’est noté."))
    elif wanted == "up":
        attempt(request, lambda: services.move_partner_up(**who), _("C’est déplacé."))
    elif wanted == "remove":
        attempt(request, lambda: services.remove_partner(**who), _("Le partenaire est retiré."))
    else:
        raise Http404
    return redirect("campaigns:partners", node.id)


@require_http_methods(["GET", "HEAD", "POST"])
@own_node
def vacancies(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """List what a node shows of the ledger, and show a vacancy more."""
    form = VacancyForm(request.POST or None, choices=selectors.vacancy_choices(node, request.user))
    if request.method == "POST" and form.is_valid():
        for vacancy_id in form.cleaned_data["vacancies"]:
            posts.show_vacancy(node=node, vacancy_id=vacancy_id, person=request.user)
        messages.success(request, _("Les offres choisies sont montrées ici."))
        return redirect("campaigns:vacancies", node.id)
    return show_form(
        request,
        "campaigns/desk/vacancies.html",
        form,
        node=node,
        shown=selectors.shown_vacancies((node.reference,)),
        need_form=NeedForm(needs=selectors.open_need_choices(request.user)),
    )


@require_POST
@own_node
def hide_vacancy(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Stop showing a vacancy at a node."""
    vacancy_id = row_number(request.POST.get("vacancy", ""))
    if vacancy_id is None:
        raise Http404
    attempt(
        request,
        lambda: posts.hide_vacancy(node=node, vacancy_id=vacancy_id, actor_id=request.user.pk),
        _("L’offre n’est plus montrée ici."),
    )
    return redirect("campaigns:vacancies", node.id)


@require_POST
@own_node
def answer_need(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Say that a need of one's own became this stop."""
    form = NeedForm(request.POST, needs=selectors.open_need_choices(request.user))
    if not form.is_valid():
        messages.error(request, _("Choisissez un besoin et un nombre de personnes."))
        return redirect("campaigns:vacancies", node.id)
    attempt(
        request,
        lambda: posts.answer_need(
            node=node,
            need_id=form.cleaned_data["need"].pk,
            places=form.cleaned_data["places"],
            person=request.user,
        ),
        _("Ce besoin se retrouve ici."),
    )
    return redirect("campaigns:vacancies", node.id)
