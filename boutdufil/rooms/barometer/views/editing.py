"""The editing desk: the sample of a wave, its units one by one, what is corrected in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.lib.tables import write_csv
from boutdufil.rooms.barometer.enums import Standing
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.editing import SampleForm, StandingForm, ValueForm
from boutdufil.rooms.barometer.selectors import drawn_units as lists
from boutdufil.rooms.barometer.selectors import editing as selectors
from boutdufil.rooms.barometer.selectors.waves import wave_page
from boutdufil.rooms.barometer.services import editing as services
from boutdufil.rooms.barometer.views.doors import attempt, own_survey

if TYPE_CHECKING:
    from boutdufil.rooms.barometer.selectors.editing import DrawnPage
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.selectors.waves import WavePage
    from boutdufil.rooms.barometer.views.doors import PersonRequest

A_PAGE = 50


@require_safe
@own_survey
def sample(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """List the drawn units of a wave that are looked for."""
    wave = _wave(survey, number)
    form = SampleForm(request.GET, strata=lists.stratum_choices(wave.id))
    page = Paginator(lists.sample_of(wave.id, form.wanted), A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "survey": survey,
        "wave": wave,
        "form": form,
        "page": page,
        "rows": lists.sample_rows(wave.id, page),
        "acceptable": len(selectors.acceptable(wave.id)),
        "query": request.GET.urlencode(),
    }
    return render(request, "barometer/editing/sample.html", context)


@require_safe
@own_survey
def sample_table(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Hand over the drawn units that are looked for, as a table."""
    wave = _wave(survey, number)
    form = SampleForm(request.GET, strata=lists.stratum_choices(wave.id))
    rows = lists.sample_rows(wave.id, lists.sample_of(wave.id, form.wanted))
    header = (
        *("identifiant", "nom", "strate", "région", "type", "état", "réponse"),
        *("contacts", "courriers"),
    )
    lines = [
        (
            *(one.key, one.name, one.stratum, one.region, str(one.centre_type.label)),
            *(str(one.standing.label), str(one.state.label) if one.state else ""),
            *(str(one.contacts), str(one.letters)),
        )
        for one in rows
    ]
    return file_answer(write_csv(header, lines), f"unites-{survey.slug}-{number}.csv")


@require_safe
@own_survey
def drawn_unit(
    request: PersonRequest, survey: SurveyRow, number: int, drawn_id: int
) -> HttpResponse:
    """Show a drawn unit: whom to reach, what it answered, what was corrected."""
    wave = _wave(survey, number)
    return _unit(request, survey, wave, _drawn(wave, drawn_id), None)


@require_POST
@own_survey
def set_standing(
    request: PersonRequest, survey: SurveyRow, number: int, drawn_id: int
) -> HttpResponse:
    """Say what became of a unit; what was typed stays when it is refused."""
    wave = _wave(survey, number)
    page = _drawn(wave, drawn_id)
    form = StandingForm(request.POST)
    if form.is_valid():
        try:
            services.set_standing(
                drawn_id=page.id,
                standing=Standing(form.cleaned_data["standing"]),
                note=form.cleaned_data["note"],
                actor_id=request.user.pk,
            )
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("L’état de cette unité est noté."))
            return redirect("barometer:drawn_unit", survey.slug, number, drawn_id)
    return _unit(request, survey, wave, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@own_survey
def edit_value(
    request: PersonRequest, survey: SurveyRow, number: int, drawn_id: int, code: str
) -> HttpResponse:
    """Correct one value of a unit's response."""
    wave = _wave(survey, number)
    page = _drawn(wave, drawn_id)
    found = selectors.value_page(page.response, code)
    if page.response is None or found is None:
        raise Http404
    form = ValueForm(
        request.POST or None,
        question=found.question,
        held=found.value,
        revision=page.response.revision,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_value(
                response_id=page.response.id,
                correction=form.correction(),
                actor_id=request.user.pk,
            )
        except BarometerError as error:
            form.blame(error, page.response.revision)
        else:
            messages.success(request, _("La correction est gardée, et ce qui était dit aussi."))
            return redirect("barometer:drawn_unit", survey.slug, number, drawn_id)
    context = {"survey": survey, "wave": wave, "unit": page, "found": found}
    context |= {"fields": [form[name] for name in form.fields]}
    context |= {"is_published": selectors.is_published(wave.id)}
    return show_form(request, "barometer/editing/value.html", form, **context)


@require_POST
@own_survey
def accept_response(
    request: PersonRequest, survey: SurveyRow, number: int, drawn_id: int
) -> HttpResponse:
    """Say that a response was read and holds."""
    response = _drawn(_wave(survey, number), drawn_id).response
    revision = row_number(request.POST.get("revision", ""))
    if response is None or revision is None:
        raise Http404
    attempt(
        request,
        lambda: services.accept_response(
            response_id=response.id, revision=revision, actor_id=request.user.pk
        ),
        _("Cette réponse est vérifiée."),
    )
    return redirect("barometer:drawn_unit", survey.slug, number, drawn_id)


@require_POST
@own_survey
def accept_responses(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Accept all the responses of a wave in which nothing is left open."""
    wave = _wave(survey, number)
    count = services.accept_responses(wave_id=wave.id, actor_id=request.user.pk)
    text = ngettext("%(count)d réponse vérifiée.", "%(count)d réponses vérifiées.", count)
    messages.success(request, text % {"count": count})
    return redirect("barometer:sample", survey.slug, number)


def _unit(
    request: PersonRequest,
    survey: SurveyRow,
    wave: WavePage,
    page: DrawnPage,
    form: StandingForm | None,
) -> HttpResponse:
    context = {"survey": survey, "wave": wave, "unit": page}
    context |= {"is_published": selectors.is_published(wave.id)}
    shown = form or StandingForm(initial={"standing": page.standing, "note": page.note})
    return show_form(request, "barometer/editing/unit.html", shown, **context)


def _drawn(wave: WavePage, drawn_id: int) -> DrawnPage:
    page = selectors.drawn_page(wave.id, drawn_id)
    if page is None:
        raise Http404
    return page


def _wave(survey: SurveyRow, number: int) -> WavePage:
    page = wave_page(survey.id, number)
    if page is None:
        raise Http404
    return page
