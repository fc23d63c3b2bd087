"""What an owner types of who answers when nobody is free."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.ui.fields import offer
from boutdufil.rooms.illico.forms.agents import LANGUAGES
from boutdufil.rooms.illico.rules.relief import MOST_KEPT, Relief, kept_field
from boutdufil.rooms.illico.selectors.relief import ReliefPage

TONGUES = dict(LANGUAGES)


def _seconds(label: Any, help_text: Any) -> forms.IntegerField:
    # How late is too late, the rule says in words.
    return forms.IntegerField(
        label=label, min_value=0, max_value=999, initial=0, help_text=help_text
    )


class ReliefForm(forms.Form):
    """Delays in seconds since the click, the number that helps, people kept free by language."""

    providers_after_s = _seconds(
        _("Vos prestataires répondent après (secondes)"),
        _("0\u00a0: tout de suite, en même temps que votre équipe."),
    )
    helper_id = forms.TypedChoiceField(
        label=_("Un autre de vos numéros vient en renfort"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Qui répond pour ce numéro répondra alors aussi pour celui-ci."),
    )
    helper_after_s = _seconds(
        _("Ce renfort répond après (secondes)"), _("Au moins le délai des prestataires.")
    )

    def __init__(self, *args: Any, page: ReliefPage, **kwargs: Any) -> None:
        relief = page.relief
        kwargs["initial"] = {
            "providers_after_s": relief.providers_after_s,
            "helper_id": relief.helper_id,
            "helper_after_s": relief.helper_after_s,
            **{kept_field(one): relief.kept.get(one, 0) for one in page.languages},
        }
        super().__init__(*args, **kwargs)
        offer(self, "helper_id", [("", _("aucun")), *page.helpers])
        self._languages = page.languages
        for one in page.languages:
            self.fields[kept_field(one)] = forms.IntegerField(
                label=TONGUES.get(one, one), required=False, min_value=0, max_value=MOST_KEPT
            )

    @property
    def kept(self) -> list[forms.BoundField]:
        """Return the fields of people kept free."""
        return [self[kept_field(one)] for one in self._languages]

    def relief(self) -> Relief:
        """Return what was asked."""
        said = self.cleaned_data
        return Relief(
            providers_after_s=said["providers_after_s"],
            helper_id=said["helper_id"],
            helper_after_s=said["helper_after_s"] if said["helper_id"] else 0,
            kept={one: said[kept_field(one)] or 0 for one in self._languages},
        )
