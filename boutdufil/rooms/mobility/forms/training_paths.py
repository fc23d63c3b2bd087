"""What a person says so that the law can be read for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import DayInput
from boutdufil.rooms.mobility.enums import EmployerSize, Standing, YesNo

UNKNOWN = ("", _("Je ne sais pas"))


def choice(label: Any, choices: Any, hint: Any = "") -> forms.ChoiceField:
    """Return a question that may stay without an answer."""
    return forms.ChoiceField(
        label=label, help_text=hint, choices=[UNKNOWN, *choices], required=False
    )


class SituationForm(forms.Form):
    """Questions the law asks; each may stay unanswered."""

    standing = choice(_("Votre situation aujourd’hui"), Standing.choices)
    income_until = forms.DateField(
        label=_("Jusqu’à quand votre revenu est-il sûr ?"),
        help_text=_("Dernier jour de salaire, de préavis ou d’allocation. Vide : pas connu."),
        widget=DayInput(),
        required=False,
    )
    employer_size = choice(
        _("Combien de personnes dans votre entreprise ou son groupe ?"), EmployerSize.choices
    )
    receivership = choice(
        _("Votre entreprise est-elle en redressement ou en liquidation judiciaire ?"),
        YesNo.choices,
    )
    employer_agrees = choice(
        _("Votre employeur est-il d’accord pour cette formation ?"), YesNo.choices
    )
    host_agrees = choice(_("Un autre employeur est-il prêt à vous accueillir ?"), YesNo.choices)
    experience = choice(
        _("Avez-vous déjà exercé des activités de ce métier ?"),
        YesNo.choices,
        _("Salarié, bénévole ou à votre compte."),
    )
