"""Forms of money: where one is paid, from which account one pays, why an entry is taken back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import DayInput
from boutdufil.lib.iban import read_iban


class IbanForm(forms.Form):
    """Where an agent wants to be paid."""

    iban = forms.CharField(label=_("IBAN"), max_length=50)


class OrdersForm(forms.Form):
    """From which account a month is paid, and when."""

    iban = forms.CharField(label=_("IBAN du compte à débiter"), max_length=50)
    on = forms.DateField(label=_("Date d’exécution"), widget=DayInput())

    def clean_iban(self) -> str:
        """Return it without blanks, or say what to do about it."""
        try:
            return read_iban(self.cleaned_data["iban"])
        except ValueError:
            raise forms.ValidationError(
                _("Cet IBAN ne tombe pas juste : relisez-le sur votre relevé bancaire.")
            ) from None


class ReasonForm(forms.Form):
    """Why a settlement is taken back."""

    reason = forms.CharField(label=_("Motif de la correction"), max_length=200)


class AuditorForm(forms.Form):
    """Whom the committee names."""

    email = forms.EmailField(label=_("Adresse e-mail de la personne"))
