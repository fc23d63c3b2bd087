"""What a statistician types of a survey and of its frame."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.barometer.enums import CentreType, ImportKind
from boutdufil.rooms.barometer.forms.fields import BlamedForm, day_field, text_field
from boutdufil.rooms.barometer.rules.sirene_lines import Field
from boutdufil.rooms.barometer.selectors.frame import Wanted, region_names
from boutdufil.rooms.barometer.services.surveys import SurveyDraft

LARGEST_LIST = 5_000_000


class SurveyForm(BlamedForm):
    """A survey: who reads it, and the promise made to those who answer."""

    name = text_field(gettext_lazy("Nom"), 120)
    slug = text_field(
        gettext_lazy("Adresse courte"),
        60,
        required=False,
        help_text=gettext_lazy("Laissez vide : elle vient du nom."),
    )
    presentation = forms.CharField(
        label=gettext_lazy("Ce qu’elle mesure, et pourquoi y répondre"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    commitment = forms.CharField(
        label=gettext_lazy("Engagement de confidentialité"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "La loi de 1951 ne couvre que les enquêtes publiques : ce que vous promettez ici vous "
            "engage. Le changer fait une nouvelle version, montrée à qui répond ensuite."
        ),
        error_messages={
            "required": gettext_lazy(
                "Dites ce que deviennent les réponses, et ce qui n’en sort pas."
            )
        },
    )
    contact = forms.EmailField(label=gettext_lazy("Adresse pour écrire"), required=False)

    def clean_slug(self) -> str:
        """Return the address, made from the name when none was typed."""
        text: str = self.cleaned_data["slug"] or self.cleaned_data.get("name", "")
        return slugify(text)[:60]

    def draft(self) -> SurveyDraft:
        """Return what was typed; the form is valid."""
        names = ("name", "slug", "presentation", "commitment", "contact")
        return SurveyDraft(**{name: self.cleaned_data[name] for name in names})


class ListForm(BlamedForm):
    """A list of centres to take into the frame."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Ce qu’est le fichier"),
        choices=ImportKind.choices,
        initial=ImportKind.CENTRES,
        widget=forms.RadioSelect,
    )
    table = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX, 5 Mo et 20 000 lignes au plus"),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )
    as_of = day_field(gettext_lazy("La liste est juste à ce jour"))
    activities = text_field(
        gettext_lazy("Codes NAF voulus"),
        200,
        required=False,
        help_text=gettext_lazy("Pour le répertoire Sirene, comme 82.20Z, 53.10Z. Vide : tous."),
    )
    departments = text_field(
        gettext_lazy("Départements voulus"),
        400,
        required=False,
        help_text=gettext_lazy("Pour le répertoire Sirene, comme 54, 55, 57, 88. Vide : tous."),
    )
    is_whole = forms.BooleanField(
        label=gettext_lazy("La liste est complète : ce qu’elle ne nomme plus a fermé"),
        required=False,
    )
    trial = forms.BooleanField(
        label=gettext_lazy("Regarder d’abord : ne rien changer"), required=False, initial=True
    )

    def clean_table(self) -> Any:
        """Refuse a file that is too large before a byte of it is read."""
        sent = self.cleaned_data["table"]
        if sent.size > LARGEST_LIST:
            told = _(
                "Ce fichier pèse %(size)d Mo ; 5 au plus. Coupez-le par région, ou ne gardez que "
                "les codes NAF utiles."
            )
            raise forms.ValidationError(told % {"size": sent.size // 1_000_000})
        return sent

    @property
    def field(self) -> Field:
        """Return which establishments are wanted; the form is valid."""
        return Field(
            activities=frozenset(_codes(self.cleaned_data["activities"])),
            departments=frozenset(_codes(self.cleaned_data["departments"])),
        )


def _codes(text: str) -> list[str]:
    return [one.upper() for one in text.replace(",", " ").replace(";", " ").split()]


class UnitSearchForm(forms.Form):
    """Which units of the frame are looked for; what cannot be is left aside."""

    q = forms.CharField(
        label=gettext_lazy("Nom, SIRET ou identifiant"), required=False, max_length=80
    )
    region = forms.ChoiceField(label=gettext_lazy("Région"), required=False)
    centre_type = forms.ChoiceField(
        label=gettext_lazy("Type"),
        required=False,
        choices=[("", gettext_lazy("Tous")), *CentreType.choices],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("État"),
        required=False,
        choices=[
            ("", gettext_lazy("en vie")),
            ("closed", gettext_lazy("fermées")),
            ("duplicate", gettext_lazy("doublons")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", [("", gettext_lazy("Toutes")), *region_names().items()])

    @property
    def wanted(self) -> Wanted:
        """Return what is looked for."""
        self.is_valid()
        said = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return Wanted(said["q"], said["region"], said["centre_type"], said["state"] or "living")
