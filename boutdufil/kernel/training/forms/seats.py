"""What a person, or the trainers of a session, type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.training.enums import TrainingPayer
from boutdufil.kernel.training.forms.fields import Choices, PlaceMixin, day
from boutdufil.kernel.ui.fields import offer

MINUTES = (("", _("Peu importe")), ("30", _("30 min")), ("45", _("45 min")), ("60", _("1 h")))


class NearForm(PlaceMixin):
    """Near which place to look for a session."""

    near = forms.CharField(
        label=_("Près d’où ?"),
        help_text=_("Une commune ou un code postal."),
        max_length=120,
        required=False,
    )
    minutes = forms.TypedChoiceField(
        label=_("Trajet en voiture, au plus"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=MINUTES,
    )


class SeatForm(forms.Form):
    """Who would pay; nobody has to know yet."""

    payer = forms.ChoiceField(
        label=_("Qui paierait la formation ?"),
        help_text=_("Vous pouvez le dire plus tard : l’organisme en parlera avec vous."),
        choices=TrainingPayer.choices,
        initial=TrainingPayer.UNKNOWN,
    )


class ReasonForm(forms.Form):
    """A reason that the person concerned reads."""

    reason = forms.CharField(
        label=_("Motif"),
        help_text=_("La personne le lira : quelques mots clairs et courtois."),
        max_length=250,
    )


class ResultForm(forms.Form):
    """The blocks somebody achieved, and when."""

    blocks = forms.TypedMultipleChoiceField(
        label=_("Blocs obtenus"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    achieved_on = day(_("Obtenus le"))

    def __init__(self, *args: Any, blocks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "blocks", blocks)
