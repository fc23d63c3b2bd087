"""An organisation's own pages: inscribed, corrected, put in its place, closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.organisations import forms, permissions, selectors, services
from boutdufil.kernel.organisations.enums import OrganisationKind, Role
from boutdufil.kernel.organisations.errors import ParentError, SiretTakenError
from boutdufil.kernel.organisations.selectors import OrganisationRow
from boutdufil.kernel.organisations.views.access import WRITES, only_if
from boutdufil.kernel.people.throttle import rate_limited

if TYPE_CHECKING:
    from boutdufil.kernel.organisations.views.access import PersonRequest


@never_cache
@require_safe
@only_if(permissions.can_see_organisation)
def organisation(request: HttpRequest, row: OrganisationRow) -> HttpResponse:
    """Show an organisation to its own people."""
    page = selectors.organisation_page(row.id, request.user)
    return render(request, "organisations/organisation.html", {"page": page})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisations.create", limit=10, per_seconds=WRITES["per_seconds"])
def create(request: PersonRequest) -> HttpResponse:
    """Inscribe an organisation; whoever does answers for it."""
    return _inscribe(request, parent=None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisations.create", **WRITES)
@only_if(permissions.can_add_part)
def add_part(request: PersonRequest, row: OrganisationRow) -> HttpResponse:
    """Inscribe a site or a company beneath an organisation."""
    return _inscribe(request, parent=row)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisations.change", **WRITES)
@only_if(permissions.can_change_organisation)
def change(request: PersonRequest, row: OrganisationRow) -> HttpResponse:
    """Correct what is said of an organisation."""
    form = forms.OrganisationForm(request.POST or None, initial=forms.known_values(row))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_organisation(
                organisation_id=row.id, described=form.described(), actor_id=request.user.pk
            )
        except SiretTakenError:
            form.add_error("siret", forms.SIRET_TAKEN)
        else:
            messages.success(request, _("C’est corrigé."))
            return redirect("organisations:organisation", row.id)
    return render(request, "organisations/change.html", {"form": form, "organisation": row})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisations.change", **WRITES)
@only_if(permissions.can_change_organisation)
def attach(request: PersonRequest, row: OrganisationRow) -> HttpResponse:
    """Put an organisation under another that the person manages too."""
    managed = selectors.organisations_of(request.user.pk, {Role.MANAGER})
    own = selectors.family_ids(row.id)
    candidates = [one for one in managed if one.id not in own]
    form = forms.AttachmentForm(
        request.POST or None, candidates=candidates, initial={"parent": row.parent_id}
    )
    if request.method == "POST" and form.is_valid():
        return _attach(request, row, form)
    page = {"form": form, "organisation": row, "candidates": candidates}
    return render(request, "organisations/attach.html", page)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisations.change", **WRITES)
@only_if(permissions.can_close_organisation)
def close(request: PersonRequest, row: OrganisationRow) -> HttpResponse:
    """Say the day an organisation closes."""
    form = forms.ClosingForm(request.POST or None, initial={"closed_on": row.closed_on})
    if request.method == "POST" and form.is_valid():
        services.close_organisation(
            organisation_id=row.id,
            closed_on=form.cleaned_data["closed_on"],
            actor_id=request.user.pk,
        )
        messages.success(request, _("Le jour de la fermeture est noté."))
        return redirect("organisations:organisation", row.id)
    return render(request, "organisations/close.html", {"form": form, "organisation": row})


@require_POST
@rate_limited("organisations.check", limit=20, per_seconds=WRITES["per_seconds"])
@only_if(permissions.can_change_organisation)
def check(request: HttpRequest, row: OrganisationRow) -> HttpResponse:
    """Have the official register asked about the SIRET."""
    if services.request_check(organisation_id=row.id):
        messages.success(request, _("La question est posée au registre. Revenez dans un instant."))
    else:
        messages.warning(request, _("Le registre n’est pas interrogé ici."))
    return redirect("organisations:organisation", row.id)


def _inscribe(request: PersonRequest, parent: OrganisationRow | None) -> HttpResponse:
    initial = {"kind": OrganisationKind.SITE} if parent else {}
    form = forms.OrganisationForm(request.POST or None, initial=initial)
    taken = ""
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_organisation(
                described=form.described(),
                creator_id=request.user.pk,
                parent_id=parent.id if parent else None,
            )
        except SiretTakenError:
            taken = form.cleaned_data["siret"]
            form.add_error("siret", forms.SIRET_TAKEN)
        except ParentError:
            form.add_error(None, _too_deep())
        else:
            messages.success(request, _("L’organisation est inscrite. Vous en êtes responsable."))
            return redirect("organisations:organisation", made.pk)
    page = {"form": form, "parent": parent, "taken": taken}
    return render(request, "organisations/create.html", page)


def _attach(
    request: PersonRequest, row: OrganisationRow, form: forms.AttachmentForm
) -> HttpResponse:
    parent_id = form.cleaned_data["parent"]
    if parent_id and not permissions.can_attach(request.user, row.id, parent_id):
        raise PermissionDenied
    try:
        services.attach_organisation(
            organisation_id=row.id, parent_id=parent_id, actor_id=request.user.pk
        )
    except ParentError:
        messages.error(request, _too_deep())
        return redirect("organisations:attach", row.id)
    messages.success(request, _("Le rattachement est noté."))
    return redirect("organisations:organisation", row.id)


def _too_deep() -> str:
    return _("Quatre étages au plus, et jamais sous soi-même : groupe, entreprise, établissement.")
