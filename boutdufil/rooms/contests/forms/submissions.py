"""What a page of a file sends: answers with the revision they were written upon, a film, a PDF."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import row_number
from boutdufil.rooms.contests.forms.cases import read_pdf_field
from boutdufil.rooms.contests.forms.fields import BlamedForm
from boutdufil.rooms.contests.selectors.case_settings import CaseRow
from boutdufil.rooms.contests.services.submissions import Paper, Said

LONGEST_BODY = 400_000


class JoinedForm(BlamedForm):
    """What is joined to the answers, where the case takes it."""

    film = forms.CharField(
        label=_("Adresse de la vidéo"),
        max_length=200,
        required=False,
        help_text=_("Elle commence par https://. Ce qui change derrière ce lien n’est pas scellé."),
    )
    paper = forms.FileField(
        label=_("PDF"), required=False, help_text=_("10 Mo au plus. Il remplace celui d’avant.")
    )

    def __init__(self, *args: Any, case: CaseRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, is_taken in (("film", case.takes_film), ("paper", case.takes_paper)):
            if not is_taken:
                del self.fields[name]

    def clean_paper(self) -> Paper | None:
        """Return the PDF, or nothing; say what is wrong with a file."""
        read = read_pdf_field(self.cleaned_data["paper"])
        return Paper(*read) if read else None


def said_in(posted: Mapping[str, str], case: CaseRow) -> list[Said]:
    """Return the answers of a whole page, sent by its button."""
    return [
        Said(one.id, posted[f"text_{one.id}"], row_number(posted.get(f"rev_{one.id}", "")) or 0)
        for one in case.questions
        if f"text_{one.id}" in posted
    ]


def said_alone(body: bytes) -> Said | None:
    """Return the one answer a script sends; None for what is none."""
    if len(body) > LONGEST_BODY:
        return None
    try:
        said = json.loads(body)
        one = Said(said["question"], said["text"], said["revision"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    numbers = all(isinstance(n, int) and 0 <= n < 2**31 for n in (one.question_id, one.revision))
    return one if numbers and isinstance(one.text, str) else None
