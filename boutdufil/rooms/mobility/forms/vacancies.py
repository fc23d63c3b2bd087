"""What an employer types of a vacancy."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.selectors import CardSkillRow
from boutdufil.kernel.posts.drafts import SkillAsked, VacancyDraft
from boutdufil.kernel.posts.enums import (
    Contract,
    PayPeriod,
    SignLanguage,
)
from boutdufil.kernel.posts.importing import CellError, cells
from boutdufil.kernel.posts.importing.lookups import found_place, found_skill
from boutdufil.kernel.posts.selectors.vacancies import hours_words, spoken
from boutdufil.kernel.territories.selectors import get_place
from boutdufil.kernel.ui.fields import DayInput

WISHED, REQUIRED = "wished", "required"
SKILL = "skill-"
ASKED = (("", _("pas demandée")), (WISHED, _("souhaitée")), (REQUIRED, _("indispensable")))


def read_cell(reader: Callable[[str], Any], text: str) -> Any:
    """Read a typed text as a cell of a table is read; its remedy becomes the field's error."""
    try:
        return reader(text)
    except CellError as refusal:
        raise forms.ValidationError(f"{refusal.what} {refusal.remedy}") from refusal


class SelectInRow(forms.Select):
    """A choice beside its label, in a list of such rows."""

    def __init__(self) -> None:
        super().__init__(attrs={"class": "select"})


def _texts(longest: int, **options: Any) -> forms.CharField:
    return forms.CharField(max_length=longest, required=False, **options)


class VacancyForm(forms.Form):
    """A whole vacancy; the skills come from the job card of ``code``."""

    title = forms.CharField(
        label=_("Intitulé"),
        max_length=160,
        help_text=_("Dans les deux genres : Téléconseiller / Téléconseillère."),
        error_messages={"required": _("Écrivez l’intitulé du poste, dans les deux genres.")},
    )
    other_titles = _texts(
        500,
        label=_("Autres intitulés"),
        help_text=_("Un par ligne : d’autres mots sous lesquels on cherche ce poste."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    posts = forms.IntegerField(
        label=_("Nombre de postes"), min_value=1, max_value=cells.MOST_POSTS, initial=1
    )
    reference = _texts(
        40, label=_("Votre référence"), help_text=_("Elle relie l’offre à vos fichiers.")
    )
    description = _texts(
        10_000,
        label=_("Le travail"),
        help_text=_("Ce que l’on fait, pour qui, avec quoi, dans quelle équipe."),
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    contract = forms.ChoiceField(label=_("Contrat"), choices=Contract.choices)
    contract_months = forms.IntegerField(
        label=_("Durée en mois"), min_value=1, max_value=60, required=False
    )
    weekly_hours = _texts(10, label=_("Heures par semaine"), help_text=_("35, ou 24,5"))
    pattern = _texts(
        200, label=_("Horaires"), help_text=_("Du lundi au vendredi, entre 8 h et 19 h.")
    )
    works_sundays = forms.BooleanField(label=_("Travail le dimanche"), required=False)
    works_nights = forms.BooleanField(label=_("Travail de nuit"), required=False)
    works_shifts = forms.BooleanField(label=_("Horaires décalés"), required=False)
    pay_min = _texts(
        20,
        label=_("Salaire brut minimum, en euros"),
        help_text=_("Demandé pour publier."),
    )
    pay_max = _texts(20, label=_("Salaire brut maximum, en euros"))
    pay_period = forms.ChoiceField(
        label=_("Période du salaire"), choices=[("", "—"), *PayPeriod.choices], required=False
    )
    place = forms.CharField(
        label=_("Commune"),
        max_length=120,
        help_text=_("Une commune, avec son code postal s’il le faut."),
        error_messages={"required": _("Écrivez la commune du poste.")},
    )
    home_days = forms.IntegerField(
        label=_("Jours à domicile par semaine"), min_value=0, max_value=7, required=False
    )
    languages = _texts(
        200, label=_("Langues"), help_text=_("Avec leur niveau : anglais B2, allemand C1.")
    )
    sign_language = forms.ChoiceField(
        label=_("Langue des signes française"), choices=SignLanguage.choices, required=False
    )
    accessibility = _texts(
        300, label=_("Accessibilité"), help_text=_("Des lieux, des outils, de l’équipe.")
    )
    starts_on = forms.DateField(label=_("Début"), required=False, widget=DayInput())
    apply_until = forms.DateField(
        label=_("Candidatures jusqu’au"),
        required=False,
        widget=DayInput(),
        help_text=_("Sans date, l’offre reste soixante jours."),
    )
    outbound = forms.BooleanField(
        label=_("Appels sortants vers des particuliers"),
        required=False,
        help_text=_("L’offre le dira. La loi demande l’accord préalable des personnes appelées."),
    )
    more_skills = _texts(
        2_000,
        label=_("D’autres compétences"),
        help_text=_("Une par ligne, comme dans le référentiel."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, code: str, proposed: Sequence[CardSkillRow], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.code, self.proposed = code, tuple(proposed)
        for skill in proposed:
            self.fields[SKILL + skill.code] = forms.ChoiceField(
                label=skill.label, choices=ASKED, required=False, widget=SelectInRow()
            )
        for name in ("starts_on", "apply_until"):
            self.fields[name].error_messages["invalid"] = _("Écrivez une date : jj/mm/aaaa.")

    @property
    def core_skills(self) -> list[forms.BoundField]:
        """The skills at the heart of the job, and those already chosen."""
        return [self[SKILL + row.code] for row in self.proposed if self._is_shown(row)]

    @property
    def rest_skills(self) -> list[forms.BoundField]:
        """The other skills of the card."""
        return [self[SKILL + row.code] for row in self.proposed if not self._is_shown(row)]

    def _is_shown(self, row: CardSkillRow) -> bool:
        return row.core or bool(self[SKILL + row.code].value())

    def clean_weekly_hours(self) -> Any:
        """Read hours as people write them."""
        return read_cell(cells.hours, self.cleaned_data["weekly_hours"])

    def clean_pay_min(self) -> Any:
        """Read an amount as cents."""
        return read_cell(cells.amount, self.cleaned_data["pay_min"])

    def clean_pay_max(self) -> Any:
        """Read an amount as cents."""
        return read_cell(cells.amount, self.cleaned_data["pay_max"])

    def clean_languages(self) -> Any:
        """Read languages with their levels."""
        return read_cell(cells.languages, self.cleaned_data["languages"])

    def clean_place(self) -> Any:
        """Read a commune meant without doubt."""
        return read_cell(found_place, self.cleaned_data["place"])

    def clean_more_skills(self) -> list[SkillAsked]:
        """Read skills by their exact labels."""
        texts = cells.several(self.cleaned_data["more_skills"])
        return [read_cell(found_skill, text) for text in texts]

    def clean(self) -> dict[str, Any]:
        """Refuse a range upside down, and a pay without its period."""
        data = self.cleaned_data
        low, high = data.get("pay_min"), data.get("pay_max")
        if low is not None and high is not None and high < low:
            self.add_error("pay_max", _("Le maximum est plus bas que le minimum."))
        if low is not None and not data.get("pay_period"):
            self.add_error("pay_period", _("Dites si c’est par heure, par mois ou par an."))
        return data

    def draft(self) -> VacancyDraft:
        """Return what was typed as a draft; the form is valid."""
        data = self.cleaned_data
        plain = {
            name: data[name]
            for name in (
                *("title", "posts", "reference", "description", "contract", "contract_months"),
                *("weekly_hours", "pattern", "works_sundays", "works_nights", "works_shifts"),
                *("pay_min", "pay_period", "languages", "accessibility", "starts_on"),
                *("apply_until", "outbound"),
            )
        }
        return VacancyDraft(
            **plain,
            code=self.code,
            commune=data["place"],
            pay_max=data["pay_max"] if data["pay_max"] is not None else data["pay_min"],
            home_days=data["home_days"] or 0,
            sign_language=data["sign_language"] or SignLanguage.NONE.value,
            other_titles=tuple(cells.several(data["other_titles"])),
            skills=self._skills(),
        )

    def _skills(self) -> tuple[SkillAsked, ...]:
        data = self.cleaned_data
        chosen = [
            SkillAsked(row.code, row.label, data[SKILL + row.code] == REQUIRED)
            for row in self.proposed
            if data[SKILL + row.code]
        ]
        return (*chosen, *data["more_skills"])


def typed(draft: VacancyDraft, proposed: Sequence[CardSkillRow]) -> dict[str, Any]:
    """Return a draft as its form shows it."""
    place = get_place(draft.commune)
    known = {row.code for row in proposed}
    asked = {
        SKILL + skill.skill: REQUIRED if skill.required else WISHED
        for skill in draft.skills
        if skill.skill in known
    }
    plain = {name: getattr(draft, name) for name in VacancyForm.base_fields if hasattr(draft, name)}
    return {
        **plain,
        "other_titles": "\n".join(draft.other_titles),
        "weekly_hours": hours_words(draft.weekly_hours).replace(".", ","),
        "pay_min": euros_typed(draft.pay_min),
        "pay_max": euros_typed(draft.pay_max),
        "place": f"{place.name} {place.postal_code}" if place else draft.commune,
        "languages": ", ".join(
            spoken(one).replace("(", "").replace(")", "") for one in draft.languages
        ),
        "more_skills": "\n".join(s.label for s in draft.skills if s.skill not in known),
        **asked,
    }


def euros_typed(cents: int | None) -> str:
    """Return cents as somebody types euros."""
    if cents is None:
        return ""
    return str(cents // 100) if cents % 100 == 0 else f"{cents / 100:.2f}".replace(".", ",")
