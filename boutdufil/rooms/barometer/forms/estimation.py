"""What a statistician types of margins and of an estimation run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.engines.calibration import Method
from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.barometer.forms.fields import BlamedForm, text_field
from boutdufil.rooms.barometer.rules.strata import LABELS, StratumBy
from boutdufil.rooms.barometer.services.estimation import RunDraft

LARGEST_FILE = 1_000_000
METHODS = [
    (Method.RAKING, gettext_lazy("raking : les poids restent positifs")),
    (Method.LINEAR, gettext_lazy("linéaire : les poids bougent le moins")),
    (Method.LOGIT, gettext_lazy("logit : entre deux bornes")),
    (Method.TRUNCATED, gettext_lazy("linéaire tronquée : entre deux bornes")),
]
GROUPS = [(one, LABELS[one]) for one in (StratumBy.REGION, StratumBy.CENTRE_TYPE, StratumBy.SIZE)]
BOUNDED = (Method.LOGIT, Method.TRUNCATED)
PAIRS = (("low", "high"), ("lowest", "highest"))


class MarginsForm(BlamedForm):
    """A file of known totals, and where they come from."""

    table = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX, 1 Mo au plus"),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide."),
        },
    )
    source = text_field(
        gettext_lazy("D’où viennent ces totaux"),
        200,
        help_text=gettext_lazy("Par exemple « Insee, répertoire Sirene, 1er janvier 2026 »."),
    )

    def clean_table(self) -> Any:
        """Refuse a file that is too large before a byte of it is read."""
        sent = self.cleaned_data["table"]
        if sent.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("Ce fichier pèse plus de 1 Mo : gardez les trois colonnes utiles.")
            )
        return sent


class RunForm(BlamedForm):
    """The choices of an estimation run."""

    by = forms.MultipleChoiceField(
        label=gettext_lazy("Groupes qui répondent pareil, selon"),
        choices=GROUPS,
        required=False,
        initial=[StratumBy.CENTRE_TYPE, StratumBy.SIZE],
        widget=forms.CheckboxSelectMultiple,
    )
    margins = forms.MultipleChoiceField(
        label=gettext_lazy("Caler sur"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins une marge.")},
    )
    method = forms.ChoiceField(
        label=gettext_lazy("Méthode"),
        choices=METHODS,
        initial=Method.RAKING,
        widget=forms.RadioSelect,
    )
    low = forms.FloatField(
        label=gettext_lazy("Un poids est multiplié par au moins"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Pour logit et tronquée, moins de 1, comme 0,5."),
    )
    high = forms.FloatField(
        label=gettext_lazy("et par au plus"),
        required=False,
        min_value=0,
        help_text=gettext_lazy("Plus de 1, comme 2."),
    )
    lowest = forms.FloatField(
        label=gettext_lazy("Aucun poids en dessous de"), required=False, min_value=0
    )
    highest = forms.FloatField(label=gettext_lazy("ni au-dessus de"), required=False, min_value=0)

    def __init__(self, *args: Any, known: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "margins", known)

    def clean(self) -> dict[str, Any]:
        """Refuse bounds that come alone, run backward, or belong to no method."""
        typed: dict[str, Any] = super().clean() or {}
        for first, last in PAIRS:
            one, other = typed.get(first), typed.get(last)
            if (one is None) != (other is None):
                self.add_error(last if other is None else first, _("Donnez les deux, ou aucun."))
            elif one is not None and other is not None and one >= other:
                self.add_error(last, _("Il doit être plus grand que l’autre."))
        bounded = typed.get("method") in BOUNDED
        if bounded and typed.get("low") is None:
            self.add_error("low", _("Cette méthode attend deux bornes, comme 0,5 et 2."))
        if not bounded and typed.get("low") is not None:
            self.add_error("low", _("Cette méthode n’a pas de bornes. Laissez vide."))
        return typed

    def draft(self) -> RunDraft:
        """Return what was typed; the form is valid."""
        said = self.cleaned_data
        pairs = [
            None if said[first] is None else (said[first], said[last]) for first, last in PAIRS
        ]
        return RunDraft(
            by=tuple(said["by"]),
            margins=tuple(said["margins"]),
            method=said["method"],
            bounds=pairs[0],
            trimmed=pairs[1],
        )
