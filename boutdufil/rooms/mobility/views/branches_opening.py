"""Opening the platform to a sector, in three steps: the branch, its jobs, its employers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.occupations import services as occupations
from boutdufil.kernel.organisations import permissions
from boutdufil.kernel.organisations import services as organisations
from boutdufil.kernel.organisations.selectors import BranchPage
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.mobility.forms.branches import BranchForm, CodesForm, EmployersForm
from boutdufil.rooms.mobility.selectors import branches as selectors
from boutdufil.rooms.mobility.services import branches as services
from boutdufil.rooms.mobility.views.branch_access import needs_branch
from boutdufil.rooms.mobility.views.writing import HOUR, writes

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.views.branch_access import PersonRequest

Steps = list[tuple[str, str | None]]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@writes("mobility.open_branch", 20, HOUR)
def open_branch(request: PersonRequest) -> HttpResponse:
    """Step 1: name the branch and who represents it."""
    if not permissions.can_open_branch(request.user):
        raise PermissionDenied
    form = BranchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.open_branch(
            sector=form.sector(),
            body=form.cleaned_data["body"],
            officer=form.cleaned_data["officer"],
            actor_id=request.user.pk,
        )
        messages.success(request, _("La branche est ouverte. Passons à ses métiers."))
        return redirect("mobility:branch_cards", made.slug)
    return show_form(request, "mobility/branches/open.html", form, steps=_steps(""))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_branch(permissions.can_furnish_branch)
@writes("mobility.branch_cards", 120, HOUR)
def cards(request: PersonRequest, branch: BranchPage) -> HttpResponse:
    """Step 2: look over a list of ROME codes, then take the jobs it names."""
    form = CodesForm(request.POST or None, request.FILES or None)
    text = ""
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["codes"]
        if request.POST.get("act") == "import":
            return _import(request, branch, text)
        # The box keeps what was read, so that a line can be mended on the spot.
        form = CodesForm(initial={"codes": text})
    page = selectors.branch_cards(branch, request.user, text)
    template = "mobility/branches/cards.html"
    return show_form(request, template, form, page=page, steps=_steps(branch.slug))


@require_POST
@needs_branch(permissions.can_furnish_branch)
@writes("mobility.branch_cards", 120, HOUR)
def remove_card(request: PersonRequest, branch: BranchPage, code: str) -> HttpResponse:
    """Take a job out of the branch."""
    occupations.remove_card(branch_id=branch.id, code=code, actor_id=request.user.pk)
    messages.success(request, _("Ce métier n’est plus compté dans la branche."))
    return redirect("mobility:branch_cards", branch.slug)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs_branch(permissions.can_furnish_branch)
@writes("mobility.branch_employers", 30, HOUR)
def employers(request: PersonRequest, branch: BranchPage) -> HttpResponse:
    """Step 3: invite employers; each joins with its own organisation."""
    form = EmployersForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = organisations.invite_employers(
            branch_id=branch.id,
            emails=form.cleaned_data["emails"],
            invited_by_id=request.user.pk,
        )
        told = ngettext("%(count)d invitation partie.", "%(count)d invitations parties.", sent)
        messages.success(request, told % {"count": sent})
        return redirect("mobility:branch_employers", branch.slug)
    page = selectors.branch_employers(branch)
    template = "mobility/branches/employers.html"
    return show_form(request, template, form, page=page, steps=_steps(branch.slug))


@require_POST
@needs_branch(permissions.can_furnish_branch)
@writes("mobility.branch_employers", 60, HOUR)
def remove_employer(
    request: PersonRequest, branch: BranchPage, organisation_id: int
) -> HttpResponse:
    """Take an employer out of the branch."""
    organisations.end_affiliation(
        branch_id=branch.id, organisation_id=organisation_id, actor_id=request.user.pk
    )
    messages.success(request, _("Cet employeur ne fait plus partie de la branche."))
    return redirect("mobility:branch_employers", branch.slug)


def _import(request: PersonRequest, branch: BranchPage, text: str) -> HttpResponse:
    added = services.import_codes(branch_id=branch.id, text=text, actor_id=request.user.pk)
    told = ngettext("%(count)d métier ajouté.", "%(count)d métiers ajoutés.", added)
    messages.success(request, told % {"count": added})
    return redirect("mobility:branch_cards", branch.slug)


def _steps(slug: str) -> Steps:
    """The three steps; those after the first have an address once the branch is there."""
    return [
        (_("La branche"), reverse("mobility:branch", args=[slug]) if slug else None),
        (_("Ses métiers"), reverse("mobility:branch_cards", args=[slug]) if slug else None),
        (_("Ses employeurs"), reverse("mobility:branch_employers", args=[slug]) if slug else None),
    ]
