"""What is typed for a job dating: its hours, a table, somebody's day, who is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.occupations.selectors import search_titles
from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.rooms.campaigns.enums import Purpose, ShownAs
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.nodes import time_field
from boutdufil.rooms.campaigns.rules.dating import MOST_WISHES, GridDraft
from boutdufil.rooms.campaigns.rules.registrations import PURPOSE_WORDS
from boutdufil.rooms.campaigns.selectors.dating import DatingRow
from boutdufil.rooms.campaigns.selectors.dating_tables import TableRow
from boutdufil.rooms.campaigns.selectors.dating_visits import WishesPage
from boutdufil.rooms.campaigns.selectors.nodes import ResolvedNode
from boutdufil.rooms.campaigns.services.dating_setup import TableDraft
from boutdufil.rooms.campaigns.services.dating_wishes import Said


class GridForm(forms.Form):
    """When the rounds of a day are."""

    day = forms.DateField(label=gettext_lazy("Jour"), widget=DayInput())
    starts = time_field(gettext_lazy("Premier tour"))
    ends = time_field(gettext_lazy("Fin du dernier tour, au plus tard"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes par tour"),
        min_value=5,
        max_value=60,
        initial=10,
        help_text=gettext_lazy("Le temps de changer de table compris."),
    )
    pause_from = time_field(gettext_lazy("Pause de tout le monde, de"))
    pause_to = time_field(gettext_lazy("à"))
    most = forms.IntegerField(
        label=gettext_lazy("Rencontres par personne, au plus"),
        min_value=1,
        max_value=20,
        initial=4,
        help_text=gettext_lazy("Un maximum plus bas laisse des places aux autres."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("starts", "ends"):
            self.fields[name].required = True

    def clean(self) -> None:
        """Say which hours do not follow one another."""
        data = self.cleaned_data
        if data.get("starts") and data.get("ends") and data["starts"] >= data["ends"]:
            self.add_error("ends", _("La fin vient après le premier tour."))
        pause = (data.get("pause_from"), data.get("pause_to"))
        if any(pause) and not all(pause):
            self.add_error("pause_to", _("Donnez les deux heures de la pause, ou aucune."))
        elif pause[0] and pause[1] and pause[0] >= pause[1]:
            self.add_error("pause_to", _("La pause finit après son début."))

    def draft(self) -> GridDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        pause = (data["pause_from"], data["pause_to"]) if data["pause_from"] else None
        return GridDraft(
            starts_at=_moment(data["day"], data["starts"]),
            ends_at=_moment(data["day"], data["ends"]),
            minutes=data["minutes"],
            most=data["most"],
            pause=pause,
        )

    def blame(self, error: CampaignError) -> None:
        """Show a refusal beside its field."""
        field = {"ends_at": "ends"}.get(error.field, error.field)
        self.add_error(field if field in self.fields else None, str(error))


class TableForm(forms.Form):
    """A recruiter's table."""

    organisation = forms.TypedChoiceField(
        label=gettext_lazy("Employeur"),
        coerce=int,
        help_text=gettext_lazy("Qui prend part à la campagne, ou montre une offre ici."),
    )
    label = forms.CharField(
        label=gettext_lazy("Nom de la table"),
        max_length=40,
        help_text=gettext_lazy("Ce qui est écrit dessus : Table 4. Deux recruteurs, deux tables."),
        error_messages={"required": gettext_lazy("Donnez un nom à la table.")},
    )
    who = forms.CharField(
        label=gettext_lazy("Qui reçoit"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Lu par tout le monde : un prénom et une fonction suffisent."),
    )
    vacancies = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Offres de cette table"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    breaks = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Pauses et absences, en plus de la pause de tout le monde"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        day: DatingRow,
        employers: Sequence[tuple[int, str]],
        vacancies: Sequence[tuple[int, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", employers)
        rounds = [n for n in range(day.clock.rounds) if n not in day.breaks]
        offer(self, "breaks", [(n, day.clock.hour(n)) for n in rounds])
        offer(self, "vacancies", vacancies)
        if not vacancies:
            del self.fields["vacancies"]

    def draft(self) -> TableDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        return TableDraft(
            organisation_id=data["organisation"],
            label=data["label"],
            who=data["who"],
            breaks=tuple(data["breaks"]),
            vacancies=tuple(data.get("vacancies", ())),
        )

    def blame(self, error: CampaignError) -> None:
        """Show a refusal beside its field."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class OwnDayForm(forms.Form):
    """What somebody says of their day: hours, how many meetings, who may know what."""

    away = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Je ne suis pas là à"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    most = forms.IntegerField(
        label=gettext_lazy("Rencontres que je veux, au plus"), min_value=1, max_value=MOST_WISHES
    )
    job = forms.CharField(
        label=gettext_lazy("Un métier que j’ai exercé"),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"data-autocomplete-value": "id_job_code"}),
        help_text=gettext_lazy(
            "Compte pour moitié, avec l’ordre de vos vœux, quand tout ne peut pas être servi. "
            "Les recruteurs ne le voient pas."
        ),
    )
    job_code = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    shown_as = forms.ChoiceField(
        label=gettext_lazy("Sur l’écran de la salle"),
        choices=ShownAs.choices,
        widget=forms.RadioSelect,
    )
    to_recruiters = forms.BooleanField(required=False)

    def __init__(self, *args: Any, page: WishesPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_recruiters"].label = str(PURPOSE_WORDS[Purpose.RECRUITER])
        offer(self, "away", [(one.number, one.hour) for one in page.rounds])
        if page.day.is_published:
            del self.fields["away"]

    def clean(self) -> None:
        """Find the job by its words; a code that came with other words is an earlier choice's."""
        words = self.cleaned_data.get("job", "").strip()
        if not words:
            self.cleaned_data["job_code"] = ""
            return
        hits = search_titles(words)
        if not hits:
            self.add_error(
                "job", _("Aucun métier ne porte ce nom : essayez d’autres mots, ou laissez.")
            )
        elif self.cleaned_data.get("job_code") not in {one.code for one in hits}:
            self.cleaned_data |= {"job": hits[0].label, "job_code": hits[0].code}

    def said(self) -> Said:
        """Return what was said; the form is valid."""
        data = self.cleaned_data
        return Said(
            away=tuple(data.get("away", ())),
            most=data["most"],
            shown_as=data["shown_as"],
            job_code=data["job_code"],
            job_title=data["job"] if data["job_code"] else "",
            to_recruiters=data["to_recruiters"],
            words=str(PURPOSE_WORDS[Purpose.RECRUITER]),
        )


def grid_values(day: DatingRow | None, held: ResolvedNode | None) -> dict[str, Any]:
    """Return what stands in the form of a day: as it is, or as the event's own hours say."""
    if day is not None:
        clock = day.clock
        pause = _pause(day)
        return {
            "day": timezone.localtime(clock.start(0)).date(),
            "starts": clock.hour(0),
            "ends": clock.hour(clock.rounds),
            "minutes": clock.minutes,
            "most": day.most,
            **pause,
        }
    period = held.period if held else None
    hours = held.hours if held else None
    return {
        "day": period.starts_on if period else None,
        "starts": f"{hours.opens_at:%H:%M}" if hours else None,
        "ends": f"{hours.closes_at:%H:%M}" if hours else None,
    }


def table_values(table: TableRow) -> dict[str, Any]:
    """Return what stands in the form of a table."""
    return {
        "organisation": table.organisation_id,
        "label": table.label,
        "who": table.who,
        "breaks": list(table.breaks),
        "vacancies": [one.id for one in table.posts],
    }


def own_day_values(page: WishesPage) -> dict[str, Any]:
    """Return what stands in the form of somebody's day."""
    said = page.said
    return {
        "away": [one.number for one in page.rounds if one.is_ticked],
        "most": min(page.most, MOST_WISHES),
        "job": said.job_title if said else "",
        "job_code": said.job_code if said else "",
        "shown_as": said.shown_as if said else ShownAs.CODE,
        "to_recruiters": page.gave_consent,
    }


def _moment(day: Any, hour: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _pause(day: DatingRow) -> dict[str, str]:
    if not day.breaks:
        return {}
    clock = day.clock
    return {"pause_from": clock.hour(day.breaks[0]), "pause_to": clock.hour(day.breaks[-1] + 1)}
