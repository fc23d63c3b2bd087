"""Trying the job at a stop: a page, a button, a call."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.calls.services import leg_token
from boutdufil.kernel.calls.views.visitors import person_of, remember_seat, remember_way_back
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.trying import TryForm
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.nodes import node_at
from boutdufil.rooms.campaigns.selectors.trying import offers_trying, trying_page
from boutdufil.rooms.campaigns.services.trying import start_call
from boutdufil.rooms.campaigns.views.doors import HOUR

# Where a session remembers which trial is this visitor's, by the node it was at.
TRIALS = "campaigns_trials"
# A bus and a hall each have one address for everybody.
MOST_AN_HOUR = 600


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
@rate_limited("campaigns.try", MOST_AN_HOUR, HOUR)
def trying(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the calls one may take here, and pick one up."""
    node = node_at(slug)
    if node is None or not offers_trying(node):
        raise Http404
    typed = {"ticket_code": request.GET.get("billet", "")}
    form = TryForm(request.POST) if request.method == "POST" else TryForm(initial=typed)
    if form.is_bound and form.is_valid():
        try:
            return _pick_up(request, node, form)
        except CampaignError as error:
            form.blame(error)
    page = trying_page(node, _remembered(request, node))
    return show_form(request, "campaigns/trying/trying.html", form, page=page, node=node)


def _pick_up(request: HttpRequest, node: NodeRow, form: TryForm) -> HttpResponse:
    wanted = form.wanted()
    started = start_call(
        node=node,
        start=wanted,
        trial_id=_remembered(request, node),
        person=person_of(request),
    )
    request.session[TRIALS] = {**_trials(request), str(node.id): started.trial_id}
    remember_way_back(request, reverse("campaigns:trying", args=[node.slug]), node.name)
    if started.seat_id is None:
        return redirect("calls:turn", wanted.scenario)
    remember_seat(request, started.seat_id)
    return redirect("calls:conversation", leg_token(started.seat_id))


def _remembered(request: HttpRequest, node: NodeRow) -> int | None:
    found = _trials(request).get(str(node.id))
    return found if isinstance(found, int) else None


def _trials(request: HttpRequest) -> dict[str, int]:
    kept = request.session.get(TRIALS)
    return kept if isinstance(kept, dict) else {}
