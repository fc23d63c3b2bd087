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
from boutdufil.rooms.barometer.selectors import comparison as countries
from boutdufil.rooms.barometer.selectors import figures as selectors
from boutdufil.rooms.barometer.selectors.figures import FactRow, IndicatorPage

LICENCE = "Licence Ouverte 2.0"
HEADER = (
    "indicateur",
    "lieu",
    "periode",
    "dit",
    "valeur",
    "valeur_haute",
    "unite",
    "definition_de_la_source",
    "denominateur_de_la_source",
    "note",
    "source",
    "editeur",
    "date",
    "nature",
)


@login_not_required
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """List the indicators, or those that hold some words."""
    form = WordsForm(request.GET, label=_("Chercher un chiffre"))
    rows = selectors.indicator_rows(form.words)
    return render(request, "barometer/figures/directory.html", {"rows": rows, "form": form})


@login_not_required
@require_safe
def indicator(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what is known of an indicator: measured, quoted, defined."""
    return render(request, "barometer/figures/indicator.html", {"page": _page(slug)})


@login_not_required
@require_safe
def indicator_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand over the quoted figures of an indicator as a table."""
    page = _page(slug)
    lines = [_line(page, one) for one in page.facts]
    return file_answer(write_csv(HEADER, lines), f"{slug}.csv")


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
        "quoted": [dict(zip(HEADER[1:], _line(page, one)[1:], strict=True)) for one in page.facts],
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


def _line(page: IndicatorPage, one: FactRow) -> tuple[str, ...]:
    high = "" if one.value_high is None else _number(one.value_high)
    return (
        page.indicator.slug,
        one.area,
        one.period,
        one.qualifier,
        _number(one.value),
        high,
        page.indicator.unit,
        one.definition,
        one.denominator,
        one.note,
        one.source,
        one.publisher,
        one.published_on,
        one.kind,
    )


def _number(value: object) -> str:
    return f"{value:f}".rstrip("0").rstrip(".") if "." in str(value) else str(value)
