"""Who comes to a session: the trainers decide, and record what was achieved."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from boutdufil.kernel.training import selectors, services
from boutdufil.kernel.training.errors import TrainingError
from boutdufil.kernel.training.forms import ReasonForm, ResultForm
from boutdufil.kernel.training.selectors import found
from boutdufil.kernel.training.views.guards import enrolment_to_decide, my_body


@require_safe
@never_cache
def session_seat(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show a session with everybody enrolled."""
    my_body(request, found.body_of_session(session_id))
    page = selectors.session_seat(session_id)
    if page is None:
        raise Http404
    context = {
        "page": page,
        "rows": _rows(page),
        "cancel_form": ReasonForm(auto_id="session-%s"),
        "today": timezone.localdate(),
    }
    return render(request, "training/session_seat.html", context)


def _rows(page: selectors.SessionSeat) -> list[tuple[selectors.SeatRow, ReasonForm, ResultForm]]:
    """Everybody enrolled, each with the forms to decide and to record what they achieved."""
    blocks = [(block.id, block.label) for block in page.blocks]
    today = timezone.localdate()
    return [
        (
            seat,
            ReasonForm(auto_id=f"motif-{seat.id}-%s"),
            ResultForm(
                blocks=blocks,
                auto_id=f"bloc-{seat.id}-%s",
                initial={"blocks": seat.achieved, "achieved_on": today},
            ),
        )
        for seat in page.seats
    ]


@require_POST
def decide(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Confirm, let wait, or decline with a reason."""
    enrolment = enrolment_to_decide(request, enrolment_id)
    try:
        messages.success(request, _decide(request, enrolment.pk))
    except TrainingError as error:
        messages.error(request, str(error))
    return redirect("training:session_seat", session_id=enrolment.session_id)


def _decide(request: HttpRequest, enrolment_id: int) -> str:
    act, actor_id = request.POST.get("do", ""), request.user.pk
    if act == "confirm":
        services.seats.confirm_seat(enrolment_id=enrolment_id, actor_id=actor_id)
        return _("Place confirmée. La personne est prévenue.")
    if act == "wait":
        services.seats.put_on_waiting_list(enrolment_id=enrolment_id, actor_id=actor_id)
        return _("En liste d’attente. La personne est prévenue.")
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise TrainingError(_("Un refus se motive : dites pourquoi, la personne le lira."))
    services.seats.cancel_seat(
        enrolment_id=enrolment_id, actor_id=actor_id, reason=form.cleaned_data["reason"]
    )
    return _("Inscription annulée. La personne est prévenue.")


@require_POST
def record_results(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Record the blocks somebody achieved."""
    enrolment = enrolment_to_decide(request, enrolment_id)
    page = selectors.session_seat(enrolment.session_id)
    blocks = [(block.id, block.label) for block in page.blocks] if page else []
    form = ResultForm(request.POST, blocks=blocks)
    if not form.is_valid():
        messages.error(request, _("Cochez au moins un bloc et donnez une date."))
        return redirect("training:session_seat", session_id=enrolment.session_id)
    try:
        services.results.record_results(
            enrolment_id=enrolment.pk,
            block_ids=form.cleaned_data["blocks"],
            achieved_on=form.cleaned_data["achieved_on"],
            actor_id=request.user.pk,
        )
        messages.success(request, _("Résultat inscrit. Il est proposé à la personne."))
    except TrainingError as error:
        messages.error(request, str(error))
    return redirect("training:session_seat", session_id=enrolment.session_id)
