"""Waves: settings, the draw anybody can replay, collection and how it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.lib.tables import write_csv
from boutdufil.rooms.barometer.enums import MailingKind, WaveState
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.waves import MailingForm, WaveForm
from boutdufil.rooms.barometer.selectors import mailings as letters
from boutdufil.rooms.barometer.selectors import sampling as plans
from boutdufil.rooms.barometer.selectors import waves as selectors
from boutdufil.rooms.barometer.selectors.progress import progress
from boutdufil.rooms.barometer.services import waves as services
from boutdufil.rooms.barometer.services.mailings import drop_mailing as withdraw_mailing
from boutdufil.rooms.barometer.services.mailings import plan_mailing
from boutdufil.rooms.barometer.services.sampling import draw_sample
from boutdufil.rooms.barometer.views.doors import HOUR, attempt, own_survey

if TYPE_CHECKING:
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.selectors.waves import WavePage
    from boutdufil.rooms.barometer.views.doors import PersonRequest

FORM = "barometer/waves/form.html"


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.new_wave", 60, HOUR)
@own_survey
def new_wave(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Make the next wave of a survey."""
    form = WaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.create_wave(
            survey_id=survey.id, draft=form.draft(), actor_id=request.user.pk
        )
        messages.success(request, _("La vague est là. Voyez ses strates, puis tirez."))
        return redirect("barometer:wave", survey.slug, made.number)
    return show_form(request, FORM, form, survey=survey)


@require_http_methods(["GET", "HEAD", "POST"])
@own_survey
def edit_wave(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Change what is said of a wave."""
    page = _wave(survey, number)
    form = WaveForm(request.POST or None, initial=selectors.typed_wave(page.id))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_wave(wave_id=page.id, draft=form.draft(), actor_id=request.user.pk)
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("Ces changements sont gardés."))
            return redirect("barometer:wave", survey.slug, number)
    return show_form(request, FORM, form, survey=survey, wave=page)


@require_safe
@own_survey
def wave(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Show a wave: its strata before the draw, what became of its sample after."""
    page = _wave(survey, number)
    context = {"survey": survey, "wave": page}
    if page.state == WaveState.DRAFT:
        context |= {"plan": plans.sample_plan(page.id)}
    else:
        context |= {
            "strata": selectors.stratum_rows(page.id),
            "figures": selectors.response_figures(page.id),
            "progress": progress(page.id, invented=survey.invented),
        }
    return render(request, "barometer/waves/wave.html", context)


@require_POST
@own_survey
def draw(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Draw the sample of a wave."""
    page = _wave(survey, number)
    attempt(
        request,
        lambda: draw_sample(wave_id=page.id, actor_id=request.user.pk),
        _("L’échantillon est tiré. Il ne change plus, et chacun peut le refaire."),
    )
    return redirect("barometer:wave", survey.slug, number)


@require_POST
@own_survey
def move_wave(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Open a wave to answers, close it, put it away."""
    page = _wave(survey, number)
    to = request.POST.get("to", "")
    if to not in WaveState.values:
        raise Http404
    attempt(
        request,
        lambda: services.move_wave(wave_id=page.id, to=WaveState(to), actor_id=request.user.pk),
        _("C’est fait."),
    )
    return redirect("barometer:wave", survey.slug, number)


@require_safe
@own_survey
def sample_file(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Hand over the drawn units of a wave with what their weights are made of."""
    page = _wave(survey, number)
    header = ("identifiant", "nom", "strate", "unités", "tirées", "panel", "état")
    content = write_csv(header, selectors.sample_lines(page.id))
    return file_answer(content, f"echantillon-{survey.slug}-{number}.csv")


@require_safe
@own_survey
def draw_file(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Hand over all that the draw was made from, for anybody who wants to draw again."""
    page = _wave(survey, number)
    return file_answer(plans.draw_record(page.id), f"tirage-{survey.slug}-{number}.json")


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.mailings", 120, HOUR)
@own_survey
def mailings(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """List the letters of a wave, and plan one."""
    page = _wave(survey, number)
    form = MailingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            plan_mailing(
                wave_id=page.id,
                kind=MailingKind(form.cleaned_data["kind"]),
                planned_on=form.cleaned_data["planned_on"],
                actor_id=request.user.pk,
            )
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("Ce courrier est prévu."))
            return redirect("barometer:mailings", survey.slug, number)
    context = {
        "survey": survey,
        "wave": page,
        "rows": letters.mailing_rows(page.id),
        "figures": letters.reach(page.id),
    }
    return show_form(request, "barometer/waves/mailings.html", form, **context)


@require_POST
@own_survey
def drop_mailing(
    request: PersonRequest, survey: SurveyRow, number: int, mailing_id: int
) -> HttpResponse:
    """Take back a letter that has not left."""
    page = _wave(survey, number)
    if not letters.has_mailing(page.id, mailing_id):
        raise Http404
    attempt(
        request,
        lambda: withdraw_mailing(mailing_id=mailing_id, actor_id=request.user.pk),
        _("Ce courrier ne partira pas."),
    )
    return redirect("barometer:mailings", survey.slug, number)


def _wave(survey: SurveyRow, number: int) -> WavePage:
    page = selectors.wave_page(survey.id, number)
    if page is None:
        raise Http404
    return page
