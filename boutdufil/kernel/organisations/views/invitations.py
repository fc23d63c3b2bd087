"""An invitation as the invited person meets it: opening shows it, the button takes it up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.organisations import forms, selectors, services
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.errors import (
    InvitationSpentError,
    OtherAddressError,
    SiretTakenError,
)
from boutdufil.kernel.organisations.selectors import InvitationPage
from boutdufil.kernel.people.permissions import is_signed_in
from boutdufil.kernel.people.throttle import rate_limited

if TYPE_CHECKING:
    from boutdufil.kernel.organisations.views.access import PersonRequest

HOUR = 60 * 60


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisations.invitation", limit=30, per_seconds=HOUR)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show what an invitation offers, and take it up when its owner says so."""
    offered = selectors.invitation_page(token)
    if offered is None:
        return _show_spent(request)
    if not _is_for(request, offered) or request.method != "POST":
        return _show(request, offered, forms.OrganisationForm())
    try:
        return _take_up(request, token, offered)
    except (InvitationSpentError, OtherAddressError):
        return _show_spent(request)


@require_POST
@rate_limited("organisations.ask_to_join", limit=5, per_seconds=HOUR)
def ask_to_join(request: PersonRequest) -> HttpResponse:
    """Ask the managers of an organisation that is here already for an invitation."""
    if services.ask_to_join(siret=request.POST.get("siret", ""), person=request.user):
        messages.success(
            request, _("Votre demande est partie, avec votre nom et votre adresse e-mail.")
        )
    else:
        messages.error(request, _("Aucune organisation ne porte ce SIRET ici."))
    return redirect("people:my_page")


def _take_up(request: HttpRequest, token: str, offered: InvitationPage) -> HttpResponse:
    person: Any = request.user
    if offered.organisation_id is not None:
        services.accept_invitation(token=token, person=person)
        messages.success(request, _("Invitation acceptée."))
        return redirect("organisations:organisation", offered.organisation_id)
    chosen = request.POST.get("organisation", "")
    if chosen == "":
        return _join_with_new(request, token, offered)
    managed = {str(row.id) for row in selectors.organisations_of(person.pk, {Role.MANAGER})}
    if chosen not in managed:
        return _show(request, offered, forms.OrganisationForm())
    services.accept_employer_invitation(token=token, person=person, organisation_id=int(chosen))
    return _joined(request, int(chosen), offered)


def _join_with_new(request: HttpRequest, token: str, offered: InvitationPage) -> HttpResponse:
    person: Any = request.user
    form = forms.OrganisationForm(request.POST)
    if not form.is_valid():
        return _show(request, offered, form)
    try:
        made = services.accept_as_new_employer(
            token=token, person=person, described=form.described()
        )
    except SiretTakenError:
        siret = form.cleaned_data["siret"]
        form.add_error("siret", forms.SIRET_TAKEN)
        return _show(request, offered, form, taken=siret)
    return _joined(request, made.pk, offered)


def _joined(request: HttpRequest, organisation_id: int, offered: InvitationPage) -> HttpResponse:
    told = _("Votre organisation fait partie de la branche %(branch)s.")
    messages.success(request, told % {"branch": offered.branch_name})
    return redirect("organisations:organisation", organisation_id)


def _show(
    request: HttpRequest, offered: InvitationPage, form: forms.OrganisationForm, taken: str = ""
) -> HttpResponse:
    page: Mapping[str, Any] = {
        "offered": offered,
        "form": form,
        "taken": taken,
        "is_for_me": _is_for(request, offered),
        "managed": _managed(request),
    }
    return render(request, "organisations/invitation.html", page)


def _managed(request: HttpRequest) -> list[selectors.OrganisationRow]:
    return selectors.organisations_of(request.user.pk or 0, {Role.MANAGER})


def _is_for(request: HttpRequest, offered: InvitationPage) -> bool:
    person: Any = request.user
    return is_signed_in(person) and person.email == offered.email


def _show_spent(request: HttpRequest) -> HttpResponse:
    return render(request, "organisations/invitation_spent.html", status=410)
