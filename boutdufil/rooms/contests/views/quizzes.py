"""A stage's quiz as its organiser sets it, and what people decide about it once it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form, tell_mistakes
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.enums import EditionStatus, SimilarityWord, StageKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.quizzes import (
    KeyForm,
    QuizForm,
    SimilarityForm,
    WithdrawForm,
    typed_quiz,
)
from boutdufil.rooms.contests.rules.rows import EditionRow, StageRow
from boutdufil.rooms.contests.selectors import quiz_settings as selectors
from boutdufil.rooms.contests.selectors.quiz_analysis import (
    analysis_page,
    public_changes,
    question_page,
)
from boutdufil.rooms.contests.selectors.similarities import similarity_page
from boutdufil.rooms.contests.services.quizzes import set_quiz
from boutdufil.rooms.contests.services.similarities import settle_similarity
from boutdufil.rooms.contests.services.withdrawals import change_key, withdraw_question
from boutdufil.rooms.contests.views.bank_doors import analysed_edition
from boutdufil.rooms.contests.views.doors import HOUR, attempt, stage_within
from boutdufil.rooms.contests.views.pages import readable

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest

SETTINGS = "contests/items/quiz.html"
QUESTION = "contests/items/question.html"


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.quiz_settings", 120, HOUR)
@analysed_edition
def quiz_settings(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Say how a stage's quiz is answered and what it is drawn from."""
    stage = _quiz_stage(edition, stage_id)
    page = selectors.quiz_page(stage_id)
    banks = selectors.banks_for(request.user)
    if page is not None and page.draft.bank_id not in dict(banks):
        banks.append((page.draft.bank_id, page.bank_name))
    wanted = row_number(request.POST.get("bank", "")) or (page.draft.bank_id if page else None)
    known = wanted if wanted in dict(banks) else None
    form = QuizForm(
        request.POST or None,
        banks=banks,
        themes=selectors.themes_to_set(known) if known else [],
        frozen=edition.status != EditionStatus.DRAFT,
        initial=typed_quiz(page.draft) if page else {},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_quiz(
                stage_id=stage_id,
                draft=form.draft(),
                actor_id=request.user.pk,
                reason=form.why,
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est gardé."))
            return redirect("contests:quiz_settings", edition.id, stage_id)
    context = {"edition": edition, "stage": stage, "page": page, "has_bank": bool(banks)}
    return show_form(request, SETTINGS, form, **context)


@require_safe
@analysed_edition
def quiz_analysis(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show what each question was worth, once the stage is over."""
    stage = _quiz_stage(edition, stage_id)
    page = analysis_page(stage_id) if stage.has_ended else None
    context = {"edition": edition, "stage": stage, "page": page}
    return render(request, "contests/items/analysis.html", context)


@require_safe
@analysed_edition
def quiz_question(
    request: PersonRequest, edition: EditionRow, stage_id: int, version_id: int
) -> HttpResponse:
    """Show one question after the quiz: its answers, its figures."""
    return _question(request, edition, stage_id, version_id)


@require_POST
@rate_limited("contests.withdraw_question", 60, HOUR)
@analysed_edition
def withdraw(
    request: PersonRequest, edition: EditionRow, stage_id: int, version_id: int
) -> HttpResponse:
    """Take a question out: everybody is marked again."""
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            withdraw_question(
                stage_id=_quiz_stage(edition, stage_id).id,
                version_id=version_id,
                actor_id=request.user.pk,
                reason=form.cleaned_data["reason"],
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("La question est retirée et tout est noté de nouveau."))
            return redirect("contests:quiz_question", edition.id, stage_id, version_id)
    return _question(request, edition, stage_id, version_id, withdraw_form=form)


@require_POST
@rate_limited("contests.withdraw_question", 60, HOUR)
@analysed_edition
def new_key(
    request: PersonRequest, edition: EditionRow, stage_id: int, version_id: int
) -> HttpResponse:
    """Give a question another right answer: everybody is marked again."""
    form = KeyForm(request.POST)
    if form.is_valid():
        try:
            change_key(
                stage_id=_quiz_stage(edition, stage_id).id,
                version_id=version_id,
                actor_id=request.user.pk,
                **form.cleaned_data,
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(
                request, _("La bonne réponse est changée et tout est noté de nouveau.")
            )
            return redirect("contests:quiz_question", edition.id, stage_id, version_id)
    return _question(request, edition, stage_id, version_id, key_form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("contests.similarities", 120, HOUR)
@analysed_edition
def similarities(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """Show papers that look alike, and keep what a person decides of them."""
    stage = _quiz_stage(edition, stage_id)
    if request.method == "POST":
        form = SimilarityForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            attempt(
                request,
                lambda: settle_similarity(
                    stage_id=stage_id,
                    entry_ids=(said["first"], said["second"]),
                    word=SimilarityWord(said["word"]),
                    reason=said["reason"],
                    actor_id=request.user.pk,
                ),
                _("C’est gardé."),
            )
        else:
            tell_mistakes(request, form)
        return redirect("contests:similarities", edition.id, stage_id)
    page = similarity_page(stage_id) if stage.has_ended else None
    words = SimilarityWord.choices
    context = {"edition": edition, "stage": stage, "page": page, "words": words}
    return render(request, "contests/items/similarities.html", context)


@require_safe
@login_not_required
def question_changes(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell everybody which questions were withdrawn or corrected, and what that changed."""
    edition = readable(request, slug)
    context = {"edition": edition, "stages": public_changes(edition.id)}
    return render(request, "contests/items/changes.html", context)


def _question(
    request: PersonRequest, edition: EditionRow, stage_id: int, version_id: int, **forms: Any
) -> HttpResponse:
    stage = _quiz_stage(edition, stage_id)
    page = question_page(stage_id, version_id) if stage.has_ended else None
    if page is None:
        raise Http404
    context = {
        "edition": edition,
        "stage": stage,
        "page": page,
        "withdraw_form": WithdrawForm(auto_id="withdraw_%s"),
        "key_form": KeyForm(initial={"answers": page.key_lines}),
    }
    return render(request, QUESTION, context | forms, status=422 if forms else 200)


def _quiz_stage(edition: EditionRow, stage_id: int) -> StageRow:
    stage = stage_within(edition.id, stage_id)
    if stage.kind != StageKind.QUIZ:
        raise Http404
    return stage
