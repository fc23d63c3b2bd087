"""What people answer to a proposal, on their page or on paper."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.rooms.mobility.enums import PlanAnswer
from boutdufil.rooms.mobility.services.plan_answers import AnswerDraft
from boutdufil.rooms.mobility.services.plans import SHORTEST_REASON


class AnswerForm(forms.Form):
    """What a person answers, and whether their name may be told; why, when it is corrected."""

    answer = forms.ChoiceField(label=_("Votre réponse"), widget=forms.RadioSelect, choices=[])
    other = forms.TypedChoiceField(
        label=_("Quel autre poste"), coerce=int, empty_value=None, required=False, choices=[]
    )
    shares_name = forms.BooleanField(
        label=_("L’employeur de ce poste peut lire mon nom"),
        help_text=_("Sans votre accord, il ne l’apprend pas."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Pourquoi la réponse change"),
        help_text=_("Quelques mots. Seules les ressources humaines et vous les lisez."),
        min_length=SHORTEST_REASON,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    words = (
        _("J’accepte le poste proposé"),
        _("Je demande un autre poste de la liste"),
        _("Je refuse"),
    )

    def __init__(
        self,
        *args: Any,
        proposed: int | None,
        others: Sequence[tuple[int, str]],
        correcting: bool = False,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        accepts, asks, refuses = self.words
        accept = [(PlanAnswer.ACCEPTED, accepts)] if proposed else []
        ask = [(PlanAnswer.OTHER, asks)] if others else []
        offer(self, "answer", [*accept, *ask, (PlanAnswer.REFUSED, refuses)])
        offer(self, "other", [("", _("Choisir dans la liste")), *others])
        if not correcting:
            del self.fields["reason"]

    def clean(self) -> dict[str, Any]:
        """Ask which post, where another one is asked for."""
        data = super().clean() or {}
        if data.get("answer") == PlanAnswer.OTHER and not data.get("other"):
            self.add_error("other", _("Choisissez le poste demandé."))
        return data

    def draft(self) -> AnswerDraft:
        """Return the answer as the service takes it."""
        data = self.cleaned_data
        return AnswerDraft(
            answer=data["answer"],
            other_post_id=data["other"],
            shares_name=data.get("shares_name", False),
            reason=data.get("reason", ""),
        )

    @property
    def said(self) -> str:
        """Return the answer in words, with the other post where one is asked for."""
        words = str(dict(self.fields["answer"].choices)[self.cleaned_data["answer"]])  # type: ignore[attr-defined]
        other = dict(self.fields["other"].choices).get(self.cleaned_data["other"])  # type: ignore[attr-defined]
        asks = self.cleaned_data["answer"] == PlanAnswer.OTHER
        return f"{words}\u00a0: {other}" if asks else words


class PaperAnswerForm(AnswerForm):
    """An answer that came on paper, and the day it came; names are not told by paper."""

    received_on = forms.DateField(
        label=_("Reçue le"),
        help_text=_("Ce jour décide si la réponse est venue à temps, pas celui de la saisie."),
        widget=DayInput(),
    )
    words = (
        _("Accepte le poste proposé"),
        _("Demande un autre poste de la liste"),
        _("Refuse"),
    )

    def __init__(self, *args: Any, **kw: Any) -> None:
        kw.setdefault("initial", {"received_on": timezone.localdate()})
        super().__init__(*args, **kw)
        del self.fields["shares_name"]
        self.fields["answer"].label = _("La réponse écrite")
        self.order_fields(["received_on", "answer", "other", "reason"])

    def clean_received_on(self) -> date:
        """Refuse a day that is still to come."""
        day: date = self.cleaned_data["received_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Cette date est à venir : écrivez le jour de la réception."))
        return day

    def draft(self) -> AnswerDraft:
        """Return the answer as the service takes it, on paper."""
        data = self.cleaned_data
        return AnswerDraft(
            answer=data["answer"],
            other_post_id=data["other"],
            on_paper=True,
            received_on=data["received_on"],
            reason=data.get("reason", ""),
        )
