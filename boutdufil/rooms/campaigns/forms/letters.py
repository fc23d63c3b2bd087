"""What an organiser writes to those who registered, and why a day falls away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.campaigns.enums import LetterKind
from boutdufil.rooms.campaigns.models.clock import MOST_MONTHS
from boutdufil.rooms.campaigns.services.letters import LetterDraft

WRITTEN = (LetterKind.ABOUT, LetterKind.NEWS)


class LetterForm(forms.Form):
    """A letter: what it is about decides who may get it."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Vous écrivez"),
        choices=[(kind.value, kind.label) for kind in WRITTEN],
        initial=LetterKind.ABOUT,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Une nouvelle ne va qu’aux personnes qui ont accepté d’en recevoir."
        ),
    )
    subject = forms.CharField(
        label=gettext_lazy("Objet"),
        max_length=150,
        error_messages={"required": gettext_lazy("Écrivez un objet.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Texte"),
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("« Bonjour » et le nom sont ajoutés, avec qui écrit et pourquoi."),
        error_messages={"required": gettext_lazy("Écrivez le texte.")},
    )

    def draft(self) -> LetterDraft:
        """Return what was typed; the form is valid."""
        return LetterDraft(**self.cleaned_data)


class CallOffForm(forms.Form):
    """Why, and which day: two taps where nothing has to be typed."""

    reason = forms.CharField(
        label=gettext_lazy("Motif, tel que chacun le lira"),
        max_length=250,
        initial=gettext_lazy("La neige rend la route dangereuse."),
        error_messages={"required": gettext_lazy("Dites pourquoi.")},
    )
    day = forms.TypedChoiceField(
        label=gettext_lazy("Ce qui est annulé"),
        required=False,
        coerce=date.fromisoformat,
        empty_value=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, days: Sequence[date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(days) > 1:
            named = [(day.isoformat(), date_format(day, "l j F")) for day in days]
            offer(self, "day", [("", _("tout")), *named])
            # The next day, as one stands in the snow: never everything by a tap too many.
            coming = [day for day in days if day >= timezone.localdate()]
            self.fields["day"].initial = (coming or days)[0].isoformat()
        else:
            del self.fields["day"]


class ClockForm(forms.Form):
    """How many months a campaign remembers people."""

    months = forms.IntegerField(
        label=gettext_lazy("Mois gardés après le dernier jour"),
        min_value=1,
        max_value=MOST_MONTHS,
        error_messages={"required": gettext_lazy("Écrivez un nombre de mois.")},
    )
