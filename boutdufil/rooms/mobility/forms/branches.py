"""What a branch's officers and the site's administrators type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.occupations.selectors import BranchDoor
from boutdufil.kernel.occupations.services import DoorText
from boutdufil.kernel.organisations.forms import email_field
from boutdufil.kernel.organisations.selectors import BranchRow, branches
from boutdufil.kernel.organisations.services.agreements import Terms
from boutdufil.kernel.organisations.services.branches import Sector
from boutdufil.kernel.people.models import fold_email
from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import Reason, TableError, read_table

# Words that are pages of their own under the same address.
RESERVED = frozenset({"ouvrir"})
MOST_EMPLOYERS = 200


def day_field(label: Any, **options: Any) -> forms.DateField:
    """Return the field of a day."""
    return forms.DateField(
        label=label,
        widget=DayInput(),
        error_messages={
            "required": _("Indiquez le jour."),
            "invalid": _("Écrivez le jour ainsi : 2026-11-22"),
        },
        **options,
    )


def presentation_field() -> forms.CharField:
    """Return the field of what a branch says of itself."""
    return forms.CharField(
        label=_("Présentation"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PresentationForm(forms.Form):
    """What a branch says of itself, as its officers say it anew."""

    presentation = presentation_field()


class BranchForm(forms.Form):
    """Step 1: the branch and the body that represents it."""

    name = forms.CharField(
        label=_("Nom de la branche"),
        max_length=160,
        error_messages={"required": _("Écrivez le nom de la branche.")},
    )
    slug = forms.SlugField(
        label=_("Adresse courte"),
        max_length=50,
        required=False,
        help_text=_("Sans accents ni espaces. Vide : tirée du nom."),
        error_messages={"invalid": _("Lettres sans accents, chiffres et traits d’union.")},
    )
    idcc = forms.RegexField(
        r"\A[0-9]{1,4}\Z",
        label=_("Convention collective (IDCC)"),
        required=False,
        help_text=_("Jusqu’à quatre chiffres."),
        error_messages={"invalid": _("L’IDCC s’écrit en chiffres, quatre au plus.")},
    )
    body = forms.CharField(
        label=_("Qui représente la branche"),
        max_length=160,
        help_text=_("Fédération ou association qui agira ici en son nom."),
        error_messages={"required": _("Écrivez le nom de cet organisme.")},
    )
    presentation = presentation_field()
    officer = email_field(required=False, help_text=_("Cette personne parlera pour la branche."))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["officer"].label = _("Adresse e-mail à inviter")

    def clean(self) -> dict[str, Any]:
        """Draw the short address from the name; refuse one that is taken."""
        typed = self.cleaned_data
        slug = typed.get("slug") or slugify(typed.get("name", ""))[:50]
        if slug in RESERVED or slug in {row.slug for row in branches()}:
            self.add_error(
                "slug", _("Cette adresse courte est déjà prise. Choisissez-en une autre.")
            )
        typed["slug"] = slug
        return typed

    def sector(self) -> Sector:
        """Return what was typed as the services take it."""
        typed = self.cleaned_data
        return Sector(typed["name"], typed["slug"], typed["idcc"], typed["presentation"])


class CodesForm(forms.Form):
    """Step 2: codes pasted, or a file whose lines take their place in the box."""

    codes = forms.CharField(
        label=_("Codes ROME, un par ligne"),
        max_length=200_000,
        required=False,
        strip=False,
        help_text=_("Une lettre et quatre chiffres. Le reste de la ligne n’est pas lu."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=_("Ou un fichier CSV ou XLSX"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )

    def clean(self) -> dict[str, Any]:
        """Put the lines of a file where codes are pasted, under their own numbers."""
        uploaded = self.cleaned_data.get("file")
        if uploaded:
            try:
                self.cleaned_data["codes"] = lines_of(uploaded.read(), uploaded.name)
            except TableError as error:
                self.add_error("file", code_file_problem(error))
        elif not self.cleaned_data.get("codes", "").strip():
            self.add_error("codes", _("Collez au moins un code ROME, ou choisissez un fichier."))
        return self.cleaned_data


class EmployersForm(forms.Form):
    """Step 3: the employers to invite, one address a line."""

    emails = forms.CharField(
        label=_("Adresses e-mail des employeurs, une par ligne"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        error_messages={"required": _("Écrivez au moins une adresse e-mail.")},
    )

    def clean_emails(self) -> list[str]:
        """Return the addresses; name each line that is none."""
        lines = self.cleaned_data["emails"].splitlines()
        typed = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip()]
        wrong = [number for number, email in typed if not _is_email(email)]
        if wrong:
            told = gettext("Ligne %(line)d : cette adresse n’est pas complète.")
            raise ValidationError([told % {"line": number} for number in wrong])
        if len(typed) > MOST_EMPLOYERS:
            raise ValidationError(
                gettext("%(limit)d adresses au plus à la fois.") % {"limit": MOST_EMPLOYERS}
            )
        return [fold_email(email) for _number, email in typed]


class DoorForm(forms.Form):
    """What a branch says at the door of one of its jobs; lists are one item a line."""

    aptitudes = forms.CharField(
        label=_("Ce qui est demandé à l’entrée, une aptitude par ligne"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Écrivez au moins une aptitude.")},
    )
    diploma = forms.CharField(label=_("Diplôme"), max_length=500, required=False)
    licence = forms.CharField(label=_("Permis, habilitation"), max_length=500, required=False)
    trainer = forms.CharField(
        label=_("Qui forme"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    duration = forms.CharField(
        label=_("Combien de temps"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    payer = forms.CharField(
        label=_("Qui paie"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    first_steps = forms.CharField(
        label=_("Premiers pas possibles, un par ligne"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    entrants = forms.IntegerField(
        label=_("Combien de personnes sont entrées par là"),
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text=_("Vide tant que personne ne l’a compté."),
    )
    source = forms.CharField(
        label=_("D’où vient cette déclaration"),
        max_length=500,
        help_text=_("Texte, accord ou enquête de la branche."),
        error_messages={"required": _("Dites d’où cela vient.")},
    )
    source_url = forms.URLField(
        label=_("Adresse de la source"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : www.exemple.fr")},
    )

    def text(self) -> DoorText:
        """Return what was typed as the services take it."""
        typed = dict(self.cleaned_data)
        for name in ("aptitudes", "first_steps"):
            typed[name] = [line.strip() for line in typed[name].splitlines() if line.strip()]
        return DoorText(**typed)


class AgreementForm(forms.Form):
    """An agreement as one of its branches writes it down."""

    title = forms.CharField(
        label=_("Titre de l’accord"),
        max_length=250,
        error_messages={"required": _("Écrivez le titre de l’accord.")},
    )
    parties = forms.MultipleChoiceField(
        label=_("Signé avec"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choisissez au moins une autre branche.")},
    )
    signed_on = day_field(_("Signé le"))
    in_force_on = day_field(_("En vigueur le"))
    ends_on = day_field(_("Échéance"), required=False, help_text=_("Vide : sans terme."))
    summary = forms.CharField(
        label=_("Ce qu’il prévoit"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    source_url = forms.URLField(
        label=_("Texte publié"),
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Cette adresse n’est pas complète. Exemple : www.exemple.fr")},
    )

    def __init__(self, *args: Any, others: Sequence[BranchRow], **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "parties", [(str(row.id), row.name) for row in others])

    def clean(self) -> dict[str, Any]:
        """Refuse days that contradict one another."""
        typed = self.cleaned_data
        signed, begins, ends = (typed.get(k) for k in ("signed_on", "in_force_on", "ends_on"))
        if signed and begins and begins < signed:
            self.add_error("in_force_on", _("Un accord n’entre pas en vigueur avant sa signature."))
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("L’échéance vient après l’entrée en vigueur."))
        return typed

    def terms(self) -> Terms:
        """Return what was typed as the services take it."""
        typed = dict(self.cleaned_data)
        typed.pop("parties")
        return Terms(**typed)


def door_values(known: BranchDoor | None) -> dict[str, Any]:
    """Return what is known of a door as its form shows it."""
    door = known.door if known else None
    if door is None:
        return {}
    texts = ("diploma", "licence", "trainer", "duration", "payer", "entrants", "source_url")
    return {name: getattr(door, name) for name in texts} | {
        "aptitudes": "\n".join(door.aptitudes),
        "first_steps": "\n".join(step.text for step in door.first_steps),
        "source": door.source if door.confirmed else "",
    }


def lines_of(content: bytes, name: str) -> str:
    """Return a file's rows as text, each on the line it has in the file.

    :raises TableError: the file cannot be read as a table.
    """
    table = read_table(content, filename=name)
    rows = {row.line: " ".join((*row.cells, *row.extra)) for row in table.rows}
    # The header is kept out, unless it is a code like the rest.
    first = min(rows) - 1
    lines = [rows.get(number, "") for number in range(1, max(rows) + 1)]
    header = " ".join(table.header)
    if first >= 1 and any(cell[1:].isdigit() for cell in table.header):
        lines[first - 1] = header
    return "\n".join(lines)


def code_file_problem(error: TableError) -> str:
    """Return what is wrong with a file of codes and what to do about it."""
    if error.reason == Reason.HEADER_ONLY:
        return gettext("Le fichier n’a qu’une ligne : collez plutôt ce code dans la case.")
    return table_refusal(error)


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
