"""How a form of trainings is shown, and how a refusal comes back to whoever typed it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import render
from django.utils.translation import gettext as _

from boutdufil.kernel.training.errors import TrainingError

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse


def form_page(request: HttpRequest, form: forms.Form, title: str) -> HttpResponse:
    """Show a form under its title; 422 when what was typed cannot be used."""
    status = 422 if request.method == "POST" else 200
    return render(request, "training/form.html", {"form": form, "title": title}, status=status)


def is_done(
    request: HttpRequest, form: forms.Form, service: Any, *, told: str = "", **arguments: Any
) -> bool:
    """Call a service for the visitor and say so with ``told``.

    A refusal becomes the form's own error, so that nothing typed is lost.
    """
    try:
        service(**arguments, actor_id=request.user.pk)
    except TrainingError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, told or _("C’est enregistré."))
    return True
