"""How numbers keep their promise: counted over calls, in one question however many numbers."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.enums import EvidenceLevel
from boutdufil.rooms.illico.models import ServiceCall
from boutdufil.rooms.illico.rules.promise import (
    PromiseFigure,
    Tally,
    promise_figures,
    rolling_start,
)

Figures = dict[str, PromiseFigure]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The figure of a channel, in words for a page."""

    figure: PromiseFigure

    @property
    def channel(self) -> str:
        """Return the channel in words."""
        return str(Channel(self.figure.channel).label)

    @property
    def evidence(self) -> str:
        """Return the lowest level of evidence among its calls, in words."""
        level = self.figure.evidence
        return str(EvidenceLevel(level).label) if level else ""


def number_figures(number_id: int, now: datetime, *, invented: bool = False) -> Figures:
    """Return the figures of the rolling 28 days, by channel; invented calls never among real."""
    return figures_of([number_id], now, invented=invented)[number_id]


def figures_of(
    number_ids: Collection[int], now: datetime, *, invented: bool = False
) -> dict[int, Figures]:
    """Return the figures of several numbers, by number and channel.

    What a call-back brought is not counted again: its promise was decided with the first call.
    """
    rows = (
        ServiceCall.objects.filter(
            number_id__in=number_ids,
            clicked_at__gte=rolling_start(now),
            clicked_at__lte=now,
            invented=invented,
            call_back_of=None,
        )
        .order_by()
        .values_list("number_id", "channel", "outcome", "kept", "in_hours", "evidence")
        .annotate(Count("pk"))
    )
    tallies: dict[int, list[Tally]] = defaultdict(list)
    for number_id, *facts in rows:
        tallies[number_id].append(Tally(*facts))
    return {number_id: promise_figures(tallies[number_id]) for number_id in number_ids}


def figure_rows(figures: Figures) -> tuple[FigureRow, ...]:
    """Return figures as a page shows them, in the order of the channels."""
    return tuple(FigureRow(figures[channel]) for channel in Channel if channel in figures)
