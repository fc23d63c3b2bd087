"""Companies invited to open their own day: as their inviter and as they themselves see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.people.permissions import is_signed_in
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.campaigns.enums import NodeStatus
from boutdufil.rooms.campaigns.errors import CampaignError, InvitationSpentError, OtherAddressError
from boutdufil.rooms.campaigns.forms.opening import OpeningForm
from boutdufil.rooms.campaigns.forms.partners import InviteForm
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors import invitations as selectors
from boutdufil.rooms.campaigns.selectors.invitations import InvitationPage
from boutdufil.rooms.campaigns.services import invitations as services
from boutdufil.rooms.campaigns.views.doors import HOUR, attempt, own_node

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.invite", 100, HOUR)
@own_node
def invitations(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """List the companies invited beneath a node, and invite one."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.invite_company(node_id=node.id, offer=form.offer(), actor_id=request.user.pk)
        except CampaignError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("L’invitation est partie."))
            return redirect("campaigns:invitations", node.id)
    rows = selectors.invitations_of(node.id)
    return show_form(request, "campaigns/desk/invitations.html", form, node=node, rows=rows)


@require_POST
@own_node
def withdraw_invitation(request: PersonRequest, node: NodeRow, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    attempt(
        request,
        lambda: services.withdraw_invitation(
            node_id=node.id, invitation_id=invitation_id, actor_id=request.user.pk
        ),
        _("L’invitation est retirée."),
    )
    return redirect("campaigns:invitations", node.id)


@login_not_required
@never_cache
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.invitation", 60, HOUR)
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show a company what it is invited to, and open its day when it says so."""
    offered = selectors.invitation_page(token)
    if offered is None:
        return render(request, "campaigns/invitations/spent.html", status=410)
    managed = selectors.own_organisations(request.user.pk or 0)
    if request.method != "POST" or not _is_for(request, offered):
        form = OpeningForm(managed=managed, initial=_first_words(offered))
        return _show(request, offered, form)
    form = OpeningForm(request.POST, managed=managed)
    return _open(request, offered, form) if form.is_valid() else _show(request, offered, form)


def _open(request: HttpRequest, offered: InvitationPage, form: OpeningForm) -> HttpResponse:
    person: Any = request.user
    try:
        event = services.accept_invitation(
            token=offered.token, person=person, opening=form.opening()
        )
    except (InvitationSpentError, OtherAddressError):
        return render(request, "campaigns/invitations/spent.html", status=410)
    except CampaignError as error:
        form.blame(error)
        return _show(request, offered, form)
    messages.success(request, _opened(event.status))
    return redirect("campaigns:seat", event.pk)


def _opened(status: str) -> str:
    if status == NodeStatus.PUBLISHED:
        return _("Votre journée est ouverte.")
    return _(
        "Votre journée est enregistrée. Elle paraît après relecture, ou quand la campagne est "
        "publiée."
    )


def _first_words(offered: InvitationPage) -> dict[str, Any]:
    period = offered.parent.period
    return {
        "organisation_name": offered.organisation_name,
        "name": _("Portes ouvertes de %(name)s") % {"name": offered.organisation_name},
        "starts_on": period.starts_on if period and period.is_one_day else None,
    }


def _show(request: HttpRequest, offered: InvitationPage, form: OpeningForm) -> HttpResponse:
    return show_form(
        request,
        "campaigns/invitations/invitation.html",
        form,
        offered=offered,
        is_for_me=_is_for(request, offered),
    )


def _is_for(request: HttpRequest, offered: InvitationPage) -> bool:
    person: Any = request.user
    return is_signed_in(person) and person.email == offered.email
