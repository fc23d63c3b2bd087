"""What is filled in about a seat, by whoever leads a team or by whoever sits there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.illico.enums import Tongue, WorkStatus
from boutdufil.rooms.illico.rules.seats import Seat
from boutdufil.rooms.illico.selectors.agents import NumberRow

MOST_TEXTS = 3
LANGUAGES = [
    *Tongue.choices[:-1],
    ("lsf", _("langue des signes française (LSF)")),
    Tongue.choices[-1],
]


class SeatForm(forms.Form):
    """What somebody may answer from a seat."""

    given_name = forms.CharField(
        label=_("Prénom affiché"),
        max_length=40,
        help_text=_("C’est tout ce que lit la personne qui appelle."),
    )
    numbers = forms.MultipleChoiceField(
        label=_("Répond pour"), widget=forms.CheckboxSelectMultiple, required=False
    )
    languages = forms.MultipleChoiceField(
        label=_("Langues"), choices=LANGUAGES, widget=forms.CheckboxSelectMultiple
    )
    channels = forms.MultipleChoiceField(
        label=_("Canaux"), choices=Channel.choices, widget=forms.CheckboxSelectMultiple
    )
    texts = forms.IntegerField(
        label=_("Conversations écrites à la fois"), min_value=1, max_value=MOST_TEXTS, initial=1
    )
    is_interpreter = forms.BooleanField(
        label=_("Interprète : rejoint les appels des autres, n’en reçoit pas"), required=False
    )
    is_home = forms.BooleanField(
        label=_("À domicile : son adresse de réseau n’est montrée à personne"), required=False
    )
    work_status = forms.ChoiceField(
        label=_("Statut"), choices=WorkStatus.choices, initial=WorkStatus.SALARIED
    )

    def __init__(self, *args: Any, numbers: Iterable[NumberRow] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "numbers", [(number.id, number.name) for number in numbers])

    def seat(self) -> Seat:
        """Return what was filled in."""
        said = self.cleaned_data
        return Seat(
            given_name=said["given_name"],
            numbers=tuple(int(key) for key in said["numbers"]),
            languages=tuple(said["languages"]),
            capacity={
                channel: said["texts"] if channel == Channel.TEXT else 1
                for channel in said["channels"]
            },
            is_interpreter=said["is_interpreter"],
            is_home=said["is_home"],
            work_status=said["work_status"],
        )


class SeatOfferForm(SeatForm):
    """A seat for somebody who will say yes."""

    email = forms.EmailField(
        label=_("Adresse e-mail de la personne"),
        help_text=_("Elle accepte ou décline depuis son compte."),
    )
    field_order = ("email",)


class OwnWordForm(forms.Form):
    """What only the person says of themselves."""

    signs_first = forms.BooleanField(
        label=_("La langue des signes est ma première langue"), required=False
    )


def seat_initial(seat: Seat) -> dict[str, Any]:
    """Return what a form shows of a seat."""
    return {
        "given_name": seat.given_name,
        "numbers": [str(key) for key in seat.numbers],
        "languages": list(seat.languages),
        "channels": list(seat.capacity),
        "texts": seat.capacity.get(Channel.TEXT, 1),
        "is_interpreter": seat.is_interpreter,
        "is_home": seat.is_home,
        "work_status": seat.work_status,
    }
