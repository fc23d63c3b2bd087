"""Who acts for an organisation: invited, withdrawn, ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.organisations import forms, permissions, selectors, services
from boutdufil.kernel.organisations.errors import LastManagerError
from boutdufil.kernel.organisations.selectors import OrganisationRow
from boutdufil.kernel.organisations.views.access import MAILS, WRITES, only_if
from boutdufil.kernel.people.destinations import asked_destination
from boutdufil.kernel.people.throttle import rate_limited

if TYPE_CHECKING:
    from boutdufil.kernel.organisations.views.access import PersonRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("organisations.invite", **MAILS)
@only_if(permissions.can_invite)
def invite(request: PersonRequest, row: OrganisationRow) -> HttpResponse:
    """Offer somebody a role by e-mail."""
    form = forms.InvitationForm(request.POST or None, roles=selectors.offered_roles(row.id))
    if request.method == "POST" and form.is_valid():
        services.invite_member(
            organisation_id=row.id, invited_by_id=request.user.pk, **form.cleaned_data
        )
        messages.success(request, _("L’invitation est partie. Elle vaut 14 jours."))
        return redirect("organisations:organisation", row.id)
    return render(request, "organisations/invite.html", {"form": form, "organisation": row})


@require_POST
@rate_limited("organisations.withdraw", **WRITES)
def withdraw_invitation(request: PersonRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    target = selectors.invitation_target(invitation_id)
    if target is None:
        raise Http404
    if not permissions.can_withdraw_invitation(request.user, *target):
        raise PermissionDenied
    services.withdraw_invitation(invitation_id=invitation_id, actor_id=request.user.pk)
    messages.success(request, _("L’invitation est retirée. Son lien ne s’ouvre plus."))
    return redirect(asked_destination(request) or "people:my_page")


@require_POST
@rate_limited("organisations.end_membership", **WRITES)
def end_membership(request: PersonRequest, membership_id: int) -> HttpResponse:
    """End a role, one's own or that of somebody one answers for."""
    held = selectors.membership(membership_id)
    if held is None:
        raise Http404
    if not permissions.can_end_membership(request.user, held.organisation_id, held.person_id):
        raise PermissionDenied
    try:
        services.end_membership(membership_id=membership_id, actor_id=request.user.pk)
    except LastManagerError:
        messages.error(request, _("Une organisation garde au moins une personne responsable."))
    else:
        messages.success(request, _("Le rôle est terminé."))
    if permissions.can_see_organisation(request.user, held.organisation_id):
        return redirect("organisations:organisation", held.organisation_id)
    return redirect("people:my_page")
