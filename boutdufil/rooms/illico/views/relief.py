"""Who answers when nobody is free: set by the owner of a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from boutdufil.kernel.ui.answers import show_form
from boutdufil.rooms.illico.errors import ReliefError
from boutdufil.rooms.illico.forms.relief import ReliefForm
from boutdufil.rooms.illico.selectors.numbers import NumberRow
from boutdufil.rooms.illico.selectors.relief import relief_page
from boutdufil.rooms.illico.services.relief import set_relief
from boutdufil.rooms.illico.views.number_doors import own_number

if TYPE_CHECKING:
    from boutdufil.rooms.illico.views.number_doors import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@own_number
def relief(request: PersonRequest, number: NumberRow) -> HttpResponse:
    """Show what happens in a caller's minute, and change it."""
    page = relief_page(number.id)
    form = ReliefForm(request.POST if request.method == "POST" else None, page=page)
    if form.is_valid():
        try:
            set_relief(number_id=number.id, relief=form.relief(), actor_id=request.user.pk)
        except ReliefError as error:
            for name, words in error.by_field.items():
                form.add_error(name, words)
        else:
            messages.success(request, _("C’est noté. Cela vaut pour les appels à venir."))
            return redirect("illico:relief", number.code)
    return show_form(request, "illico/numbers/relief.html", form, number=number, page=page)
