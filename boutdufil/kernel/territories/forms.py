"""A place as people type it in a form."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.territories.selectors import find_place

UNKNOWN = _("Nous ne connaissons pas cette commune. Essayez avec son code postal.")


def commune_named(words: str, *, refusal: Any = UNKNOWN) -> str:
    """Return the INSEE code of the commune some words mean, "" for no words.

    :raises ValidationError: they mean none.
    """
    if not words.strip():
        return ""
    place = find_place(words)
    if place is None:
        raise forms.ValidationError(refusal)
    return place.code
