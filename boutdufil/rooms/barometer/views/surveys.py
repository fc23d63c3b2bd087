"""The statistician's desk: one's surveys, and what is said of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.organisations.selectors import organisation
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.surveys import SurveyForm
from boutdufil.rooms.barometer.permissions.surveys import can_open_survey
from boutdufil.rooms.barometer.selectors import surveys as selectors
from boutdufil.rooms.barometer.selectors.frame import frame_figures, list_rows
from boutdufil.rooms.barometer.services import surveys as services
from boutdufil.rooms.barometer.views.doors import HOUR, own_survey

if TYPE_CHECKING:
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.views.doors import PersonRequest

FORM = "barometer/surveys/form.html"


@never_cache
@require_safe
def workshop(request: PersonRequest) -> HttpResponse:
    """List one's organisations with the surveys they lead."""
    leaders = selectors.leaders(request.user.pk)
    return render(request, "barometer/surveys/workshop.html", {"leaders": leaders})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.new_survey", 30, HOUR)
def new_survey(request: PersonRequest, organisation_id: int) -> HttpResponse:
    """Begin a survey in the name of an organisation."""
    leader = organisation(organisation_id)
    if leader is None or not can_open_survey(request.user, organisation_id):
        raise Http404
    form = SurveyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.create_survey(
                organisation_id=organisation_id, draft=form.draft(), actor_id=request.user.pk
            )
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("L’enquête est là. Donnez-lui sa liste de centres."))
            return redirect("barometer:survey", made.slug)
    return show_form(request, FORM, form, leader=leader)


@require_safe
@own_survey
def survey(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Show a survey: its frame, its waves, what comes next."""
    context = {
        "survey": survey,
        "figures": frame_figures(survey.id),
        "waves": selectors.wave_rows(survey.id),
        "lists": list_rows(survey.id),
    }
    return render(request, "barometer/surveys/survey.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_survey
def edit_survey(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Change what is said of a survey."""
    typed = selectors.survey_text(survey.id)
    form = SurveyForm(request.POST or None, initial=typed)
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        try:
            services.change_survey(survey_id=survey.id, draft=draft, actor_id=request.user.pk)
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("Ces changements sont gardés."))
            return redirect("barometer:survey", draft.slug)
    return show_form(request, FORM, form, survey=survey)
