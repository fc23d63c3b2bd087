"""Auditors: whom the committee names, and what they may take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.illico.forms.statements import AuditorForm
from boutdufil.rooms.illico.permissions import statements as permissions
from boutdufil.rooms.illico.selectors import evidence as selectors
from boutdufil.rooms.illico.services import auditors as services
from boutdufil.rooms.illico.views.number_doors import attempt

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def auditors(request: PersonRequest) -> HttpResponse:
    """Lead auditors to the leaves; let the committee name them."""
    may_name = permissions.can_name_auditors(request.user)
    if not (may_name or permissions.is_auditor(request.user)):
        raise PermissionDenied
    form = AuditorForm(request.POST or None)
    if request.method == "POST" and may_name and _named(request, form):
        return redirect("illico:audit")
    context = {
        "auditors": selectors.auditors(),
        "numbers": selectors.sealed_numbers(),
        "may_name": may_name,
        "form": form,
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "illico/evidence/audit.html", context, status=status)


def _named(request: PersonRequest, form: AuditorForm) -> bool:
    """Name somebody or end a mandate; tell whether it was done."""
    actor_id, ended = request.user.pk, row_number(request.POST.get("end", ""))
    if ended is not None:
        services.end_auditor(seat_id=ended, actor_id=actor_id)
        messages.success(request, _("Ce mandat est fini."))
        return True
    return form.is_valid() and attempt(
        request,
        lambda: services.name_by_email(email=form.cleaned_data["email"], actor_id=actor_id),
        _("Cette personne peut désormais lire les feuilles de chaque numéro."),
    )
