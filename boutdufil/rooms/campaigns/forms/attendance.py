"""How an organiser narrows the list of who comes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.campaigns.enums import RegistrationStatus
from boutdufil.rooms.campaigns.rules.attendance import LONGEST_TEXT, Filters
from boutdufil.rooms.campaigns.selectors.attendance import Choices


class FiltersForm(forms.Form):
    """Every filter may be left open; what is not offered narrows nothing."""

    text = forms.CharField(
        label=gettext_lazy("Nom, adresse, groupe ou code"), max_length=LONGEST_TEXT, required=False
    )
    status = forms.ChoiceField(label=gettext_lazy("État"), required=False)
    event = forms.TypedChoiceField(
        label=gettext_lazy("Rendez-vous"), required=False, coerce=int, empty_value=None
    )
    slot = forms.TypedChoiceField(
        label=gettext_lazy("Créneau"), required=False, coerce=int, empty_value=None
    )
    origin = forms.ChoiceField(label=gettext_lazy("Venu par"), required=False)
    came = forms.ChoiceField(label=gettext_lazy("Présence"), required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = ("", _("peu importe"))
        offer(self, "status", [everybody, *RegistrationStatus.choices])
        offer(self, "came", [everybody, ("yes", _("venu")), ("no", _("pas venu"))])
        offer(self, "event", [everybody, *choices.events])
        offer(self, "slot", [everybody, *choices.slots])
        offer(self, "origin", [everybody, *((one, one) for one in choices.origins)])
        for name in ("event", "slot", "origin"):
            # One choice besides "whatever" narrows nothing.
            if len(getattr(choices, f"{name}s")) < (2 if name == "event" else 1):
                del self.fields[name]

    def filters(self) -> Filters:
        """Return what was chosen; a choice that is not offered is none."""
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})
