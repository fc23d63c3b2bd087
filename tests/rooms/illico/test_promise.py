"""The clock of the promise: what counts, what is set aside, how sure the share is."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.illico.enums import Outcome
from boutdufil.rooms.illico.rules.opening import PARIS
from boutdufil.rooms.illico.rules.promise import (
    ENOUGH,
    TARGET,
    PromiseFigure,
    Tally,
    is_below,
    is_reached,
    promise_figures,
    rolling_start,
)
from boutdufil.rooms.illico.selectors.promises import number_figures
from tests.factories.illico import NumberFactory, ServiceCallFactory

KEPT = Tally("voice", Outcome.ANSWERED, kept=True)


def figure(*tallies):
    return promise_figures(tallies)["voice"]


@pytest.mark.parametrize(
    ("outcome", "kept", "place"),
    [
        (Outcome.ANSWERED, True, "kept"),
        (Outcome.ANSWERED, False, "broken"),
        (Outcome.ABANDONED, False, "broken"),
        (Outcome.ABANDONED, None, "broken"),
        (Outcome.REFUSED, False, "broken"),
        (Outcome.REFUSED, None, "broken"),
        (Outcome.TOO_LONG, False, "broken"),
        (Outcome.CALLED_BACK, None, "broken"),
        (Outcome.CALLED_BACK, True, "kept"),
        (Outcome.ABANDONED_AT_ONCE, None, "at_once"),
        (Outcome.FILTERED, None, "filtered"),
        (Outcome.UNKNOWN, None, "pending"),
        (Outcome.UNKNOWN, False, "broken"),
    ],
)
def test_every_call_has_one_place(outcome, kept, place):
    found = figure(Tally("voice", outcome, kept))

    places = ("kept", "broken", "at_once", "filtered", "pending")
    assert {name: getattr(found, name) for name in places} == {
        name: int(name == place) for name in places
    }
    assert found.offered == 1


def test_outside_the_published_hours_nothing_is_promised():
    found = figure(Tally("voice", Outcome.ANSWERED, kept=True, in_hours=False))

    assert (found.outside, found.offered, found.counted) == (1, 0, 0)
    assert found.share is None


def test_each_channel_is_held_to_the_promise_alone():
    figures = promise_figures([KEPT, Tally("video", Outcome.ABANDONED, kept=False)])

    assert figures["voice"].share == 1
    assert figures["video"].share == 0


def test_the_interval_is_wilsons():
    # Published by R's binom package: binom.confint(90, 100, method="wilson").
    found = PromiseFigure("voice", counted=100, kept=90)

    assert (round(found.low, 4), round(found.high, 4)) == (0.8256, 0.9448)
    assert found.is_below


@pytest.mark.parametrize(
    ("counted", "kept", "below"),
    [
        (ENOUGH - 1, 0, False),
        (ENOUGH, 91, False),
        (ENOUGH, 90, True),
        (1_000, 935, True),
        (1_000, 940, False),
    ],
)
def test_chance_is_never_blamed_on_anybody(counted, kept, below):
    assert PromiseFigure("voice", counted=counted, kept=kept).is_below is below


def test_one_channel_below_is_enough_and_all_must_reach():
    good = PromiseFigure("voice", counted=200, kept=199)
    bad = PromiseFigure("video", counted=200, kept=150)
    few = PromiseFigure("text", counted=3, kept=0)

    assert is_below({"voice": good, "video": bad})
    assert not is_below({"voice": good, "text": few})
    assert is_reached({"voice": good, "text": few})
    assert not is_reached({"voice": good, "video": bad})
    assert not is_reached({"text": few})


def test_the_evidence_is_that_of_the_weakest_call():
    figures = [KEPT, Tally("voice", Outcome.ANSWERED, kept=True, evidence=1)]

    assert figure(*figures).evidence == 1
    assert figure(KEPT, Tally("voice", Outcome.FILTERED, None, evidence=1)).evidence == 3


TALLIES = st.lists(
    st.builds(
        Tally,
        channel=st.sampled_from(["voice", "video", "text"]),
        outcome=st.sampled_from(list(Outcome)),
        kept=st.sampled_from([None, True, False]),
        in_hours=st.booleans(),
        count=st.integers(1, 50),
    )
)


@given(TALLIES)
def test_nothing_is_lost_and_nothing_counts_twice(tallies):
    for found in promise_figures(tallies).values():
        own = [one for one in tallies if one.channel == found.channel]
        assert found.offered + found.outside == sum(one.count for one in own)
        assert found.offered == found.counted + found.at_once + found.filtered + found.pending
        assert 0 <= found.kept <= found.counted
        assert found.low <= (found.share or 0) <= found.high or not found.counted


@given(TALLIES)
def test_tallies_say_what_their_calls_would(tallies):
    one_by_one = [
        Tally(one.channel, one.outcome, one.kept, one.in_hours, one.evidence)
        for one in tallies
        for _call in range(one.count)
    ]

    assert promise_figures(one_by_one) == promise_figures(tallies)


def test_the_period_is_twenty_eight_days_of_paris():
    start = rolling_start(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))

    # It is the 24th in Paris already; the clock changed on 25 October, before the period.
    assert start == datetime(2026, 10, 28, tzinfo=PARIS)


@pytest.mark.django_db
def test_only_the_calls_of_the_period_are_counted():
    number, now = NumberFactory(), timezone.now()
    start = rolling_start(now)
    for at in (start, start - timedelta(seconds=1), now):
        ServiceCallFactory(number=number, clicked_at=at, outcome=Outcome.ANSWERED, kept=True)
    ServiceCallFactory(clicked_at=now, outcome=Outcome.ANSWERED, kept=True)

    assert number_figures(number.pk, now)["voice"].counted == 2


def test_the_target_is_the_decision_s():
    assert TARGET == 0.95
