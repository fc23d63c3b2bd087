"""What an organiser types of a node; what is left empty is taken from above."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.territories.forms import commune_named
from boutdufil.kernel.territories.selectors import get_place
from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.rooms.campaigns.enums import Access, EventKind, NodeKind, Tongue, Trait
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.rules.traits import Hours, NodeDraft, Period, Place
from boutdufil.rooms.campaigns.selectors.words import territory_choices

FIELDS_OF: Mapping[Trait, tuple[str, ...]] = {
    Trait.PERIOD: ("starts_on", "ends_on"),
    Trait.HOURS: ("opens_at", "closes_at"),
    Trait.PLACE: ("near", "address"),
    Trait.TERRITORY: ("territory",),
    Trait.LANGUAGES: ("languages",),
    Trait.ACCESSIBILITY: ("accessibility",),
    Trait.PRESENTATION: ("presentation",),
}
LONGEST_TEXT = 2_000


class TimeInput(forms.TimeInput):
    """The browser's own clock; a time is always sent as 09:30."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return the field of a day."""
    return forms.DateField(
        label=label,
        widget=DayInput(),
        error_messages={
            "required": gettext_lazy("Choisissez un jour."),
            "invalid": gettext_lazy("Écrivez un jour comme 2026-10-05."),
        },
        **options,
    )


def time_field(label: Any) -> forms.TimeField:
    """Return the field of a time of the day, which may be left empty."""
    invalid = gettext_lazy("Écrivez une heure comme 09:30.")
    return forms.TimeField(
        label=label, required=False, widget=TimeInput(), error_messages={"invalid": invalid}
    )


def several(label: Any, choices: Any) -> forms.MultipleChoiceField:
    """Return a field of boxes to tick."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def read_hours(form: forms.Form) -> Hours | None:
    """Return both times of a form or none; one alone, or a wrong order, is an error there."""
    opens, closes = form.cleaned_data.get("opens_at"), form.cleaned_data.get("closes_at")
    if opens is None and closes is None:
        return None
    if opens is None or closes is None:
        form.add_error("closes_at", _("Donnez les deux heures, ou aucune."))
        return None
    if closes <= opens:
        form.add_error("closes_at", _("La fin vient avant le début."))
        return None
    return Hours(opens, closes)


class TraitForm(forms.Form):
    """What forms that say traits share: a place in words, whole hours, errors at their field."""

    def clean_near(self) -> str:
        """Return the INSEE code of the commune that was meant, or nothing."""
        return commune_named(self.cleaned_data["near"])

    def clean(self) -> dict[str, Any]:
        """Refuse half of the hours, and an address without commune."""
        data = self.cleaned_data
        if data.get("address") and not data.get("near") and "near" not in self.errors:
            self.add_error("near", _("Donnez aussi la commune."))
        data["hours"] = read_hours(self)
        return data

    def blame(self, error: CampaignError) -> None:
        """Put an error beside what it is about."""
        first = FIELDS_OF[Trait(error.field)][0] if error.field in Trait.values else error.field
        self.add_error(first if first in self.fields else None, str(error))


class NodeForm(TraitForm):
    """A node; fields that are kept as they are above are left out by ``keeps``."""

    kind = forms.ChoiceField(label=gettext_lazy("Nature"), choices=NodeKind.choices)
    event_kind = forms.ChoiceField(
        label=gettext_lazy("Ce qui s’y passe"),
        choices=[("", gettext_lazy("pas un rendez-vous")), *EventKind.choices],
        required=False,
        help_text=gettext_lazy("Pour un rendez-vous seulement."),
    )
    name = forms.CharField(
        label=gettext_lazy("Nom"),
        max_length=120,
        error_messages={"required": gettext_lazy("Écrivez un nom.")},
    )
    slug = forms.SlugField(
        label=gettext_lazy("Adresse courte"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("La fin de son adresse : /c/…/. Sans rien, elle suit le nom."),
        error_messages={
            "invalid": gettext_lazy("Des lettres sans accent, des chiffres, des traits d’union.")
        },
    )
    starts_on = day_field(gettext_lazy("Premier jour"), required=False)
    ends_on = day_field(
        gettext_lazy("Dernier jour"),
        required=False,
        help_text=gettext_lazy("Sans rien : le même jour."),
    )
    opens_at = time_field(gettext_lazy("De"))
    closes_at = time_field(gettext_lazy("À"))
    near = forms.CharField(
        label=gettext_lazy("Commune"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Nom ou code postal"),
    )
    address = forms.CharField(label=gettext_lazy("Adresse"), max_length=250, required=False)
    territory = forms.ChoiceField(label=gettext_lazy("Région ou territoire"), required=False)
    languages = several(gettext_lazy("Langues"), Tongue.choices)
    accessibility = several(
        gettext_lazy("Ce qui est préparé pour que chacun vienne"), Access.choices
    )
    presentation = forms.CharField(
        label=gettext_lazy("Présentation"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    post_goal = forms.IntegerField(
        label=gettext_lazy("Postes à pourvoir, comme but"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=gettext_lazy("Un but annoncé. Les postes pourvus, eux, se comptent."),
    )

    def __init__(
        self,
        *args: Any,
        kinds: Collection[NodeKind] = (),
        keeps: Collection[Trait] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "territory", [("", _("comme au-dessus")), *territory_choices()])
        if kinds:
            offer(self, "kind", [(kind.value, kind.label) for kind in kinds])
        for name in self._left_out(kinds, keeps):
            del self.fields[name]

    def _left_out(self, kinds: Collection[NodeKind], keeps: Collection[Trait]) -> tuple[str, ...]:
        kept = tuple(name for trait in keeps for name in FIELDS_OF[trait])
        if not kinds:
            return ("kind", "event_kind", "slug", *kept)
        return kept if NodeKind.EVENT in kinds else ("event_kind", *kept)

    def clean(self) -> dict[str, Any]:
        """Refuse a last day without a first one too."""
        data = super().clean()
        if data.get("ends_on") and not data.get("starts_on") and "starts_on" in self.fields:
            self.add_error("starts_on", _("Donnez aussi le premier jour."))
        return data

    def draft(self, kept: Mapping[Trait, Any] | None = None) -> NodeDraft:
        """Return what was typed; the form is valid. ``kept`` holds traits that are not asked."""
        data = self.cleaned_data
        traits = self._traits()
        left = {t: v for t, v in (kept or {}).items() if FIELDS_OF[t][0] not in self.fields}
        return NodeDraft(
            name=data["name"],
            kind=data.get("kind") or NodeKind.CAMPAIGN,
            event_kind=data.get("event_kind") or "",
            slug=data.get("slug") or "",
            post_goal=data.get("post_goal"),
            traits=traits | left,
        )

    def _traits(self) -> dict[Trait, Any]:
        data = self.cleaned_data
        starts, ends = data.get("starts_on"), data.get("ends_on")
        said = {
            Trait.PERIOD: Period(starts, ends or starts) if starts else None,
            Trait.HOURS: data.get("hours"),
            Trait.PLACE: Place(data["near"], data.get("address", "")) if data.get("near") else None,
            Trait.TERRITORY: data.get("territory"),
            Trait.LANGUAGES: tuple(data.get("languages", ())),
            Trait.ACCESSIBILITY: tuple(data.get("accessibility", ())),
            Trait.PRESENTATION: data.get("presentation"),
        }
        return {trait: value for trait, value in said.items() if value}


def typed(node: NodeRow) -> dict[str, Any]:
    """Return a node as it would be typed."""
    said = node.said
    period, hours, place = said.get(Trait.PERIOD), said.get(Trait.HOURS), said.get(Trait.PLACE)
    found = get_place(place.commune) if place and place.commune else None
    return {
        "name": node.name,
        "post_goal": node.post_goal,
        "starts_on": period.starts_on if period else None,
        "ends_on": period.ends_on if period else None,
        "opens_at": hours.opens_at if hours else None,
        "closes_at": hours.closes_at if hours else None,
        "near": found.label if found else "",
        "address": place.address if place else "",
        "territory": said.get(Trait.TERRITORY, ""),
        "languages": list(said.get(Trait.LANGUAGES, ())),
        "accessibility": list(said.get(Trait.ACCESSIBILITY, ())),
        "presentation": said.get(Trait.PRESENTATION, ""),
    }


class DuplicateForm(forms.Form):
    """The year a campaign is copied into."""

    year = forms.IntegerField(
        label=gettext_lazy("Année de la copie"),
        error_messages={"required": gettext_lazy("Écrivez une année.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        self.fields["year"].validators.append(_near_year(this_year))


def _near_year(this_year: int) -> Any:
    def check(year: int) -> None:
        if not this_year - 1 <= year <= this_year + 5:
            told = _("Choisissez une année entre %(first)s et %(last)s.")
            raise forms.ValidationError(told % {"first": this_year - 1, "last": this_year + 5})

    return check
