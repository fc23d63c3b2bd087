"""What a statistician types of a wave."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.rooms.barometer.enums import Allocation, MailingKind
from boutdufil.rooms.barometer.forms.fields import (
    BlamedForm,
    day_field,
    number_field,
    text_field,
)
from boutdufil.rooms.barometer.rules.strata import LABELS, StratumBy
from boutdufil.rooms.barometer.services.waves import WaveDraft

LARGEST_SAMPLE = 100_000
HUNDRED = Decimal(100)


class WaveForm(BlamedForm):
    """A wave: what period it asks about, when, and how its sample is shared out."""

    name = text_field(gettext_lazy("Nom"), 120)
    period_start = day_field(gettext_lazy("Période du"))
    period_end = day_field(gettext_lazy("Période jusqu’au"))
    opens_on = day_field(gettext_lazy("Collecte du"), required=False)
    closes_on = day_field(gettext_lazy("Collecte jusqu’au"), required=False)
    strata_by = forms.MultipleChoiceField(
        label=gettext_lazy("Strates selon"),
        choices=list(LABELS.items()),
        initial=[StratumBy.REGION, StratumBy.CENTRE_TYPE, StratumBy.SIZE],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins une façon de trier.")},
    )
    allocation = forms.ChoiceField(
        label=gettext_lazy("Répartition"),
        choices=Allocation.choices,
        initial=Allocation.PROPORTIONAL,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "De Neyman : davantage là où les effectifs connus diffèrent le plus."
        ),
    )
    sample_size = number_field(gettext_lazy("Centres à interroger"), 1, LARGEST_SAMPLE, initial=400)
    stratum_least = number_field(
        gettext_lazy("Au moins, dans chaque strate"),
        1,
        1_000,
        initial=2,
        help_text=gettext_lazy(
            "Deux permettent de dire la précision ; une strate plus petite est prise en entier."
        ),
    )
    panel_percent = number_field(
        gettext_lazy("Part gardée de la vague précédente, en pour cent"), 0, 100, initial=0
    )

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backward."""
        typed: dict[str, Any] = super().clean() or {}
        for first, last in (("period_start", "period_end"), ("opens_on", "closes_on")):
            start, end = typed.get(first), typed.get(last)
            if start and end and end < start:
                self.add_error(last, _("Ce jour est avant l’autre."))
        return typed

    def draft(self) -> WaveDraft:
        """Return what was typed; the form is valid."""
        said = dict(self.cleaned_data)
        share = Decimal(said.pop("panel_percent")) / HUNDRED
        by = tuple(said.pop("strata_by"))
        allocation = Allocation(said.pop("allocation"))
        return WaveDraft(**said, strata_by=by, allocation=allocation, panel_share=share)


class MailingForm(BlamedForm):
    """A letter of a wave, and the day it leaves."""

    kind = forms.ChoiceField(label=gettext_lazy("Courrier"), choices=MailingKind.choices)
    planned_on = day_field(gettext_lazy("Part le"))
