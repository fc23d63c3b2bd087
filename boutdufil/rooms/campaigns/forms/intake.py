"""What an organiser types of registrations: places, days, slots, questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.rooms.campaigns.enums import QuestionKind
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.forms.nodes import day_field, read_hours, time_field
from boutdufil.rooms.campaigns.rules.slots import IntakeDraft, QuestionDraft, SlotRow
from boutdufil.rooms.campaigns.selectors.intake import QuestionLine

MOST_PLACES = 100_000
LARGEST_GROUP = 200
# Between five minutes and a week, in hours.
SHORTEST_SLOT, LONGEST_SLOT, LONGEST_ANSWER = 5, 480, 168
ASKS_CHOICES = frozenset({QuestionKind.CHOICE, QuestionKind.CHOICES})
MOST_CHOICES = 20


class MomentInput(forms.DateTimeInput):
    """The browser's own calendar and clock; a moment is always sent as 2026-12-01T09:30."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


def _moment_field(label: Any, hint: Any) -> forms.DateTimeField:
    invalid = gettext_lazy("Écrivez un jour et une heure comme 2026-10-05T09:30.")
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        required=False,
        widget=MomentInput(),
        error_messages={"invalid": invalid},
    )


def _places_field(label: Any, hint: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label, help_text=hint, required=False, min_value=0, max_value=MOST_PLACES
    )


class _BlamedForm(forms.Form):
    """A form that says a refusal beside the field it is about."""

    def blame(self, error: CampaignError) -> None:
        """Put an error beside what it is about."""
        self.add_error(error.field if error.field in self.fields else None, str(error))


class IntakeForm(_BlamedForm):
    """How an event takes registrations."""

    capacity = _places_field(gettext_lazy("Places"), gettext_lazy("Sans rien : sans limite."))
    opens_at = _moment_field(
        gettext_lazy("Inscriptions à partir du"), gettext_lazy("Sans rien : dès maintenant.")
    )
    closes_at = _moment_field(
        gettext_lazy("Inscriptions jusqu’au"), gettext_lazy("Sans rien : jusqu’à la fin.")
    )
    largest_group = forms.IntegerField(
        label=gettext_lazy("Personnes dans un groupe, au plus"),
        help_text=gettext_lazy("Une classe s’inscrit par un nombre. Sans rien : pas de groupe."),
        required=False,
        min_value=2,
        max_value=LARGEST_GROUP,
    )
    keeps_waiting_list = forms.BooleanField(
        label=gettext_lazy("Tenir une liste d’attente quand c’est complet"),
        required=False,
        initial=True,
    )
    answer_hours = forms.IntegerField(
        label=gettext_lazy("Heures pour accepter une place qui se libère"),
        min_value=1,
        max_value=LONGEST_ANSWER,
        initial=24,
        error_messages={"required": gettext_lazy("Écrivez un nombre d’heures.")},
    )

    def clean(self) -> dict[str, Any]:
        """Refuse to close before opening."""
        data: dict[str, Any] = super().clean() or {}
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("La fin vient avant le début."))
        return data

    def draft(self) -> IntakeDraft:
        """Return what was typed; the form is valid."""
        return IntakeDraft(**self.cleaned_data)


class SlotsForm(_BlamedForm):
    """A row of equal slots."""

    day = day_field(gettext_lazy("Jour"))
    opens_at = time_field(gettext_lazy("De"))
    closes_at = time_field(gettext_lazy("À"))
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes de chaque créneau"),
        min_value=SHORTEST_SLOT,
        max_value=LONGEST_SLOT,
        initial=30,
        error_messages={"required": gettext_lazy("Écrivez un nombre de minutes.")},
    )
    places = _places_field(
        gettext_lazy("Places de chaque créneau"),
        gettext_lazy("Sans rien : celles du rendez-vous."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("opens_at", "closes_at"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = _("Donnez les deux heures.")

    def clean(self) -> dict[str, Any]:
        """Refuse a wrong order of both times."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("opens_at") and data.get("closes_at"):
            read_hours(self)
        return data

    def row(self) -> SlotRow:
        """Return what was typed; the form is valid."""
        return SlotRow(**self.cleaned_data)


class QuestionForm(_BlamedForm):
    """A question to everybody who registers, and why it is asked."""

    label = forms.CharField(
        label=gettext_lazy("Question"),
        max_length=200,
        error_messages={"required": gettext_lazy("Écrivez la question.")},
    )
    why = forms.CharField(
        label=gettext_lazy("À quoi sert la réponse"),
        max_length=200,
        help_text=gettext_lazy("La personne le lit sous la question."),
        error_messages={"required": gettext_lazy("Dites à quoi sert la réponse.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("On répond par"),
        choices=QuestionKind.choices,
        initial=QuestionKind.TEXT,
        widget=forms.RadioSelect,
    )
    choices = forms.CharField(
        label=gettext_lazy("Réponses possibles"),
        required=False,
        max_length=2_000,
        help_text=gettext_lazy("Une par ligne, pour une question à choix."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_required = forms.BooleanField(label=gettext_lazy("Réponse obligatoire"), required=False)

    def __init__(self, *args: Any, changed: QuestionLine | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changed is not None:
            self.initial = {
                "label": changed.label,
                "why": changed.why,
                "kind": changed.kind,
                "choices": "\n".join(changed.choices),
                "is_required": changed.is_required,
            }
            # Answers of its kind may be there.
            self.fields["kind"].disabled = True

    def clean_choices(self) -> tuple[str, ...]:
        """Return the lines that say something, each once."""
        lines = (line.strip() for line in self.cleaned_data["choices"].splitlines())
        return tuple(dict.fromkeys(line for line in lines if line))

    def clean(self) -> dict[str, Any]:
        """Ask for two choices where one chooses."""
        data: dict[str, Any] = super().clean() or {}
        given = data.get("choices", ())
        if data.get("kind") not in ASKS_CHOICES:
            data["choices"] = ()
        elif not 1 < len(given) <= MOST_CHOICES:
            text = _("Écrivez de 2 à %(most)d réponses, une par ligne.")
            self.add_error("choices", text % {"most": MOST_CHOICES})
        return data

    def draft(self) -> QuestionDraft:
        """Return what was typed; the form is valid."""
        return QuestionDraft(**self.cleaned_data)


def places_typed(text: str) -> tuple[int | None, bool]:
    """Return the places a slot is given, and whether they make sense; nothing is no limit."""
    field = _places_field("")
    try:
        return field.clean(text), True
    except forms.ValidationError:
        return None, False


def typed_intake(draft: IntakeDraft) -> dict[str, Any]:
    """Return how an event takes registrations as it would be typed."""
    local = timezone.localtime
    return {
        "capacity": draft.capacity,
        "opens_at": local(draft.opens_at) if draft.opens_at else None,
        "closes_at": local(draft.closes_at) if draft.closes_at else None,
        "largest_group": draft.largest_group,
        "keeps_waiting_list": draft.keeps_waiting_list,
        "answer_hours": draft.answer_hours,
    }
