"""What a person types to find vacancies; every name is that of an address's parameter."""

import re
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.posts.enums import Contract, SpokenLanguage
from boutdufil.kernel.posts.selectors.search import (
    Centre,
    Sort,
    UnknownValueError,
    VacancyQuery,
    places,
    telling,
)
from boutdufil.kernel.territories import selectors as territories
from boutdufil.kernel.territories.enums import TravelMode
from boutdufil.lib.text import fold
from boutdufil.rooms.mobility.forms.path import job_code

PLACE_CODE = re.compile(r" [0-9][0-9ab][0-9]{0,3}")
MINUTES = (15, 30, 45, 60, 90)
MOST_JOBS = 40
# What stands above the fold, or nowhere: the other filters are folded away while empty.
FIRST_FILTERS = {"q", "lieu", "commune", "temps", "page", "tri", "metier", "employeur"}
HOME_DAYS = tuple((str(days), str(days)) for days in range(1, 6))
WHATEVER = ("", _("Peu importe"))
ORDERS = (("", ""), *((sort.value, sort.value) for sort in Sort))
FIELD_OF = {"codes": "metier", "place": "lieu", "employer": "employeur"}


class FlagInput(forms.CheckboxInput):
    """A checkbox that hands over what the address says, so that nonsense can be refused."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """Return the raw value."""
        return data.get(name)


class FlagField(forms.BooleanField):
    """Yes, or nothing; any other value is a mistake in the address."""

    widget = FlagInput

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, required=False)

    def to_python(self, value: Any) -> bool:
        """Read what a browser or a link writes. Raises ValidationError."""
        if value in (None, "", "0"):
            return False
        if value in ("on", "1"):
            return True
        raise forms.ValidationError(
            _("« %(value)s » ne dit ni oui ni non : cochez la case ou laissez-la vide."),
            params={"value": str(value)[:40]},
        )


class JobsField(forms.Field):
    """Job codes of an address; a code written as none is written is a mistake."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> tuple[str, ...]:
        """Return the codes, once each. Raises ValidationError."""
        typed = [text for text in value or [] if text.strip()]
        codes = tuple(dict.fromkeys(job_code(text) for text in typed))
        if "" in codes or len(codes) > MOST_JOBS:
            wrong = next((text for text in typed if not job_code(text)), "")
            raise unknown_job(wrong)
        return codes


def unknown_job(code: str) -> forms.ValidationError:
    """Say that no job bears a code."""
    return forms.ValidationError(
        _("Aucun métier ne porte le code « %(code)s ». Cherchez-le plutôt par son nom."),
        params={"code": code[:40]},
    )


def whole(label: Any, most: int, hint: Any = "") -> forms.IntegerField:
    """Return an optional field for a whole number from 0."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=0,
        max_value=most,
        required=False,
        error_messages={"invalid": _("Écrivez un nombre entier, par exemple 30.")},
    )


def one_of(label: Any, choices: Any) -> forms.ChoiceField:
    """Return an optional choice that names what it does not know."""
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=False,
        error_messages={
            "invalid_choice": _("« %(value)s » n’est pas dans la liste : choisissez-y une valeur.")
        },
    )


def minute_choices() -> list[tuple[str, Any]]:
    """Return the limits of time, in the language in force."""
    return [WHATEVER, *((str(value), _t("%(n)s minutes") % {"n": value}) for value in MINUTES)]


class SharedFields(dict[str, forms.Field]):
    """Fields that no form changes, so that each form need not copy nineteen of them."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        """Return the same fields under their names."""
        return dict(self)


class SearchForm(forms.Form):
    """The filters of the list of vacancies, whole in its address."""

    q = forms.CharField(label=_("Quoi ?"), max_length=120, required=False)
    lieu = forms.CharField(
        label=_("Près d’où ?"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"data-autocomplete-value": "id_commune"}),
    )
    commune = forms.CharField(widget=forms.HiddenInput, max_length=5, required=False)
    temps = one_of(_("Trajet, au plus"), minute_choices)
    par = one_of(
        _("Comment ?"),
        [("voiture", _("En voiture")), ("transports", _("En transports en commun"))],
    )
    km = whole(_("Ou à combien de kilomètres, à vol d’oiseau ?"), 500)
    metier = JobsField(label=_("Métier"), required=False)
    voisins = FlagField(label=_("Avec les métiers voisins"))
    contrat = forms.MultipleChoiceField(
        label=_("Contrat"),
        choices=Contract.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("« %(value)s » n’est pas un contrat connu : cochez-en un.")
        },
    )
    salaire = whole(_("Salaire brut par mois, au moins (€)"), 50_000, _("À temps plein."))
    heures_min = whole(_("Heures par semaine, au moins"), 60)
    heures_max = whole(_("Heures par semaine, au plus"), 60)
    domicile = one_of(_("Jours à domicile par semaine, au moins"), [WHATEVER, *HOME_DAYS])
    sans_dimanche = FlagField(label=_("Sans dimanche"))
    sans_nuit = FlagField(label=_("Sans nuit"))
    sans_demarchage = FlagField(label=_("Sans appels sortants vers des particuliers"))
    lsf = FlagField(label=_("Avec la langue des signes française"))
    langue = one_of(_("Langue de travail"), [WHATEVER, *SpokenLanguage.choices])
    employeur = forms.IntegerField(
        label=_("Employeur"), min_value=1, required=False, widget=forms.HiddenInput
    )
    tri = one_of(_("Dans quel ordre ?"), ORDERS)
    page = forms.IntegerField(
        label=_("Page"),
        min_value=1,
        max_value=100_000,
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid": _("Le numéro de page n’est pas un nombre.")},
    )

    data: MultiValueDict[str, str]

    def __init__(self, data: MultiValueDict[str, str]) -> None:
        # A copy of ours: the place understood is written into it.
        super().__init__(MultiValueDict(dict(data.lists())))

    def clean_q(self) -> str:
        """Refuse words that tell nothing, such as "un travail"."""
        words: str = self.cleaned_data["q"].strip()
        if words and not telling(words):
            raise forms.ValidationError(
                _("Ces mots ne disent rien de précis. Écrivez un métier, un employeur, un outil.")
            )
        return words

    def clean(self) -> dict[str, Any]:
        """Find which place is meant."""
        cleaned = super().clean() or self.cleaned_data
        place = self._place(cleaned.get("lieu", ""), cleaned.get("commune", ""))
        if place is not None:
            cleaned["commune"] = place.code
            self.data["lieu"], self.data["commune"] = place.name, place.code
        elif cleaned.get("lieu") or cleaned.get("commune"):
            self.add_error("lieu", unknown_place(cleaned.get("lieu") or cleaned["commune"]))
        if place is None and (cleaned.get("temps") or cleaned.get("km") is not None):
            self._ask_for_a_place()
        return cleaned

    def _ask_for_a_place(self) -> None:
        if "lieu" not in self.errors:
            self.add_error("lieu", _("Dites près d’où, pour compter le temps ou les kilomètres."))

    def _place(self, typed: str, code: str) -> Centre | None:
        """Return the place typed; the code decides where it is a place of that name."""
        known = places.get([code]).get(code) if code else None
        if known and (not typed or _names(typed, known)):
            return known
        found = territories.find_place(typed) if typed else None
        return places.centre(found.code) if found else None

    def refuse(self, error: UnknownValueError) -> None:
        """Say beside its field what nobody here bears."""
        messages = {
            "codes": unknown_job(error.value),
            "place": unknown_place(error.value),
            "employer": forms.ValidationError(_("Cet employeur n’est pas inscrit ici.")),
        }
        self.add_error(FIELD_OF[error.field], messages[error.field])

    @property
    def filters(self) -> dict[str, list[str]]:
        """Return what is asked as an address writes it; the number of the page is left out."""
        told = {name: self.data.getlist(name) for name in self.fields if name != "page"}
        return {name: [v for v in values if v] for name, values in told.items() if any(values)}

    @property
    def jobs_asked(self) -> list[str]:
        """Return the job codes of the address, to be asked again."""
        return self.filters.get("metier", [])

    @property
    def employer_asked(self) -> str:
        """Return the employer of the address, to be asked again."""
        return self.data.get("employeur") or ""

    @property
    def place_asked(self) -> str:
        """Return the code of the place understood, to be asked again."""
        return self.data.get("commune") or ""

    @property
    def folded(self) -> list[tuple[str, tuple[str, ...]]]:
        """Return the filters asked besides words, place and time."""
        told = self.filters.items()
        return [(name, tuple(values)) for name, values in told if name not in FIRST_FILTERS]

    @property
    def more_asked(self) -> int:
        """Count the filters asked besides words, place and time."""
        return len(self.folded)

    def query(self) -> VacancyQuery:
        """Return what is looked for; the form must be valid."""
        told = self.cleaned_data
        return VacancyQuery(
            words=told["q"],
            codes=told["metier"],
            neighbours=told["voisins"],
            place=told["commune"],
            minutes=int(told["temps"]) if told["temps"] else None,
            by=TravelMode.PUBLIC_TRANSPORT if told["par"] == "transports" else TravelMode.CAR,
            km=None if told["temps"] else told["km"],
            contracts=tuple(told["contrat"]),
            pay_min=told["salaire"],
            hours_min=told["heures_min"],
            hours_max=told["heures_max"],
            home_days=int(told["domicile"]) if told["domicile"] else None,
            no_sunday=told["sans_dimanche"],
            no_night=told["sans_nuit"],
            no_outbound=told["sans_demarchage"],
            sign_language=told["lsf"],
            languages=(told["langue"],) if told["langue"] else (),
            employer=told["employeur"],
            sort=Sort(told["tri"]) if told["tri"] else None,
        )

    @property
    def page_number(self) -> int:
        """The page asked, from 1."""
        return self.cleaned_data["page"] or 1


SearchForm.base_fields = SharedFields(SearchForm.base_fields)


def _names(typed: str, place: Centre) -> bool:
    """Tell whether a text is the name of a place, with or without the code our list shows."""
    name, _, code = fold(typed).partition(fold(place.name))
    return not name and (not code or PLACE_CODE.fullmatch(code) is not None)


def unknown_place(text: str) -> forms.ValidationError:
    """Say that no place bears a name or a code."""
    return forms.ValidationError(
        _("Aucune commune ne s’appelle « %(text)s ». Essayez un nom en entier ou un code postal."),
        params={"text": text[:80]},
    )
