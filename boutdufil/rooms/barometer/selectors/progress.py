"""How answers come in: responses sent day after day, beside the days letters left."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boutdufil.kernel.ui.charts import Estimate, LineChart
from boutdufil.rooms.barometer.enums import MailingKind
from boutdufil.rooms.barometer.models import Mailing, Response
from boutdufil.rooms.barometer.selectors.responses import COUNTED

MOST_DAYS = 400


@dataclass(frozen=True, slots=True)
class LetterDay:
    """A day a letter left, and how many responses had been sent by its end."""

    day: date
    kind: MailingKind
    sent: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Responses sent by the end of each day, and what had left by then."""

    chart: LineChart
    letters: tuple[LetterDay, ...]


def progress(wave_id: int, *, invented: bool) -> Progress | None:
    """Return how the responses of a wave came in; None before the first was sent.

    A withdrawn response is in no day. The line runs from the first letter or response to the last.
    """
    hours = Response.objects.filter(
        drawn__wave_id=wave_id, state__in=COUNTED, sent_at__isnull=False
    ).values_list("sent_at", flat=True)
    sent = Counter(timezone.localdate(hour) for hour in hours if hour)
    if not sent:
        return None
    left = Mailing.objects.filter(wave_id=wave_id, left_at__isnull=False)
    letters = [
        (timezone.localdate(hour), MailingKind(kind))
        for hour, kind in left.order_by("left_at", "pk").values_list("left_at", "kind")
        if hour
    ]
    by_day = _cumulated(sent, [day for day, _kind in letters])
    chart = LineChart(
        title=_("Réponses envoyées, jour après jour"),
        description=_("Le nombre de réponses envoyées à la fin de chaque jour."),
        points=tuple(
            Estimate(date_format(day, "SHORT_DATE_FORMAT"), count) for day, count in by_day.items()
        ),
        unit=_("réponses"),
        source=_("démonstration, données simulées") if invented else "",
        decimals=0,
    )
    return Progress(chart, tuple(LetterDay(day, kind, by_day[day]) for day, kind in letters))


def _cumulated(sent: Counter[date], letters: list[date]) -> dict[date, int]:
    days = sorted({*sent, *letters})
    span = (days[-1] - days[0]).days + 1
    if span <= MOST_DAYS:
        days = [days[0] + timedelta(days=place) for place in range(span)]
    found: dict[date, int] = {}
    total = 0
    for day in days:
        total += sent[day]
        found[day] = total
    return found
