"""What an organiser types of a quiz: how it is answered, and what becomes of it afterwards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.contests.enums import QuizMode, SimilarityWord
from boutdufil.rooms.contests.forms.fields import (
    LONGEST_REASON,
    BlamedForm,
    FrozenForm,
    number_field,
    text_field,
)
from boutdufil.rooms.contests.rules.confirming import (
    CONFIRMED_PER_PLACE,
    MOST_CONFIRMED_PER_PLACE,
)
from boutdufil.rooms.contests.selectors.quiz_settings import QuizDraft

MINUTE = 60
MOST_QUESTIONS = 200


class QuizForm(FrozenForm):
    """A quiz: its bank, its limits in minutes, and how many questions of each theme."""

    bank = forms.TypedChoiceField(label=gettext_lazy("Banque de questions"), coerce=int)
    mode = forms.ChoiceField(label=gettext_lazy("Où"), choices=QuizMode.choices)
    minutes = number_field(gettext_lazy("Durée, en minutes"), 1, 240, initial=20)
    grace_seconds = number_field(
        gettext_lazy("Délai pour les réponses restées en route, en secondes"),
        0,
        300,
        initial=30,
        help_text=gettext_lazy("Pour qui perd le réseau : les réponses données avant la fin."),
    )
    confirmation_items = number_field(
        gettext_lazy("À distance : questions de confirmation, en salle"), 1, 60, initial=10
    )
    confirmation_minutes = number_field(
        gettext_lazy("Durée de la confirmation, en minutes"), 1, 60, initial=5
    )
    confirmed_per_place = number_field(
        gettext_lazy("Appelés à confirmer, pour chaque place"),
        1,
        MOST_CONFIRMED_PER_PLACE,
        initial=CONFIRMED_PER_PLACE,
        help_text=gettext_lazy("Au-dessus de 1, une absence ne laisse pas une place vide."),
    )

    def __init__(
        self,
        *args: Any,
        banks: list[tuple[int, str]],
        themes: list[tuple[int, str, int]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "bank", banks)
        self.themes = [theme_id for theme_id, _name, _approved in themes]
        for theme_id, name, approved in themes:
            self.fields[f"theme_{theme_id}"] = number_field(
                f"{name} ({approved})", 0, MOST_QUESTIONS, required=False
            )
        self.order_fields([name for name in self.fields if name != "reason"])

    @property
    def counts(self) -> list[forms.BoundField]:
        """Return the fields that count the questions of each theme."""
        return [self[f"theme_{theme_id}"] for theme_id in self.themes]

    def draft(self) -> QuizDraft:
        """Return what was typed; the form is valid. Themes are those of the bank shown."""
        said = self.cleaned_data
        counts = tuple((one, said[f"theme_{one}"] or 0) for one in self.themes)
        return QuizDraft(
            bank_id=said["bank"],
            mode=QuizMode(said["mode"]),
            seconds=said["minutes"] * MINUTE,
            grace_seconds=said["grace_seconds"],
            confirmation_items=said["confirmation_items"],
            confirmation_seconds=said["confirmation_minutes"] * MINUTE,
            confirmed_per_place=said["confirmed_per_place"],
            blueprint=tuple((theme, count) for theme, count in counts if count),
        )


def typed_quiz(draft: QuizDraft) -> dict[str, Any]:
    """Return what a form of a quiz begins with."""
    return {
        "bank": draft.bank_id,
        "mode": draft.mode,
        "minutes": draft.seconds // MINUTE,
        "grace_seconds": draft.grace_seconds,
        "confirmation_items": draft.confirmation_items,
        "confirmation_minutes": draft.confirmation_seconds // MINUTE,
        "confirmed_per_place": draft.confirmed_per_place,
        **{f"theme_{theme}": count for theme, count in draft.blueprint},
    }


class WithdrawForm(BlamedForm):
    """Why a question is taken out."""

    reason = text_field(
        gettext_lazy("Motif"),
        LONGEST_REASON,
        help_text=gettext_lazy("Publié, avec ce que cela change."),
    )


class KeyForm(WithdrawForm):
    """Another right answer, and why."""

    answers = forms.CharField(
        label=gettext_lazy("Réponses, une par ligne"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": gettext_lazy("Ce champ attend quelques mots.")},
        help_text=gettext_lazy("Déplacez les étoiles (*) ; ne changez pas les propositions."),
    )
    field_order = ("answers", "reason")


class SimilarityForm(BlamedForm):
    """What is made of two papers that look alike."""

    first = forms.IntegerField(widget=forms.HiddenInput)
    second = forms.IntegerField(widget=forms.HiddenInput)
    word = forms.ChoiceField(label=gettext_lazy("Décision"), choices=SimilarityWord.choices)
    reason = text_field(gettext_lazy("Motif"), LONGEST_REASON)
