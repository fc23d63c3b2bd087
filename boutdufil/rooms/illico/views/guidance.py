"""What an owner tells those who answer their number, and whom they entrust it to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.illico.forms.guidance import EntrustForm, GuidanceForm
from boutdufil.rooms.illico.selectors import guidance as selectors
from boutdufil.rooms.illico.selectors.numbers import NumberRow
from boutdufil.rooms.illico.services import guidance as services
from boutdufil.rooms.illico.views.number_doors import attempt, own_number

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@own_number
def guidance(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Write what is asked of those who answer, and what they may decide."""
    page = selectors.guidance(number.id)
    written = {"procedure": page.procedure, "may_decide": page.may_decide}
    form = GuidanceForm(request.POST if request.method == "POST" else None, initial=written)
    if form.is_valid():
        services.write_guidance(number_id=number.id, actor_id=request.user.pk, **form.cleaned_data)
        messages.success(request, _("C’est écrit. Qui répond le lit dès maintenant."))
        return redirect("illico:guidance", number.code)
    template = "illico/numbers/guidance.html"
    return show_form(request, template, form, number=number, page=page, entrust=EntrustForm())


@require_POST
@own_number
def entrust(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Let a provider answer, or no longer."""
    key = row_number(request.POST.get("entrusted", ""))
    if key is not None:
        services.take_number_back(number_id=number.id, entrusted_id=key, actor_id=request.user.pk)
        messages.success(request, _("Ce prestataire ne répond plus pour ce numéro."))
        return redirect("illico:guidance", number.code)
    siret = request.POST.get("siret", "")[:20]
    attempt(
        request,
        lambda: services.entrust_to_siret(
            number_id=number.id, siret=siret, actor_id=request.user.pk
        ),
        _("Ce prestataire peut répondre pour ce numéro."),
    )
    return redirect("illico:guidance", number.code)
