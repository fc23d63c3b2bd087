"""Callers who are blocked, and letting them call again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.illico.forms.supervision import LiftForm
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.selectors import blocks as selectors
from boutdufil.rooms.illico.services.filtering import lift_block
from boutdufil.rooms.illico.views.supervision import led_organisation


@require_safe
@never_cache
def blocks(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Show who may not call for now, and why."""
    place = led_organisation(request, organisation_id)
    rows = selectors.blocks_at(organisation_id)
    context = {"organisation": place, "rows": rows, "reasons": LiftForm.REASONS}
    return render(request, "illico/supervision/blocks.html", context)


@require_POST
def lift(request: HttpRequest, block_id: int) -> HttpResponse:
    """Take calls from somebody again, for a reason that is kept."""
    if not permissions.can_lift_block(request.user, block_id):
        raise Http404
    form = LiftForm(request.POST)
    if form.is_valid():
        actor_id = request.user.pk or 0
        lift_block(block_id=block_id, reason=form.cleaned_data["reason"], actor_id=actor_id)
        messages.success(request, _("Le blocage est levé\u00a0: cette personne peut rappeler."))
    else:
        messages.error(request, _("Dites pourquoi ce blocage est levé\u00a0: rien n’a changé."))
    return redirect("illico:blocks", _place(request, block_id))


def _place(request: HttpRequest, block_id: int) -> int:
    """Return whose list to go back to: the one they came from."""
    came_from = row_number(request.POST.get("organisation", ""))
    return came_from or selectors.place_of(block_id) or 0
