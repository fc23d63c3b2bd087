"""Open data: what there is, files by release and by indicator, charts to put elsewhere."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from boutdufil.rooms.barometer.selectors import open_data as selectors
from boutdufil.rooms.barometer.selectors import open_files as files
from boutdufil.rooms.barometer.selectors.open_pictures import indicator_picture
from boutdufil.rooms.barometer.views.open_answers import SVG, open_answer, open_file, shared


@login_not_required
@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """Say what may be taken away, under which licence, how to cite it and how to ask for it."""
    return render(request, "barometer/open_data/open_data.html", {"page": selectors.page()})


@login_not_required
@require_safe
def release_zip(request: HttpRequest, survey: str, number: int) -> HttpResponse:
    """Hand over the tables of a release that is out."""
    found = files.release_zip(survey, number)
    if found is None:
        raise Http404
    return open_file(request, found.content, found.name, found.published_at)


@login_not_required
@require_safe
def indicator_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over all that is known of an indicator as a workbook."""
    return _of_indicator(request, files.indicator_xlsx(slug), f"{slug}.xlsx")


@login_not_required
@require_safe
def measured_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over every published cell of an indicator."""
    return _of_indicator(request, files.measured_csv(slug), f"{slug}-mesures.csv")


@login_not_required
@require_safe
def indicator_svg(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an indicator as a picture for any page, in French unless ``?lang=en`` asks."""
    language = "en" if request.GET.get("lang") == "en" else "fr"
    with override(language):
        drawn = indicator_picture(slug, reverse("barometer:indicator", args=[slug]))
        if drawn is None:
            raise Http404
        text = render_to_string("barometer/open_data/chart.svg", drawn | {"language": language})
    answer = open_answer(request, text.encode(), SVG)
    answer["Content-Language"] = language
    return shared(answer)


def _of_indicator(request: HttpRequest, content: bytes | None, name: str) -> HttpResponse:
    if content is None:
        raise Http404
    return open_file(request, content, name)
