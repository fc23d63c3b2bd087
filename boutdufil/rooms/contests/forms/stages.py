"""What an organiser types of a stage, and of its beginning and end by hand."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.contests.enums import Per, RanksBy, StageKind, Ties
from boutdufil.rooms.contests.forms.fields import (
    LONGEST_REASON,
    FrozenForm,
    moment_field,
    number_field,
    text_field,
)
from boutdufil.rooms.contests.rules.pipelines import StageDraft
from boutdufil.rooms.contests.rules.rows import StageRow
from boutdufil.rooms.contests.rules.tie_keys import keys_of, words_of

MOST_TAKEN = 10_000


class StageForm(FrozenForm):
    """A stage; its nature is chosen when it is added, and stays."""

    kind = forms.ChoiceField(label=gettext_lazy("Nature"), choices=StageKind.choices)
    name = text_field(gettext_lazy("Nom"), 120)
    starts_at = moment_field(gettext_lazy("Commence"))
    ends_at = moment_field(gettext_lazy("Se termine"))
    takes = number_field(gettext_lazy("Combien sont retenus"), 1, MOST_TAKEN, initial=3)
    per = forms.ChoiceField(label=gettext_lazy("Parmi"), choices=Per.choices, initial=Per.ALL)
    pool_below = number_field(
        gettext_lazy("Regrouper les lieux de moins de … candidatures"),
        0,
        MOST_TAKEN,
        required=False,
        help_text=gettext_lazy("0 ou rien : chaque lieu a son classement, même petit."),
    )
    minimum = number_field(
        gettext_lazy("Note minimale, en % des points"),
        0,
        100,
        required=False,
        help_text=gettext_lazy("0 ou rien : aucune."),
    )
    first_key = forms.ChoiceField(
        label=gettext_lazy("À égalité de points, on compare d’abord"), required=False
    )
    second_key = forms.ChoiceField(label=gettext_lazy("Puis"), required=False)
    ties = forms.ChoiceField(
        label=gettext_lazy("Celles qui restent égales à la dernière place"),
        choices=Ties.choices,
        initial=Ties.BREAK,
    )
    ranks_by = forms.ChoiceField(
        label=gettext_lazy("Classement d’un jury par"),
        choices=RanksBy.choices,
        initial=RanksBy.RAW,
        required=False,
        help_text=gettext_lazy(
            "Les notes corrigées demandent qu’un dossier sur cinq soit lu par deux jurys."
        ),
    )

    def __init__(self, *args: Any, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kind = kind
        keys = keys_of(kind) if kind else [key for one in StageKind for key in keys_of(one)]
        choices = [("", _("rien")), *((key, words_of(key)) for key in dict.fromkeys(keys))]
        for name in ("first_key", "second_key"):
            offer(self, name, choices)
        for name in self._left_out(len(keys)):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Refuse an end before the beginning."""
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("starts_at"), data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("La fin vient avant le début."))
        return data

    def draft(self) -> StageDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        keys = (data.get("first_key"), data.get("second_key"))
        held = {
            "kind": self._kind,
            "ranks_by": RanksBy.RAW,
            **data,
            "tie_keys": tuple(dict.fromkeys(key for key in keys if key)),
            "minimum": data.get("minimum") or 0,
            "pool_below": data.get("pool_below") or 0,
        }
        names = {field.name for field in fields(StageDraft)}
        return StageDraft(**{name: value for name, value in held.items() if name in names})

    def _left_out(self, keys: int) -> tuple[str, ...]:
        if not self._kind:
            return ()
        second = ("second_key",) if keys < 2 else ()
        ranks = ("ranks_by",) if self._kind == StageKind.QUIZ else ()
        return ("kind", *second, *ranks)


class StageActForm(forms.Form):
    """Why a stage begins, ends, moves or goes; asked where the rules are declared."""

    reason = forms.CharField(label=gettext_lazy("Motif"), max_length=LONGEST_REASON, required=False)


def typed(stage: StageRow) -> dict[str, Any]:
    """Return a stage as it would be typed."""
    names = {field.name for field in fields(StageDraft)}
    keys = (*stage.tie_keys, "", "")
    held = {name: getattr(stage, name) for name in names}
    return held | {"first_key": keys[0], "second_key": keys[1]}
