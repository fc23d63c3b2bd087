"""What an organiser asks of a tour: cities, days, limits, what counts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.territories.selectors import department_choices
from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.nodes import day_field
from boutdufil.rooms.campaigns.rules.rows import NodeRow
from boutdufil.rooms.campaigns.services import tours
from boutdufil.rooms.campaigns.services.tour_files import FileError, Reading, read_cities

FILE_BYTES = 300_000
PASTED = _("liste collée")


def number(label: Any, lowest: float, highest: float, initial: float) -> forms.FloatField:
    """Return the field of a number between two others."""
    told = _("Écrivez un nombre de %(lowest)s à %(highest)s.") % {
        "lowest": lowest,
        "highest": highest,
    }
    return forms.FloatField(
        label=label,
        min_value=lowest,
        max_value=highest,
        initial=initial,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), told),
    )


class TourForm(forms.Form):
    """A tour to plan; cities are pasted, sent as a file, or taken by their inhabitants."""

    name = forms.CharField(
        label=_("Nom de cette tournée"),
        max_length=120,
        error_messages={"required": _("Écrivez un nom.")},
    )
    cities = forms.CharField(
        label=_("Villes"),
        required=False,
        max_length=FILE_BYTES,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Une ville par ligne sous un en-tête : Commune;Demandeurs d’emploi;Postes;Centres. "
            "Commune seule suffit."
        ),
    )
    file = forms.FileField(label=_("Ou un fichier CSV ou XLSX"), required=False)
    departments = forms.MultipleChoiceField(
        label=_("Ou les villes les plus peuplées de ces départements"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8, "lang": "fr"}),
        help_text=_("Sur un clavier : Ctrl pour en choisir plusieurs."),
    )
    count = forms.IntegerField(
        label=_("Combien de villes regarder"),
        min_value=1,
        max_value=tours.MOST_CITIES,
        initial=24,
        required=False,
    )
    first_day = day_field(_("Premier jour"))
    days = forms.IntegerField(
        label=_("Combien de jours, une ville par jour"),
        min_value=1,
        max_value=tours.MOST_DAYS,
        initial=5,
    )
    reach_km = number(_("Jusqu’où on vient à une étape, en kilomètres"), 0, 1000, 35)
    leg_km = number(_("Trajet le plus long d’un jour à l’autre, en kilomètres"), 1, 2000, 300)
    job_seekers = number(_("Ce que vaut une personne qui cherche un emploi"), 0, 1000, 1)
    posts = number(_("Ce que vaut un poste"), 0, 1000, 20)
    centres = number(_("Ce que vaut un centre"), 0, 1000, 100)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(code, f"{code} {name}") for code, name in department_choices()]
        offer(self, "departments", named)

    def clean(self) -> dict[str, Any]:
        """Read the cities, wherever they are; every wrong line is named."""
        data = self.cleaned_data
        field = next((one for one in ("file", "cities", "departments") if data.get(one)), "cities")
        if field in self.errors:
            return data
        try:
            data["reading"] = self._reading(field)
        except FileError as error:
            for finding in error.findings:
                self.add_error(field, finding)
        except CampaignError as error:
            self.add_error(field, str(error))
        return data

    def asked(self) -> tours.Asked:
        """Return what is asked; the form is valid."""
        data = self.cleaned_data
        return tours.Asked(
            name=data["name"],
            first_day=data["first_day"],
            days=data["days"],
            reach_km=data["reach_km"],
            leg_km=data["leg_km"],
            weights=(data["job_seekers"], data["posts"], data["centres"]),
        )

    def blame(self, error: CampaignError) -> None:
        """Put an error beside what it is about."""
        self.add_error(error.field if error.field in self.fields else None, str(error))

    def _reading(self, field: str) -> Reading:
        data = self.cleaned_data
        if field == "departments":
            count = data.get("count") or tours.MOST_CITIES
            return tours.most_populous(departments=data["departments"], count=count)
        if field == "file":
            return self._file_reading()
        if not data.get("cities", "").strip():
            told = gettext("Collez des villes, envoyez un fichier ou choisissez des départements.")
            raise CampaignError(told)
        return read_cities(data["cities"].encode(), filename=str(PASTED), most=tours.MOST_CITIES)

    def _file_reading(self) -> Reading:
        file = self.cleaned_data["file"]
        if file.size > FILE_BYTES:
            told = gettext("Ce fichier est trop lourd pour une liste de villes.")
            raise CampaignError(told, "file")
        return read_cities(file.read(), filename=file.name, most=tours.MOST_CITIES)


class HomeForm(forms.Form):
    """Which of one's own campaigns the stops are made in."""

    home = forms.TypedChoiceField(
        label=_("Dans quelle campagne"),
        coerce=int,
        error_messages={"required": _("Choisissez une campagne.")},
    )

    def __init__(self, *args: Any, homes: list[NodeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "home", [(row.id, row.name) for row in homes])
