"""What somebody types to register: who comes, what helps them, what was asked above."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.organisations.forms import email_field
from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.campaigns.enums import Purpose, QuestionKind
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.rules.registrations import PURPOSE_WORDS, RegistrationDraft
from boutdufil.rooms.campaigns.selectors.registering import (
    QuestionRow,
    RegistrationForm,
    RegistrationPage,
    SlotRow,
)

LONGEST_ANSWER = 500
LARGEST_NUMBER = 1_000_000
LONGEST_ORIGIN = 40
YES, NO = "yes", "no"


class RegisterForm(forms.Form):
    """A registration to an event; fields that the event does not need are not there."""

    slot = forms.ChoiceField(
        label=gettext_lazy("Quand venez-vous ?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choisissez un créneau.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Votre nom"),
        max_length=120,
        error_messages={"required": gettext_lazy("Écrivez votre nom.")},
    )
    email = email_field(help_text=gettext_lazy("Pour y recevoir votre billet."))
    places = forms.IntegerField(
        label=gettext_lazy("Combien de personnes, vous compris ?"), min_value=1, initial=1
    )
    group_name = forms.CharField(
        label=gettext_lazy("Nom du groupe"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "Pour un groupe : une classe, une association. Nous ne demandons aucun autre nom."
        ),
    )
    needs = forms.CharField(
        label=gettext_lazy("Pour bien vous accueillir"),
        max_length=250,
        required=False,
        help_text=gettext_lazy(
            "Par exemple : interprète en langue des signes, rampe, place calme. Lu par l’équipe "
            "d’accueil, jamais par les recruteurs."
        ),
    )
    origin = forms.CharField(required=False, widget=forms.HiddenInput)
    once = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, page: RegistrationForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self._fit_slots()
        self._fit_group()
        for question in page.questions:
            self.fields[_name(question)] = _field(question)
        for purpose, words in PURPOSE_WORDS.items():
            self.fields[f"consent_{purpose}"] = forms.BooleanField(label=str(words), required=False)

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """Return the organisers' own questions, in their order."""
        return [self[_name(question)] for question in self.page.questions]

    @property
    def consent_fields(self) -> list[forms.BoundField]:
        """Return a box for each purpose."""
        return [self[f"consent_{purpose}"] for purpose in PURPOSE_WORDS]

    def offered_slots(self) -> Sequence[SlotRow]:
        """Return the slots one may choose from."""
        return self.page.open_slots

    def clean_origin(self) -> str:
        """Return where the person heard of it; what is no plain word is nothing."""
        return readable_origin(self.cleaned_data["origin"])

    def clean(self) -> dict[str, Any]:
        """Ask for the name of a group too."""
        data = super().clean() or self.cleaned_data
        if data.get("places", 1) > 1 and not data.get("group_name"):
            self.add_error("group_name", _("Donnez un nom au groupe."))
        return data

    def draft(self, language: str) -> RegistrationDraft:
        """Return what was typed; the form is valid."""
        data = self.cleaned_data
        chosen = data.get("slot")
        return RegistrationDraft(
            name=data["name"],
            email=data.get("email", ""),
            language=language,
            slot_id=int(chosen) if chosen else None,
            places=data.get("places", 1),
            group_name=data.get("group_name", ""),
            needs=data["needs"],
            answers=self._answers(),
            origin=data.get("origin", ""),
            consents=tuple(p for p in PURPOSE_WORDS if data[f"consent_{p}"]),
            once=data.get("once", ""),
        )

    def blame(self, error: CampaignError) -> None:
        """Show an error beside the field it is about, or on top."""
        self.add_error(error.field if error.field in self.fields else None, str(error))

    def _answers(self) -> dict[str, Any]:
        answers = {}
        for question in self.page.questions:
            said = self.cleaned_data[_name(question)]
            if said not in ("", None, []):
                answers[question.key] = said == YES if question.kind == "yes_no" else said
        return answers

    def _fit_slots(self) -> None:
        if self.page.slots:
            told = [(str(one.id), self.page.slot_words(one)) for one in self.offered_slots()]
            offer(self, "slot", told)
        else:
            del self.fields["slot"]

    def _fit_group(self) -> None:
        largest = self.page.way_in.largest_group or 1
        if largest == 1:
            del self.fields["places"], self.fields["group_name"]
            return
        words = _("Un groupe a %(most)s personnes au plus.") % {"most": largest}
        self.fields["places"] = forms.IntegerField(
            label=self.fields["places"].label,
            min_value=1,
            max_value=largest,
            initial=1,
            help_text=words,
            error_messages={
                "max_value": words,
                "min_value": _("Une personne au moins."),
                "required": _("Écrivez combien vous serez."),
                "invalid": _("Écrivez un nombre entier."),
            },
        )


class ChangeForm(RegisterForm):
    """A registration to change; the address it was made with stays."""

    def __init__(self, *args: Any, page: RegistrationForm, **kwargs: Any) -> None:
        super().__init__(*args, page=page, **kwargs)
        for name in ("email", "origin", "once"):
            del self.fields[name]

    def offered_slots(self) -> Sequence[SlotRow]:
        """Return every slot to come: one's own may be full."""
        return self.page.slots


class LostLinkForm(forms.Form):
    """The address whose link was lost."""

    email = email_field()


def first_values(origin: str, name: str = "", email: str = "") -> dict[str, Any]:
    """Return what a new form holds: who is signed in, where they come from, and its own mark."""
    return {
        "name": name,
        "email": email,
        "origin": readable_origin(origin),
        "once": secrets.token_urlsafe(16),
    }


def values_of(page: RegistrationPage, form: RegistrationForm) -> dict[str, Any]:
    """Return what a form to change a registration holds."""
    row = page.row
    return {
        "slot": str(row.slot_id) if row.slot_id else "",
        "name": row.name,
        "places": row.places,
        "group_name": row.group_name,
        "needs": row.needs,
        **{_name(one): _typed(one, row.answers) for one in form.questions},
        **{f"consent_{purpose}": True for purpose in page.consents if purpose in Purpose},
    }


def readable_origin(text: str) -> str:
    """Return a short word of letters, figures and dashes, or nothing."""
    plain = text.strip().lower()
    is_word = plain.isascii() and plain.replace("-", "").replace("_", "").isalnum()
    return plain if is_word and len(plain) <= LONGEST_ORIGIN else ""


def _typed(question: QuestionRow, answers: Mapping[str, Any]) -> Any:
    said = answers.get(question.key)
    if question.kind == QuestionKind.YES_NO and said is not None:
        return YES if said else NO
    return said


def _name(question: QuestionRow) -> str:
    return f"question_{question.id}"


def _field(question: QuestionRow) -> forms.Field:
    """Return the field of a question: its label, and why it is asked."""
    told: dict[str, Any] = {
        "label": question.label,
        "help_text": question.why,
        "required": question.is_required,
        "error_messages": {"required": _("Répondez à cette question.")},
    }
    same = [(one, one) for one in question.choices]
    match question.kind:
        case QuestionKind.CHOICE:
            return forms.ChoiceField(choices=same, widget=forms.RadioSelect, **told)
        case QuestionKind.CHOICES:
            return forms.MultipleChoiceField(
                choices=same, widget=forms.CheckboxSelectMultiple, **told
            )
        case QuestionKind.YES_NO:
            answers = [(YES, _("oui")), (NO, _("non"))]
            return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **told)
        case QuestionKind.NUMBER:
            return forms.IntegerField(min_value=0, max_value=LARGEST_NUMBER, **told)
    return forms.CharField(max_length=LONGEST_ANSWER, **told)
