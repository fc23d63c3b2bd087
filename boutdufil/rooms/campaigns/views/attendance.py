"""Who comes: the list, and the list as a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.campaigns.forms.attendance import FiltersForm
from boutdufil.rooms.campaigns.rules.attendance import Filters
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors import attendance as selectors
from boutdufil.rooms.campaigns.services.exports import take_attendance
from boutdufil.rooms.campaigns.views.doors import HOUR
from boutdufil.rooms.campaigns.views.intake_doors import seen_registrations

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest

PER_PAGE = 50


def filters_form(request: PersonRequest, node: NodeRow) -> FiltersForm:
    """Return what the address of a list narrows it to."""
    event = row_number(request.GET.get("event", ""))
    return FiltersForm(request.GET, choices=selectors.choices_at(node.id, event))


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.attendance", 60, HOUR)
@seen_registrations
def attendance(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """List who registered at a node and beneath it; on a button, hand the list over as a file."""
    form = filters_form(request, node)
    filters = form.filters()
    if request.method == "POST":
        return _file(request, node, filters)
    pages = Paginator(selectors.visitors_at(node.id, filters), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "node": node,
        "form": form,
        "page": page,
        "rows": [selectors.visitor_of(one) for one in page],
        "counts": selectors.counts_at(node.id),
        "is_narrowed": bool(filters.chosen),
        "query": _without_page(request),
    }
    return render(request, "campaigns/intake/attendance.html", context)


def _file(request: PersonRequest, node: NodeRow, filters: Filters) -> HttpResponse:
    kind = request.POST.get("do", "")
    if kind not in {"csv", "xlsx"}:
        raise Http404
    content = take_attendance(node_id=node.id, filters=filters, kind=kind, actor_id=request.user.pk)
    return file_answer(content, f"{node.slug}-inscriptions.{kind}")


def _without_page(request: PersonRequest) -> str:
    query = request.GET.copy()
    query.pop("page", None)
    return query.urlencode()
