"""What a training body types: what it declares, programmes, sessions."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.training.enums import Mode, QualiopiAction, TaughtLanguage, TrainingPayer
from boutdufil.kernel.training.forms.fields import Choices, PlaceMixin, day
from boutdufil.kernel.ui.fields import offer


class BodyForm(forms.Form):
    """What a body declares of itself."""

    declaration = forms.RegexField(
        r"\A\d{11}\Z",
        label=_("Numéro de déclaration d’activité"),
        help_text=_("11 chiffres, délivrés par la préfecture de région (C. trav. L.6351-1)."),
        required=False,
        error_messages={"invalid": _("Un numéro de déclaration d’activité compte 11 chiffres.")},
    )
    qualiopi_scope = forms.MultipleChoiceField(
        label=_("Qualiopi : catégories d’actions"),
        choices=QualiopiAction.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    qualiopi_until = day(_("Qualiopi : valable jusqu’au"), required=False)


class ProgrammeForm(forms.Form):
    """A programme to add."""

    label = forms.CharField(label=_("Intitulé"), max_length=250)
    blocks = forms.TypedMultipleChoiceField(
        label=_("Blocs de compétences enseignés"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    hours = forms.IntegerField(label=_("Heures"), min_value=1, max_value=3000)
    euros = forms.DecimalField(
        label=_("Coût par personne, en euros"),
        help_text=_("Avant tout financement. Laissez vide s’il n’est pas publié."),
        min_value=Decimal(0),
        max_digits=7,
        decimal_places=2,
        localize=True,
        required=False,
    )
    payers = forms.MultipleChoiceField(
        label=_("Qui peut payer"),
        choices=[choice for choice in TrainingPayer.choices if choice[0] != TrainingPayer.UNKNOWN],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    languages = forms.MultipleChoiceField(
        label=_("Langues de la formation"),
        help_text=_("Celles que parle la personne qui forme, pas une interprétation à la demande."),
        choices=TaughtLanguage.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une langue.")},
    )
    prerequisites = forms.CharField(
        label=_("Prérequis"),
        help_text=_("Laissez vide si rien n’est demandé."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
    )

    def __init__(self, *args: Any, blocks: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "blocks", blocks)

    @property
    def cost_cents(self) -> int | None:
        """Return the cost in cents, None when it was left out."""
        euros: Decimal | None = self.cleaned_data["euros"]
        return None if euros is None else int(euros * 100)


class SessionForm(PlaceMixin):
    """A session to open."""

    starts_on = day(_("Premier jour"))
    ends_on = day(_("Dernier jour"))
    seats = forms.IntegerField(label=_("Places"), min_value=1, max_value=500)
    near = forms.CharField(
        label=_("Lieu"),
        help_text=_("Une commune ou un code postal. Laissez vide si tout se passe à distance."),
        max_length=120,
        required=False,
    )
