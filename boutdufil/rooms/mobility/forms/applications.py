"""What a person types to apply, and what both sides type afterwards."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.files.errors import FileRefused
from boutdufil.kernel.files.services import check_content
from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.mobility.services.applications import (
    MAX_DOCUMENTS,
    ApplicationDraft,
    Upload,
)

LETTER_LONGEST = 6000
MESSAGE_LONGEST = 4000
REFERENCE = re.compile(r"[a-z_]{1,30}:[0-9]{1,18}")
Pairs = Iterable[tuple[str, str]]


class PdfInput(forms.ClearableFileInput):
    """A choice of several files."""

    allow_multiple_selected = True


class DocumentsField(forms.FileField):
    """Several PDFs; each one refused is named, with what to do."""

    widget = PdfInput(attrs={"accept": ".pdf,application/pdf", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:
        """Return the documents. Raises ValidationError with a line for each one refused."""
        given: Sequence[UploadedFile[Any]] = data if isinstance(data, list | tuple) else [data]
        files = [super(DocumentsField, self).clean(one, initial) for one in given if one]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"])
        if len(files) > MAX_DOCUMENTS:
            limit = {"count": MAX_DOCUMENTS}
            raise forms.ValidationError(_("Choisissez %(count)s documents au plus.") % limit)
        uploads = [Upload(file.name or "", file.read()) for file in files]
        faults = [fault for fault in map(_fault, uploads) if fault]
        if faults:
            raise forms.ValidationError(faults)
        return uploads


def _fault(upload: Upload) -> str:
    """Say what is wrong with a document; empty when nothing is."""
    try:
        check_content(content=upload.content)
    except FileRefused as refused:
        return _("« %(name)s » : %(fault)s") % {"name": upload.name, "fault": refused}
    return ""


def _documents() -> DocumentsField:
    return DocumentsField(
        label=gettext_lazy("Vos documents"),
        help_text=gettext_lazy(
            "Des PDF de 5 Mo au plus, cinq au plus. Sans photo, sans âge, sans numéro de sécurité "
            "sociale : personne n’a à vous les demander ici."
        ),
        required=False,
        allow_empty_file=True,
    )


class ApplicationForm(forms.Form):
    """An application: what is shown of the path, a letter, documents, ways to answer."""

    skills = forms.MultipleChoiceField(required=False, choices=[])
    jobs = forms.MultipleChoiceField(required=False, choices=[])
    letter = forms.CharField(
        label=gettext_lazy("Quelques mots pour l’employeur"),
        max_length=LETTER_LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 9}),
    )
    documents = _documents()
    share_email = forms.BooleanField(
        label=gettext_lazy("Donner aussi mon adresse e-mail"), required=False
    )
    phone = forms.RegexField(
        r"\A\+?[0-9][0-9 .()/-]{5,18}\Z",
        label=gettext_lazy("Donner aussi mon téléphone"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
        error_messages={
            "invalid": gettext_lazy("Écrivez le numéro en chiffres, par exemple 06 12 34 56 78.")
        },
    )
    par = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, skills: Pairs, jobs: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "skills", skills)
        offer(self, "jobs", jobs)

    def clean_par(self) -> str:
        """Keep a reference of the ledger, drop anything else."""
        given: str = self.cleaned_data["par"]
        return given if REFERENCE.fullmatch(given) else ""

    def draft(self) -> ApplicationDraft:
        """What is to be sent."""
        said = self.cleaned_data
        return ApplicationDraft(
            skills=tuple(said["skills"]),
            jobs=tuple(int(number) for number in said["jobs"]),
            letter=said["letter"],
            share_email=said["share_email"],
            phone=said["phone"],
            documents=tuple(said["documents"]),
        )


class DocumentsForm(forms.Form):
    """Documents added later."""

    documents = _documents()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["documents"].required = True
        self.fields["documents"].error_messages["required"] = _("Choisissez un PDF.")


class MessageForm(forms.Form):
    """A message to the other side."""

    words = forms.CharField(
        label=gettext_lazy("Votre message"),
        max_length=MESSAGE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Écrivez votre message.")},
    )


class SlotAnswerForm(forms.Form):
    """One of the moments proposed, or none of them; and what helps to come."""

    NONE = "none"

    slot = forms.ChoiceField(
        label=gettext_lazy("Quel moment vous convient ?"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choisissez un moment, ou dites qu’aucun ne convient."),
            "invalid_choice": gettext_lazy(
                "Ce moment n’est plus proposé. Choisissez-en un autre dans la liste."
            ),
        },
    )
    needs = forms.CharField(
        label=gettext_lazy("De quoi avez-vous besoin pour venir ?"),
        help_text=gettext_lazy(
            "Par exemple : interprète en langue des signes, accès sans marche, temps en plus. "
            "Effacé sept jours après l’entretien."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    agreed = forms.BooleanField(
        label=gettext_lazy("Je veux que l’équipe qui recrute lise ce besoin, pour cet entretien"),
        required=False,
    )

    def __init__(self, *args: Any, slots: Pairs, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "slot", [*slots, (self.NONE, _("Aucun ne me convient"))])

    def clean(self) -> dict[str, Any]:
        """Refuse a need nobody was allowed to read: health is the person's own affair."""
        said = self.cleaned_data
        if said.get("needs") and not said.get("agreed"):
            message = _("Cochez la case pour que ce besoin soit lu, ou effacez-le.")
            self.add_error("agreed", message)
        return said
