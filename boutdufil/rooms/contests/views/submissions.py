"""A team's file: written, handed in, its receipt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.files.responses import download
from boutdufil.kernel.ui.answers import file_answer, show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.errors import ContestError, TooLateError
from boutdufil.rooms.contests.forms.submissions import JoinedForm, said_alone, said_in
from boutdufil.rooms.contests.selectors.entries import EntryRow
from boutdufil.rooms.contests.selectors.submissions import FilePage, file_page, receipt_json
from boutdufil.rooms.contests.services import submissions as services
from boutdufil.rooms.contests.services.receipts import typeset_receipt
from boutdufil.rooms.contests.services.submissions import Whose
from boutdufil.rooms.contests.views.entry_doors import own_entry

if TYPE_CHECKING:
    from boutdufil.kernel.files.models import StoredFile
    from boutdufil.rooms.contests.views.doors import PersonRequest

FILE = "contests/submissions/file.html"


@require_http_methods(["GET", "HEAD", "POST"])
@own_entry
def submission(request: PersonRequest, entry: EntryRow, stage_id: int) -> HttpResponse:
    """Show a team its file; keep what a page without scripts sends."""
    page = _page(entry, stage_id)
    if page.handed_in_at is not None:
        return redirect("contests:receipt", entry.id, stage_id)
    if request.method != "POST":
        form = JoinedForm(case=page.case, initial={"film": page.film})
        return show_form(request, FILE, form, page=page, entry=entry)
    form = JoinedForm(request.POST, request.FILES, case=page.case)
    if form.is_valid() and _keep(request, page, form):
        goes_to = "hand_in" if request.POST.get("do") == "review" else "submission"
        return redirect(f"contests:{goes_to}", entry.id, stage_id)
    return show_form(request, FILE, form, page=_as_typed(request, page), entry=entry)


@require_http_methods(["GET", "HEAD", "POST"])
@own_entry
def save_answer(request: PersonRequest, entry: EntryRow, stage_id: int) -> JsonResponse:
    """Keep the answer a script sends, and say what the server holds now."""
    if request.method != "POST":
        page = _page(entry, stage_id)
        revisions = {str(one.question.id): one.revision for one in page.answers}
        return JsonResponse({"open": page.is_open, "revisions": revisions})
    said = said_alone(request.body)
    if said is None:
        return JsonResponse({"error": "form"}, status=400)
    whose = Whose(entry.id, stage_id, request.user.pk)
    try:
        saved = services.save_answers(whose=whose, said=[said])
    except ContestError as error:
        status = 410 if isinstance(error, TooLateError) else 409
        return JsonResponse({"error": str(error)}, status=status)
    if not saved:
        return JsonResponse({"error": "form"}, status=400)
    hour = time_format(timezone.localtime(), "H:i:s")
    return JsonResponse(
        {
            "revision": saved[0].revision,
            "words": saved[0].words,
            "conflict": saved[0].conflict_with,
            "at": hour,
        }
    )


@require_http_methods(["GET", "HEAD", "POST"])
@own_entry
def hand_in(request: PersonRequest, entry: EntryRow, stage_id: int) -> HttpResponse:
    """Show a file as it would be handed in; pressing the button hands it in, for good."""
    page = _page(entry, stage_id)
    if page.handed_in_at is not None:
        return redirect("contests:receipt", entry.id, stage_id)
    if request.method == "POST":
        whose = Whose(entry.id, stage_id, request.user.pk)
        if not _attempt(request, lambda: services.hand_in(whose=whose)):
            return redirect("contests:hand_in", entry.id, stage_id)
        return redirect("contests:receipt", entry.id, stage_id)
    context = {"page": page, "entry": entry}
    return render(request, "contests/submissions/hand_in.html", context)


@require_safe
@own_entry
def receipt(request: PersonRequest, entry: EntryRow, stage_id: int) -> HttpResponse:
    """Show the receipt of a file, with everything that was handed in."""
    context = {"page": _handed_in(entry, stage_id), "entry": entry}
    return render(request, "contests/submissions/receipt.html", context)


@require_safe
@own_entry
def receipt_file(request: PersonRequest, entry: EntryRow, stage_id: int, form: str) -> HttpResponse:
    """Give the receipt as a PDF, or the JSON its fingerprint is of."""
    page = _handed_in(entry, stage_id)
    if form == "json":
        return file_answer(receipt_json(page.submission_id or 0), "dossier.json")
    if form != "pdf":
        raise Http404
    return file_answer(typeset_receipt(page=page, entry=entry), "recu.pdf")


@require_safe
@own_entry
def submission_paper(request: PersonRequest, entry: EntryRow, stage_id: int) -> HttpResponse:
    """Give a team the PDF it joined."""
    return _give(_page(entry, stage_id).paper)


@require_safe
@own_entry
def case_text(request: PersonRequest, entry: EntryRow, stage_id: int) -> HttpResponse:
    """Give a team the PDF of its case, from its hour on."""
    return _give(_page(entry, stage_id).case.paper)


def _give(file: StoredFile | None) -> HttpResponse:
    if file is None or file.shredded_at is not None:
        raise Http404
    return download(file)


def _page(entry: EntryRow, stage_id: int) -> FilePage:
    page = file_page(entry.id, stage_id)
    if page is None:
        raise Http404
    return page


def _handed_in(entry: EntryRow, stage_id: int) -> FilePage:
    page = _page(entry, stage_id)
    if page.handed_in_at is None:
        raise Http404
    return page


def _keep(request: PersonRequest, page: FilePage, form: JoinedForm) -> bool:
    """Keep everything a page sent; tell what is wrong beside its field, and lose nothing."""
    whose, said = (
        Whose(page.entry_id, page.stage_id, request.user.pk),
        said_in(request.POST, page.case),
    )
    try:
        saved = services.save_answers(whose=whose, said=said)
        _keep_joined(request, whose, page, form)
    except ContestError as error:
        form.blame(error)
        return False
    clashes = {one.conflict_with for one in saved if one.conflict_with}
    if clashes:
        told = _(
            "%(who)s a écrit en même temps que vous. Vos deux textes sont gardés : choisissez."
        )
        messages.warning(request, told % {"who": ", ".join(sorted(clashes))})
    else:
        messages.success(request, _("C’est enregistré."))
    return True


def _keep_joined(request: PersonRequest, whose: Whose, page: FilePage, form: JoinedForm) -> None:
    act, _colon, other = request.POST.get("do", "").partition(":")
    if "film" in form.fields:
        services.set_film(whose=whose, address=form.cleaned_data["film"])
    if form.cleaned_data.get("paper"):
        services.attach_paper(whose=whose, paper=form.cleaned_data["paper"])
    elif act == "detach" and page.paper is not None:
        services.detach_paper(whose=whose)
    if act in {"take", "drop"}:
        services.choose_text(
            whose=whose, other_id=row_number(other) or 0, takes_other=act == "take"
        )


def _as_typed(request: PersonRequest, page: FilePage) -> FilePage:
    """Return the page with what was typed and not kept."""
    typed = {one.question_id: one for one in said_in(request.POST, page.case)}
    answers = [
        replace(row, text=typed[row.question.id].text, revision=typed[row.question.id].revision)
        if row.question.id in typed
        else row
        for row in page.answers
    ]
    return replace(page, answers=tuple(answers))


def _attempt(request: PersonRequest, act: Callable[[], object]) -> bool:
    try:
        act()
    except ContestError as error:
        messages.error(request, str(error))
        return False
    return True
