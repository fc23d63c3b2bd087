"""Computing a plan and reading it: the goals with their proofs, then person by person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.numbers import format_number
from boutdufil.rooms.mobility.enums import VersionState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.permissions import plans as permissions
from boutdufil.rooms.mobility.selectors import plan_people
from boutdufil.rooms.mobility.services import plan_solving
from boutdufil.rooms.mobility.views.plan_doors import back, show, with_plan
from boutdufil.rooms.mobility.views.writing import HOUR

if TYPE_CHECKING:
    from boutdufil.rooms.mobility.models import Plan

PER_PAGE = 30


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("mobility.solve", limit=120, per_seconds=HOUR)
@with_plan(permissions.can_see_plan)
def results(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Show the last computation, or ask for another one."""
    if request.method == "POST":
        if not permissions.can_change_plan(request.user, plan):
            raise PermissionDenied
        _solve(request, plan)
        return back("mobility:plan_results", plan)
    reads_people = permissions.can_read_roster(request.user, plan)
    found = plan_people.results(plan, with_people=reads_people)
    rows = [row for row in (found.rows if found else ()) if _wanted(request, row)]
    return show(
        request,
        "mobility/plans/results.html",
        plan,
        results=found,
        pending=plan_people.pending_version(plan),
        only=request.GET.get("voir", ""),
        page=Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    )


def _solve(request: HttpRequest, plan: Plan) -> None:
    try:
        version = plan_solving.solve_plan(plan=plan, actor_id=request.user.pk)
    except PlanError as error:
        messages.error(request, str(error))
        return
    if version.state == VersionState.DONE:
        text = _("Calculé en %(seconds)s s : version %(number)d.")
        said = {"seconds": format_number(version.seconds, 1), "number": version.number}
        messages.success(request, text % said)


def _wanted(request: HttpRequest, row: plan_people.ResultRow) -> bool:
    return request.GET.get("voir") != "attente" or row.post is None


@require_safe
@with_plan(permissions.can_read_roster)
def person(request: HttpRequest, plan: Plan, entry_id: int) -> HttpResponse:
    """Explain the plan for one person: why this post, and why not each of the others."""
    found = plan_people.person_result(plan, entry_id)
    if found is None:
        raise Http404
    return show(request, "mobility/plans/person.html", plan, found=found)
