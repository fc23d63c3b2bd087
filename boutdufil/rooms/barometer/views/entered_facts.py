"""Figures of other sources, at the desk: entered, brought as a table, withdrawn with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import TableError, read_table
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.entered_facts import FactForm, FactTableForm, WithdrawForm
from boutdufil.rooms.barometer.forms.surveys import LARGEST_LIST
from boutdufil.rooms.barometer.rules.fact_lines import MOST_LINES
from boutdufil.rooms.barometer.selectors import entered_facts as selectors
from boutdufil.rooms.barometer.services import entered_facts as services
from boutdufil.rooms.barometer.views.doors import HOUR, own_survey

if TYPE_CHECKING:
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.views.doors import PersonRequest

TABLE_PAGE = "barometer/facts/table.html"


@require_safe
@own_survey
def entered_facts(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """List the figures that the statisticians of the leader entered."""
    number = request.GET.get("page", "1")
    page, rows = selectors.entered_page(survey.organisation_id, number)
    context = {"survey": survey, "page": page, "rows": rows}
    return render(request, "barometer/facts/entered.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.enter_fact", 120, HOUR)
@own_survey
def enter_fact(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Enter a figure as its source gives it."""
    form = FactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.enter_fact(survey_id=survey.id, draft=form.draft(), actor_id=request.user.pk)
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("Ce chiffre est noté : il est sur sa page publique."))
            return redirect("barometer:entered_facts", survey.slug)
    return show_form(request, "barometer/facts/enter.html", form, survey=survey)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.fact_table", 60, HOUR)
@own_survey
def fact_table(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Read a table of figures and show it, then keep all of it or nothing."""
    packed = request.POST.get("packed", "")
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = FactTableForm(*posted)
    if packed:
        return _take(request, survey, packed)
    found: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        found = _read(survey, form)
    context = {"survey": survey, **found}
    if "drafts" in found:
        return render(request, TABLE_PAGE, {"form": FactTableForm(), **context})
    return show_form(request, TABLE_PAGE, form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.withdraw_fact", 120, HOUR)
@own_survey
def withdraw_fact(request: PersonRequest, survey: SurveyRow, fact_id: int) -> HttpResponse:
    """Ask why a figure is withdrawn, and take it off the public pages."""
    row = selectors.entered_row(survey.organisation_id, fact_id)
    if row is None:
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason: str = form.cleaned_data["reason"]
        services.withdraw_fact(fact_id=fact_id, reason=reason, actor_id=request.user.pk)
        messages.success(request, _("Ce chiffre est retiré des pages publiques."))
        return redirect("barometer:entered_facts", survey.slug)
    return show_form(request, "barometer/facts/withdraw.html", form, survey=survey, row=row)


def _read(survey: SurveyRow, form: FactTableForm) -> dict[str, Any]:
    """Return what the page says of a table: its figures, or what to mend."""
    sent = form.cleaned_data["table"]
    try:
        content = sent.read(LARGEST_LIST)
        table = read_table(content, filename=sent.name, max_rows=MOST_LINES)
        drafts, packed = services.read_facts(survey_id=survey.id, table=table)
    except services.FactsRefusedError as error:
        form.blame(error)
        return {"problems": error.problems}
    except TableError as error:
        form.add_error("table", table_refusal(error))
    except BarometerError as error:
        form.blame(error)
    else:
        return {"drafts": drafts, "packed": packed}
    return {}


def _take(request: PersonRequest, survey: SurveyRow, packed: str) -> HttpResponse:
    try:
        count = services.take_facts(survey_id=survey.id, packed=packed, actor_id=request.user.pk)
    except BarometerError as error:
        form = FactTableForm(request.POST, request.FILES)
        form.errors.clear()
        form.blame(error)
        problems = getattr(error, "problems", ())
        return show_form(request, TABLE_PAGE, form, survey=survey, problems=problems)
    told = ngettext("%(count)d chiffre est noté.", "%(count)d chiffres sont notés.", count)
    messages.success(request, told % {"count": count})
    return redirect("barometer:entered_facts", survey.slug)
