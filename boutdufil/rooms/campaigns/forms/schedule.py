"""What a reader looks for in a programme; nothing is kept of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from boutdufil.kernel.territories.forms import commune_named
from boutdufil.kernel.ui.days import format_day
from boutdufil.kernel.ui.fields import offer
from boutdufil.lib.text import sort_key
from boutdufil.rooms.campaigns.enums import Access, EventKind, Tongue
from boutdufil.rooms.campaigns.selectors.schedule import Entry, Wanted, days_of

Choice = tuple[Any, Any]


def chosen(label: Any) -> forms.ChoiceField:
    """Return a field that narrows, or does not."""
    wrong = _("Ce choix n’est pas au programme.")
    return forms.ChoiceField(label=label, required=False, error_messages={"invalid_choice": wrong})


class ProgrammeForm(forms.Form):
    """Filters of a programme, each offering what the programme holds."""

    near = forms.CharField(label=_("Près de"), required=False, max_length=80)
    day = chosen(_("Jour"))
    kind = chosen(_("Ce qui s’y passe"))
    company = chosen(_("Organisé par"))
    access = chosen(_("Accessibilité"))
    language = chosen(_("Langue"))
    place = forms.CharField(required=False, max_length=5, widget=forms.HiddenInput)
    view = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def __init__(self, *args: Any, events: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {
            "day": _days(events),
            "kind": _labels(EventKind, (one.node.event_kind for one in events)),
            "company": _companies(events),
            "access": _labels(Access, (code for one in events for code in one.access_codes)),
            "language": _labels(Tongue, (code for one in events for code in one.tongues)),
        }
        held["access"] = [one for one in held["access"] if one[0] != Access.NONE]
        for name, choices in held.items():
            if len(choices) > 1 or (name == "access" and choices):
                offer(self, name, [("", gettext("peu importe")), *choices])
            else:
                del self.fields[name]

    def clean_near(self) -> str:
        """Return the INSEE code of the commune that was meant, or nothing."""
        return commune_named(self.cleaned_data["near"])

    def wanted(self) -> Wanted:
        """Return what is looked for; what is wrong narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data
        day, company = typed.get("day"), typed.get("company")
        return Wanted(
            view="place" if typed.get("view") == "place" else "day",
            day=date.fromisoformat(day) if day else None,
            kind=typed.get("kind") or "",
            access=typed.get("access") or "",
            language=typed.get("language") or "",
            company=int(company) if company else None,
            place=typed.get("place") or "",
            near=typed.get("near") or "",
        )


def _days(events: Sequence[Entry]) -> list[Choice]:
    days = sorted({day for one in events for day in days_of(one.period)})
    return [(f"{day:%Y-%m-%d}", format_day(day, "l j F")) for day in days]


def _labels(names: Any, held: Iterable[str]) -> list[Choice]:
    found = set(held)
    return [(one.value, one.label) for one in names if one.value in found]


def _companies(events: Sequence[Entry]) -> list[Choice]:
    found = {(one.node.organiser_id, one.node.organiser) for one in events}
    ordered = sorted(found, key=lambda pair: sort_key(pair[1]))
    return [(str(number), name) for number, name in ordered]
