"""An agent's own money: months, days, calls, papers, where to be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import file_answer
from boutdufil.lib.iban import last_digits
from boutdufil.rooms.illico.forms.statements import IbanForm
from boutdufil.rooms.illico.permissions.statements import can_see_pay
from boutdufil.rooms.illico.selectors import statements as selectors
from boutdufil.rooms.illico.services import payments
from boutdufil.rooms.illico.services import statements as papers
from boutdufil.rooms.illico.views.number_doors import HOUR, attempt

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest


@never_cache
@require_safe
def pay(request: PersonRequest) -> HttpResponse:
    """List one's seats, with the months of each."""
    seats = [
        {
            "seat": seat,
            "months": selectors.agent_months(seat.id),
            "digits": last_digits(payments.own_account(seat.id)),
        }
        for seat in selectors.seats_of(request.user.pk)
    ]
    return render(request, "illico/statements/pay.html", {"seats": seats, "form": IbanForm()})


@never_cache
@require_safe
def pay_month(request: PersonRequest, agent_id: int, month: str) -> HttpResponse:
    """Show a month: by number, by day, call by call and why."""
    found = own_month(request, agent_id, month)
    return render(request, "illico/statements/pay_month.html", {"month": found, "name": month})


@never_cache
@require_safe
def pay_file(request: PersonRequest, agent_id: int, month: str, form: str) -> HttpResponse:
    """Hand a month over as a paper or a table."""
    found = own_month(request, agent_id, month)
    if form == "csv":
        return file_answer(papers.agent_csv(found), f"releve-{month}.csv")
    if form == "pdf":
        return file_answer(papers.agent_pdf(found, at=timezone.now()), f"releve-{month}.pdf")
    raise Http404


@require_POST
@sensitive_post_parameters("iban")
@rate_limited("illico.pay_account", 20, HOUR)
def pay_account(request: PersonRequest, agent_id: int) -> HttpResponse:
    """Keep where one wants to be paid; an empty field forgets it."""
    if not can_see_pay(request.user, agent_id):
        raise Http404
    iban = request.POST.get("iban", "")[:50]
    if iban.strip():
        attempt(
            request,
            lambda: payments.give_account(agent_id=agent_id, iban=iban),
            _("Votre IBAN est gardé, chiffré. Personne d’autre ne le lit sur le site."),
        )
    else:
        payments.forget_account(agent_id=agent_id)
        messages.success(request, _("Votre IBAN est oublié."))
    return redirect("illico:pay")


def own_month(request: HttpRequest, agent_id: int, month: str) -> selectors.AgentMonth:
    """Return a month of one's own seat; of nobody else's."""
    try:
        period = papers.parse_month(month)
    except ValueError:
        raise Http404 from None
    found = selectors.agent_month(agent_id, period)
    if found is None or not can_see_pay(request.user, agent_id):
        raise Http404
    return found
