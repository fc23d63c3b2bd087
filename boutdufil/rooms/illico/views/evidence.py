"""What is sealed of a number: for everybody, for those who may see leaves, for a caller."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.illico.errors import EvidenceError
from boutdufil.rooms.illico.permissions.statements import can_see_leaves
from boutdufil.rooms.illico.selectors import evidence as selectors
from boutdufil.rooms.illico.selectors.callers import caller_call
from boutdufil.rooms.illico.services import evidence as services
from boutdufil.rooms.illico.views.numbers import published


@login_not_required
@require_safe
@never_cache
def evidence(request: HttpRequest, code: str) -> HttpResponse:
    """Show the sealed days of a number: counts and roots, and what a seal proves."""
    number = published(code)
    context = {
        "number": number,
        "heads": selectors.head_rows(number.id),
        "days": selectors.sealed_days(number.id),
        "may_see_leaves": can_see_leaves(request.user, number.organisation_id),
    }
    return render(request, "illico/evidence/evidence.html", context)


@require_safe
@never_cache
def leaves(request: HttpRequest, code: str) -> HttpResponse:
    """Hand the leaves of some days over, to auditors and to the holder; the newest by itself."""
    number = published(code)
    if not can_see_leaves(request.user, number.organisation_id):
        raise Http404
    days = selectors.sealed_days(number.id)
    newest = days[-1].isoformat() if days else ""
    try:
        first, last = (date.fromisoformat(request.GET.get(name, newest)) for name in ("du", "au"))
        archive = services.archive_of(
            number_id=number.id, first=first, last=last, now=timezone.now()
        )
    except (ValueError, EvidenceError):
        messages.error(request, _("Aucun jour n’est scellé entre ces dates."))
        return redirect("illico:evidence", code)
    return file_answer(archive, f"{code}-{first}-{last}.zip")


@login_not_required
@require_safe
@never_cache
@sensitive_variables("token")
def own_proof(request: HttpRequest, token: str) -> HttpResponse:
    """Hand a caller the proof of their own call, once its day is sealed."""
    found = caller_call(token)
    if found is None:
        raise Http404
    try:
        proof = services.own_proof(call_id=found.id, now=timezone.now())
    except EvidenceError:
        messages.info(
            request, _("La journée n’est pas encore scellée : revenez demain avec cette page.")
        )
        return redirect("illico:call", token)
    return file_answer(proof, f"preuve-{found.code}-{found.clicked_at:%Y-%m-%d}.zip")
