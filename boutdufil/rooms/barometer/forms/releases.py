"""What a statistician types of a release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.barometer.forms.fields import BlamedForm, text_field

MOMENT = "%Y-%m-%dT%H:%M"


class MakeReleaseForm(BlamedForm):
    """A release: the estimation it is made from, and its name."""

    run = forms.TypedChoiceField(
        label=gettext_lazy("Estimation"),
        coerce=int,
        error_messages={
            "required": gettext_lazy("Choisissez une estimation."),
            "invalid_choice": gettext_lazy("Choisissez une estimation de la liste."),
        },
    )
    name = text_field(
        gettext_lazy("Nom de la publication"),
        120,
        help_text=gettext_lazy("Par exemple « Résultats 2025 » ; le public le lira."),
    )

    def __init__(self, *args: Any, runs: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "run", runs)


class PlanForm(BlamedForm):
    """The hour at which a release goes out, by the clock of Paris."""

    planned_at = forms.DateTimeField(
        label=gettext_lazy("Sort le"),
        help_text=gettext_lazy(
            "Jour et heure de Paris. Jusque-là, le public ne voit que le nom et l’heure."
        ),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        error_messages={
            "required": gettext_lazy("Donnez un jour et une heure."),
            "invalid": gettext_lazy("Écrivez un jour et une heure comme 2026-10-05T09:30."),
        },
    )


class PublishForm(BlamedForm):
    """Somebody who means it."""

    sure = forms.BooleanField(
        label=gettext_lazy("J’ai relu les tableaux. Une fois sortis, ils ne changent plus."),
        error_messages={"required": gettext_lazy("Cochez la case pour publier.")},
    )


class DropForm(BlamedForm):
    """Why a release is dropped."""

    reason = text_field(
        gettext_lazy("Pourquoi"), 200, help_text=gettext_lazy("Le journal garde cette raison.")
    )
