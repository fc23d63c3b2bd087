"""Which vacancies a node shows, and which need it answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.posts.models import Need
from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.campaigns.selectors.posts import ShownVacancy


class VacancyForm(forms.Form):
    """Vacancies to show, among those whose employer takes part."""

    vacancies = forms.TypedMultipleChoiceField(
        label=_("Offres à montrer"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une offre.")},
    )

    def __init__(self, *args: Any, choices: Sequence[ShownVacancy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = [(one.id, " · ".join(filter(None, _words(one)))) for one in choices]
        offer(self, "vacancies", told)


class NeedForm(forms.Form):
    """A need of the ledger, and for how many people the stop answers it."""

    need = forms.ModelChoiceField(Need.objects.none(), label=_("Besoin"))
    places = forms.IntegerField(
        label=_("Pour combien de personnes"), min_value=1, max_value=10_000, initial=1
    )

    def __init__(self, *args: Any, needs: QuerySet[Need], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["need"]
        field.queryset = needs

    @property
    def has_choices(self) -> bool:
        """Tell whether there is a need to choose."""
        field: Any = self.fields["need"]
        return bool(field.queryset.exists())


def _words(one: ShownVacancy) -> tuple[str, ...]:
    return (one.title, one.employer, one.place)
