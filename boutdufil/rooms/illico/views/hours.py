"""Hours of a number: written by its owner, published a week ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.illico.errors import NumberError
from boutdufil.rooms.illico.forms.hours import ClosingForm, HoursForm
from boutdufil.rooms.illico.selectors import hours as selectors
from boutdufil.rooms.illico.selectors.numbers import NumberRow
from boutdufil.rooms.illico.services import hours as services
from boutdufil.rooms.illico.views.number_doors import own_number

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@own_number
def hours(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Write the hours of the week, and see the eight days that no change touches."""
    weekly = selectors.weekly_hours(number.id)
    form = HoursForm(request.POST or None, channels=number.channels, hours=weekly)
    if request.method == "POST" and form.is_valid():
        services.set_hours(number_id=number.id, hours=form.hours, actor_id=request.user.pk)
        messages.success(
            request,
            _("Les heures sont notées. Elles valent à partir du huitième jour.")
            if number.published_at
            else _("Les heures sont notées."),
        )
        return redirect("illico:own_number", number.code)
    days = selectors.alike_days(selectors.opening_days(number.id, timezone.now()))
    return show_form(request, "illico/hours/hours.html", form, number=number, days=days)


@require_http_methods(["GET", "HEAD", "POST"])
@own_number
def closing(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Close exceptionally; the page says before what that does to the promise."""
    form = ClosingForm(request.POST or None, channels=number.channels)
    if request.method == "POST" and form.is_valid():
        starts_at, ends_at = form.moments()
        try:
            services.close_for(
                number_id=number.id,
                channel=form.cleaned_data["channel"],
                starts_at=starts_at,
                ends_at=ends_at,
                reason=form.cleaned_data["reason"],
                actor_id=request.user.pk,
            )
        except NumberError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("La fermeture est annoncée sur la page du numéro."))
            return redirect("illico:closing", number.code)
    coming = selectors.closings_to_come(number.id, timezone.now())
    return show_form(request, "illico/hours/closing.html", form, number=number, coming=coming)


@require_POST
@own_number
def reopen(request: PersonRequest, number: NumberRow, closing_id: int) -> HttpResponse:
    """End an exceptional closing."""
    services.reopen(closing_id=closing_id, number_id=number.id, actor_id=request.user.pk)
    messages.success(request, _("La fermeture est levée."))
    return redirect("illico:closing", number.code)
