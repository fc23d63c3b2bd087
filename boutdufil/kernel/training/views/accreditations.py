"""The branch's seat: who may prepare for what, until when."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.organisations.selectors import branches_of_officer
from boutdufil.kernel.training import permissions, selectors, services
from boutdufil.kernel.training.forms import AccreditationForm, ReasonForm, RenewalForm
from boutdufil.kernel.training.services.accreditations import AccreditationDraft
from boutdufil.kernel.training.views.answers import form_page, is_done
from boutdufil.kernel.training.views.guards import accreditation_to_change

YEARS = 3


@require_safe
@never_cache
def accreditations(request: HttpRequest) -> HttpResponse:
    """List what the visitor's branches decided, the last to end first."""
    branches = branches_of_officer(request.user.pk or 0)
    rows = selectors.accreditations_of_branches([branch.id for branch in branches])
    context = {"branches": branches, "accreditations": rows}
    return render(request, "training/accreditations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def grant(request: HttpRequest) -> HttpResponse:
    """Accredit a body in the name of a branch."""
    branches = branches_of_officer(request.user.pk or 0)
    if not branches:
        raise PermissionDenied
    today = timezone.localdate()
    form = AccreditationForm(
        request.POST or None,
        bodies=[(body.id, body.name) for body in selectors.bodies()],
        branches=[(branch.id, branch.name) for branch in branches],
        certificates=selectors.certificate_choices([branch.id for branch in branches]),
        initial={"starts_on": today, "ends_on": _later(today, YEARS)},
    )
    if request.method == "POST" and form.is_valid() and _grant(request, form):
        return redirect("training:accreditations")
    return form_page(request, form, _("Accorder une habilitation"))


def _grant(request: HttpRequest, form: AccreditationForm) -> bool:
    said = form.cleaned_data
    if not permissions.can_grant_accreditation(request.user, said["branch"]):
        raise PermissionDenied
    draft = AccreditationDraft(
        starts_on=said["starts_on"],
        ends_on=said["ends_on"],
        evidence=said["evidence"],
        kinds=tuple(said["kinds"]),
        certificate_ids=tuple(said["certificates"]),
    )
    return is_done(
        request,
        form,
        services.accreditations.grant_accreditation,
        told=_("Habilitation accordée."),
        body_id=said["body"],
        branch_id=said["branch"],
        draft=draft,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def renew(request: HttpRequest, accreditation_id: int) -> HttpResponse:
    """Decide anew for the same scope."""
    present = accreditation_to_change(request, accreditation_id)
    form = RenewalForm(request.POST or None, initial={"ends_on": _later(present.ends_on, YEARS)})
    if request.method == "POST" and form.is_valid() and _renew(request, form, present.pk):
        return redirect("training:accreditations")
    title = _("Renouveler l’habilitation de %(body)s") % {"body": present.body}
    return form_page(request, form, title)


def _renew(request: HttpRequest, form: RenewalForm, accreditation_id: int) -> bool:
    return is_done(
        request,
        form,
        services.accreditations.renew_accreditation,
        told=_("Habilitation renouvelée."),
        accreditation_id=accreditation_id,
        **form.cleaned_data,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def withdraw(request: HttpRequest, accreditation_id: int) -> HttpResponse:
    """Withdraw an accreditation, with a reason."""
    present = accreditation_to_change(request, accreditation_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.accreditations.withdraw_accreditation(
            accreditation_id=present.pk,
            reason=form.cleaned_data["reason"],
            actor_id=request.user.pk,
        )
        messages.success(request, _("Habilitation retirée. Aucune session nouvelle ne s’ouvre."))
        return redirect("training:accreditations")
    title = _("Retirer l’habilitation de %(body)s") % {"body": present.body}
    return form_page(request, form, title)


def _later(today: date, years: int) -> date:
    """Return the same day years later; 29 February becomes 28."""
    try:
        return today.replace(year=today.year + years)
    except ValueError:
        return today.replace(year=today.year + years, day=28)
