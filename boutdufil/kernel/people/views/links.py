"""One-time links: "look at your messages", and the page that confirms them.

Opening a link changes nothing, because mail scanners open links too; the button on it does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people import forms, selectors, services
from boutdufil.kernel.people.destinations import safe_destination
from boutdufil.kernel.people.enums import LinkPurpose
from boutdufil.kernel.people.errors import LinkSpentError
from boutdufil.kernel.people.throttle import rate_limited

LINK_SENT = "people.link_sent"


def show_link_sent(request: HttpRequest, link_id: int | None) -> HttpResponse:
    """Lead to the page that says where to look; the same whether or not a message left."""
    # The number and not the address: a guest's session outlives the link by months.
    request.session[LINK_SENT] = link_id
    return redirect("people:link_sent")


@login_not_required
@never_cache
@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """Say where to look; the demo, whose mail goes nowhere, shows the link itself."""
    if LINK_SENT not in request.session:
        return redirect("people:sign_in")
    sent = selectors.sent_link(request.session[LINK_SENT])
    return render(request, "people/link_sent.html", {"sent": sent})


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@sensitive_variables("token")
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("people.open_link", limit=30, per_seconds=15 * 60)
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a link will do, and do it when the person says so."""
    link = selectors.open_link(token)
    if link is None:
        return _show_spent(request)
    form = _form_of(link, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        return _confirm(request, token, link, form)
    return render(request, f"people/link_{link.purpose}.html", {"link": link, "form": form})


def _form_of(link: selectors.LinkPage, data: Any) -> forms.NewPasswordForm | None:
    if link.purpose == LinkPurpose.SIGN_UP:
        return forms.WelcomeForm(data, email=link.email, initial={"name": link.name})
    if link.purpose == LinkPurpose.SET_PASSWORD:
        return forms.NewPasswordForm(data, email=link.email, name=link.name)
    return None


def _confirm(request: HttpRequest, token: str, link: selectors.LinkPage, form: Any) -> HttpResponse:
    typed = form.cleaned_data if form else {}
    try:
        destination = CONFIRMATIONS[link.purpose](request, token, typed)
    except LinkSpentError:
        return _show_spent(request)
    return redirect(safe_destination(request, destination) or settings.LOGIN_REDIRECT_URL)


def _show_spent(request: HttpRequest) -> HttpResponse:
    return render(request, "people/link_spent.html", status=410)


def _confirm_sign_in(request: HttpRequest, token: str, typed: dict[str, Any]) -> str:
    return services.confirm_sign_in(request=request, token=token)


def _confirm_sign_up(request: HttpRequest, token: str, typed: dict[str, Any]) -> str:
    destination = services.confirm_sign_up(
        request=request,
        token=token,
        name=typed["name"],
        language=get_language() or "fr",
        password=typed["password"],
    )
    messages.success(request, _("Votre compte est ouvert."))
    return destination


def _confirm_password(request: HttpRequest, token: str, typed: dict[str, Any]) -> str:
    destination = services.confirm_password(
        request=request, token=token, password=typed["password"]
    )
    messages.success(
        request, _("Votre mot de passe est enregistré. Vos autres sessions sont fermées.")
    )
    return destination


def _confirm_email(request: HttpRequest, token: str, typed: dict[str, Any]) -> str:
    services.confirm_email_change(token=token)
    messages.success(request, _("Votre nouvelle adresse est confirmée."))
    return ""


CONFIRMATIONS: dict[str, Callable[[HttpRequest, str, dict[str, Any]], str]] = {
    LinkPurpose.SIGN_IN: _confirm_sign_in,
    LinkPurpose.SIGN_UP: _confirm_sign_up,
    LinkPurpose.SET_PASSWORD: _confirm_password,
    LinkPurpose.CHANGE_EMAIL: _confirm_email,
}
