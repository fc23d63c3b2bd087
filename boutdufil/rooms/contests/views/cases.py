"""A case as its organiser sets it, and its PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.files.responses import download
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.enums import EditionStatus, StageKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.cases import CaseForm, CaseQuestionForm, known_case
from boutdufil.rooms.contests.rules.rows import EditionRow, StageRow
from boutdufil.rooms.contests.selectors.case_settings import QuestionRow, case_of
from boutdufil.rooms.contests.services import cases
from boutdufil.rooms.contests.views.doors import attempt, own_edition, stage_within

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def case(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show the case of a stage to its organiser, and change it."""
    stage, known = _stage(edition, stage_id), case_of(stage_id)
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = CaseForm(*posted, frozen=_is_frozen(edition), initial=known_case(known))
    if form.is_bound and form.is_valid():
        acting = cases.Acting(stage_id, request.user.pk, form.why)
        try:
            cases.save_case(acting=acting, draft=form.draft(), paper=form.cleaned_data["paper"])
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("Le cas est gardé."))
            return redirect("contests:case", edition.id, stage_id)
    context = {"edition": edition, "stage": stage, "case": known}
    return show_form(request, "contests/submissions/case.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def case_question(
    request: PersonRequest, edition: EditionRow, stage_id: int, number: int = 0
) -> HttpResponse:
    """Add a question to a case, or change the one of this number."""
    stage, known = _stage(edition, stage_id), _question(stage_id, number)
    first = {"text": known.text, "most_words": known.most_words} if known else None
    form = CaseQuestionForm(request.POST or None, frozen=_is_frozen(edition), initial=first)
    if request.method == "POST" and form.is_valid():
        acting = cases.Acting(stage_id, request.user.pk, form.why)
        try:
            cases.save_question(acting=acting, draft=form.draft(known))
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("La question est gardée."))
            return redirect("contests:case", edition.id, stage_id)
    context = {"edition": edition, "stage": stage, "question": known}
    return show_form(request, "contests/submissions/case_question.html", form, **context)


@require_POST
@own_edition
def remove_case_question(
    request: PersonRequest, edition: EditionRow, stage_id: int, number: int
) -> HttpResponse:
    """Take a question out of a case."""
    _stage(edition, stage_id)
    known = _question(stage_id, number)
    acting = cases.Acting(stage_id, request.user.pk, request.POST.get("reason", ""))
    if known is not None:
        attempt(
            request,
            lambda: cases.remove_question(acting=acting, question_id=known.id),
            _("La question est retirée."),
        )
    return redirect("contests:case", edition.id, stage_id)


@require_safe
@own_edition
def case_paper(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Give the organiser the PDF of a case."""
    _stage(edition, stage_id)
    known = case_of(stage_id)
    if known is None or known.paper is None:
        raise Http404
    return download(known.paper)


def _stage(edition: EditionRow, stage_id: int) -> StageRow:
    stage = stage_within(edition.id, stage_id)
    if stage.kind != StageKind.FILE:
        raise Http404
    return stage


def _question(stage_id: int, number: int) -> QuestionRow | None:
    if not number:
        return None
    known = case_of(stage_id)
    found = [one for one in (known.questions if known else ()) if one.number == number]
    if not found:
        raise Http404
    return found[0]


def _is_frozen(edition: EditionRow) -> bool:
    return edition.status != EditionStatus.DRAFT
