"""Hours as people type them: "8h-12h, 14h-18h30", a line for each day of a channel."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boutdufil.kernel.calls.enums import Channel
from boutdufil.kernel.ui.fields import DayInput, offer
from boutdufil.rooms.illico.rules.opening import END_OF_DAY, MIDNIGHT, PARIS, Span

HOUR = r"(\d{1,2})(?:\s*[h:]\s*(\d{2})?)?"
RANGE = re.compile(rf"{HOUR}\s*(?:-|–|—|à|to)\s*{HOUR}")
AROUND_THE_CLOCK = {"24h/24", "24h", "24/24", "24/7"}
CLOSED = {"", "fermé", "ferme", "closed", "-"}


def read_hours(text: str, weekday: int) -> list[Span]:
    """Return the hours of a day as typed. Raises ValueError for anything else.

    >>> [(span.opens.hour, span.closes.hour) for span in read_hours("8h-12h, 14:00-18:30", 1)]
    [(8, 12), (14, 18)]
    """
    said = text.strip().lower()
    if said in CLOSED:
        return []
    if said.replace(" ", "") in AROUND_THE_CLOCK:
        return [Span(weekday, MIDNIGHT, END_OF_DAY)]
    return [_range(part.strip(), weekday) for part in re.split(r"[,;]| et ", said) if part.strip()]


def _range(text: str, weekday: int) -> Span:
    found = RANGE.fullmatch(text)
    if not found:
        raise ValueError(text)
    first = time(int(found[1]), int(found[2] or 0))
    end = END_OF_DAY if int(found[3]) == 24 else time(int(found[3]), int(found[4] or 0))
    if end == MIDNIGHT:
        end = END_OF_DAY
    if end <= first:
        raise ValueError(text)
    return Span(weekday, first, end)


def write_hours(spans: Iterable[Span]) -> str:
    """Return the hours of a day as one types them.

    >>> write_hours([Span(1, time(8), time(12, 30))])
    '8h-12h30'
    """
    return ", ".join(f"{_hour(span.opens)}-{_hour(span.closes)}" for span in sorted(spans))


def _hour(hour: time) -> str:
    if hour >= END_OF_DAY:
        return "24h"
    return f"{hour.hour}h{hour.minute:02}" if hour.minute else f"{hour.hour}h"


class HoursForm(forms.Form):
    """A week for each channel; the others may have the hours of the voice."""

    def __init__(
        self,
        *args: Any,
        channels: Collection[Channel],
        hours: Mapping[str, Collection[Span]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.channels = tuple(channels)
        for channel in self.channels:
            if channel != self.leader:
                self.fields[f"{channel}-same"] = forms.BooleanField(
                    label=gettext_lazy("Les mêmes heures que la voix"),
                    required=False,
                    initial=bool(hours.get(channel)) and _same(hours, channel, self.leader),
                )
            for weekday in range(1, 8):
                self.fields[f"{channel}-{weekday}"] = forms.CharField(
                    label=str(WEEKDAYS[weekday - 1]).capitalize(),
                    max_length=80,
                    required=False,
                    initial=write_hours(
                        span for span in hours.get(channel, ()) if span.weekday == weekday
                    ),
                )

    @property
    def leader(self) -> Channel | None:
        """Return the channel whose hours the others may take over."""
        return Channel.VOICE if Channel.VOICE in self.channels else None

    @property
    def weeks(self) -> list[tuple[str, forms.BoundField | None, list[forms.BoundField]]]:
        """Return each channel with its switch and its days."""
        return [
            (
                str(channel.label),
                self[f"{channel}-same"] if f"{channel}-same" in self.fields else None,
                [self[f"{channel}-{weekday}"] for weekday in range(1, 8)],
            )
            for channel in self.channels
        ]

    def clean(self) -> dict[str, Any]:
        """Read every line; a mistake is said at its day."""
        self.hours: dict[str, tuple[Span, ...]] = {}
        for channel in self.channels:
            spans = [span for weekday in range(1, 8) for span in self._day(channel, weekday)]
            self.hours[channel] = tuple(spans)
        for channel in self.channels:
            if self.leader and self.cleaned_data.get(f"{channel}-same"):
                self.hours[channel] = self.hours[self.leader]
        return self.cleaned_data

    def _day(self, channel: Channel, weekday: int) -> list[Span]:
        name = f"{channel}-{weekday}"
        try:
            return read_hours(self.cleaned_data.get(name, ""), weekday)
        except ValueError:
            self.add_error(name, _("Écrivez des heures comme 8h-12h, 14h-18h30, ou 24h/24."))
            return []


def _same(hours: Mapping[str, Collection[Span]], channel: Channel, leader: Channel | None) -> bool:
    return leader is not None and sorted(hours[channel]) == sorted(hours.get(leader, ()))


class ClosingForm(forms.Form):
    """An exceptional closing, in Paris time."""

    channel = forms.ChoiceField(label=gettext_lazy("Canal"), required=False)
    day = forms.DateField(label=gettext_lazy("Jour"), widget=DayInput())
    hours = forms.CharField(
        label=gettext_lazy("Heures"),
        max_length=40,
        help_text=gettext_lazy("Comme 14h-16h, ou 24h/24 pour toute la journée."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Raison, montrée sur la page du numéro"), max_length=200
    )

    def __init__(self, *args: Any, channels: Collection[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "channel", [("", _("tous")), *((one.value, one.label) for one in channels)])
        self.fields["day"].error_messages["invalid"] = _("Écrivez une date : jj/mm/aaaa.")

    def clean_hours(self) -> Span:
        """Read one range."""
        try:
            (span,) = read_hours(self.cleaned_data["hours"], 1)
        except ValueError:
            raise forms.ValidationError(_("Écrivez une plage comme 14h-16h.")) from None
        return span

    def moments(self) -> tuple[datetime, datetime]:
        """Return from when to when; the form is valid."""
        day, span = self.cleaned_data["day"], self.cleaned_data["hours"]
        to_the_end = span.closes >= END_OF_DAY
        last = day + timedelta(days=1) if to_the_end else day
        closes = MIDNIGHT if to_the_end else span.closes
        return datetime.combine(day, span.opens, PARIS), datetime.combine(last, closes, PARIS)
