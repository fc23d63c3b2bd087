"""Questions and answers, as their owner keeps them."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.illico.forms.answers import AnswerForm
from boutdufil.rooms.illico.selectors import answers as selectors
from boutdufil.rooms.illico.selectors.numbers import NumberRow
from boutdufil.rooms.illico.services import answers as services
from boutdufil.rooms.illico.views.number_doors import own_number

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@own_number
def answers(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """List the questions of a number, and add one."""
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.write_answer(number_id=number.id, said=form.said(), actor_id=request.user.pk)
        messages.success(request, _("La question est ajoutée."))
        return redirect("illico:answers", number.code)
    rows = selectors.answers_of(number.id)
    return show_form(request, "illico/answers/list.html", form, number=number, answers=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@own_number
def edit_answer(request: PersonRequest, number: NumberRow, answer_id: int) -> HttpResponse:
    """Say an answer otherwise."""
    answer = selectors.answer_of(number.id, answer_id)
    if answer is None:
        raise Http404
    form = AnswerForm(request.POST or None, initial=asdict(answer))
    if request.method == "POST" and form.is_valid():
        services.rewrite_answer(
            answer_id=answer.id,
            number_id=number.id,
            said=form.said(),
            actor_id=request.user.pk,
        )
        messages.success(request, _("La réponse est changée."))
        return redirect("illico:answers", number.code)
    return show_form(request, "illico/answers/edit.html", form, number=number, answer=answer)


@require_POST
@own_number
def move_answer(request: PersonRequest, number: NumberRow, answer_id: int) -> HttpResponse:
    """Move a question up or down."""
    up = request.POST.get("to") == "up"
    services.move_answer(answer_id=answer_id, number_id=number.id, up=up)
    return redirect("illico:answers", number.code)


@require_POST
@own_number
def remove_answer(request: PersonRequest, number: NumberRow, answer_id: int) -> HttpResponse:
    """Take a question away."""
    services.remove_answer(answer_id=answer_id, number_id=number.id, actor_id=request.user.pk)
    messages.success(request, _("La question est retirée."))
    return redirect("illico:answers", number.code)
