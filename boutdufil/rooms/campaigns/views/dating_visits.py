"""A job dating for those who come: wishes, meetings, the screen of the hall."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel import realtime
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.dating import OwnDayForm, own_day_values
from boutdufil.rooms.campaigns.selectors import dating_visits as selectors
from boutdufil.rooms.campaigns.selectors.nodes import node_at, node_row
from boutdufil.rooms.campaigns.selectors.registrations import RegistrationRow
from boutdufil.rooms.campaigns.services import dating_wishes as services
from boutdufil.rooms.campaigns.views.doors import HOUR, attempt
from boutdufil.rooms.campaigns.views.registering import own_registration

# A school and a hall have one address for everybody.
MOST_AN_HOUR = 2_000
STREAM_SECONDS = 12 * 3600
WISHES = {
    "add": (services.add_wish, gettext_lazy("C’est ajouté à vos vœux.")),
    "raise": (services.raise_wish, gettext_lazy("C’est déplacé.")),
    "drop": (services.drop_wish, gettext_lazy("Ce vœu est retiré.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("campaigns.wishes", MOST_AN_HOUR, HOUR)
@own_registration
def wishes(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    """Choose whom to meet, in which order, and say when one is there."""
    page = selectors.wishes_page(row)
    if page is None:
        raise Http404
    if request.method == "POST" and "do" in request.POST:
        return _wish(request, row, token)
    form = OwnDayForm(request.POST or None, page=page, initial=own_day_values(page))
    if request.method == "POST" and form.is_valid():
        try:
            services.say_day(registration_id=row.id, said=form.said())
        except CampaignError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("C’est noté."))
            return redirect("campaigns:wishes", token)
    node = node_row(row.node_id)
    template = "campaigns/dating/wishes.html"
    return show_form(request, template, form, page=page, token=token, node=node)


@require_http_methods(["GET", "HEAD", "POST"])
@own_registration
def own_meetings(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    """Show one's meetings, the next one first to see; one may be given up."""
    if request.method == "POST":
        meeting_id = row_number(request.POST.get("meeting", "")) or 0
        attempt(
            request,
            lambda: services.give_up_meeting(registration_id=row.id, meeting_id=meeting_id),
            _("Vous avez renoncé à cette rencontre. La place est libre pour quelqu’un d’autre."),
        )
        return redirect("campaigns:own_meetings", token)
    page = selectors.own_meetings(row.id)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "token": token,
        "node": node_row(row.node_id),
        "topic": page.day.topic,
        "stream_token": realtime.stream_token([page.day.topic], seconds=STREAM_SECONDS),
    }
    return render(request, "campaigns/dating/own_meetings.html", context)


@login_not_required
@never_cache
@sensitive_variables("token")
@require_safe
def screen(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """Show a hall who goes to which table now, and next."""
    node = node_at(slug)
    page = selectors.screen_page(node.id, token) if node else None
    if node is None or page is None:
        raise Http404
    context = {
        "page": page,
        "node": node,
        "topic": page.day.topic,
        "stream_token": realtime.stream_token([page.day.topic], seconds=STREAM_SECONDS),
    }
    answer = render(request, "campaigns/dating/screen.html", context)
    # Without a script, and where a stream breaks unseen, a hall is at most a minute behind.
    answer["Refresh"] = "60"
    return answer


def _wish(request: HttpRequest, row: RegistrationRow, token: str) -> HttpResponse:
    wanted = request.POST["do"]
    if wanted not in WISHES:
        raise Http404
    act, done = WISHES[wanted]
    table_id = row_number(request.POST.get("table", "")) or 0
    attempt(request, lambda: act(registration_id=row.id, table_id=table_id), str(done))
    return redirect("campaigns:wishes", token)
