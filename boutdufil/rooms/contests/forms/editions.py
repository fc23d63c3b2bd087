"""What an organiser types of an edition."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.posts.references import named_reference, reference_at
from boutdufil.rooms.contests.enums import EntryKind
from boutdufil.rooms.contests.forms.fields import (
    FrozenForm,
    moment_field,
    number_field,
    text_field,
)
from boutdufil.rooms.contests.rules.pipelines import EditionDraft, Ready
from boutdufil.rooms.contests.rules.rows import EditionRow

LONGEST_TEXT = 4_000
LARGEST_TEAM = 10


def _yes_no(label: Any, hint: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, help_text=hint)


def _long_field(label: Any, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=hint,
    )


class EditionForm(FrozenForm):
    """An edition; a new one also says with which pipeline it begins."""

    ready = forms.ChoiceField(
        label=gettext_lazy("Épreuves pour commencer"),
        choices=Ready.choices,
        help_text=gettext_lazy("Tout se change ensuite : dates, nombre de retenus, ordre."),
    )
    name = text_field(gettext_lazy("Nom"), 120)
    slug = forms.SlugField(
        label=gettext_lazy("Adresse courte"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("La fin de son adresse : /k/…/. Sans rien, elle suit le nom."),
        error_messages={
            "invalid": gettext_lazy("Des lettres sans accent, des chiffres, des traits d’union.")
        },
    )
    presentation = _long_field(gettext_lazy("Présentation"))
    entered_by = forms.ChoiceField(
        label=gettext_lazy("Qui s’inscrit"),
        choices=EntryKind.choices,
        widget=forms.RadioSelect,
        initial=EntryKind.INDIVIDUAL,
    )
    team_least = number_field(
        gettext_lazy("Personnes par équipe, au moins"), 1, LARGEST_TEAM, initial=2
    )
    team_most = number_field(
        gettext_lazy("Personnes par équipe, au plus"), 1, LARGEST_TEAM, initial=4
    )
    opens_at = moment_field(gettext_lazy("Inscriptions à partir du"), required=False)
    closes_at = moment_field(gettext_lazy("Inscriptions jusqu’au"), required=False)
    needs_employer = _yes_no(gettext_lazy("Travailler dans un centre de relation client"))
    needs_employer_consent = _yes_no(
        gettext_lazy("Accord de l’employeur"),
        gettext_lazy("On le lui demande par e-mail ; rien d’autre ne lui est dit."),
    )
    needs_school = _yes_no(gettext_lazy("Être inscrit dans un établissement d’enseignement"))
    other_conditions = _long_field(
        gettext_lazy("Autres conditions"),
        gettext_lazy("Reprises telles quelles dans le règlement."),
    )
    appeal_days = number_field(gettext_lazy("Jours pour contester un résultat"), 1, 60, initial=5)
    contact = forms.EmailField(label=gettext_lazy("Adresse pour écrire"), required=False)
    unveiled_at = forms.CharField(
        label=gettext_lazy("Événement où les résultats sont dévoilés"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("L’adresse de sa page ici, comme /c/nom-de-la-campagne/."),
    )
    embargo_until = moment_field(
        gettext_lazy("Résultats tus jusqu’au"),
        required=False,
        help_text=gettext_lazy("Sans rien : dits quand ils sont publiés."),
    )

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["ready"], self.fields["slug"]

    def clean_unveiled_at(self) -> str:
        """Return the reference of the event a pasted address leads to."""
        address = self.cleaned_data["unveiled_at"]
        if not address:
            return ""
        found = reference_at(address)
        if found is None:
            told = _("Aucune page publique d’une campagne n’est à cette adresse.")
            raise forms.ValidationError(told)
        return found.ref

    def clean(self) -> dict[str, Any]:
        """Refuse a team that cannot be, and dates in the wrong order."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("team_least", 1) > data.get("team_most", LARGEST_TEAM):
            self.add_error("team_most", _("Le plus grand nombre est sous le plus petit."))
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("La fin vient avant le début."))
        return data

    def draft(self) -> EditionDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data | {"hangs_on": self.cleaned_data["unveiled_at"]}
        names = {field.name for field in fields(EditionDraft)}
        return EditionDraft(**{name: value for name, value in data.items() if name in names})


def typed(edition: EditionRow) -> dict[str, Any]:
    """Return an edition as it would be typed."""
    names = {field.name for field in fields(EditionDraft)}
    found = named_reference(edition.hangs_on) if edition.hangs_on else None
    held = {name: getattr(edition, name) for name in names}
    return held | {"unveiled_at": found.url if found else ""}
