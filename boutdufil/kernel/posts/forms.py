"""What a question to the ledger may hold; anything else is an error and never a silent zero."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.selectors import cards
from boutdufil.kernel.organisations.models import Branch, Organisation
from boutdufil.kernel.posts.models import Need, Vacancy
from boutdufil.kernel.posts.references import named_reference
from boutdufil.kernel.posts.selectors.figures import (
    Scope,
    counted_need_choices,
    counted_vacancy_choices,
)
from boutdufil.kernel.territories.models import Department


class ReferencesField(forms.Field):
    """Several references of rooms, each of them public."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Return the references without repetition, in their order."""
        return tuple(dict.fromkeys(value or ()))

    def validate(self, value: Any) -> None:
        """Refuse a reference nobody names to the public."""
        for ref in value:
            if named_reference(ref) is None:
                raise ValidationError(_("« %(ref)s » n’est pas connu."), params={"ref": ref})


class ScopeForm(forms.Form):
    """The scope of a figure, from an address."""

    organisation_id = forms.ModelChoiceField(
        Organisation.objects.all(), required=False, label=_("Employeur")
    )
    branch = forms.ModelChoiceField(
        Branch.objects.all(), required=False, to_field_name="slug", label=_("Branche")
    )
    code = forms.RegexField(r"\A[A-Z][0-9]{4}\Z", required=False, label=_("Métier (code ROME)"))
    department = forms.ModelChoiceField(
        Department.objects.all(), required=False, label=_("Département")
    )
    through = ReferencesField(required=False, label=_("Par l’intermédiaire de"))
    vacancy_id = forms.ModelChoiceField(Vacancy.objects.none(), required=False, label=_("Offre"))
    need_id = forms.ModelChoiceField(Need.objects.none(), required=False, label=_("Besoin"))
    opened_from = forms.DateField(required=False, label=_("Postes ouverts à partir du"))
    opened_until = forms.DateField(required=False, label=_("Postes ouverts jusqu’au"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A number is no permission: what the public count leaves out, its address does not know.
        cast(
            "forms.ModelChoiceField[Vacancy]", self.fields["vacancy_id"]
        ).queryset = counted_vacancy_choices()
        cast(
            "forms.ModelChoiceField[Need]", self.fields["need_id"]
        ).queryset = counted_need_choices()

    def clean_code(self) -> str:
        """Refuse a code no job card bears."""
        code: str = self.cleaned_data["code"]
        if code and code not in cards([code]):
            raise ValidationError(
                _("Aucun métier ne porte le code %(code)s."), params={"code": code}
            )
        return code

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        data = super().clean() or {}
        first, last = data.get("opened_from"), data.get("opened_until")
        if first and last and last < first:
            self.add_error("opened_until", _("La période finit avant de commencer."))
        return data

    def scope(self) -> Scope:
        """Return the scope of a valid form."""
        data = self.cleaned_data
        return Scope(
            organisation_id=data["organisation_id"].pk if data["organisation_id"] else None,
            branch=data["branch"].slug if data["branch"] else "",
            code=data["code"],
            department=data["department"].pk if data["department"] else "",
            through=data["through"],
            vacancy_id=data["vacancy_id"].pk if data["vacancy_id"] else None,
            need_id=data["need_id"].pk if data["need_id"] else None,
            opened_from=data["opened_from"],
            opened_until=data["opened_until"],
        )

    def narrowings(self) -> list[tuple[str, str]]:
        """Return what narrows the figure, as (label, value) for a reader."""
        shown = []
        for name, bound in self.fields.items():
            value = self.cleaned_data.get(name)
            if value in (None, "", ()):
                continue
            shown.append((str(bound.label), _in_words(value)))
        return shown


def _in_words(value: Any) -> str:
    """Return a narrowing for a reader; of a need its job alone, and never how many it asks."""
    if isinstance(value, tuple):
        return ", ".join(map(_name_of, value))
    if isinstance(value, Vacancy):
        return value.title
    if isinstance(value, Need):
        card = cards([value.code]).get(value.code)
        return f"{card.label} ({card.code})" if card else str(_("métier inconnu"))
    return str(value)


def _name_of(ref: str) -> str:
    reference = named_reference(ref)
    return reference.label if reference else ref
