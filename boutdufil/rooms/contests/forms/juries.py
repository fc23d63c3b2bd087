"""What an organiser types of jurors, their juries, the rubric and who reads what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.organisations.forms import SIRET_TEXTS, email_field
from boutdufil.kernel.ui.fields import offer
from boutdufil.lib.siret import SiretError, read_siret
from boutdufil.rooms.contests.enums import ConflictKind
from boutdufil.rooms.contests.forms.fields import (
    BlamedForm,
    FrozenForm,
    number_field,
    text_field,
)
from boutdufil.rooms.contests.rules.panels import PanelRow
from boutdufil.rooms.contests.selectors.jurors import JurorRow
from boutdufil.rooms.contests.selectors.panels import region_choices
from boutdufil.rooms.contests.services.distributions import DistributionDraft
from boutdufil.rooms.contests.services.juror_import import MOST_FILES
from boutdufil.rooms.contests.services.jurors import JurorDraft
from boutdufil.rooms.contests.services.panels import PanelDraft
from boutdufil.rooms.contests.services.rubrics import CriterionDraft

NO_REGION = gettext_lazy("Aucune")


class JurorForm(BlamedForm):
    """An expert to invite, or to correct; what is said serves to find conflicts."""

    name = text_field(gettext_lazy("Nom"), 120)
    email = email_field()
    region = forms.ChoiceField(label=gettext_lazy("Région"), required=False)
    employer_name = text_field(gettext_lazy("Employeur"), 160, required=False)
    siret = forms.CharField(
        label=gettext_lazy("SIRET de l’employeur"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("S’il est inscrit ici : tout son groupe compte alors comme lui."),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    school = text_field(gettext_lazy("Établissement d’enseignement"), 160, required=False)
    most_files = number_field(gettext_lazy("Dossiers, au plus"), 1, MOST_FILES, initial=12)

    def __init__(self, *args: Any, known: JurorRow | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "region", [("", NO_REGION), *region_choices()])
        if known is not None:
            del self.fields["email"]

    def clean_siret(self) -> str:
        """Return 14 digits or nothing; say what is wrong with a number."""
        text = self.cleaned_data["siret"]
        if not text.strip():
            return ""
        try:
            return read_siret(text)
        except SiretError as wrong:
            told = str(SIRET_TEXTS[wrong.problem]) % {"count": len(wrong.digits)}
            raise forms.ValidationError(told) from wrong

    def draft(self) -> JurorDraft:
        """Return what was typed; the form is valid."""
        return JurorDraft(**{"email": "", **self.cleaned_data})


class JurorTableForm(forms.Form):
    """A list of experts."""

    table = forms.FileField(
        label=gettext_lazy("Fichier"),
        help_text=gettext_lazy(
            "CSV ou XLSX, avec les colonnes nom et e-mail ; région, employeur, SIRET, "
            "établissement et dossiers si vous les avez."
        ),
        error_messages={"required": gettext_lazy("Choisissez un fichier.")},
    )


class ConflictForm(BlamedForm):
    """What the organiser knows of a juror and an entry."""

    number = text_field(gettext_lazy("Numéro du dossier"), 8)
    kind = forms.ChoiceField(label=gettext_lazy("Nature du lien"), choices=ConflictKind.choices)
    reason = text_field(gettext_lazy("Ce qui les lie"), 250, required=False)


class CriterionForm(FrozenForm):
    """A line of a rubric."""

    name = text_field(gettext_lazy("Critère"), 120)
    weight = number_field(gettext_lazy("Poids"), 1, 100, initial=1)
    question = forms.TypedChoiceField(
        label=gettext_lazy("À propos de"), required=False, coerce=int, empty_value=None
    )
    anchors = forms.CharField(
        label=gettext_lazy("Niveaux"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4_000,
        help_text=gettext_lazy("Un par ligne, du plus faible, qui vaut 0, au plus fort."),
        error_messages={"required": gettext_lazy("Décrivez de 2 à 11 niveaux, un par ligne.")},
    )

    examples = forms.CharField(
        label=gettext_lazy("Exemples"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=7_000,
        help_text=gettext_lazy(
            "Un par ligne, dans l’ordre des niveaux : à quoi ressemble un dossier de ce niveau. "
            "Une ligne vide pour un niveau sans exemple. Les jurés les lisent en notant."
        ),
    )

    def __init__(self, *args: Any, questions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "question", [("", gettext_lazy("Tout le dossier")), *questions])
        if not questions:
            del self.fields["question"]

    def clean_anchors(self) -> tuple[str, ...]:
        """Return the anchors, the weakest first."""
        lines = [line.strip() for line in self.cleaned_data["anchors"].splitlines()]
        found = tuple(line for line in lines if line)
        if any(len(line) > 300 for line in found):
            raise forms.ValidationError(_("300 caractères au plus par niveau."))
        return found

    def clean_examples(self) -> tuple[str, ...]:
        """Return the examples in the order of the levels; empty lines at the end are none."""
        found = [line.strip() for line in self.cleaned_data["examples"].rstrip().splitlines()]
        if any(len(line) > 600 for line in found):
            raise forms.ValidationError(_("600 caractères au plus par exemple."))
        return tuple(found)

    def draft(self) -> CriterionDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        return CriterionDraft(
            data["name"], data["weight"], data["anchors"], data.get("question"), data["examples"]
        )


class CopyRubricForm(FrozenForm):
    """Whose rubric to copy."""

    source = forms.TypedChoiceField(label=gettext_lazy("Copier la grille de"), coerce=int)

    def __init__(self, *args: Any, sources: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "source", sources)


class PanelForm(BlamedForm):
    """A jury: its region, who sits on it, who presides."""

    name = text_field(gettext_lazy("Nom du jury"), 120)
    region = forms.ChoiceField(label=gettext_lazy("Région jugée"), required=False)
    jurors = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Jurés"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )
    chair = forms.TypedChoiceField(
        label=gettext_lazy("Présidence"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, *args: Any, jurors: list[JurorRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(one.id, one.name) for one in jurors if one.is_in]
        offer(self, "region", [("", gettext_lazy("Toutes : jury national")), *region_choices()])
        offer(self, "jurors", choices)
        offer(self, "chair", [("", gettext_lazy("Personne encore")), *choices])

    def draft(self) -> PanelDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        return PanelDraft(data["name"], data["region"], tuple(data["jurors"]), data["chair"])


def typed_panel(one: PanelRow) -> dict[str, Any]:
    """Return a jury as its form shows it."""
    return {
        "name": one.name,
        "region": one.region,
        "jurors": list(one.juror_ids),
        "chair": one.chair_id or "",
    }


class DistributionForm(BlamedForm):
    """How files are given out."""

    reviews = number_field(
        gettext_lazy("Lectures par dossier"),
        0,
        20,
        initial=3,
        help_text=gettext_lazy("0 : chaque juré juge toutes les candidatures de son jury."),
    )
    linking = number_field(
        gettext_lazy("Dossiers de liaison (%)"),
        0,
        100,
        initial=20,
        help_text=gettext_lazy(
            "Lus aussi par un juré d’une autre région : sans eux, la sévérité des jurys ne se "
            "compare pas."
        ),
    )
    bars_region = forms.BooleanField(
        label=gettext_lazy("Personne ne juge sa propre région"), required=False
    )

    def draft(self) -> DistributionDraft:
        """Return what was typed; the form is valid."""
        return DistributionDraft(**self.cleaned_data)


class ReaderForm(BlamedForm):
    """A file to give to one more juror."""

    number = text_field(gettext_lazy("Numéro du dossier"), 8)
    juror = forms.TypedChoiceField(label=gettext_lazy("À qui"), coerce=int)

    def __init__(self, *args: Any, jurors: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "juror", jurors)
