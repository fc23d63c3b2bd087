"""What an organiser decides and reads of a whole: calling off, activity, the data clock, a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.letters import CallOffForm, ClockForm
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.selectors.activity import act_rows, acts_at
from boutdufil.rooms.campaigns.selectors.calling_off import call_off_page
from boutdufil.rooms.campaigns.selectors.clock import clock_page
from boutdufil.rooms.campaigns.services import calling_off as services
from boutdufil.rooms.campaigns.services.clock import set_clock
from boutdufil.rooms.campaigns.services.exports import take_archive
from boutdufil.rooms.campaigns.views.doors import HOUR, attempt, own_node, seen_node
from boutdufil.rooms.campaigns.views.intake_doors import run_node, seen_registrations

if TYPE_CHECKING:
    from boutdufil.rooms.campaigns.views.doors import PersonRequest

PER_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.call_off", 30, HOUR)
@run_node
def call_off(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Call off an event, a stop, or a day, and write to everybody who means to come."""
    page = call_off_page(node)
    form = CallOffForm(request.POST or None, days=page.days)
    if request.method == "POST" and form.is_valid():
        try:
            count = services.call_off(
                node_id=node.id,
                reason=form.cleaned_data["reason"],
                day=form.cleaned_data.get("day"),
                actor_id=request.user.pk,
            )
        except CampaignError as error:
            form.add_error("day" if "day" in form.fields else None, str(error))
        else:
            _say_told(request, count)
            return redirect("campaigns:call_off", node.id)
    return show_form(request, "campaigns/intake/call_off.html", form, node=node, page=page)


@require_POST
@rate_limited("campaigns.call_off", 30, HOUR)
@run_node
def take_back(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Let what was called off take place after all, and tell those who heard of it."""
    try:
        count = services.take_back(node_id=node.id, actor_id=request.user.pk)
    except CampaignError as error:
        messages.error(request, str(error))
    else:
        _say_told(request, count)
    return redirect("campaigns:call_off", node.id)


@require_safe
@seen_node
def activity(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Show who did what at a node and beneath it."""
    page = Paginator(acts_at(node), PER_PAGE).get_page(request.GET.get("page"))
    context = {"node": node, "page": page, "acts": act_rows(node, page)}
    return render(request, "campaigns/intake/activity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_node
def clock(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Show until when a campaign remembers people, and change it."""
    if node.path:
        raise Http404
    page = clock_page(node.id)
    form = ClockForm(request.POST or None, initial={"months": page.months})
    if request.method == "POST" and form.is_valid():
        attempt(
            request,
            lambda: set_clock(root_id=node.id, actor_id=request.user.pk, **form.cleaned_data),
            _("C’est gardé."),
        )
        return redirect("campaigns:clock", node.id)
    return show_form(request, "campaigns/intake/clock.html", form, node=node, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.archive", 20, HOUR)
@seen_registrations
def archive(request: PersonRequest, node: NodeRow) -> HttpResponse:
    """Say what a copy of a node holds; on a button, hand it over. That it was taken is noted."""
    if request.method != "POST":
        return render(request, "campaigns/intake/archive.html", {"node": node})
    content = take_archive(node=node, actor_id=request.user.pk)
    return file_answer(content, f"{node.slug}.zip")


def _say_told(request: PersonRequest, count: int) -> None:
    if not count:
        messages.success(request, _("C’est fait. Personne n’avait à être prévenu."))
        return
    told = ngettext(
        "C’est fait. Une lettre part à %(count)d adresse.",
        "C’est fait. Une lettre part à %(count)d adresses.",
        count,
    )
    messages.success(request, told % {"count": count})
