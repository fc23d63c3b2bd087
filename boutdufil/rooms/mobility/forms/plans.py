"""What human resources and people type about a plan."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.territories.forms import commune_named
from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.rooms.mobility.enums import Criterion, DeliveryMeans
from boutdufil.rooms.mobility.selectors.plan_posts import PostRow
from boutdufil.rooms.mobility.services.plans import PlanSettings
from boutdufil.rooms.mobility.services.roster_rows import LABELS, REQUIRED

MOST_CRITERIA = 4
LARGEST_FILE = 5_000_000


class PlanForm(forms.Form):
    """What a plan is and the limits it takes for whoever says nothing."""

    title = forms.CharField(label=_("Intitulé"), max_length=160)
    closes_on = forms.DateField(
        label=_("Fin des contrats"),
        help_text=_("Si une personne finit un autre jour, la liste le dira."),
        widget=DayInput(),
    )
    receivership = forms.BooleanField(
        label=_("L’entreprise est en redressement ou en liquidation judiciaire"),
        help_text=_("Le délai de réponse passe alors de quinze à quatre jours francs."),
        required=False,
    )
    floor = forms.IntegerField(
        label=_("Plancher de compétences communes (%)"),
        help_text=_("Sous ce plancher, une proposition est évitée quand c’est possible."),
        min_value=0,
        max_value=100,
        initial=30,
    )
    max_minutes = forms.IntegerField(
        label=_("Trajet accepté par qui n’a rien dit (minutes)"),
        min_value=5,
        max_value=240,
        initial=45,
    )

    def settings(self) -> PlanSettings:
        """Return what was typed."""
        return PlanSettings(**{name: self.cleaned_data[name] for name in SETTINGS})


SETTINGS = ("title", "closes_on", "receivership", "floor", "max_minutes")


class NewPlanForm(PlanForm):
    """A plan for one of the organisations somebody acts for."""

    organisation = forms.TypedChoiceField(label=_("Établissement"), coerce=int, choices=[])
    confidential = forms.BooleanField(
        label=_("Confidentiel : le projet n’est pas encore annoncé"), required=False, initial=True
    )

    def __init__(self, *args: Any, organisations: Sequence[tuple[int, str]], **kw: Any) -> None:
        super().__init__(*args, **kw)
        offer(self, "organisation", organisations)
        self.order_fields(["organisation", "title", "closes_on", "confidential"])


class CriteriaForm(forms.Form):
    """The criteria in their order, and why they change once the roster is read."""

    first = forms.ChoiceField(label=_("Premier critère"), choices=Criterion.choices)
    reason = forms.CharField(
        label=_("Pourquoi les critères changent"),
        help_text=_("Ce motif est publié avec la liste des postes."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, late: bool, **kw: Any) -> None:
        super().__init__(*args, **kw)
        none = [("", _("Aucun autre"))]
        labels = (_("Ensuite"), _("Puis"), _("Enfin"))
        for number, label in enumerate(labels, start=2):
            self.fields[f"criterion_{number}"] = forms.ChoiceField(
                label=label, choices=[*none, *Criterion.choices], required=False
            )
        if not late:
            del self.fields["reason"]
        else:
            self.fields["reason"].required = True
        self.order_fields(["first", *(f"criterion_{n}" for n in range(2, 5)), "reason"])

    @staticmethod
    def initial_of(codes: Sequence[str]) -> dict[str, str]:
        """Return the fields that hold these criteria."""
        names = ["first", *(f"criterion_{number}" for number in range(2, MOST_CRITERIA + 1))]
        return dict(zip(names, codes, strict=False))

    def criteria(self) -> list[str]:
        """Return the criteria in their order."""
        said = [self.cleaned_data["first"]]
        said += [self.cleaned_data[f"criterion_{number}"] for number in range(2, 5)]
        return [code for code in said if code]


class RosterFileForm(forms.Form):
    """The roster of a site."""

    file = forms.FileField(
        label=_("Votre liste (CSV ou XLSX, 5 Mo au plus)"),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than we read, before reading it."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError(_("Le fichier dépasse 5 Mo : gardez une seule feuille."))
        return file


class MappingForm(forms.Form):
    """Which column of the file is which, and the job of each title to be confirmed."""

    def __init__(
        self, *args: Any, header: Sequence[str], columns: dict[str, int], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        choices = [("", _("Aucune colonne")), *((str(n), name) for n, name in enumerate(header))]
        for field, label in LABELS.items():
            self.fields[f"column_{field}"] = forms.TypedChoiceField(
                label=label,
                choices=choices,
                coerce=int,
                empty_value=None,
                required=False,
                initial=columns.get(field, ""),
                help_text=_("nécessaire") if field in REQUIRED else "",
            )

    def columns(self) -> dict[str, int]:
        """Return the place of each field in the file."""
        return {
            field: self.cleaned_data[f"column_{field}"]
            for field in LABELS
            if self.cleaned_data[f"column_{field}"] is not None
        }


class PostSearchForm(forms.Form):
    """Where to look for posts."""

    near = forms.CharField(label=_("Autour de"), max_length=120, required=False)
    km = forms.IntegerField(
        label=_("À moins de (km)"), min_value=1, max_value=300, required=False, initial=30
    )
    code = forms.CharField(label=_("Métier (code ROME)"), max_length=5, required=False)

    def clean_near(self) -> str:
        """Return the INSEE code of the place named."""
        unknown = _("Cette commune n’est pas connue : écrivez son nom ou son code postal.")
        return commune_named(self.cleaned_data["near"], refusal=unknown)

    def clean_code(self) -> str:
        """Return the code as ROME writes it."""
        return str(self.cleaned_data["code"]).strip().upper()


class PlanPostForm(forms.Form):
    """How many posts of a vacancy the plan may fill, and their classification."""

    places = forms.IntegerField(label=_("Postes pour ce plan"), min_value=1, max_value=2000)
    classification = forms.CharField(label=_("Classification"), max_length=120, required=False)

    @classmethod
    def of(cls, post: PostRow) -> "PlanPostForm":
        """Return the form of a post, filled in as it stands."""
        initial = {
            "places": post.places or post.open_posts,
            "classification": post.classification,
        }
        return cls(initial=initial, auto_id=f"post-{post.pk}-{post.vacancy_id}-%s")


class AnnouncementForm(forms.Form):
    """The day a plan was announced."""

    announced_on = forms.DateField(label=_("Date de l’annonce"), widget=DayInput())
    sure = forms.BooleanField(label=_("Le projet est annoncé au comité social et économique"))


class ShredForm(forms.Form):
    """A word to be typed before anything is destroyed."""

    word = forms.CharField(label=_("Écrivez « détruire » pour confirmer"), max_length=20)

    def clean_word(self) -> str:
        """Refuse anything but the word."""
        if self.cleaned_data["word"].strip().lower() not in {"détruire", "detruire", "destroy"}:
            raise ValidationError(_("Le mot n’est pas le bon : rien n’a été détruit."))
        return "détruire"


class DeliveryForm(forms.Form):
    """The day and the way a list was handed over."""

    delivered_on = forms.DateField(label=_("Remis le"), widget=DayInput())
    means = forms.ChoiceField(label=_("Par quel moyen"), choices=DeliveryMeans.choices)

    def __init__(self, *args: Any, **kw: Any) -> None:
        kw.setdefault("initial", {"delivered_on": timezone.localdate()})
        super().__init__(*args, **kw)

    @property
    def day(self) -> date:
        """Return the day of the delivery."""
        day: date = self.cleaned_data["delivered_on"]
        return day


class CodeForm(forms.Form):
    """The personal code of a letter."""

    code = forms.CharField(
        label=_("Votre code personnel"),
        help_text=_(
            "Vingt-cinq lettres et chiffres, sur votre lettre. Les tirets sont facultatifs."
        ),
        max_length=60,
    )
