"""The answers of a wave, taken away to R."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.selectors.waves import wave_page
from boutdufil.rooms.barometer.services.microdata import take_microdata
from boutdufil.rooms.barometer.views.doors import HOUR, own_survey

if TYPE_CHECKING:
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.microdata", 60, HOUR)
@own_survey
def microdata(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Say what leaves of a wave, then hand it over with what R needs to read it."""
    page = wave_page(survey.id, number)
    if page is None:
        raise Http404
    if request.method != "POST":
        context = {"survey": survey, "wave": page}
        return render(request, "barometer/microdata/microdata.html", context)
    try:
        content = take_microdata(wave_id=page.id, actor_id=request.user.pk)
    except BarometerError as error:
        messages.error(request, str(error))
        return redirect("barometer:wave", survey.slug, number)
    return file_answer(content, f"microdonnees-{survey.slug}-{number}.zip")
