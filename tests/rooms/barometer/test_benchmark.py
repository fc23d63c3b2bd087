"""One's own turnover beside the stratum's: each limit of competition law, at its edge."""

from datetime import date

import pytest

from boutdufil.rooms.barometer.rules.benchmark import Peer, Why, benchmark, months_after
from boutdufil.rooms.barometer.selectors.responses import own_figures, response_row
from tests.rooms.barometer.respondents import WHOLE, drawn, opened, peers, save, wave

END, LATER = date(2025, 12, 31), date(2026, 6, 1)
FIVE = [Peer(f"g{one}", 20, one / 10) for one in range(5)]


def shown(found, *, today=LATER):
    return benchmark(found, period_end=END, today=today)


def test_five_groups_none_too_large_and_old_enough_are_shown():
    assert shown(FIVE).median == 0.2
    assert shown(FIVE).groups == 5


def test_four_groups_are_too_few_however_many_their_centres():
    many = [Peer(f"g{one % 4}", 20, one / 40) for one in range(40)]

    assert (shown(many).why, shown(many).median) == (Why.FEW_GROUPS, None)
    assert shown([]).why == Why.FEW_GROUPS


@pytest.mark.parametrize(("size", "why"), [(100, Why.SHOWN), (100.1, Why.LARGE_GROUP)])
def test_a_group_may_weigh_a_quarter_and_no_more(size, why):
    others = [Peer(f"g{one}", 60, 0.1) for one in range(5)]

    # Two centres of one group weigh together.
    assert shown([*others, Peer("large", size - 50, 0.1), Peer("large", 50, 0.1)]).why == why


@pytest.mark.parametrize(
    ("today", "why"), [(date(2026, 3, 30), Why.YOUNG), (date(2026, 3, 31), Why.SHOWN)]
)
def test_data_are_three_months_old(today, why):
    assert shown(FIVE, today=today).why == why
    assert shown(FIVE, today=today).open_from == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2025, 11, 30), date(2026, 3, 1)),
        (date(2025, 9, 30), date(2025, 12, 30)),
        (date(2025, 10, 15), date(2026, 1, 15)),
        (date(2023, 11, 29), date(2024, 2, 29)),
    ],
)
def test_months_are_those_of_the_calendar(day, later):
    assert months_after(day, 3) == later


def test_nobody_at_all_gives_nothing_away():
    assert shown([Peer(f"g{one}", 0, 0.1) for one in range(6)]).why == Why.LARGE_GROUP


def test_a_median_is_told_to_the_point_of_percentage():
    odd = [Peer(f"g{one}", 20, 0.12345 + one / 1000) for one in range(5)]

    assert shown(odd).median == 0.13


@pytest.mark.django_db
@pytest.mark.parametrize(("sizes", "median"), [((60, 60, 60), None), ((60, 60, 60, 60), 0.15)])
def test_one_counts_among_the_groups_of_ones_own_stratum(sizes, median):
    one_wave = wave()
    stratum = peers(one_wave, sizes)
    peers(one_wave, (60, 60))
    response, _token = opened(drawn(one_wave, stratum=stratum))
    save(response, WHOLE)
    response.state = "sent"
    response.save()

    told = own_figures(response_row(response.pk))

    assert told.turnover == pytest.approx(10 / 60)
    assert told.stratum.median == median
