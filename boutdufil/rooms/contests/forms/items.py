"""What an author types of a question, and who reads it again of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy

from boutdufil.kernel.files.enums import MediaType
from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.services import check_content
from boutdufil.kernel.ui.fields import offer
from boutdufil.kernel.ui.tables import table_refusal
from boutdufil.lib.tables import Table, TableError, read_table
from boutdufil.rooms.contests.enums import ItemKind, ItemState
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.forms.fields import (
    LONGEST_REASON,
    BlamedForm,
    number_field,
    text_field,
)
from boutdufil.rooms.contests.rules.item_rows import MOST_LINES
from boutdufil.rooms.contests.rules.items import LONGEST_STEM, ItemDraft, read_answers
from boutdufil.rooms.contests.selectors.banks import ThemeRow, Wanted

PICTURES = (MediaType.PNG, MediaType.JPEG)
LARGEST_PICTURE = 2_000_000


def _long_field(label: Any, longest: int, rows: int, **options: Any) -> forms.CharField:
    missing = {"required": gettext_lazy("Ce champ attend quelques mots.")}
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages=missing,
        **options,
    )


class ItemForm(BlamedForm):
    """A question of any kind; its answers are lines."""

    theme = forms.TypedChoiceField(label=gettext_lazy("Thème"), coerce=int)
    kind = forms.ChoiceField(label=gettext_lazy("Nature"), choices=ItemKind.choices)
    stem = _long_field(gettext_lazy("Question"), LONGEST_STEM, 3)
    answers = _long_field(
        gettext_lazy("Réponses, une par ligne"),
        4000,
        6,
        help_text=gettext_lazy(
            "Une ou plusieurs réponses : une étoile (*) devant chaque bonne réponse. Mise en "
            "ordre : les lignes dans le bon ordre. Nombre : « 12,5 » ou « 12,5 ± 0,5 ». Texte "
            "court : toutes les réponses acceptées."
        ),
    )
    points = number_field(gettext_lazy("Points"), 1, 20, initial=1)
    difficulty = number_field(
        gettext_lazy("Difficulté attendue"),
        1,
        5,
        initial=3,
        help_text=gettext_lazy("De 1, presque tout le monde sait, à 5."),
    )
    source = text_field(
        gettext_lazy("Source"),
        300,
        help_text=gettext_lazy("Où chacun peut vérifier la bonne réponse."),
    )
    explanation = _long_field(
        gettext_lazy("Explication"),
        2000,
        3,
        required=False,
        help_text=gettext_lazy("Montrée aux candidats avec la bonne réponse, après l’épreuve."),
    )
    picture = forms.FileField(
        label=gettext_lazy("Image"),
        required=False,
        help_text=gettext_lazy("PNG ou JPEG, 2 Mo au plus."),
    )
    picture_text = text_field(
        gettext_lazy("Ce que l’image montre"),
        500,
        required=False,
        help_text=gettext_lazy("Lu à qui ne voit pas l’image ; sans donner la réponse."),
    )

    def __init__(self, *args: Any, themes: list[ThemeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "theme", [(one.id, one.name) for one in themes])

    def clean_picture(self) -> UploadedFile[bytes] | None:
        """Refuse what is no picture, by its content."""
        sent: UploadedFile[bytes] | None = self.cleaned_data["picture"]
        if sent:
            try:
                check_content(content=sent.read(), allowed=PICTURES, limit=LARGEST_PICTURE)
            except FileRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
            sent.seek(0)
        return sent

    def clean(self) -> dict[str, Any]:
        """Refuse answers that could not be marked."""
        data: dict[str, Any] = super().clean() or {}
        if "kind" in data and "answers" in data:
            try:
                read_answers(data["kind"], data["answers"])
            except ContestError as error:
                self.blame(error)
        return data

    def draft(self) -> ItemDraft:
        """Return what was typed; the form is valid."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "picture"}
        theme_id, kind = typed.pop("theme"), ItemKind(typed.pop("kind"))
        return ItemDraft(theme_id=theme_id, kind=kind, **typed)


class ReviewForm(BlamedForm):
    """What somebody who reads a question again thinks of it."""

    opinion = _long_field(
        gettext_lazy("Votre avis"),
        LONGEST_REASON,
        2,
        required=False,
        help_text=gettext_lazy("Obligatoire pour la renvoyer à son auteur, à son autrice."),
    )


class ThemeForm(BlamedForm):
    """A theme."""

    name = text_field(gettext_lazy("Nom du thème"), 120)
    is_trade = forms.BooleanField(
        label=gettext_lazy("Ce thème est du métier"),
        required=False,
        help_text=gettext_lazy("Ses points peuvent départager des égaux."),
    )


class BankForm(BlamedForm):
    """A new bank."""

    organisation = forms.TypedChoiceField(label=gettext_lazy("Pour"), coerce=int)
    name = text_field(gettext_lazy("Nom de la banque"), 120)

    def __init__(self, *args: Any, organisations: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "organisation", organisations)


class LookForm(forms.Form):
    """What is looked for in a bank; by GET."""

    q = forms.CharField(label=gettext_lazy("Mots"), required=False, max_length=100)
    theme = forms.TypedChoiceField(
        label=gettext_lazy("Thème"), required=False, coerce=int, empty_value=None
    )
    state = forms.ChoiceField(label=gettext_lazy("État"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Nature"), required=False)

    def __init__(self, *args: Any, themes: list[ThemeRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anything = ("", gettext_lazy("tous"))
        offer(self, "theme", [anything, *((one.id, one.name) for one in themes)])
        offer(self, "state", [anything, *ItemState.choices])
        offer(self, "kind", [("", gettext_lazy("toutes")), *ItemKind.choices])

    def wanted(self) -> Wanted:
        """Return what is looked for; what makes no sense is left out."""
        if not self.is_bound:
            return Wanted()
        self.full_clean()
        said = self.cleaned_data
        return Wanted(
            words=said.get("q", ""),
            theme_id=said.get("theme"),
            state=said.get("state", ""),
            kind=said.get("kind", ""),
        )


class ItemTableForm(BlamedForm):
    """A CSV or XLSX file of questions; it is read at once and kept nowhere."""

    file = forms.FileField(
        label=gettext_lazy("Fichier CSV ou XLSX"),
        help_text=gettext_lazy("La première ligne nomme les colonnes."),
        error_messages={
            "required": gettext_lazy("Choisissez un fichier."),
            "empty": gettext_lazy("Ce fichier est vide : choisissez-en un autre."),
        },
    )

    def clean_file(self) -> Table:
        """Return the table, or say which line cannot be read."""
        sent = self.cleaned_data["file"]
        try:
            return read_table(sent.read(), filename=sent.name, max_rows=MOST_LINES)
        except TableError as wrong:
            raise forms.ValidationError(table_refusal(wrong)) from wrong
