"""When a channel of a number is open: as it was published, in moments.

A day that was not published yet (its job is late) has the hours of the week.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.models import Closing, Number, OpenDay, OpeningHours
from boutdufil.rooms.illico.rules.opening import (
    DAYS_SHOWN,
    PARIS,
    Slot,
    Span,
    days_from,
    paris_day,
    slots_of,
    without,
)

# How far ahead the next opening is looked for; what holds at a moment stands in its own day.
FAR, TODAY = 15, 1

Hours = dict[str, list[Slot]]


@dataclass(frozen=True, slots=True)
class Opening:
    """What holds for a channel at a moment.

    ``promised``: published hours hold, so that a call counts. ``answering``: they do, and no
    exceptional closing stands in the way. A call that is promised and not answering is refused
    and counted as a promise not kept.
    """

    promised: bool
    answering: bool
    opens_at: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChannelHours:
    """The slots of a channel on a day, and what an exceptional closing takes out of them."""

    channel: Channel
    slots: tuple[Slot, ...]
    closings: tuple[Slot, ...]

    @property
    def label(self) -> str:
        """Return the channel in words."""
        return str(self.channel.label)


@dataclass(frozen=True, slots=True)
class OpeningDay:
    """A day of Paris with the hours of each channel; ``is_frozen`` once it was published."""

    day: date
    is_frozen: bool
    channels: tuple[ChannelHours, ...]


@dataclass(frozen=True, slots=True)
class OpeningDays:
    """Days one after the other with the same hours; those of the first stand for all."""

    first: date
    last: date
    channels: tuple[ChannelHours, ...]


def open_channels(number_ids: Collection[int], at: datetime) -> dict[int, frozenset[str]]:
    """Return, for each number, the channels whose published hours hold at a moment."""
    found = _published(number_ids, [paris_day(at)])
    return {
        number_id: frozenset(
            channel
            for channel, slots in days[paris_day(at)][1].items()
            if any(slot.holds(at) for slot in slots)
        )
        for number_id, days in found.items()
    }


def opening(number_id: int, channel: str, at: datetime, *, days: int = FAR) -> Opening:
    """Return what holds for a channel at a moment, and when it opens next within so many days."""
    return openings(number_id, [channel], at, days=days)[channel]


def openings(
    number_id: int, channels: Collection[str], at: datetime, *, days: int = FAR
) -> dict[str, Opening]:
    """Return what holds at a moment, for several channels of a number."""
    wanted = _published([number_id], days_from(paris_day(at), days))[number_id]
    closed = _closings(number_id, at, at + timedelta(days=days))
    return {channel: _opening(channel, wanted, closed, at) for channel in channels}


def opening_days(number_id: int, at: datetime, days: int = DAYS_SHOWN) -> list[OpeningDay]:
    """Return the hours of the days ahead, today first, every channel of the number each day."""
    wanted = days_from(paris_day(at), days)
    found = _published([number_id], wanted)[number_id]
    closed = _closings(number_id, at - timedelta(days=1), at + timedelta(days=days + 1))
    number = Number.objects.only("channels").get(pk=number_id)
    channels = [channel for channel in Channel if channel in number.channels]
    return [
        OpeningDay(
            day=day,
            is_frozen=found[day][0],
            channels=tuple(
                _channel_hours(channel, found[day][1].get(channel, []), closed)
                for channel in channels
            ),
        )
        for day in wanted
    ]


def alike_days(days: Iterable[OpeningDay]) -> list[OpeningDays]:
    """Return days put together while their hours are the same on the clock of Paris."""
    return [
        OpeningDays(run[0].day, run[-1].day, run[0].channels)
        for run in (list(found) for _same, found in groupby(days, key=_clocks))
    ]


def _clocks(day: OpeningDay) -> list[object]:
    """Return what makes days alike; an exceptional closing makes a day unlike any other."""
    return [
        (
            one.channel,
            [tuple(at.astimezone(PARIS).time() for at in astuple(slot)) for slot in one.slots],
            [(day.day, hole) for hole in one.closings],
        )
        for one in day.channels
    ]


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """An exceptional closing that is not over; ``channel`` is empty when all are closed."""

    id: int
    channel: str
    slot: Slot
    reason: str
    declared_at: datetime


def closings_to_come(number_id: int, at: datetime) -> list[ClosingRow]:
    """Return the exceptional closings of a number that are not over."""
    found = Closing.objects.filter(number_id=number_id, ends_at__gt=at).order_by("starts_at")
    return [
        ClosingRow(
            row.pk,
            str(Channel(row.channel).label) if row.channel else "",
            Slot(row.starts_at, row.ends_at),
            row.reason,
            row.declared_at,
        )
        for row in found
    ]


def weekly_hours(number_id: int) -> dict[str, tuple[Span, ...]]:
    """Return the hours of the week as their owner last wrote them, by channel."""
    return {channel: tuple(spans) for channel, spans in _weeks([number_id])[number_id].items()}


def _channel_hours(
    channel: Channel, slots: list[Slot], closed: list[tuple[str, Slot, str]]
) -> ChannelHours:
    holes = [hole for where, hole, _reason in closed if where in ("", channel)]
    cut = [hole for hole in holes if any(_meet(hole, slot) for slot in slots)]
    return ChannelHours(channel, tuple(slots), tuple(cut))


def _meet(one: Slot, other: Slot) -> bool:
    return one.opens_at < other.closes_at and other.opens_at < one.closes_at


def _opening(
    channel: str,
    days: Mapping[date, tuple[bool, Hours]],
    closed: list[tuple[str, Slot, str]],
    at: datetime,
) -> Opening:
    slots = [slot for day in sorted(days) for slot in days[day][1].get(channel, [])]
    holes = [(hole, reason) for where, hole, reason in closed if where in ("", channel)]
    answering = without(slots, [hole for hole, _reason in holes])
    coming = [max(slot.opens_at, at) for slot in answering if slot.closes_at > at]
    return Opening(
        promised=any(slot.holds(at) for slot in slots),
        answering=any(slot.holds(at) for slot in answering),
        opens_at=min(coming, default=None),
        reason=next((reason for hole, reason in holes if hole.holds(at)), ""),
    )


def _closings(number_id: int, since: datetime, until: datetime) -> list[tuple[str, Slot, str]]:
    found = Closing.objects.filter(number_id=number_id, ends_at__gt=since, starts_at__lt=until)
    return [
        (row.channel, Slot(row.starts_at, row.ends_at), row.reason)
        for row in found.order_by("starts_at")
    ]


def _published(
    number_ids: Collection[int], days: list[date]
) -> dict[int, dict[date, tuple[bool, Hours]]]:
    """Return, for each number and day, whether it was published, and the slots by channel."""
    frozen: dict[int, dict[date, Hours]] = {number_id: {} for number_id in number_ids}
    found = OpenDay.objects.filter(number_id__in=number_ids, day__in=days)
    slots = found.order_by("slots__opens_at").values_list(
        "number_id", "day", "slots__channel", "slots__opens_at", "slots__closes_at"
    )
    # A published day on which nothing is open comes once, without a slot.
    for number_id, day, channel, opens_at, closes_at in slots:
        hours = frozen[number_id].setdefault(day, defaultdict(list))
        if channel is not None:
            hours[channel].append(Slot(opens_at, closes_at))
    late = [key for key, known in frozen.items() if len(known) < len(days)]
    weekly = hours_to_come(late, days) if late else {}
    return {
        key: {
            day: (True, known[day]) if day in known else (False, weekly[key][day]) for day in days
        }
        for key, known in frozen.items()
    }


def hours_to_come(number_ids: Collection[int], days: list[date]) -> dict[int, dict[date, Hours]]:
    """Return what the hours of the week make of certain days, by number, day and channel."""
    weeks = _weeks(number_ids)
    habits = {
        number_id: (closed, commune[:2])
        for number_id, closed, commune in Number.objects.filter(pk__in=number_ids).values_list(
            "pk", "closed_on_holidays", "organisation__commune"
        )
    }
    return {
        number_id: {
            day: {
                channel: slots_of(
                    spans,
                    day,
                    closed_on_holidays=habits[number_id][0],
                    department=habits[number_id][1],
                )
                for channel, spans in weeks[number_id].items()
            }
            for day in days
        }
        for number_id in habits
    }


def _weeks(number_ids: Collection[int]) -> dict[int, dict[str, list[Span]]]:
    weeks: dict[int, dict[str, list[Span]]] = {key: defaultdict(list) for key in number_ids}
    found = OpeningHours.objects.filter(number_id__in=number_ids)
    for number_id, channel, weekday, opens, closes in found.values_list(
        "number_id", "channel", "weekday", "opens", "closes"
    ):
        weeks[number_id][channel].append(Span(weekday, opens, closes))
    return weeks
