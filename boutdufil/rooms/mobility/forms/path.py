"""What a person types on the path."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.mobility.enums import Level
from boutdufil.rooms.mobility.models import MAX_YEARS

MAX_TASTES = 3
# A suggestion picked in the box is searched at once.
SUBMIT_ON_CHOICE = {"data-autocomplete-submit": ""}


# A letter and four digits; a ROME number, or "g:" and the words of a guide's skill.
JOB_CODE = re.compile(r"[A-Z][0-9]{4}")
SKILL_CODE = re.compile(r"[\w:.-]{1,80}")


def is_skill_code(text: str) -> bool:
    """Tell whether a text of a request is written like a skill code."""
    return SKILL_CODE.fullmatch(text) is not None


def job_code(text: str) -> str:
    """Return the job code a text of a request stands for; empty when it stands for none."""
    code = text.strip().upper()
    return code if JOB_CODE.fullmatch(code) else ""


class TitleForm(forms.Form):
    """The one box of step 1."""

    q = forms.CharField(
        label=_("Quel métier avez-vous exercé ?"),
        help_text=_(
            "Avec vos mots, au féminin ou au masculin : préparatrice de commandes, assistant…"
        ),
        max_length=120,
        widget=forms.TextInput(attrs=SUBMIT_ON_CHOICE),
    )


class AddJobForm(forms.Form):
    """The title picked among the hits."""

    code = forms.RegexField(rf"\A{JOB_CODE.pattern}\Z")
    label = forms.CharField(max_length=250, required=False)
    words = forms.CharField(max_length=120, required=False)


class PastJobForm(forms.Form):
    """Years and workplace of one past job."""

    years = forms.IntegerField(
        label=_("Années"),
        min_value=0,
        max_value=MAX_YEARS,
        required=False,
        error_messages={"invalid": _("Écrivez un nombre d’années, par exemple 8.")},
    )
    workplace = forms.CharField(label=_("Entreprise ou ville"), max_length=120, required=False)


class PlaceForm(forms.Form):
    """Near which place to look; may stay empty."""

    near = forms.CharField(
        label=_("Près d’où cherchez-vous ?"),
        help_text=_("Une commune ou un code postal."),
        max_length=120,
        required=False,
    )


class SkillSearchForm(forms.Form):
    """A skill to add by hand."""

    q = forms.CharField(
        label=_("Ajouter une compétence"),
        help_text=_("Un ou deux mots : inventaire, anglais, tableur…"),
        max_length=120,
        required=False,
    )


class LevelForm(forms.Form):
    """How well one skill is known, and where it was used."""

    level = forms.TypedChoiceField(
        label=_("Niveau"), coerce=int, empty_value=None, required=False, choices=[]
    )
    used_in = forms.TypedChoiceField(
        label=_("Utilisée comme"), coerce=int, empty_value=None, required=False, choices=[]
    )

    def __init__(self, *args: Any, jobs: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unsaid = [("", _("Non précisé"))]
        offer(self, "level", [*unsaid, *Level.choices])
        offer(self, "used_in", [*unsaid, *jobs])
        if len(jobs) < 2:
            del self.fields["used_in"]


class TastesForm(forms.Form):
    """The one question on what somebody likes; its answers are the guide's interests."""

    tastes = forms.MultipleChoiceField(
        label=_("Dans une journée de travail, qu’aimez-vous ?"),
        help_text=_("Trois réponses au plus."),
        choices=[],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, interests: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "tastes", interests)

    def clean_tastes(self) -> list[str]:
        """Refuse more than three: a liking for everything tells nothing."""
        tastes: list[str] = self.cleaned_data["tastes"]
        if len(tastes) > MAX_TASTES:
            raise forms.ValidationError(_("Gardez trois réponses au plus."))
        return tastes


class WhyForm(forms.Form):
    """A job somebody expected to see."""

    q = forms.CharField(
        label=_("Pourquoi pas un autre métier ?"),
        help_text=_("Tapez un métier que vous pensiez trouver ici."),
        max_length=120,
        widget=forms.TextInput(attrs=SUBMIT_ON_CHOICE),
    )


class CompareForm(forms.Form):
    """Two targets to set side by side."""

    a = forms.ChoiceField(label=_("Premier métier"), choices=[])
    b = forms.ChoiceField(label=_("Deuxième métier"), choices=[])

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("a", "b"):
            offer(self, name, targets)
