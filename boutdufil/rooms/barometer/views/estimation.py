"""The statistician's desk: margins and estimation runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import TableError, read_table, write_csv
from boutdufil.rooms.barometer.enums import RunState
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.estimation import LARGEST_FILE, MarginsForm, RunForm
from boutdufil.rooms.barometer.selectors import estimation_pages as selectors
from boutdufil.rooms.barometer.selectors.waves import wave_page
from boutdufil.rooms.barometer.services.estimation import run_estimation, take_frame_margins
from boutdufil.rooms.barometer.services.margins import MarginsRefusedError, take_margins
from boutdufil.rooms.barometer.views.doors import HOUR, attempt, own_survey

if TYPE_CHECKING:
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.selectors.waves import WavePage
    from boutdufil.rooms.barometer.views.doors import PersonRequest

MARGINS_HEADER = ("marge", "modalité", "total", "source")


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.margins", 60, HOUR)
@own_survey
def margins(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Show the known totals of a wave, or take those of a file."""
    wave = _wave(survey, number)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = MarginsForm(*posted)
    found: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        found = _take(request, wave, form)
        if found.get("is_taken"):
            return redirect("barometer:margins", survey.slug, number)
    context = {"survey": survey, "wave": wave, "groups": selectors.margin_groups(wave.id), **found}
    return show_form(request, "barometer/estimation/margins.html", form, **context)


def _take(request: PersonRequest, wave: WavePage, form: MarginsForm) -> dict[str, Any]:
    """Keep the totals of a file; return what the page says of it."""
    sent = form.cleaned_data["table"]
    try:
        table = read_table(sent.read(LARGEST_FILE), filename=sent.name or "")
        take_margins(
            wave_id=wave.id,
            table=table,
            source=form.cleaned_data["source"],
            actor_id=request.user.pk,
        )
    except TableError as error:
        form.add_error("table", table_refusal(error))
    except MarginsRefusedError as error:
        form.blame(error)
        return {"problems": error.problems}
    except BarometerError as error:
        form.blame(error)
    else:
        messages.success(request, _("Ces totaux sont gardés."))
        return {"is_taken": True}
    return {}


@require_safe
@own_survey
def margins_file(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Hand over the known totals as a file that can be brought back."""
    wave = _wave(survey, number)
    content = write_csv(MARGINS_HEADER, selectors.margin_lines(wave.id))
    return file_answer(content, f"marges-{survey.slug}-{number}.csv")


@require_POST
@own_survey
def frame_margins(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Keep what the frame knows as the margins of a wave."""
    wave = _wave(survey, number)
    attempt(
        request,
        lambda: take_frame_margins(wave_id=wave.id, actor_id=request.user.pk),
        _("Les totaux de la base sont gardés."),
    )
    return redirect("barometer:margins", survey.slug, number)


@require_safe
@own_survey
def runs(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """List the estimation runs of a wave."""
    wave = _wave(survey, number)
    context = {"survey": survey, "wave": wave, "rows": selectors.run_rows(wave.id)}
    return render(request, "barometer/estimation/runs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.run", 60, HOUR)
@own_survey
def new_run(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Make weights from the answers of a wave."""
    wave = _wave(survey, number)
    known = selectors.margin_choices(wave.id)
    usual = [code for code, _name in known if code != "region"]
    form = RunForm(request.POST or None, known=known, initial={"margins": usual})
    if request.method == "POST" and form.is_valid():
        try:
            made = run_estimation(wave_id=wave.id, draft=form.draft(), actor_id=request.user.pk)
        except BarometerError as error:
            form.blame(error)
        else:
            if made.state == RunState.DONE:
                messages.success(request, _("Les poids sont faits."))
            return redirect("barometer:run", survey.slug, number, made.number)
    context = {"survey": survey, "wave": wave, "has_margins": bool(known)}
    return show_form(request, "barometer/estimation/new.html", form, **context)


@require_safe
@own_survey
def run(request: PersonRequest, survey: SurveyRow, number: int, run: int) -> HttpResponse:
    """Show a run, beside another one when the address says which."""
    wave = _wave(survey, number)
    others = [one for one in selectors.run_rows(wave.id) if one.number != run]
    context: dict[str, Any] = {"survey": survey, "wave": wave, "others": others}
    other = row_number(request.GET.get("avec", ""))
    if other:
        compared = selectors.compare_runs(wave.id, run, other)
        if compared is None:
            raise Http404
        context["compared"] = compared
        return render(request, "barometer/estimation/compare.html", context)
    page = selectors.run_page(wave.id, run)
    if page is None:
        raise Http404
    return render(request, "barometer/estimation/run.html", context | {"page": page})


def _wave(survey: SurveyRow, number: int) -> WavePage:
    page = wave_page(survey.id, number)
    if page is None:
        raise Http404
    return page
