"""The organiser's desk: one's trees, one node, and what is done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.organisations.selectors import organisation
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.campaigns.enums import NodeKind, Step, Trait
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.nodes import DuplicateForm, NodeForm, typed
from boutdufil.rooms.campaigns.permissions import nodes as permissions
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.tree import BENEATH
from boutdufil.rooms.campaigns.selectors import desk as selectors
from boutdufil.rooms.campaigns.selectors.nodes import resolved
from boutdufil.rooms.campaigns.services import nodes as services
from boutdufil.rooms.campaigns.services.steps import take_step
from boutdufil.rooms.campaigns.views.doors import HOUR, attempt, lockable_node, own_node, seen_node

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest

FORM = "campaigns/desk/form.html"


@never_cache
@require_safe
def desk(request: PersonRequest) -> HttpResponse:
    """List one's organisations with what they organise."""
    holders = selectors.holders_of(request.user)
    return render(request, "campaigns/desk/desk.html", {"holders": holders})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.new_campaign", 30, HOUR)
def new_campaign(request: PersonRequest, organisation_id: int) -> HttpResponse:
    """Begin a campaign in the name of an organisation."""
    holder = organisation(organisation_id)
    if holder is None or not permissions.can_open_campaign(request.user, organisation_id):
        raise Http404
    form = NodeForm(request.POST or None, kinds=(NodeKind.CAMPAIGN,))
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_node(
                organiser_id=organisation_id,
                parent_id=None,
                draft=form.draft(),
                actor_id=request.user.pk,
            )
        except CampaignError as error:
            form.blame(error)
        else:
            messages.success(request, _("La campagne est en brouillon. Ajoutez ses étapes."))
            return redirect("campaigns:seat", made.pk)
    return show_form(request, FORM, form, holder=holder)


@require_safe
@seen_node
def seat(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Show a node with what stands beneath it and what may be done."""
    page = selectors.seat_page(node, request.user)
    form = DuplicateForm(initial={"year": page.next_year})
    return render(request, "campaigns/desk/seat.html", {"page": page, "node": node, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@own_node
def edit(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Change what a node says."""
    held = resolved(node.id)
    keeps = tuple(held.locks) if held else ()
    form = NodeForm(request.POST or None, keeps=keeps, initial=typed(node))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_node(
                node_id=node.id, draft=form.draft(node.said), actor_id=request.user.pk
            )
        except CampaignError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est changé."))
            return redirect("campaigns:seat", node.id)
    lines = selectors.trait_lines(held) if held else ()
    return show_form(request, FORM, form, node=node, lines=lines)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.new_node", 120, HOUR)
@own_node
def new_node(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Add something beneath a node."""
    held = resolved(node.id)
    kinds = tuple(kind for kind in NodeKind if kind in BENEATH[node.kind])
    if not kinds or held is None:
        raise Http404
    keeps = {*held.locks, *(trait for trait in Trait if trait in node.locked)}
    form = NodeForm(request.POST or None, kinds=kinds, keeps=tuple(keeps))
    if request.method == "POST" and form.is_valid():
        made = _add(request, node, form)
        if made is not None:
            return redirect("campaigns:seat", made)
    lines = selectors.trait_lines(held)
    return show_form(request, FORM, form, parent=node, lines=lines)


@require_POST
@seen_node
def step(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Take a node one step further."""
    wanted = request.POST.get("do", "")
    if wanted not in Step.values:
        raise Http404
    if not permissions.can_take_step(request.user, node, Step(wanted)):
        messages.error(request, _("Cette étape n’est pas possible : l’état a changé entre-temps."))
        return redirect("campaigns:seat", node.id)
    attempt(
        request,
        lambda: take_step(node_id=node.id, step=wanted, actor_id=request.user.pk),
        _("C’est fait."),
    )
    return redirect("campaigns:seat", node.id)


@require_POST
@lockable_node
def lock(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Say what must not change beneath a node."""
    attempt(
        request,
        lambda: services.lock_traits(
            node_id=node.id, traits=request.POST.getlist("traits"), actor_id=request.user.pk
        ),
        _("C’est gardé. Ce qui est déjà écrit au-dessous reste tel quel."),
    )
    return redirect("campaigns:seat", node.id)


@require_POST
@own_node
def duplicate(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Copy a campaign into another year."""
    form = DuplicateForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["year"])))
        return redirect("campaigns:seat", node.id)
    try:
        made = services.duplicate_campaign(
            node_id=node.id, year=form.cleaned_data["year"], actor_id=request.user.pk
        )
    except CampaignError as error:
        messages.error(request, str(error))
        return redirect("campaigns:seat", node.id)
    messages.success(request, _("La copie est en brouillon, aux mêmes jours de la semaine."))
    return redirect("campaigns:seat", made.pk)


def _add(request: PersonRequest, node: NodeRow, form: NodeForm) -> int | None:
    try:
        made = services.create_node(
            organiser_id=node.organiser_id,
            parent_id=node.id,
            draft=form.draft(),
            actor_id=request.user.pk,
            needs_review=node.needs_review,
        )
    except CampaignError as error:
        form.blame(error)
        return None
    messages.success(request, _("C’est ajouté, en brouillon."))
    return int(made.pk)
