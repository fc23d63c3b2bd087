"""What the owner of a number types of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.posts.law import Finding
from boutdufil.rooms.illico.enums import Payer, Purpose, Tongue
from boutdufil.rooms.illico.rules.amounts import read_euros, write_euros
from boutdufil.rooms.illico.rules.drafts import LISTS, NumberDraft

AMOUNTS = ("rate", "ceiling", "floor")
LONGEST_CODE = 40


def _several(label: Any, choices: Any, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **options
    )


def _euros(label: Any, **options: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=12, **options)


class NumberForm(forms.Form):
    """A whole number; amounts are typed in euros."""

    name = forms.CharField(
        label=gettext_lazy("Nom du service"),
        max_length=120,
        error_messages={"required": gettext_lazy("Écrivez le nom du service.")},
    )
    code = forms.SlugField(
        label=gettext_lazy("Adresse courte"),
        max_length=LONGEST_CODE,
        required=False,
        help_text=gettext_lazy(
            "La fin de son adresse ici : lettres, chiffres et traits d’union. Sans rien, elle suit "
            "le nom. Elle ne change plus ensuite."
        ),
        error_messages={
            "invalid": gettext_lazy("Des lettres sans accent, des chiffres, des traits d’union.")
        },
    )
    presentation = forms.CharField(
        label=gettext_lazy("Présentation"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    purposes = _several(
        gettext_lazy("Pourquoi on appelle"),
        Purpose.choices,
        error_messages={"required": gettext_lazy("Dites pourquoi on appelle ce numéro.")},
    )
    payer = forms.ChoiceField(
        label=gettext_lazy("Qui paie l’appel"),
        choices=Payer.choices,
        initial=Payer.COMPANY,
        widget=forms.RadioSelect,
    )
    channels = _several(
        gettext_lazy("Comment on vous joint"),
        Channel.choices,
        error_messages={"required": gettext_lazy("Choisissez au moins un canal.")},
    )
    languages = _several(
        gettext_lazy("Langues"),
        Tongue.choices,
        initial=["fr"],
        error_messages={"required": gettext_lazy("Choisissez au moins une langue.")},
    )
    skills = forms.CharField(
        label=gettext_lazy("Compétences demandées"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("Séparées par des virgules : facturation, sinistres."),
    )
    is_complex = forms.BooleanField(
        label=gettext_lazy("Les demandes sont complexes"),
        required=False,
        help_text=gettext_lazy("Six secondes au moins entre deux appels, au lieu de quatre."),
    )
    over_250_million = forms.BooleanField(
        label=gettext_lazy("Plus de 250 millions d’euros de chiffre d’affaires en France"),
        required=False,
        help_text=gettext_lazy("En moyenne sur les trois dernières années, pour cette entreprise."),
    )
    rate = _euros(
        gettext_lazy("Prix d’une minute, en euros"),
        initial="0,60",
        help_text=gettext_lazy(
            "0,60 au plus, compté à la seconde, le même à toute heure : il n’y a pas d’autre "
            "champ pour la nuit ou le dimanche."
        ),
    )
    ceiling = _euros(
        gettext_lazy("Plafond d’un appel, en euros"),
        required=False,
        help_text=gettext_lazy("Rien n’est compté au-delà. Sans rien, pas de plafond."),
    )
    floor = _euros(
        gettext_lazy("Minimum d’une minute de conseil, en euros"),
        required=False,
        help_text=gettext_lazy(
            "Ce que reçoit au moins une personne qui répond, par minute avec qui appelle."
        ),
    )
    free_alternative = forms.CharField(
        label=gettext_lazy("Un autre moyen gratuit de vous joindre"),
        max_length=200,
        required=False,
    )
    closed_on_holidays = forms.BooleanField(
        label=gettext_lazy("Fermé les jours fériés"), required=False, initial=True
    )

    def __init__(self, *args: Any, keeps_code: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if keeps_code:
            del self.fields["code"]

    def clean_rate(self) -> int:
        """Read an amount."""
        return self._units("rate")

    def clean_ceiling(self) -> int:
        """Read an amount."""
        return self._units("ceiling")

    def clean_floor(self) -> int:
        """Read an amount."""
        return self._units("floor")

    def clean_skills(self) -> tuple[str, ...]:
        """Read words between commas."""
        words = self.cleaned_data["skills"].split(",")
        return tuple(dict.fromkeys(word.strip()[:60] for word in words if word.strip()))

    def clean(self) -> dict[str, Any]:
        """Give a number without an address the one of its name."""
        data = self.cleaned_data
        if "code" in self.fields and "name" in data and "code" not in self.errors:
            data["code"] = (data.get("code") or slugify(data["name"])[:LONGEST_CODE]).strip("-")
            if not data["code"]:
                self.add_error("code", _("Écrivez une adresse courte."))
        return data

    def draft(self) -> NumberDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        return NumberDraft(**data | {name: tuple(data[name]) for name in LISTS})

    def blame(self, findings: Iterable[Finding]) -> None:
        """Put what the law refuses beside the fields it is about."""
        for finding in findings:
            field = finding.field if finding.field in self.fields else None
            self.add_error(field, f"{finding.remedy} ({finding.article})")

    def _units(self, name: str) -> int:
        text = self.cleaned_data[name] or "0"
        try:
            return read_euros(text)
        except ValueError:
            raise forms.ValidationError(_("Écrivez un montant comme 0,60.")) from None


def typed(draft: NumberDraft) -> dict[str, Any]:
    """Return a number as it would be typed."""
    fields = {name: getattr(draft, name) for name in NumberForm.base_fields}
    amounts = {name: write_euros(fields[name]) if fields[name] else "" for name in AMOUNTS}
    lists = {name: list(fields[name]) for name in LISTS}
    return fields | lists | amounts | {"skills": ", ".join(draft.skills)}
