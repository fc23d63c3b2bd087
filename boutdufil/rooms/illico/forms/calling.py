"""What a caller sends: their wish, an address to write to, the number of a case."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.ui.fields import offer, row_numbers
from boutdufil.rooms.illico.rules.offering import CUED, language_of
from boutdufil.rooms.illico.selectors.numbers import NumberRow
from boutdufil.rooms.illico.services.calling import MOST_READ, Wish


class CallForm(forms.Form):
    """A call on one of the channels of a number; what does not fit is left out, never refused."""

    channel = forms.ChoiceField(choices=())
    language = forms.CharField(required=False, max_length=3)
    wants_signing_agent = forms.BooleanField(required=False)
    cued = forms.BooleanField(required=False)
    case = forms.CharField(required=False, max_length=30)

    def __init__(self, number: NumberRow, spoken: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number, self.spoken = number, spoken
        offer(self, "channel", [(one, one.label) for one in number.channels])

    def wish(self) -> Wish:
        """Return what is asked for."""
        data = self.cleaned_data
        channel, language = data["channel"], self._language()
        return Wish(
            channel=channel,
            language=language_of(channel, language),
            wants_signing_agent=bool(data["wants_signing_agent"]) and channel == Channel.VIDEO,
            read=self._read(),
            case_code=data["case"],
        )

    def _language(self) -> str:
        if self.cleaned_data["cued"] and self.number.has_cued_speech:
            return CUED
        asked = self.cleaned_data["language"]
        return asked if asked in self.number.spoken else self.spoken

    def _read(self) -> tuple[int, ...]:
        said = self.data.getlist("read") if isinstance(self.data, QueryDict) else []
        return tuple(row_numbers(said)[:MOST_READ])


class AddressForm(forms.Form):
    """Where to write when it is somebody's turn."""

    email = forms.EmailField(label=_("Votre adresse e-mail"))


class CaseForm(forms.Form):
    """The number of a case, however it is typed."""

    code = forms.CharField(label=_("Votre numéro de dossier"), max_length=30)
