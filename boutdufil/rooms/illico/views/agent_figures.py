"""Figures of agents, behind the date of the works council's opinion."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.illico.forms.supervision import OpinionForm
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.selectors.agent_figures import team_figures
from boutdufil.rooms.illico.selectors.supervision import opinion_on
from boutdufil.rooms.illico.services.supervision import record_opinion
from boutdufil.rooms.illico.views.supervision import led_organisation


@require_safe
@never_cache
def figures(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Show a team's figures once the works council was consulted; before, say what is missing."""
    place = led_organisation(request, organisation_id)
    allowed = permissions.can_see_agent_figures(request.user, organisation_id)
    context = {
        "organisation": place,
        "opinion_on": opinion_on(organisation_id),
        "rows": team_figures(organisation_id) if allowed else None,
        "may_record": permissions.can_decide_for_agents(request.user, organisation_id),
    }
    return render(request, "illico/supervision/agent_figures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Note when the works council gave its opinion."""
    place = led_organisation(request, organisation_id)
    if not permissions.can_decide_for_agents(request.user, organisation_id):
        raise Http404
    form = OpinionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_opinion(
                organisation_id=organisation_id,
                given_on=form.cleaned_data["given_on"],
                actor_id=request.user.pk or 0,
                document=form.minutes(),
            )
            messages.success(request, _("L’avis est noté."))
            return redirect("illico:agent_figures", organisation_id)
        except FileRefused as error:
            form.add_error("document", str(error))
    return show_form(request, "illico/supervision/opinion.html", form, organisation=place)
