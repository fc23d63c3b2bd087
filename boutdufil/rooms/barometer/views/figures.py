"""Figures one may quote: for everybody, with who says them and what they mean."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.lib.tables import write_csv
from boutdufil.rooms.barometer.forms.fields import WordsForm
from boutdufil.rooms.barometer.rules.open_data import LICENCE
from boutdufil.rooms.barometer.selectors import comparison as countries
from boutdufil.rooms.barometer.selectors import figures as selectors
from boutdufil.rooms.barometer.selectors import published
from boutdufil.rooms.barometer.selectors.figures import IndicatorPage
from boutdufil.rooms.barometer.selectors.open_files import QUOTED_HEADER, quoted_line


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List the indicators, or those that hold some words."""
    form = WordsForm(request.GET, label=_("Chercher un chiffre"))
    rows = selectors.indicator_rows(form.words)
    told = [] if form.words else published.headlines()
    context = {"rows": rows, "form": form, "headlines": told}
    return render(request, "barometer/figures/directory.html", context)


@login_not_required
@require_safe
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is known of an indicator: measured, quoted, defined."""
    context = {"page": _page(slug), "measured": published.latest(slug)}
    return render(request, "barometer/figures/indicator.html", context)


@login_not_required
@require_safe
def indicator_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over the quoted figures of an indicator as a table."""
    page = _page(slug)
    lines = [quoted_line(page.indicator, one) for one in page.facts]
    return file_answer(write_csv(QUOTED_HEADER, lines), f"{slug}.csv")


@login_not_required
@require_safe
def indicator_json(request: HttpRequest, slug: str) -> JsonResponse:
    """Tell programs the same, with the definition and the licence."""
    page = _page(slug)
    row = page.indicator
    told = {
        "indicator": row.slug,
        "name": row.name,
        "unit": row.unit,
        "definition": row.definition,
        "denominator": row.denominator,
        "scope": row.scope,
        "licence": LICENCE,
        "quoted": [
            dict(zip(QUOTED_HEADER[1:], quoted_line(row, one)[1:], strict=True))
            for one in page.facts
        ],
        "measured": [
            {
                "release": one.release,
                "published_on": one.published_on,
                "period": one.period,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "mark": one.mark,
                "simulated": one.simulated,
            }
            for one in page.measured
        ],
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})


@login_not_required
@require_safe
def comparison(request: HttpRequest) -> HttpResponse:
    """Compare countries by head."""
    rows = countries.per_head()
    chart = countries.comparison_chart(
        rows,
        _("Personnes du métier pour cent personnes en emploi"),
        _(
            "Avec ces 400 000 personnes en Allemagne, la part de la France n’est pas en dessous ; "
            "avec 500 000 ou 600 000, comme d’autres le disent, elle l’est."
        ),
    )
    return render(request, "barometer/figures/comparison.html", {"rows": rows, "chart": chart})


def _page(slug: str) -> IndicatorPage:
    page = selectors.indicator_page(slug)
    if page is None:
        raise Http404
    return page
