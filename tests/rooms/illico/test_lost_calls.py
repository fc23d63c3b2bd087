"""Callers who hang up unheard, and calls that nobody ever takes in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.kernel import realtime
from boutdufil.rooms.illico.enums import Outcome, ServiceState
from boutdufil.rooms.illico.services.lines import give_up_call, tell_gone
from boutdufil.rooms.illico.services.lost_calls import end_lost_calls
from tests.factories.illico import ServiceCallFactory

pytestmark = pytest.mark.django_db


def be_away(op, **body):
    raise realtime.ExchangeAwayError("nobody")


def test_a_hang_up_is_in_the_tables_even_when_nobody_hears_it(monkeypatch):
    monkeypatch.setattr(realtime, "ask", be_away)
    pressed, closed = ServiceCallFactory(), ServiceCallFactory()
    assert give_up_call(call_id=pressed.pk) is False
    with pytest.raises(realtime.ExchangeAwayError):
        tell_gone(call_id=closed.pk)
    for call in (pressed, closed):
        call.refresh_from_db()
        assert call.gone_at is not None


NOW = timezone.now()
LOST = [
    # clicked s ago, gone s after the click, state after, outcome, kept, cause
    (10, None, ServiceState.OFFERED, "", None, ""),
    (3_000, None, ServiceState.OFFERED, "", None, ""),
    (3_700, None, ServiceState.ENDED, Outcome.TOO_LONG, False, "lost"),
    (60, 30, ServiceState.OFFERED, "", None, ""),
    (600, 30, ServiceState.ENDED, Outcome.ABANDONED, False, "hung_up"),
    (600, 2, ServiceState.ENDED, Outcome.ABANDONED_AT_ONCE, None, "hung_up"),
]


@pytest.mark.parametrize(("age", "gone", "state", "outcome", "kept", "cause"), LOST)
def test_what_nobody_will_take_in_is_ended(age, gone, state, outcome, kept, cause):
    clicked = NOW - timedelta(seconds=age)
    gone_at = None if gone is None else clicked + timedelta(seconds=gone)
    call = ServiceCallFactory(clicked_at=clicked, gone_at=gone_at)

    assert end_lost_calls(now=NOW) == (state == ServiceState.ENDED)
    assert end_lost_calls(now=NOW) == 0

    call.refresh_from_db()
    assert (call.state, call.outcome, call.kept) == (state, outcome, kept)
    assert call.call.end_cause == cause
    assert (call.call.state == "ended") == bool(cause)


def test_whoever_asked_to_be_called_back_stays_so_counted():
    clicked = NOW - timedelta(hours=1)
    call = ServiceCallFactory(
        clicked_at=clicked, gone_at=clicked, outcome=Outcome.CALLED_BACK, kept=False
    )
    end_lost_calls(now=NOW)
    call.refresh_from_db()
    assert (call.state, call.outcome) == (ServiceState.ENDED, Outcome.CALLED_BACK)


def test_who_is_in_line_is_left_to_the_dispatcher():
    ServiceCallFactory(clicked_at=NOW - timedelta(hours=3), state=ServiceState.WAITING)
    assert end_lost_calls(now=NOW) == 0
