"""The page of a call, from the button to the number of the case."""

import json
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.adapters import turn
from boutdufil.kernel.calls.legs import leg_url
from boutdufil.kernel.calls.services import leg_token
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.rooms.illico.errors import NotOpenError
from boutdufil.rooms.illico.forms.calling import AddressForm, CallForm
from boutdufil.rooms.illico.rules.case_codes import read_case_code
from boutdufil.rooms.illico.rules.films import FILMS
from boutdufil.rooms.illico.selectors import callers
from boutdufil.rooms.illico.selectors.numbers import number_page
from boutdufil.rooms.illico.selectors.statements import receipt
from boutdufil.rooms.illico.services import calling
from boutdufil.rooms.illico.views.callers import caller_from, remember_browser, stamped
from boutdufil.rooms.illico.views.numbers import published, spoken_language

HOUR = 60 * 60


@stamped
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("illico.call", limit=40, per_seconds=HOUR)
def call_start(request: HttpRequest, code: str, *, received_at: datetime) -> HttpResponse:
    """Say what is open now; on the button, open a call and lead to its page."""
    number = published(code)
    if request.method == "POST" and number.closed_at is None:
        form = CallForm(number, spoken_language(number), request.POST)
        if form.is_valid():
            return _start(request, number.id, form, received_at)
    case = read_case_code(request.GET.get("dossier", ""))
    context = {"page": number_page(number, timezone.now()), "case": case, "films": FILMS}
    return render(request, "illico/calling/start.html", context)


def _start(
    request: HttpRequest, number_id: int, form: CallForm, received_at: datetime
) -> HttpResponse:
    browser, origin = caller_from(request)
    try:
        started = calling.start_call(
            number_id=number_id, wish=form.wish(), origin=origin, received_at=received_at
        )
    except NotOpenError:
        messages.warning(request, _("C’est fermé en ce moment : aucun appel n’est parti."))
        return redirect("illico:call_start", form.number.code)
    if not started.found_case:
        messages.warning(
            request, _("Ce numéro de dossier n’est pas connu ici : un nouveau dossier est ouvert.")
        )
    response = redirect("illico:call", callers.write_caller_token(started.participant_id))
    remember_browser(response, request, browser)
    return response


@login_not_required
@require_safe
@never_cache
@sensitive_variables("token")
def call(request: HttpRequest, token: str) -> HttpResponse:
    """Show a call to its caller, whatever state it is in; a reload comes back into it."""
    return show_call(request, token)


@sensitive_variables("token")
def show_call(
    request: HttpRequest, token: str, form: AddressForm | None = None, status: int = 200
) -> HttpResponse:
    """Return the page of a call, with a form that could not be taken."""
    found = callers.caller_call(token)
    if found is None:
        return render(request, "illico/calling/gone.html")
    is_relayed = settings.BOUTDUFIL_MEDIA != "direct"
    servers = turn.ice_servers(relay_only=is_relayed, user=str(found.participant_id))
    context = {
        "call": found,
        "token": token,
        "form": form or AddressForm(),
        "leg_url": leg_url(leg_token(found.participant_id)),
        "relay_only": is_relayed,
        "ice_servers": json.dumps(servers),
        "films": FILMS,
        "receipt": receipt(found.id) if found.is_over else None,
    }
    return render(request, "illico/calling/call.html", context, status=status)


@login_not_required
@require_safe
@never_cache
@sensitive_variables("token")
def call_state(request: HttpRequest, token: str) -> HttpResponse:
    """Answer how far a call is, for its page."""
    state = callers.live_state(token)
    if state is None:
        raise Http404
    return JsonResponse(state)


@require_POST
@login_not_required
@sensitive_variables("token")
def hang_up(request: HttpRequest, token: str) -> HttpResponse:
    """Leave the line without the page's script."""
    calling.hang_up(call_id=opened(token).id)
    messages.success(request, _("Vous avez raccroché."))
    return redirect("illico:call", token)


@require_POST
@login_not_required
@sensitive_variables("token")
def solved(request: HttpRequest, token: str) -> HttpResponse:
    """Note whether the need is met."""
    is_solved = request.POST.get("solved") == "yes"
    calling.answer_solved(call_id=opened(token).id, solved=is_solved)
    return redirect("illico:call", token)


@sensitive_variables("token")
def opened(token: str) -> callers.CallerCall:
    """Return the call a token opens."""
    found = callers.caller_call(token)
    if found is None:
        raise Http404
    return found
