"""What a juror types: marks with their anchors, words, whom they know."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.rooms.contests.enums import ConflictKind
from boutdufil.rooms.contests.forms.fields import BlamedForm, text_field
from boutdufil.rooms.contests.selectors.juror_desk import ReadingPage
from boutdufil.rooms.contests.services.readings import LONGEST_TEXT, MarksDraft
from boutdufil.rooms.contests.services.ties import LONGEST_TIE, TieDraft

TIE_FIELDS = {
    "schools": ConflictKind.SCHOOL,
    "employers": ConflictKind.EMPLOYER,
    "pupils": ConflictKind.PUPIL,
    "people": ConflictKind.DECLARED,
}


def _words(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MarksForm(BlamedForm):
    """One's marks of a file: a row of anchored levels for each criterion."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    comment = _words(
        gettext_lazy("Avis pour l’équipe"),
        gettext_lazy("Remis à l’équipe sans votre nom, après la publication."),
    )
    private_note = _words(
        gettext_lazy("Note pour vous"), gettext_lazy("Personne d’autre ne la lit.")
    )

    def __init__(self, *args: Any, page: ReadingPage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        for line in page.lines:
            self.fields[f"mark_{line.id}"] = forms.TypedChoiceField(
                label=line.name,
                choices=[(mark, f"{mark} · {anchor}") for mark, anchor in line.levels],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
            )

    def marks(self) -> list[tuple[Any, Any]]:
        """Return the lines of the rubric, each with its field: kept unmarked, given marked."""
        for line in self.page.lines:
            self.fields[f"mark_{line.id}"].required = True
        return [(line, self[f"mark_{line.id}"]) for line in self.page.lines]

    def draft(self) -> MarksDraft:
        """Return what was set; the form is valid."""
        data = self.cleaned_data
        found = {line.id: data[f"mark_{line.id}"] for line in self.page.lines}
        marks = {line: mark for line, mark in found.items() if mark is not None}
        words = (_plain(data["comment"]), _plain(data["private_note"]))
        return MarksDraft(data["revision"], marks, *words)


def typed_marks(page: ReadingPage) -> dict[str, Any]:
    """Return a reading as its form shows it."""
    marks = {f"mark_{line.id}": line.mark for line in page.lines}
    return marks | {
        "revision": page.revision,
        "comment": page.comment,
        "private_note": page.private_note,
    }


class RecusalForm(BlamedForm):
    """Why one may not judge a file."""

    reason = text_field(
        gettext_lazy("Ce qui vous lie à ce dossier"),
        250,
        required=False,
        help_text=gettext_lazy("Lu par l’organisation seule."),
    )


class TiesForm(BlamedForm):
    """Whom a juror knows, one name a line."""

    schools = _words(
        gettext_lazy("Établissements"), gettext_lazy("Où vous enseignez, ou avez enseigné.")
    )
    employers = _words(
        gettext_lazy("Employeurs"), gettext_lazy("Le vôtre, et ceux que vous conseillez.")
    )
    pupils = _words(gettext_lazy("Anciens élèves"), gettext_lazy("Prénom et nom."))
    people = _words(gettext_lazy("Autres personnes"), gettext_lazy("Proches, collègues, amis."))

    def ties(self) -> list[TieDraft]:
        """Return what was declared; the form is valid."""
        return [
            TieDraft(kind, line.strip()[: LONGEST_TIE + 1])
            for name, kind in TIE_FIELDS.items()
            for line in self.cleaned_data[name].splitlines()
            if line.strip()
        ]


def typed_ties(ties: list[tuple[ConflictKind, str]]) -> dict[str, str]:
    """Return what was declared as its form shows it."""
    return {
        name: "\n".join(said for own, said in ties if own == kind)
        for name, kind in TIE_FIELDS.items()
    }


def _plain(text: str) -> str:
    """Return a text with the line ends of no browser: what is sent twice is the same."""
    return text.replace("\r\n", "\n").strip()
