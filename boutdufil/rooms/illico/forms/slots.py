"""What is filled in about slots of work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.rooms.illico.forms.agents import LANGUAGES
from boutdufil.rooms.illico.rules.opening import PARIS
from boutdufil.rooms.illico.selectors.agents import SeatRow
from boutdufil.rooms.illico.services.slots import SlotDraft

OFFERED = "offer"
MOST_CENTS = 100_000


class TimeInput(forms.TimeInput):
    """The browser's own clock."""

    input_type = "time"


class SlotForm(forms.Form):
    """A slot: for whom, or offered to independents."""

    day = forms.DateField(label=_("Jour"), widget=DayInput())
    starts = forms.TimeField(label=_("De"), widget=TimeInput())
    ends = forms.TimeField(label=_("À"), widget=TimeInput())
    channel = forms.ChoiceField(label=_("Canal"), choices=Channel.choices)
    language = forms.ChoiceField(label=_("Langue"), choices=LANGUAGES)
    who = forms.ChoiceField(label=_("Pour"))
    rate = forms.IntegerField(
        label=_("Prix d’une heure, en centimes"),
        required=False,
        min_value=1,
        max_value=MOST_CENTS,
        help_text=_("Pour un créneau proposé à des indépendants."),
    )

    def __init__(
        self, *args: Any, seats: Iterable[SeatRow], may_offer: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(seat.id), seat.given_name) for seat in seats]
        if may_offer:
            choices.append((OFFERED, str(_("proposé aux indépendants"))))
        else:
            del self.fields["rate"]
        offer(self, "who", choices)

    def clean(self) -> dict[str, Any]:
        """Ask for an end after the beginning, in the time to come."""
        said = super().clean() or {}
        if said.get("starts") and said.get("ends") and said["ends"] <= said["starts"]:
            self.add_error("ends", _("La fin vient après le début."))
        if said.get("day") and said["day"] < timezone.localdate():
            self.add_error("day", _("Ce jour est passé."))
        return said

    def draft(self) -> SlotDraft:
        """Return the slot, in Paris time."""
        said = self.cleaned_data
        return SlotDraft(
            starts_at=datetime.combine(said["day"], said["starts"], PARIS),
            ends_at=datetime.combine(said["day"], said["ends"], PARIS),
            channel=said["channel"],
            language=said["language"],
            rate=said.get("rate"),
        )


class AttestationForm(forms.Form):
    """From where somebody says they work."""

    in_france = forms.ChoiceField(
        label=_("Travaillez-vous depuis la France ?"),
        choices=[("yes", _("Oui, depuis la France")), ("no", _("Non, depuis un autre pays"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une réponse.")},
    )


class ContestForm(forms.Form):
    """What somebody disputes."""

    text = forms.CharField(
        label=_("Ce que vous contestez"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DecisionForm(forms.Form):
    """Whether independents may answer."""

    allowed = forms.BooleanField(
        label=_("Des indépendants peuvent répondre pour nous"), required=False
    )
    counsel = forms.CharField(label=_("Sur l’avis de"), max_length=200)
