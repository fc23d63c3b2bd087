"""What the dispatcher finds in the tables by itself: callers never heard of, hang-ups unheard."""

import asyncio

import pytest
from django.utils import timezone

from boutdufil.rooms.illico.dispatcher.database import connect
from boutdufil.rooms.illico.dispatcher.reading import Reader
from tests.factories.illico import NumberFactory, ServiceCallFactory
from tests.rooms.illico.dispatcher.floor import open_floor

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_hung_up_unheard_is_not_put_in_line_and_is_taken_out_of_it() -> None:
    number = NumberFactory(code="shop", published_at=timezone.now())
    calls = [
        ServiceCallFactory(number=number, channel="voice", language="fr", clicked_at=at)
        for at in [timezone.now()] * 3
    ]
    here, never_heard, in_line = [str(call.pk) for call in calls]
    for call in calls[1:]:
        call.gone_at = timezone.now()
        call.save(update_fields=["gone_at"])

    async def play() -> None:
        async with open_floor() as floor:
            await floor.offer(in_line)
            reader = Reader(floor.loop, connect)
            async with await connect() as connection:
                await reader._compare_calls(connection)
            await floor.ask("snapshot")
            assert [call.name for call in floor.loop.desk.router.calls()] == [here]
            assert floor.kinds(f"call:{in_line}") == ["queued", "ended"]
            assert floor.kinds(f"call:{never_heard}") == []

    asyncio.run(play())
