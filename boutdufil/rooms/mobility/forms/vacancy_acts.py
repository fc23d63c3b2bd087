"""What is typed about a vacancy besides its text: its occupation, its posts, its end, a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.posts.enums import ClosingReason, ReportReason
from boutdufil.kernel.posts.importing import cells
from boutdufil.kernel.ui.days import format_day
from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.rooms.mobility.enums import UndoingReason
from boutdufil.rooms.mobility.selectors.hires import HireRow

SHORTEST_DECISION = 20


class OccupationForm(forms.Form):
    """The words under which an employer looks for the occupation of a vacancy."""

    q = forms.CharField(
        label=_("Quel métier recrutez-vous ?"),
        max_length=120,
        help_text=_("Avec vos mots : téléconseillère, préparateur de commandes…"),
    )


class ClosePostsForm(forms.Form):
    """How many posts end without a hire here, and why."""

    count = forms.IntegerField(label=_("Postes à fermer"), min_value=1, initial=1)
    reason = forms.ChoiceField(label=_("Motif"), choices=ClosingReason.choices)


class AddPostsForm(forms.Form):
    """How many posts are added."""

    more = forms.IntegerField(
        label=_("Postes à ajouter"), min_value=1, max_value=cells.MOST_POSTS, initial=1
    )


class RenewForm(forms.Form):
    """Until when a vacancy is shown."""

    until = forms.DateField(
        label=_("Candidatures jusqu’au"),
        required=False,
        widget=DayInput(),
        help_text=_("Sans date : soixante jours de plus."),
    )


class WithdrawForm(forms.Form):
    """Why a vacancy is taken back."""

    reason = forms.ChoiceField(label=_("Motif"), choices=ClosingReason.choices)


class UndoHireForm(forms.Form):
    """Which hire without an application did not hold, and why."""

    hire = forms.TypedChoiceField(
        label=_("Quelle embauche ?"), coerce=int, widget=forms.RadioSelect
    )
    reason = forms.ChoiceField(
        label=_("Que s’est-il passé ?"),
        choices=UndoingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce qui s’est passé.")},
    )

    def __init__(self, *args: Any, hires: Sequence[HireRow], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "hire", [(row.id, _told(row)) for row in hires])


def _told(row: HireRow) -> str:
    facts = {"number": row.post_number, "day": format_day(row.hired_on, "j F Y")}
    return gettext("Poste %(number)d, embauche du %(day)s") % facts


class ReportForm(forms.Form):
    """What somebody reproaches a vacancy with."""

    reason = forms.ChoiceField(
        label=_("Que lui reprochez-vous ?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez ce que vous lui reprochez.")},
    )
    words = forms.CharField(
        max_length=2_000,
        required=False,
        label=_("Expliquez"),
        help_text=_("Les mots de l’offre, ce que vous savez. L’employeur ne lira pas ce texte."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DecisionForm(forms.Form):
    """What a moderator decides, and the reasons both sides will read."""

    upheld = forms.TypedChoiceField(
        label=_("Décision"),
        choices=[("yes", _("Retenir : l’offre est masquée")), ("no", _("Ne pas retenir"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choisissez une décision.")},
    )
    decision = forms.CharField(
        label=_("Raisons"),
        max_length=4_000,
        min_length=SHORTEST_DECISION,
        help_text=_("Les faits et l’article. L’employeur et la personne qui a signalé les liront."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Écrivez les raisons de la décision."),
            "min_length": _("Écrivez les raisons en une phrase au moins."),
        },
    )
