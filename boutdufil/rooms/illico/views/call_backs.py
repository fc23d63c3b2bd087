"""Keeping a place without staying on the line."""

from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.rooms.illico.enums import CallBackWay
from boutdufil.rooms.illico.errors import CallBackRefusedError
from boutdufil.rooms.illico.forms.calling import AddressForm
from boutdufil.rooms.illico.selectors.call_backs import invitation
from boutdufil.rooms.illico.selectors.callers import write_caller_token
from boutdufil.rooms.illico.services import call_backs
from boutdufil.rooms.illico.views.callers import stamped
from boutdufil.rooms.illico.views.calling import HOUR, opened, show_call


@require_POST
@login_not_required
@sensitive_variables("token")
@rate_limited("illico.call_back", limit=20, per_seconds=HOUR)
def ask_call_back(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the place on the open page, or until a message comes."""
    call, form = opened(token), AddressForm(request.POST)
    by_email = request.POST.get("way") == CallBackWay.EMAIL
    if by_email and not form.is_valid():
        return show_call(request, token, form, status=422)
    try:
        call_backs.ask_call_back(
            call_id=call.id,
            email=form.cleaned_data["email"] if by_email else "",
            language=(get_language() or "fr")[:2],
        )
    except CallBackRefusedError as error:
        messages.warning(request, str(error))
    return redirect("illico:call", token)


@require_POST
@login_not_required
@sensitive_variables("token")
def leave_call_back(request: HttpRequest, token: str) -> HttpResponse:
    """Give up a call-back."""
    call_backs.leave_call_back(call_id=opened(token).id)
    messages.success(request, _("Aucun message ne partira. Votre dossier reste ouvert."))
    return redirect("illico:call", token)


@require_POST
@login_not_required
@sensitive_variables("token")
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """Note that whoever kept the place on the page is there again."""
    call_backs.come_back(call_id=opened(token).id)
    return redirect("illico:call", token)


@stamped
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("illico.call_back_link", limit=20, per_seconds=HOUR)
@sensitive_variables("token")
def call_back_link(request: HttpRequest, token: str, *, received_at: datetime) -> HttpResponse:
    """Say that it is somebody's turn; only the button opens the line."""
    if request.method == "POST":
        try:
            seat = call_backs.take_call_back(token=token, received_at=received_at)
            return redirect("illico:call", write_caller_token(seat))
        except CallBackRefusedError as error:
            messages.warning(request, str(error))
    context = {"invitation": invitation(token, received_at)}
    return render(request, "illico/call_backs/link.html", context)
