"""Files checked by a person before a jury reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.files.responses import download
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.blinding import BlindForm
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.blinding import (
    BlindCheck,
    blind_check,
    blind_list,
    paper_of,
)
from boutdufil.rooms.contests.services.blinding import decide_blind
from boutdufil.rooms.contests.views.doors import own_edition, stage_within

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_safe
@own_edition
def blind_files(request: PersonRequest, edition: EditionRow, stage_id: int) -> HttpResponse:
    """List the files of a stage, and how many of them were checked."""
    stage = stage_within(edition.id, stage_id)
    context = {"edition": edition, "stage": stage, "list": blind_list(edition.id, stage_id)}
    return render(request, "contests/submissions/blind_files.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def blind_file(request: PersonRequest, edition: EditionRow, submission_id: int) -> HttpResponse:
    """Show a file with what a machine found in it, and take a person's decision."""
    check = blind_check(edition.id, submission_id)
    if check is None:
        raise Http404
    posted = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    joins = (check.paper is not None, bool(check.film))
    form = BlindForm(*posted, words=check.words, joins=joins, initial=_decided(check))
    if form.is_bound and form.is_valid():
        try:
            decide_blind(
                submission_id=submission_id,
                edition_id=edition.id,
                verdict=form.verdict(),
                actor_id=request.user.pk,
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("C’est noté : le jury lira ce dossier ainsi."))
            return redirect("contests:blind_file", edition.id, submission_id)
    context = {"edition": edition, "check": check}
    return show_form(request, "contests/submissions/blind_file.html", form, **context)


@require_safe
@own_edition
def blind_file_paper(
    request: PersonRequest, edition: EditionRow, submission_id: int, which: str
) -> HttpResponse:
    """Give who checks it a team's PDF, or the one without names."""
    file = paper_of(edition.id, submission_id, blind=which == "sans-nom")
    if file is None or file.shredded_at is not None:
        raise Http404
    return download(file)


def _decided(check: BlindCheck) -> dict[str, object]:
    hidden = check.hidden if check.checked_at else check.words
    return {
        "words": [word for word in check.words if word in hidden],
        "more": "\n".join(word for word in check.hidden if word not in check.words),
        "shows_paper": check.shows_own_paper,
        "shows_film": check.shows_film,
    }
