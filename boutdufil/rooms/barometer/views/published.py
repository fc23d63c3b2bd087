"""What went out, for everybody: the calendar, each release, indicators side by side."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.barometer.selectors import published as selectors
from boutdufil.rooms.barometer.selectors.figures import indicator_rows
from boutdufil.rooms.barometer.selectors.release_desk import sealed_archive


@login_not_required
@require_safe
def releases(request: HttpRequest) -> HttpResponse:
    """Show what is announced and what is out."""
    return render(request, "barometer/published/calendar.html", {"page": selectors.calendar()})


@login_not_required
@require_safe
def release(request: HttpRequest, survey: str, number: int) -> HttpResponse:
    """Show a release that is out: its tables, how it was made, what it revises."""
    page = selectors.release_page(survey, number)
    if page is None:
        raise Http404
    return render(request, "barometer/published/release.html", {"page": page})


@login_not_required
@require_safe
def release_archive(request: HttpRequest, survey: str, number: int) -> HttpResponse:
    """Hand over the sealed archive of a release, to be verified by anybody."""
    survey_id = selectors.survey_of_release(survey, number)
    content = None if survey_id is None else sealed_archive(survey_id, number)
    if content is None:
        raise Http404
    return file_answer(content, f"barometre-{survey}-{number}.zip")


@login_not_required
@require_safe
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Show a few indicators beside one another, never added up."""
    asked = request.GET.getlist("i")
    context = {
        "columns": selectors.side_by_side(asked),
        "rows": indicator_rows(),
        "asked": asked,
        "most": selectors.MOST_COMPARED,
    }
    return render(request, "barometer/published/side_by_side.html", context)
