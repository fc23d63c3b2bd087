"""What an organiser types of a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.services import check_content
from boutdufil.rooms.contests.enums import LatePolicy
from boutdufil.rooms.contests.forms.fields import (
    FrozenForm,
    moment_field,
    number_field,
    text_field,
)
from boutdufil.rooms.contests.rules.files import LARGEST_PAPER
from boutdufil.rooms.contests.selectors.case_settings import CaseRow, QuestionRow
from boutdufil.rooms.contests.services.cases import CaseDraft, CasePaper, CaseQuestionDraft

LONGEST_CASE = 20_000
LONGEST_QUESTION = 2000
MOST_WORDS = 5000
MOST_LATE_MINUTES = 1440


def read_pdf_field(sent: Any) -> tuple[bytes, str] | None:
    """Return the bytes and the name of a PDF that was sent, or nothing; say what is wrong."""
    if not sent:
        return None
    # One byte more than allowed is enough to refuse it.
    content = sent.read(LARGEST_PAPER + 1)
    try:
        check_content(content=content, limit=LARGEST_PAPER)
    except FileRefused as wrong:
        raise forms.ValidationError(str(wrong)) from wrong
    return content, sent.name


class CaseForm(FrozenForm):
    """A case: what is asked, when it is seen, when it is due, what may be joined."""

    title = text_field(gettext_lazy("Titre"), 160)
    text = forms.CharField(
        label=gettext_lazy("Énoncé"),
        max_length=LONGEST_CASE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    paper = forms.FileField(
        label=gettext_lazy("Énoncé en PDF"),
        required=False,
        help_text=gettext_lazy("10 Mo au plus. Il remplace celui d’avant."),
    )
    released_at = moment_field(
        gettext_lazy("Dévoilé le"),
        help_text=gettext_lazy("Avant cette heure, personne d’autre que vous ne le voit."),
    )
    due_at = moment_field(gettext_lazy("À rendre le"))
    late_policy = forms.ChoiceField(
        label=gettext_lazy("Dossier en retard"), choices=LatePolicy, widget=forms.RadioSelect
    )
    late_minutes = number_field(
        gettext_lazy("Délai (minutes)"), 0, MOST_LATE_MINUTES, required=False
    )
    takes_paper = forms.BooleanField(label=gettext_lazy("Un PDF peut être joint"), required=False)
    takes_film = forms.BooleanField(
        label=gettext_lazy("Un lien vers une vidéo peut être joint"), required=False
    )

    def clean_paper(self) -> CasePaper | None:
        """Return the PDF, or nothing; say what is wrong with a file."""
        read = read_pdf_field(self.cleaned_data["paper"])
        return CasePaper(*read) if read else None

    def clean(self) -> dict[str, Any]:
        """Ask for a delay where late files are taken."""
        data = super().clean() or self.cleaned_data
        if data.get("late_policy") == LatePolicy.MARK and not data.get("late_minutes"):
            self.add_error("late_minutes", _("Dites combien de minutes de retard sont acceptées."))
        return data

    def draft(self) -> CaseDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        return CaseDraft(
            title=data["title"],
            text=data["text"],
            released_at=data["released_at"],
            due_at=data["due_at"],
            late_policy=LatePolicy(data["late_policy"]),
            late_minutes=data["late_minutes"] or 0,
            takes_paper=data["takes_paper"],
            takes_film=data["takes_film"],
        )


def known_case(case: CaseRow | None) -> dict[str, Any]:
    """Return a case as its form shows it."""
    if case is None:
        return {"late_policy": LatePolicy.REFUSE, "late_minutes": 0, "takes_paper": True}
    return {
        "title": case.title,
        "text": case.text,
        "released_at": case.times.released_at,
        "due_at": case.times.due_at,
        "late_policy": case.times.late_policy,
        "late_minutes": case.times.late_minutes,
        "takes_paper": case.takes_paper,
        "takes_film": case.takes_film,
    }


class CaseQuestionForm(FrozenForm):
    """A numbered question."""

    text = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Écrivez la question.")},
    )
    most_words = number_field(gettext_lazy("Mots, au plus"), 1, MOST_WORDS, initial=500)

    def draft(self, question: QuestionRow | None) -> CaseQuestionDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        known = question.id if question else None
        return CaseQuestionDraft(data["text"], data["most_words"], known)
