"""The way to a job: trainings, legal vehicle, days without pay, vacancies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.rooms.mobility import permissions
from boutdufil.rooms.mobility.forms import CompareForm, job_code
from boutdufil.rooms.mobility.forms.training_paths import SituationForm
from boutdufil.rooms.mobility.permissions.training_paths import can_answer_block
from boutdufil.rooms.mobility.selectors import block_offers, comparisons, situations, vehicles
from boutdufil.rooms.mobility.selectors.training_paths import training_path
from boutdufil.rooms.mobility.services import training_paths as services
from boutdufil.rooms.mobility.views.visitors import needs_path, path_context, visitor_of
from boutdufil.rooms.mobility.views.writing import TEN_MINUTES, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Profile


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@needs_path(permissions.can_change_profile)
@writes("mobility.write", 120, TEN_MINUTES)
def path_to(request: HttpRequest, profile: Profile, code: str) -> HttpResponse:
    """Show the whole way to a job; the answers about one's situation are kept on the button."""
    said = situations.situation_of(profile)
    initial = {**said.answers, "income_until": said.income_until}
    form = SituationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        services.say_situation(
            profile=profile, income_until=answers.pop("income_until"), answers=answers
        )
        return redirect(request.path + "#titre-cadres")
    page = training_path(profile, code)
    if page is None:
        raise Http404
    offers = block_offers.block_offers(profile)
    context = path_context(profile, page=page, form=form, offers=offers)
    status = 422 if request.method == "POST" else 200
    return render(request, "mobility/training_paths/path.html", context, status=status)


@require_safe
@login_not_required
@never_cache
@needs_path(permissions.can_read_profile)
def compare(request: HttpRequest, profile: Profile) -> HttpResponse:
    """Set two ways side by side."""
    codes = [job_code(request.GET.get(side, "")) for side in ("a", "b")]
    targets = comparisons.targets(profile, also=codes)
    pages = [training_path(profile, code) if code else None for code in codes]
    both = codes[0] != codes[1] and all(pages)
    initial = {side: code for side, code in zip(("a", "b"), codes, strict=True) if code}
    context = path_context(
        profile,
        form=CompareForm(targets=targets, initial=initial),
        first=pages[0] if both else None,
        second=pages[1] if both else None,
        asked=all(codes),
        same=bool(codes[0]) and codes[0] == codes[1],
    )
    return render(request, "mobility/training_paths/compare.html", context)


@require_safe
@login_not_required
def legal_ways(request: HttpRequest) -> HttpResponse:
    """List every legal way with its articles, dates and sources."""
    context = {"vehicles": vehicles.vehicles()}
    return render(request, "mobility/training_paths/vehicles.html", context)


@require_POST
def answer_block(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Add the skills of a block to the confirmed ones, or not: the person decides."""
    offer = block_offers.find_offer(offer_id)
    if offer is None or not can_answer_block(visitor_of(request), offer):
        raise Http404
    accepted = request.POST.get("do") == "add"
    services.answer_block_offer(offer_id=offer.pk, accepted=accepted)
    if accepted:
        messages.success(
            request, _("Compétences ajoutées. Vos métiers proches en tiennent compte.")
        )
    return redirect("mobility:skills")
