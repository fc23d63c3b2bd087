"""Branches and their agreements, for everybody; writing one down, for their officers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.organisations import permissions, services
from boutdufil.kernel.organisations import selectors as organisations
from boutdufil.kernel.organisations.selectors import BranchPage
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.mobility.forms.branches import AgreementForm, PresentationForm
from boutdufil.rooms.mobility.selectors import branches as selectors
from boutdufil.rooms.mobility.views.branch_access import needs_branch
from boutdufil.rooms.mobility.views.writing import HOUR, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.views.branch_access import PersonRequest


@login_not_required
@require_safe
def branches(request: HttpRequest) -> HttpResponse:
    """List the branches that are here."""
    page = {
        "branches": organisations.branches(),
        "can_open": permissions.can_open_branch(request.user),
    }
    return render(request, "mobility/branches/list.html", page)


@login_not_required
@require_safe
def branch(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a branch: its jobs, its doors, its certificates, its agreements, its employers."""
    page = selectors.branch_page(slug, request.user)
    if page is None:
        raise Http404
    return render(request, "mobility/branches/branch.html", {"page": page})


@login_not_required
@require_safe
def agreement(request: HttpRequest, agreement_id: int) -> HttpResponse:
    """Show an agreement: who, since when, until when, what it makes them recognise."""
    page = selectors.agreement_page(agreement_id, request.user)
    if page is None:
        raise Http404
    return render(request, "mobility/branches/agreement.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_branch(permissions.can_speak_for_branch)
@writes("mobility.branch_presentation", 60, HOUR)
def presentation(request: PersonRequest, branch: BranchPage) -> HttpResponse:
    """Say anew what the branch says of itself."""
    form = PresentationForm(
        request.POST if request.method == "POST" else None,
        initial={"presentation": branch.presentation},
    )
    if form.is_valid():
        services.present_branch(
            branch_id=branch.id,
            presentation=form.cleaned_data["presentation"],
            actor_id=request.user.pk,
        )
        messages.success(request, _("La présentation est enregistrée."))
        return redirect("mobility:branch", branch.slug)
    return show_form(request, "mobility/branches/presentation.html", form, branch=branch)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_branch(permissions.can_speak_for_branch)
@writes("mobility.agreement", 20, HOUR)
def new_agreement(request: PersonRequest, branch: BranchPage) -> HttpResponse:
    """Write an agreement down; the other parties confirm it for themselves."""
    others = [row for row in organisations.branches() if row.id != branch.id]
    form = AgreementForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        made = services.sign_agreement(
            terms=form.terms(),
            party_ids=[branch.id, *map(int, form.cleaned_data["parties"])],
            confirmed_ids=[branch.id],
            actor_id=request.user.pk,
        )
        messages.success(request, _("L’accord est noté. Les autres branches ont à le confirmer."))
        return redirect("mobility:agreement", made.pk)
    template = "mobility/branches/new_agreement.html"
    return show_form(request, template, form, branch=branch, others=others)


@require_POST
@needs_branch(permissions.can_speak_for_branch)
@writes("mobility.agreement", 20, HOUR)
def confirm_agreement(
    request: PersonRequest, branch: BranchPage, agreement_id: int
) -> HttpResponse:
    """Give the branch's word on an agreement it is party to."""
    given = services.confirm_agreement(
        agreement_id=agreement_id, branch_id=branch.id, actor_id=request.user.pk
    )
    if not given:
        raise Http404
    messages.success(request, _("Votre branche a confirmé l’accord."))
    return redirect("mobility:agreement", agreement_id)
