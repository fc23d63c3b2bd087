"""The desk's second look: values that surprise, blanks that are filled, how good a wave is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from boutdufil.kernel.ui.answers import file_answer
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.forms.quality import ConfirmForm, MethodsForm
from boutdufil.rooms.barometer.selectors import imputation as selectors
from boutdufil.rooms.barometer.selectors import quality as reports
from boutdufil.rooms.barometer.selectors.outliers import outlier_rows
from boutdufil.rooms.barometer.selectors.waves import wave_page
from boutdufil.rooms.barometer.services import imputation as services
from boutdufil.rooms.barometer.views.doors import attempt, own_survey

if TYPE_CHECKING:
    from django.http import QueryDict

    from boutdufil.rooms.barometer.rules.questionnaires import Form
    from boutdufil.rooms.barometer.selectors.outliers import OutlierRow
    from boutdufil.rooms.barometer.selectors.surveys import SurveyRow
    from boutdufil.rooms.barometer.selectors.waves import WavePage
    from boutdufil.rooms.barometer.views.doors import PersonRequest

A_PAGE = 25


@require_safe
@own_survey
def outliers(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """List the values of a wave that are worth a look."""
    return _outliers(request, survey, _wave(survey, number))


@require_POST
@own_survey
def confirm_outlier(
    request: PersonRequest, survey: SurveyRow, number: int, drawn_id: int, code: str
) -> HttpResponse:
    """Note that a value was looked at and is so; what was typed stays when it is refused."""
    page = _wave(survey, number)
    if not any((one.drawn_id, one.code) == (drawn_id, code) for one in outlier_rows(page.id)):
        raise Http404
    form = ConfirmForm(request.POST, auto_id=_ids(drawn_id, code))
    if form.is_valid():
        try:
            services.confirm_value(
                wave_id=page.id,
                drawn_id=drawn_id,
                code=code,
                seen=form.cleaned_data["seen"],
                reason=form.cleaned_data["reason"],
                actor_id=request.user.pk,
            )
        except BarometerError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est noté : cette valeur reste comme elle est."))
            return redirect("barometer:outliers", survey.slug, number)
    return _outliers(request, survey, page, {(drawn_id, code): form})


@require_safe
@own_survey
def imputation(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Show what is blank in the answers of a wave, and what each method would put there."""
    page = _wave(survey, number)
    asked = selectors.form_of_wave(page.id)
    context: dict[str, object] = {"survey": survey, "wave": page, "rows": [], "has_form": asked}
    if asked is not None:
        form = _methods(asked, request.GET or None)
        rows, refused = selectors.imputation_preview(page.id, asked, form.methods)
        context |= {
            "rows": [(row, form[row.code]) for row in rows],
            "refused": refused,
            "found": sum(row.found for row in rows),
            "done": sum(row.done for row in rows),
        }
    return render(request, "barometer/quality/imputation.html", context)


@require_POST
@own_survey
def impute(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Put likely values where answers are missing, by the methods that were shown."""
    page = _wave(survey, number)
    asked = selectors.form_of_wave(page.id)
    if asked is None:
        raise Http404
    methods = _methods(asked, request.POST).methods
    try:
        told = services.impute(wave_id=page.id, methods=methods, actor_id=request.user.pk)
    except BarometerError as error:
        messages.error(request, str(error))
    else:
        text = ngettext("%(count)d valeur imputée.", "%(count)d valeurs imputées.", told.kept)
        messages.success(request, text % {"count": told.kept})
    return redirect("barometer:imputation", survey.slug, number)


@require_POST
@own_survey
def undo_imputation(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Take every imputed value of a wave out."""
    page = _wave(survey, number)
    attempt(
        request,
        lambda: services.undo_imputation(wave_id=page.id, actor_id=request.user.pk),
        _("L’imputation est défaite : il reste ce qui a été répondu."),
    )
    return redirect("barometer:imputation", survey.slug, number)


@require_safe
@own_survey
def quality_report(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Tell how far the figures of a wave can be trusted."""
    page = _wave(survey, number)
    context = {"survey": survey, "wave": page, "report": reports.quality_report(page.id)}
    return render(request, "barometer/quality/report.html", context)


@require_safe
@own_survey
def quality_data(request: PersonRequest, survey: SurveyRow, number: int) -> HttpResponse:
    """Hand the quality report of a wave over as JSON."""
    page = _wave(survey, number)
    return file_answer(reports.quality_data(page.id), f"qualite-{survey.slug}-{number}.json")


def _outliers(
    request: PersonRequest,
    survey: SurveyRow,
    page: WavePage,
    typed: dict[tuple[int, str], ConfirmForm] | None = None,
) -> HttpResponse:
    rows = outlier_rows(page.id)
    if typed:
        # What was just typed comes first: it may have been on another page of the list.
        rows.sort(key=lambda one: (one.drawn_id, one.code) not in typed)
    shown = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    pairs = [(row, (typed or {}).get((row.drawn_id, row.code)) or _confirm(row)) for row in shown]
    context = {"survey": survey, "wave": page, "page": shown, "rows": pairs}
    status = 422 if typed else 200
    return render(request, "barometer/quality/outliers.html", context, status=status)


def _confirm(row: OutlierRow) -> ConfirmForm:
    return ConfirmForm(initial={"seen": row.seen}, auto_id=_ids(row.drawn_id, row.code))


def _ids(drawn_id: int, code: str) -> str:
    return f"v{drawn_id}-{code}-%s"


def _methods(asked: Form, data: QueryDict | None) -> MethodsForm:
    codes = [(one.code, selectors.label_of(asked, one.code)) for one in selectors.imputable(asked)]
    return MethodsForm(data, codes=codes)


def _wave(survey: SurveyRow, number: int) -> WavePage:
    page = wave_page(survey.id, number)
    if page is None:
        raise Http404
    return page
