"""Seats: offered by whoever leads a team, taken by whoever is offered one."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.illico.errors import SeatError
from boutdufil.rooms.illico.forms.agents import OwnWordForm, SeatForm, SeatOfferForm, seat_initial
from boutdufil.rooms.illico.permissions import agents as permissions
from boutdufil.rooms.illico.selectors import agents as selectors
from boutdufil.rooms.illico.services import agents as services
from boutdufil.rooms.illico.views.supervision import led_organisation

HOUR = 3600


@require_safe
@never_cache
def seats(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """List who answers for an organisation, and who was asked to."""
    place = led_organisation(request, organisation_id)
    context = {
        "organisation": place,
        "seats": selectors.seats_at(organisation_id),
        "offers": selectors.offers_of(organisation_id),
    }
    return render(request, "illico/agents/seats.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("illico.offer_seat", limit=60, per_seconds=HOUR)
def offer_seat(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Offer a seat to an address."""
    place = led_organisation(request, organisation_id)
    sent = request.POST if request.method == "POST" else None
    form = SeatOfferForm(sent, numbers=selectors.numbers_open_to(organisation_id))
    if form.is_valid():
        try:
            services.offer_seat(
                organisation_id=organisation_id,
                email=form.cleaned_data["email"],
                seat=form.seat(),
                actor_id=request.user.pk,
            )
            messages.success(request, _("La proposition est envoyée."))
            return redirect("illico:team_seats", organisation_id)
        except SeatError as error:
            form.add_error(None, str(error))
    facts = {"organisation": place, "title": _("Proposer un poste")}
    return show_form(request, "illico/agents/seat_form.html", form, **facts)


@require_http_methods(["GET", "HEAD", "POST"])
def change_seat(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Change what somebody may answer, or end their seat."""
    seat = selectors.seat(agent_id)
    if seat is None or seat.ended_at or not permissions.can_change_seat(request.user, agent_id):
        raise Http404
    if request.POST.get("do") == "end":
        services.end_seat(agent_id=agent_id, actor_id=request.user.pk)
        messages.success(request, _("Le poste est retiré."))
        return redirect("illico:team_seats", seat.organisation_id)
    form = SeatForm(
        request.POST if request.method == "POST" else None,
        numbers=selectors.numbers_open_to(seat.organisation_id),
        initial=seat_initial(selectors.described_seat(agent_id)),
    )
    if form.is_valid():
        try:
            services.change_seat(agent_id=agent_id, seat=form.seat(), actor_id=request.user.pk)
            messages.success(request, _("C’est enregistré."))
            return redirect("illico:team_seats", seat.organisation_id)
        except SeatError as error:
            form.add_error(None, str(error))
    place = {"id": seat.organisation_id, "name": seat.organisation}
    facts = {"organisation": place, "seat": seat, "title": seat.given_name}
    return show_form(request, "illico/agents/seat_form.html", form, **facts)


@require_POST
def withdraw_offer(request: HttpRequest, organisation_id: int, offer_id: int) -> HttpResponse:
    """Take an offered seat back."""
    if not permissions.can_withdraw_offer(request.user, offer_id):
        raise Http404
    services.withdraw_offer(offer_id=offer_id)
    return redirect("illico:team_seats", organisation_id)


@require_POST
def answer_offer(request: HttpRequest, offer_id: int) -> HttpResponse:
    """Take the seat one was offered, or decline it."""
    if not permissions.can_answer_offer(request.user, offer_id):
        raise Http404
    try:
        if request.POST.get("do") == "accept":
            services.accept_offer(
                offer_id=offer_id,
                person_id=request.user.pk or 0,
                signs_first="signs_first" in request.POST,
            )
            messages.success(request, _("Le poste est à vous."))
        else:
            services.decline_offer(offer_id=offer_id)
            messages.success(request, _("C’est noté, sans autre suite."))
    except SeatError as error:
        messages.error(request, str(error))
    return redirect("illico:console")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own_seat(request: HttpRequest, agent_id: int) -> HttpResponse:
    """Show what is written of one's seat, and let one say what only oneself may say."""
    if not permissions.can_sit(request.user, agent_id):
        raise Http404
    seat = selectors.seat(agent_id)
    if request.method == "POST":
        services.say_first_language(agent_id=agent_id, signs_first="signs_first" in request.POST)
        messages.success(request, _("C’est enregistré, dès votre prochaine prise de poste."))
        return redirect("illico:own_seat", agent_id)
    described = selectors.described_seat(agent_id)
    context = {
        "seat": seat,
        "numbers": selectors.number_names(described.numbers),
        "form": OwnWordForm(initial={"signs_first": described.signs_first}),
    }
    return render(request, "illico/agents/own_seat.html", context)
