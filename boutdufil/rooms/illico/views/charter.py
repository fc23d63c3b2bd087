"""The charter: its words for everybody, a number's place in it for its owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from boutdufil.kernel.ui.answers import show_form
from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.illico.enums import CharterAct, EvidenceLevel
from boutdufil.rooms.illico.forms.charter import GroundsForm
from boutdufil.rooms.illico.rules.charter import (
    APPEAL_WITHIN,
    FEWEST_DECIDERS,
    HEARING_NOTICE,
    WATCHED_FOR,
    can_pass,
)
from boutdufil.rooms.illico.rules.number_law import ARTICLES
from boutdufil.rooms.illico.rules.promise import ENOUGH, ROLLING_DAYS, TARGET
from boutdufil.rooms.illico.selectors import charter as selectors
from boutdufil.rooms.illico.selectors.numbers import NumberRow, number_page
from boutdufil.rooms.illico.services import charter as services
from boutdufil.rooms.illico.views.number_doors import attempt, own_number

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest

# What the holder of a number may do about its place, by the name of the button.
DONE = {
    "apply": _lazy("Votre demande est transmise au comité."),
    "leave": _lazy("Le numéro a quitté la charte."),
    "answer": _lazy("Votre réponse est jointe à la proposition, et publique."),
    "appeal": _lazy("Votre recours est transmis à d’autres membres du comité."),
}


@login_not_required
@require_safe
def charter(request: HttpRequest) -> HttpResponse:
    """Say what the promise is, how it is counted, what a seal proves."""
    context = {
        "target": TARGET,
        "enough": ENOUGH,
        "days": ROLLING_DAYS,
        "watched_days": WATCHED_FOR.days,
        "notice_days": HEARING_NOTICE.days,
        "appeal_days": APPEAL_WITHIN.days,
        "deciders": FEWEST_DECIDERS,
        "levels": EvidenceLevel.choices,
        "members": selectors.members(),
        "recent": selectors.recent_steps(),
        "articles": tuple(ARTICLES.values()),
    }
    return render(request, "illico/charter/charter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_number
def number_charter(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Show a number's place in the charter; apply, answer, appeal, leave."""
    if number.published_at is None:
        raise Http404
    form = GroundsForm(request.POST or None)
    act = request.POST.get("act", "")
    if request.method == "POST" and act in DONE and form.is_valid():
        grounds = form.cleaned_data["grounds"]
        if attempt(request, lambda: _do(act, request, number, grounds), str(DONE[act])):
            return redirect("illico:number_charter", number.code)
    now = timezone.now()
    page = number_page(number, now)
    waiting = next((step for step in page.history if step.is_open), None)
    context = {
        "number": number,
        "page": page,
        "waiting": waiting,
        "contestable": [step for step in page.history if step.can_be_appealed(now)],
        "can_apply": can_pass(number.charter, CharterAct.ADMIT) and waiting is None,
        "can_leave": can_pass(number.charter, CharterAct.WITHDRAW),
    }
    return show_form(request, "illico/charter/number.html", form, **context)


def _do(act: str, request: PersonRequest, number: NumberRow, grounds: str) -> None:
    """Do what a button of the page says, as the holder of the number."""
    actor_id, now = request.user.pk, timezone.now()
    if act == "apply":
        services.propose(
            number_id=number.id, act=CharterAct.ADMIT, grounds=grounds, actor_id=actor_id, now=now
        )
    elif act == "leave":
        services.withdraw_from_charter(
            number_id=number.id, reason=grounds, actor_id=actor_id, now=now
        )
    elif act == "answer":
        waiting = selectors.open_step_of(number.id)
        services.answer_step(
            decision_id=waiting.id if waiting else 0, text=grounds, actor_id=actor_id, now=now
        )
    else:
        services.appeal(
            decision_id=_contested(request, number), grounds=grounds, actor_id=actor_id, now=now
        )


def _contested(request: HttpRequest, number: NumberRow) -> int:
    """Return the decision appealed against, which must be one about this number."""
    step = selectors.step(row_number(request.POST.get("decision", "")) or 0)
    return step.id if step and step.number_id == number.id else 0
