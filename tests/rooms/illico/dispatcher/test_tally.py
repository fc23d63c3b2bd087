"""How long a caller is told it may take: by how the line moves now, or not at all."""

from collections import deque

import pytest

from boutdufil.rooms.illico.dispatcher.tally import Queue

HOUR, MINUTE = 3_600_000, 60_000
EXPECTED = [
    # taken at, now, place, expected
    ([], 0, 1, None),
    ([0], 1_000, 1, None),
    ([0, 10_000, 20_000], 22_000, 3, 30_000),
    # The line stands still.
    ([0, 10_000, 20_000], 80_000, 2, 120_000),
    # A night lies between.
    ([0, 10_000, 15 * HOUR], 15 * HOUR + 1_000, 1, None),
    ([0, 10_000, 15 * HOUR, 15 * HOUR + MINUTE], 15 * HOUR + MINUTE, 2, 2 * MINUTE),
    ([0, 10_000], 16 * MINUTE, 1, None),
]


@pytest.mark.parametrize(("taken", "now", "place", "expected"), EXPECTED)
def test_the_expected_wait_is_that_of_the_last_quarter_of_an_hour(
    taken: list[int], now: int, place: int, expected: int | None
) -> None:
    assert Queue(taken_at=deque(taken)).expected_ms(place, now) == expected


def test_two_who_called_in_the_same_millisecond_have_places_of_their_own() -> None:
    queue = Queue()
    for call, at in (("first", 5), ("second", 5), ("late", 9), ("early", 1)):
        queue.add(call, at)

    assert [queue.place(call) for call in ("early", "first", "second", "late")] == [1, 2, 3, 4]
    queue.drop("first")
    assert [queue.place(call) for call in ("early", "second", "late")] == [1, 2, 3]
