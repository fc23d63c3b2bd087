"""The seat of a number's owner: registering it, changing it, publishing it, closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from boutdufil.kernel.organisations.selectors import organisation
from boutdufil.kernel.people.throttle import rate_limited
from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.illico.errors import NumberError, NumberRefusedError
from boutdufil.rooms.illico.forms.numbers import NumberForm, typed
from boutdufil.rooms.illico.permissions.numbers import can_register_number
from boutdufil.rooms.illico.rules.number_law import ARTICLES
from boutdufil.rooms.illico.selectors import numbers as selectors
from boutdufil.rooms.illico.selectors.numbers import NumberRow
from boutdufil.rooms.illico.services import numbers as services
from boutdufil.rooms.illico.views.number_doors import HOUR, attempt, own_number

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest


@never_cache
@require_safe
def own_numbers(request: PersonRequest) -> HttpResponse:
    """List the organisations one manages, each with its numbers."""
    holders = selectors.holders_of(request.user.pk)
    return render(request, "illico/numbers/own.html", {"holders": holders})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@rate_limited("illico.new_number", 30, HOUR)
def new_number(request: PersonRequest, organisation_id: int) -> HttpResponse:
    """Register a number of an organisation."""
    holder = organisation(organisation_id)
    if holder is None or not can_register_number(request.user, holder):
        raise Http404
    form = NumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.register_number(
                organisation_id=organisation_id, draft=form.draft(), actor_id=request.user.pk
            )
        except NumberError as error:
            refuse(form, error)
        else:
            messages.success(request, _("Le numéro est inscrit. Donnez maintenant ses heures."))
            return redirect("illico:hours", made.code)
    return _show(request, form, holder=holder)


@require_http_methods(["GET", "HEAD", "POST"])
@own_number
def edit_number(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Change what is said of a number."""
    form = NumberForm(request.POST or None, keeps_code=True, initial=typed(number.draft))
    if request.method == "POST" and form.is_valid():
        form.cleaned_data["code"] = number.code
        try:
            services.change_number(
                number_id=number.id, draft=form.draft(), actor_id=request.user.pk
            )
        except NumberError as error:
            refuse(form, error)
        else:
            messages.success(request, _("C’est changé."))
            return redirect("illico:own_number", number.code)
    return _show(request, form, number=number)


@require_safe
@own_number
def seat(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Show what is done and what is left to do before a number opens."""
    page = selectors.seat_page(number, (get_language() or "fr")[:2])
    return render(request, "illico/numbers/seat.html", {"page": page, "number": number})


@require_POST
@own_number
def publish(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Put a number into the directory."""
    attempt(
        request,
        lambda: services.publish_number(number_id=number.id, actor_id=request.user.pk),
        _("Le numéro est publié, avec ses heures des huit prochains jours."),
    )
    return redirect("illico:own_number", number.code)


@require_POST
@own_number
def close(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Close a number for good."""
    services.close_number(number_id=number.id, actor_id=request.user.pk)
    messages.success(request, _("Le numéro est fermé. Son histoire reste lisible."))
    return redirect("illico:own_number", number.code)


def refuse(form: NumberForm, error: NumberError) -> None:
    """Say what is against a number beside the fields it is about."""
    if isinstance(error, NumberRefusedError):
        form.blame(error.findings)
    else:
        form.add_error("code" if "code" in form.fields else None, str(error))


def _show(request: HttpRequest, form: NumberForm, **context: object) -> HttpResponse:
    articles = tuple(ARTICLES.values())
    return show_form(request, "illico/numbers/form.html", form, articles=articles, **context)
