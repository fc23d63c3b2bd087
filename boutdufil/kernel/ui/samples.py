"""What the style guide shows: invented figures and a form of every kind of field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.charts import (
    BarChart,
    Estimate,
    IntervalChart,
    LineChart,
    Stack,
    StackedChart,
)
from boutdufil.kernel.ui.icons import ICONS
from boutdufil.kernel.ui.numbers import is_french

TOWNS = ("Lens", "Lille", "Liévin", "Lomme", "Loos", "Roubaix", "Tourcoing", "Villeneuve-d’Ascq")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer of the sample autocomplete."""

    value: str
    label: str
    note: str


class SampleForm(forms.Form):
    """A field of every kind; what it receives is checked and forgotten."""

    words = forms.CharField(
        label=gettext_lazy("Votre métier, avec vos mots"),
        help_text=gettext_lazy("Au masculin ou au féminin, avec ou sans accents."),
    )
    town = forms.CharField(label=gettext_lazy("Votre commune"), required=False)
    email = forms.EmailField(label=gettext_lazy("Adresse électronique"))
    years = forms.IntegerField(
        label=gettext_lazy("Années dans ce métier"),
        min_value=0,
        max_value=50,
        initial=8,
        widget=forms.NumberInput(attrs={"type": "range", "min": 0, "max": 50}),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("Votre niveau"),
        choices=[
            ("", gettext_lazy("Choisissez")),
            ("a", gettext_lazy("Je débute")),
            ("b", gettext_lazy("Je suis à l’aise")),
            ("c", gettext_lazy("Je peux l’apprendre à d’autres")),
        ],
    )
    shift = forms.ChoiceField(
        label=gettext_lazy("Quand préférez-vous travailler ?"),
        choices=[("d", gettext_lazy("En journée")), ("e", gettext_lazy("Le soir"))],
        widget=forms.RadioSelect,
    )
    likes = forms.MultipleChoiceField(
        label=gettext_lazy("Ce que vous aimez"),
        choices=[
            ("listen", gettext_lazy("Écouter")),
            ("order", gettext_lazy("Mettre en ordre")),
            ("move", gettext_lazy("Bouger")),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Ce qui compte pour vous"),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    letter = forms.FileField(label=gettext_lazy("Votre lettre"), required=False)
    agree = forms.BooleanField(label=gettext_lazy("J’ai lu ce que vous gardez de moi"))


def suggestions(words: str) -> list[Suggestion]:
    """Towns whose name starts with ``words``, whatever their case."""
    start = words.strip().casefold()
    return [
        Suggestion(town, town, _("Nord ou Pas-de-Calais"))
        for town in TOWNS
        if start and town.casefold().startswith(start)
    ]


def context(data: Any = None) -> dict[str, Any]:
    """Everything ``ui/styleguide.html`` shows; ``data`` is a submitted form, or None."""
    return {
        "form": SampleForm(data, auto_id="sample_%s"),
        "wrong": SampleForm({"email": "camille", "level": ""}, auto_id="wrong_%s"),
        "page": Paginator(range(120), 10).page(4),
        "steps": path_steps(),
        "trail": [(_("Accueil"), "/"), (_("Métiers"), "#"), (_("Conseil à distance"), None)],
        "swatches": SWATCHES,
        "icon_names": sorted(ICONS),
        "suggestions_url": reverse("ui:suggestions") + "?q=",
        "other_language": "en" if is_french() else "fr",
        **sample_charts(),
    }


SWATCHES = ("paper", "surface", "sand", "ink", "muted", "fil", "teal", "sun")


def path_steps() -> list[tuple[str, str | None]]:
    """The four stations of the sample path."""
    return [
        (_("Mon métier"), "#fil"),
        (_("Mes compétences"), "#fil"),
        (_("Deux réponses"), None),
        (_("Premier pas"), None),
    ]


def sample_charts() -> dict[str, Any]:
    """One chart of each kind, on invented figures."""
    source = _("chiffres inventés pour ce guide")
    return {
        "bars": sample_bars(source),
        "stacks": sample_stacks(source),
        "line": sample_line(source),
        "intervals": sample_intervals(source),
    }


def sample_bars(source: str) -> BarChart:
    """Bars, one of them unknown."""
    return BarChart(
        title=_("Postes pourvus par ville"),
        description=_("Metz en pourvoit le plus. À Épinal, personne n’a encore compté."),
        bars=(
            Estimate("Metz", 96),
            Estimate("Nancy", 71),
            Estimate("Thionville", 38),
            Estimate("Épinal", None),
        ),
        unit=_("postes"),
        source=source,
    )


def sample_stacks(source: str) -> StackedChart:
    """Three jobs, their skills held, close and to learn."""
    return StackedChart(
        title=_("Compétences demandées, métier par métier"),
        description=_("Plus des deux tiers de ce que demande l’entrepôt sont déjà tenus."),
        series=(_("tenues"), _("proches"), _("à apprendre")),
        stacks=(
            Stack(_("Tenue d’un entrepôt"), (12, 3, 2)),
            Stack(_("Réception de marchandises"), (9, 2, 5)),
            Stack(_("Conseil à distance"), (0, 4, 38)),
        ),
        source=source,
    )


def sample_line(source: str) -> LineChart:
    """A line whose interval narrows."""
    return LineChart(
        title=_("Emplois de la relation client"),
        description=_("De 2019 à 2025 l’estimation monte, et son intervalle se resserre."),
        points=tuple(
            Estimate(str(year), *estimate) for year, estimate in enumerate(HEADCOUNTS, 2019)
        ),
        unit=_("milliers de personnes"),
        source=source,
        from_zero=False,
    )


def sample_intervals(source: str) -> IntervalChart:
    """Three estimates, two of which cannot be told apart."""
    return IntervalChart(
        title=_("Appels pris en 60 secondes"),
        description=_("Les deux premières lignes ne se distinguent pas."),
        dots=(
            Estimate(_("Ligne A"), 96.4, 95.1, 97.5),
            Estimate(_("Ligne B"), 95.6, 94.0, 96.9),
            Estimate(_("Ligne C"), 91.2, 88.4, 93.7),
        ),
        unit=_("pour cent des appels"),
        source=source,
        decimals=1,
        from_zero=False,
    )


HEADCOUNTS = (
    (212.0, 196.0, 229.0),
    (204.0, 189.0, 220.0),
    (221.0, 208.0, 235.0),
    (238.0, 226.0, 249.0),
    (244.0, 235.0, 254.0),
    (252.0, 245.0, 259.0),
    (261.0, 256.0, 267.0),
)
