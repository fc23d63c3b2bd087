"""The organiser's sessions: where they are, who watches over them, who is expected in which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.enums import AttemptKind
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.sittings import SittingForm, sitting_values
from boutdufil.rooms.contests.rules.rows import EditionRow
from boutdufil.rooms.contests.selectors.sittings import (
    QuizRooms,
    SittingRow,
    quiz_rooms,
    rooms_for,
    sitting_page,
    sitting_row,
    without_room,
)
from boutdufil.rooms.contests.services import sittings as services
from boutdufil.rooms.contests.views.doors import attempt, own_edition

if TYPE_CHECKING:
    from boutdufil.rooms.contests.views.doors import PersonRequest


@require_safe
@own_edition
def rooms(request: PersonRequest, edition: EditionRow) -> HttpResponse:
    """List the sessions of an edition."""
    context = {"edition": edition, "quizzes": quiz_rooms(edition.id)}
    return render(request, "contests/sittings/rooms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def new_room(request: PersonRequest, edition: EditionRow, quiz_id: int) -> HttpResponse:
    """Add a session."""
    quiz = _quiz(edition, quiz_id)
    form = SittingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.create_sitting(
                quiz_id=quiz_id, draft=form.draft(quiz.kind), actor_id=request.user.pk
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("La séance est ajoutée."))
            return redirect("contests:rooms", edition.id)
    return show_form(request, "contests/sittings/form.html", form, edition=edition, quiz=quiz)


@require_http_methods(["GET", "HEAD", "POST"])
@own_edition
def edit_room(request: PersonRequest, edition: EditionRow, sitting_id: int) -> HttpResponse:
    """Change a session, and see who is expected in it."""
    room = _room(edition, sitting_id)
    form = SittingForm(request.POST or None, initial=sitting_values(room))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_sitting(
                sitting_id=room.id, draft=form.draft(room.kind), actor_id=request.user.pk
            )
        except ContestError as error:
            form.blame(error)
        else:
            messages.success(request, _("La séance est changée."))
            return redirect("contests:rooms", edition.id)
    context = {
        "edition": edition,
        "quiz": _quiz(edition, room.quiz_id),
        "room": room,
        "page": sitting_page(room),
        "others": rooms_for(room),
        "without": without_room(room.quiz_id, room.kind),
    }
    return show_form(request, "contests/sittings/form.html", form, **context)


@require_POST
@own_edition
def remove_room(request: PersonRequest, edition: EditionRow, sitting_id: int) -> HttpResponse:
    """Take a session away."""
    room = _room(edition, sitting_id)
    attempt(
        request,
        lambda: services.remove_sitting(sitting_id=room.id, actor_id=request.user.pk),
        _("La séance est retirée."),
    )
    return redirect("contests:rooms", edition.id)


@require_POST
@own_edition
def fill_rooms(request: PersonRequest, edition: EditionRow, quiz_id: int) -> HttpResponse:
    """Give everybody without a room one, of their city or near."""
    quiz = _quiz(edition, quiz_id)
    try:
        placed = services.fill_sittings(
            quiz_id=quiz_id, kind=AttemptKind(quiz.kind), actor_id=request.user.pk
        )
    except ContestError as error:
        messages.error(request, str(error))
    else:
        told = ngettext("%(count)s personne placée.", "%(count)s personnes placées.", placed)
        messages.success(request, told % {"count": placed})
    return redirect("contests:rooms", edition.id)


@require_POST
@own_edition
def move_person(request: PersonRequest, edition: EditionRow, sitting_id: int) -> HttpResponse:
    """Expect somebody in a session, and in no other."""
    entry_id = row_number(request.POST.get("entry", ""))
    wanted = row_number(request.POST.get("to", "")) or sitting_id
    _room(edition, sitting_id)
    room = _room(edition, wanted)
    if entry_id is None:
        raise Http404
    attempt(
        request,
        lambda: services.move_entry(
            sitting_id=room.id, entry_id=entry_id, actor_id=request.user.pk
        ),
        _("C’est noté : la page de sa candidature le dit."),
    )
    return redirect("contests:edit_room", edition.id, sitting_id)


def _quiz(edition: EditionRow, quiz_id: int) -> QuizRooms:
    for quiz in quiz_rooms(edition.id):
        if quiz.quiz_id == quiz_id:
            return quiz
    raise Http404


def _room(edition: EditionRow, sitting_id: int) -> SittingRow:
    room = sitting_row(sitting_id)
    if room is None or room.edition_id != edition.id:
        raise Http404
    return room
