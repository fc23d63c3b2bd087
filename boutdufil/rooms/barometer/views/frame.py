"""The frame: its units, the lists it comes from, the duplicates somebody decides on."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import TableError, read_table
from boutdufil.rooms.barometer.enums import ImportKind
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.surveys import LARGEST_LIST, ListForm, UnitSearchForm
from boutdufil.rooms.barometer.selectors import frame as selectors
from boutdufil.rooms.barometer.services.duplicates import decide_pair
from boutdufil.rooms.barometer.services.frame import (
    ListDraft,
    ListRefusedError,
    Taken,
    take_list,
    try_list,
)
from boutdufil.rooms.barometer.views.doors import HOUR, attempt, own_survey

if TYPE_CHECKING:
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.views.doors import PersonRequest

PROBLEMS_SHOWN = 200


@require_safe
@own_survey
def units(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """List the units of the frame that are looked for."""
    form = UnitSearchForm(request.GET)
    page, rows = selectors.unit_page(survey.id, form.wanted, request.GET.get("page", "1"))
    context = {"survey": survey, "page": page, "rows": rows, "form": form}
    return render(request, "barometer/frame/units.html", context)


@require_safe
@own_survey
def unit(request: PersonRequest, survey: SurveyRow, unit_id: int) -> HttpResponse:
    """Show a unit and what happened to it."""
    row = selectors.unit_row(survey.id, unit_id)
    if row is None:
        raise Http404
    context = {"survey": survey, "row": row, "events": selectors.unit_events(unit_id)}
    return render(request, "barometer/frame/unit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("barometer.take_list", 60, HOUR)
@own_survey
def new_list(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Take a list into the frame, or say what it would change."""
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    today = {"as_of": timezone.localdate()}
    form = ListForm(posted[0], posted[1], initial=today)
    found: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        found = _take(request, survey, form)
        if found.get("is_taken"):
            return redirect("barometer:survey", survey.slug)
    context = {"survey": survey, "most": PROBLEMS_SHOWN, **found}
    if found.get("tried"):
        return render(request, "barometer/frame/list.html", {"form": form, **context})
    return show_form(request, "barometer/frame/list.html", form, **context)


def _take(request: PersonRequest, survey: SurveyRow, form: ListForm) -> dict[str, Any]:
    """Take the list of a form, or try it; return what the page says of it."""
    try:
        draft = _draft(form)
        if form.cleaned_data["trial"]:
            return {"tried": try_list(survey_id=survey.id, draft=draft)}
        taken = take_list(survey_id=survey.id, draft=draft, actor_id=request.user.pk)
    except ListRefusedError as error:
        form.blame(error)
        problems = error.problems
        return {"problems": problems[:PROBLEMS_SHOWN], "problem_count": len(problems)}
    except TableError as error:
        form.add_error("table", table_refusal(error))
    except BarometerError as error:
        form.blame(error)
    else:
        messages.success(request, _told(taken))
        return {"is_taken": True}
    return {}


def _draft(form: ListForm) -> ListDraft:
    sent: UploadedFile[bytes] = form.cleaned_data["table"]
    content = sent.read(LARGEST_LIST)
    name = sent.name or ""
    return ListDraft(
        table=read_table(content, filename=name),
        kind=ImportKind(form.cleaned_data["kind"]),
        file_name=name,
        file_hash=sha256(content).hexdigest(),
        as_of=form.cleaned_data["as_of"],
        field=form.field,
        is_whole=form.cleaned_data["is_whole"],
    )


def _told(taken: Taken) -> str:
    told = _(
        "La liste est reprise : %(new)d unités nouvelles, %(changed)d changées, %(closed)d fermées."
    )
    return told % {"new": taken.new, "changed": taken.changed, "closed": taken.closed}


@require_safe
@own_survey
def duplicates(request: PersonRequest, survey: SurveyRow) -> HttpResponse:
    """Show the pairs of units that look alike."""
    context = {"survey": survey, "pairs": selectors.pair_rows(survey.id)}
    return render(request, "barometer/frame/duplicates.html", context)


@require_POST
@own_survey
def decide_duplicate(request: PersonRequest, survey: SurveyRow, pair_id: int) -> HttpResponse:
    """Say that two units are one, and which stays, or that they are two."""
    if not selectors.has_pair(survey.id, pair_id):
        raise Http404
    stays = row_number(request.POST.get("stays", ""))
    attempt(
        request,
        lambda: decide_pair(pair_id=pair_id, stays_id=stays, actor_id=request.user.pk),
        _("C’est noté."),
    )
    return redirect("barometer:duplicates", survey.slug)
