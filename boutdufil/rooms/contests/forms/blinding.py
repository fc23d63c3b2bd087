"""What a person decides of a file before a jury reads it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.contests.forms.cases import read_pdf_field
from boutdufil.rooms.contests.forms.fields import BlamedForm
from boutdufil.rooms.contests.services.blinding import LONGEST_WORDS, MOST_WORDS, BlindVerdict
from boutdufil.rooms.contests.services.submissions import Paper


class BlindForm(BlamedForm):
    """Words to hide, the PDF and the film a jury may see; none of it without having read."""

    words = forms.MultipleChoiceField(
        label=_("À cacher, parmi ce qui a été trouvé"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    more = forms.CharField(
        label=_("À cacher aussi"),
        required=False,
        max_length=MOST_WORDS * LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Un mot ou un groupe de mots par ligne ; caché partout où il se trouve."),
    )
    shows_paper = forms.BooleanField(
        label=_("J’ai lu le PDF : il ne nomme personne, le jury peut le lire"), required=False
    )
    paper = forms.FileField(
        label=_("Ou un PDF sans nom, à sa place"), required=False, help_text=_("10 Mo au plus.")
    )
    shows_film = forms.BooleanField(
        label=_("J’ai vu la vidéo : le jury peut la voir"),
        required=False,
        help_text=_("Des visages et des voix y disent souvent qui l’on est."),
    )
    has_read = forms.BooleanField(
        label=_("J’ai lu tout le dossier"),
        error_messages={"required": _("Une machine ne suffit pas : lisez le dossier.")},
    )

    def __init__(
        self, *args: Any, words: Sequence[str], joins: tuple[bool, bool], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "words", [(one, one) for one in words])
        has_paper, has_film = joins
        unasked = [] if has_paper else ["shows_paper", "paper"]
        unasked += [] if words else ["words"]
        for name in unasked if has_film else [*unasked, "shows_film"]:
            del self.fields[name]

    def clean_paper(self) -> Paper | None:
        """Return the PDF without names, or nothing; say what is wrong with a file."""
        read = read_pdf_field(self.cleaned_data["paper"])
        return Paper(*read) if read else None

    def verdict(self) -> BlindVerdict:
        """Return what was decided; the form is valid."""
        data = self.cleaned_data
        return BlindVerdict(
            words=[*data.get("words", []), *data["more"].splitlines()],
            shows_paper=data.get("shows_paper", False),
            shows_film=data.get("shows_film", False),
            paper=data.get("paper"),
        )
