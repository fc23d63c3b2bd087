"""Campaigns as everybody reads them."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.kernel.files.responses import download
from boutdufil.rooms.campaigns.forms.registering import readable_origin
from boutdufil.rooms.campaigns.forms.schedule import ProgrammeForm
from boutdufil.rooms.campaigns.permissions.nodes import can_oversee, can_read
from boutdufil.rooms.campaigns.permissions.report import can_read_report
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors import pages
from boutdufil.rooms.campaigns.selectors.linked_data import event_data
from boutdufil.rooms.campaigns.selectors.nodes import node_at
from boutdufil.rooms.campaigns.selectors.partners import logo_of
from boutdufil.rooms.campaigns.selectors.registrations import way_in
from boutdufil.rooms.campaigns.selectors.schedule import programme_of


@require_safe
@login_not_required
def directory(request: HttpRequest) -> HttpResponse:
    """List the campaigns that are public."""
    return render(request, "campaigns/pages/directory.html", {"entries": pages.directory()})


@require_safe
@login_not_required
def node(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a campaign, a stop, a company or an event; before its time to its own people alone."""
    found = readable(request, slug)
    page = pages.node_page(found)
    form = ProgrammeForm(request.GET, events=page.events)
    wanted = form.wanted()
    context = {
        "page": page,
        "form": form,
        "wanted": wanted,
        "programme": programme_of(page.events, wanted, request.GET.get("page")),
        "data": event_data(page),
        "way_in": way_in(found),
        "origin_query": _origin_query(request),
        "is_mine": can_oversee(request.user, found),
        "may_read_report": can_read_report(request.user, (*page.above, found)[0]),
    }
    return render(request, "campaigns/pages/node.html", context)


@require_safe
@login_not_required
def logo(request: HttpRequest, slug: str, partner_id: int) -> HttpResponse:
    """Give the picture of a partner."""
    file = logo_of(readable(request, slug).id, partner_id)
    if file is None:
        raise Http404
    answer = download(file)
    # The picture never changes under its address, and telephones in a street are slow.
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


def readable(request: HttpRequest, slug: str) -> NodeRow:
    """Return the node of an address that may be read; there is none to anybody else."""
    found = node_at(slug)
    if found is None or not can_read(request.user, found):
        raise Http404
    return found


def _origin_query(request: HttpRequest) -> str:
    """Return what a link adds so that a registration says where its page was found: a poster."""
    origin = readable_origin(request.GET.get("de", ""))
    return f"?de={origin}" if origin else ""
