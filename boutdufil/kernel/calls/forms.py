"""What is typed around a practised call: a code, a sheet, an answer to a sheet."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.calls.enums import Seen
from boutdufil.kernel.calls.practice import read_code
from boutdufil.kernel.calls.scenarios import Scenario
from boutdufil.kernel.calls.services.sheets import LONGEST_REMARK


class CodeForm(forms.Form):
    """The code somebody was told."""

    code = forms.CharField(label=_("Code d’invitation"), max_length=20)

    def clean_code(self) -> str:
        """Return the code as it was given, however it was typed."""
        code = read_code(self.cleaned_data["code"])
        if not code:
            raise forms.ValidationError(_("Un code compte six lettres ou chiffres."))
        return code


class SheetForm(forms.Form):
    """One answer in words for each criterion of a scenario; there is nothing to add up."""

    remark = forms.CharField(
        label=_("Une remarque sur tout l’appel"),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, scenario: Scenario, written: Mapping[str, Mapping[str, str]], data: Any = None
    ) -> None:
        super().__init__(data, initial={"remark": written.get("", {}).get("remark", "")})
        self.keys = tuple(criterion.key for criterion in scenario.criteria)
        for criterion in scenario.criteria:
            answer = written.get(criterion.key, {})
            self.fields[f"seen_{criterion.key}"] = forms.ChoiceField(
                label=str(criterion.text),
                choices=Seen.choices,
                initial=answer.get("seen"),
                widget=forms.RadioSelect,
                error_messages={"required": _("Choisissez une des quatre réponses.")},
            )
            self.fields[f"remark_{criterion.key}"] = forms.CharField(
                label=_("Ce que vous avez vu ou entendu"),
                required=False,
                max_length=LONGEST_REMARK,
                initial=answer.get("remark", ""),
            )

    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return each criterion with its remark."""
        return [(self[f"seen_{key}"], self[f"remark_{key}"]) for key in self.keys]

    def answers(self) -> dict[str, dict[str, str]]:
        """Return what was seen, by criterion."""
        said = self.cleaned_data
        return {
            key: {"seen": said[f"seen_{key}"], "remark": said[f"remark_{key}"]} for key in self.keys
        }


class ReplyForm(forms.Form):
    """What the person observed answers."""

    words = forms.CharField(
        label=_("Votre réponse"),
        required=False,
        max_length=LONGEST_REMARK,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
