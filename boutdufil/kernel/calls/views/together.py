"""The practice line with somebody: a code, a button, a conversation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.calls import permissions, selectors, services
from boutdufil.kernel.calls.errors import CallRefusedError, LegTokenError, UnknownScenarioError
from boutdufil.kernel.calls.forms import CodeForm
from boutdufil.kernel.calls.legs import leg_url
from boutdufil.kernel.calls.selectors import ConversationPage
from boutdufil.kernel.calls.views.visitors import person_of, remember_seat, visitor_of
from boutdufil.kernel.people.throttle import rate_limited

HOUR = 60 * 60


@require_POST
@login_not_required
@rate_limited("calls.open", limit=20, per_seconds=HOUR)
def open_together(request: HttpRequest, slug: str) -> HttpResponse:
    """Open a call with somebody, and show the code to give them."""
    try:
        seat = services.practice.open_practice(
            slug=slug, channel=request.POST.get("channel", ""), person=person_of(request)
        )
    except UnknownScenarioError as error:
        raise Http404 from error
    return _enter(request, seat.pk)


@require_POST
@login_not_required
@rate_limited("calls.code", limit=20, per_seconds=HOUR)
def enter_code(request: HttpRequest) -> HttpResponse:
    """Lead whoever was told a code to what it invites to."""
    form = CodeForm(request.POST)
    if form.is_valid():
        return redirect("calls:invitation", form.cleaned_data["code"])
    context = {"scenarios": selectors.scenarios(), "form": form}
    return render(request, "calls/practice.html", context, status=422)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("calls.invitation", limit=30, per_seconds=HOUR)
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Say what a code invites to; only the button takes the seat."""
    visitor = visitor_of(request)
    offered = selectors.invitation(code, visitor)
    if request.method == "POST" and offered is not None:
        try:
            seat = services.practice.accept_invitation(code=code, visitor=visitor)
            return _enter(request, seat.pk)
        except CallRefusedError:
            offered = None
    # Answered as a page and not as an error: a code grows old without anybody's mistake.
    return render(request, "calls/invitation.html", {"offered": offered, "code": code})


@require_safe
@login_not_required
@never_cache
@sensitive_variables("token")
def conversation(request: HttpRequest, token: str) -> HttpResponse:
    """Show the call to one of those who sit in it."""
    page = _page(token)
    if page is None:
        return render(request, "calls/seat_gone.html")
    trained = permissions.is_trained_observer(request.user)
    context = {
        "page": page,
        "token": token,
        "leg_url": leg_url(token),
        "scenario": page.scenario,
        "turns": list(page.scenario.turns.values()),
        "trained": trained,
    }
    return render(request, "calls/conversation.html", context)


@require_POST
@login_not_required
@sensitive_variables("token")
def observation(request: HttpRequest, token: str) -> HttpResponse:
    """Note whether the person who practises agrees to be observed."""
    page = _page(token)
    if page is None or not page.answers:
        raise Http404
    agrees = request.POST.get("do") == "agree"
    services.practice.answer_observation(participant_id=page.me.id, agrees=agrees)
    return redirect("calls:conversation", token)


@require_POST
@login_not_required
@sensitive_variables("token")
def hang_up(request: HttpRequest, token: str) -> HttpResponse:
    """End the call for the two who talk; let whoever observes out alone."""
    page = _page(token)
    if page is None:
        raise Http404
    is_over = services.room.leave_page(participant_id=page.me.id)
    said = _("Vous avez raccroché.") if is_over else _("Vous avez quitté l’appel.")
    messages.success(request, said)
    return redirect("calls:conversation", token)


def _enter(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    remember_seat(request, participant_id)
    return redirect("calls:conversation", services.leg_token(participant_id))


def _page(token: str) -> ConversationPage | None:
    try:
        return selectors.conversation(services.read_leg_token(token))
    except LegTokenError:
        return None
