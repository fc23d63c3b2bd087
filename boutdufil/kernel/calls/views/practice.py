"""The practice line with a written caller: one page a turn, and nothing kept.

What has been decided stands in the page's address; what is said or typed leaves the page never.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from boutdufil.kernel.calls import pages, permissions, selectors, services
from boutdufil.kernel.calls.errors import UnknownScenarioError
from boutdufil.kernel.calls.forms import CodeForm
from boutdufil.kernel.calls.scenarios import Scenario, Walk, walk
from boutdufil.kernel.calls.services.practice import seats_of
from boutdufil.kernel.calls.views.visitors import (
    forget_seat,
    person_of,
    remember_seat,
    visitor_of,
)
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.fields import row_number

HOUR = 60 * 60


@require_safe
@login_not_required
def practice(request: HttpRequest) -> HttpResponse:
    """Show the calls to practise, and the way in for somebody who has a code."""
    context = {"scenarios": selectors.scenarios(), "form": CodeForm()}
    return render(request, "calls/practice.html", context)


@require_safe
@login_not_required
def scenario(request: HttpRequest, slug: str) -> HttpResponse:
    """Say who calls, what the company asks, and that nothing is kept."""
    found = found_scenario(slug)
    context = {"scenario": found, "doors": selectors.doors_of(found)}
    return render(request, "calls/scenario.html", context)


@require_safe
@login_not_required
def turn(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the caller says now; at the end, what happened and what it shows of the job."""
    here = found_walk(request, slug)
    if here.end is None:
        return render(request, "calls/turn.html", {"walk": here, "scenario": here.scenario})
    context = {"walk": here, "scenario": here.scenario, "next": next_steps(here.scenario)}
    return render(request, "calls/result.html", context)


@require_POST
@login_not_required
@rate_limited("calls.keep", limit=30, per_seconds=HOUR)
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Keep that this call was practised, because its owner asks for it."""
    here = found_walk(request, slug)
    try:
        seat = services.practice.keep_practice(walk=here, person=person_of(request))
    except UnknownScenarioError as error:
        raise Http404 from error
    remember_seat(request, seat.pk)
    messages.success(request, _("Gardé : cet appel est dans votre parcours."))
    return redirect("calls:mine")


@require_safe
@login_not_required
def mine(request: HttpRequest) -> HttpResponse:
    """Show the calls somebody practised, with or without an account."""
    calls = selectors.practised_by(request.user.pk, seats_of(request.session))
    written = selectors.sheets_written_by(request.user.pk)
    return render(request, "calls/mine.html", {"calls": calls, "written": written})


@require_POST
@login_not_required
def forget(request: HttpRequest, participant_id: UUID) -> HttpResponse:
    """Take a practised call out of one's path."""
    if not permissions.can_forget_practice(visitor_of(request), participant_id):
        raise PermissionDenied
    services.practice.forget_practice(participant_id=participant_id)
    forget_seat(request, participant_id)
    messages.success(request, _("Retiré de votre parcours."))
    return redirect("calls:mine")


def found_scenario(slug: str, version: int | None = None) -> Scenario:
    """Return the scenario of an address, or answer that there is none."""
    try:
        return selectors.scenario(slug, version)
    except UnknownScenarioError as error:
        raise Http404 from error


def found_walk(request: HttpRequest, slug: str) -> Walk:
    """Return the call as far as the request's decisions led; an older version is read with it."""
    given = request.POST if request.method == "POST" else request.GET
    found = found_scenario(slug, row_number(given.get("version", "")) or None)
    try:
        return walk(found, given.get("pas", ""))
    except UnknownScenarioError as error:
        raise Http404 from error


def next_steps(found: Scenario) -> list[dict[str, str]]:
    """Return where to go from here: the trade behind each door, and its vacancies."""
    return [
        {
            "label": door.label,
            "lang": door.lang,
            "trade": pages.trade_path(door.code),
            "vacancies": pages.vacancies_path(door.code),
        }
        for door in selectors.doors_of(found)
    ]
