"""Numbers that are open, and calls made on them from a page."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from django.utils import timezone

from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.models import Number, ServiceCall
from boutdufil.rooms.illico.selectors.callers import read_caller_token
from tests.factories.illico import NumberFactory, OpeningHoursFactory

# A Monday, ten in the morning in Paris.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def open_number(**more: object) -> Number:
    """Return a published number that is open on every channel around the clock."""
    channels = more.pop("channels", [Channel.VOICE, Channel.VIDEO, Channel.TEXT])
    published = timezone.now() - timedelta(days=60)
    facts = {"published_at": published, "closed_on_holidays": False, "languages": ["fr", "lpc"]}
    number = NumberFactory(channels=channels, **{**facts, **more})
    for channel in channels:
        for weekday in range(1, 8):
            OpeningHoursFactory(
                number=number, channel=channel, weekday=weekday, opens=time(0), closes=time(23, 59)
            )
    return number


def press(client, number: Number, **fields: object):
    """Press the button of a number's page; return the answer."""
    data = {"channel": "voice", **fields}
    return client.post(f"/illico/{number.code}/appeler/", data)


def call_of(answer) -> ServiceCall:
    """Return the call whose page an answer leads to."""
    seat = read_caller_token(answer.url.split("/")[3])
    assert isinstance(seat, UUID)
    return ServiceCall.objects.get(call__participants=seat)
