"""What several forms of trainings share: days and places."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.territories.forms import commune_named
from boutdufil.kernel.ui.fields import DayInput

UNKNOWN_PLACE = _("Aucune commune trouvée. Essayez un code postal.")
Choices = Sequence[tuple[Any, Any]]


def day(label: Any, **more: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(label=label, widget=DayInput(), **more)


class PlaceMixin(forms.Form):
    """A form with a place, which becomes `commune`, an INSEE code."""

    def clean_near(self) -> str:
        """Keep the words, remember the commune they mean."""
        words = str(self.cleaned_data["near"]).strip()
        self.commune = commune_named(words, refusal=UNKNOWN_PLACE)
        return words
