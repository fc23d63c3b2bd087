"""The journal is forgotten in time, and never before somebody needs it no more."""

from datetime import UTC, date, datetime, timedelta

import pytest

from boutdufil.config.cli import dispatcher, doctor
from boutdufil.config.processes.diagnosis import Verdict
from boutdufil.kernel.people import registry
from boutdufil.rooms.illico.enums import ServiceState
from boutdufil.rooms.illico.models import JournalEntry, Projection, ServiceCall, StateSpan
from boutdufil.rooms.illico.services import journal_kept
from boutdufil.rooms.illico.services.journal_kept import JOURNAL_KEPT, forget_journal
from boutdufil.rooms.illico.services.projection import read_again
from tests.factories.illico import (
    AgentFactory,
    DayHeadFactory,
    NumberFactory,
    ServiceCallFactory,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD = NOW - JOURNAL_KEPT - timedelta(days=10)


def lines(*bodies: dict[str, object], days: float = 2) -> None:
    """Write lines, one every so many days from long ago on."""
    for seq, body in enumerate(bodies, start=1):
        JournalEntry.objects.create(
            pool="main", seq=seq, epoch=1, at=seq * 1_000, body=body,
            happened_at=OLD + timedelta(days=(seq - 1) * days),
        )  # fmt: skip


def ten_lines(*, snapshot: int = 9, **position: object) -> None:
    lines(*({"snapshot": {}} if seq == snapshot else {} for seq in range(1, 11)))
    Projection.objects.create(pool="main", **{"seq": 10, **position})


def kept() -> list[int]:
    return list(JournalEntry.objects.order_by("seq").values_list("seq", flat=True))


def test_what_is_old_is_forgotten_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    ten_lines()
    monkeypatch.setattr(journal_kept, "LINES_AT_ONCE", 2)
    assert forget_journal(NOW) == 5
    assert kept() == [6, 7, 8, 9, 10]
    assert forget_journal(NOW) == 0


@pytest.mark.parametrize(
    ("snapshot", "position", "first"),
    [(4, {}, 4), (0, {}, 1), (9, {"seq": 2}, 3), (9, {"set_aside": [3, 5]}, 3)],
)
def test_what_somebody_still_has_to_read_stays(
    snapshot: int, position: dict[str, object], first: int
) -> None:
    ten_lines(snapshot=snapshot, **position)
    forget_journal(NOW)
    assert kept()[0] == first


def test_what_no_seal_holds_yet_stays() -> None:
    ten_lines()
    number = NumberFactory(published_at=OLD)
    call = ServiceCallFactory(number=number, clicked_at=OLD + timedelta(days=4))
    forget_journal(NOW)
    assert kept()[0] == 3
    DayHeadFactory(number=number, day=call.clicked_at.date() - timedelta(days=1))
    forget_journal(NOW)
    assert kept()[0] == 3
    DayHeadFactory(number=number, day=call.clicked_at.date())
    forget_journal(NOW)
    assert kept()[0] == 6


def test_it_is_shown_with_the_others_and_run_every_night() -> None:
    rule = next(one for one in registry.retention_rules() if one.name == "illico.journal")
    assert rule.period == JOURNAL_KEPT
    ten_lines()
    assert rule.run(NOW) == 5


def test_read_again_from_the_middle_leaves_what_older_lines_said() -> None:
    agent = AgentFactory()
    before, after = (
        ServiceCallFactory(clicked_at=OLD, number=NumberFactory(code=code)) for code in "ab"
    )

    def told(call: ServiceCall, kind: str, **more: object) -> dict[str, object]:
        ended = {"type": "Ended", "call": str(call.pk), "cause": "hung_up"}
        state = {"type": "StateChanged", "agent": agent.name, "state": kind, "reason": ""}
        return {"event": {"type": "Gone", "call": str(call.pk)}, "decisions": [ended, state]}

    def offered(call: ServiceCall) -> dict[str, object]:
        return {"event": {"type": "Offered", "call": str(call.pk)}}

    lines(
        offered(before), told(before, "available"), {"snapshot": {}},
        offered(after), told(after, "paused"),
    )  # fmt: skip
    read_again(pool="main")
    rows = said()
    JournalEntry.objects.filter(seq__lt=3).delete()
    assert read_again(pool="main") == 3
    assert said() == rows
    assert {state for state, _outcome in rows[0]} == {ServiceState.ENDED}


def said() -> list[list[tuple[object, ...]]]:
    calls = ServiceCall.objects.order_by("number__code").values_list("state", "outcome")
    spans = StateSpan.objects.order_by("began_at").values_list("state", "began_at", "ended_at")
    return [list(calls), list(spans)]


def test_the_doctor_says_which_lines_the_tables_lack_and_what_to_type(
    capsys: pytest.CaptureFixture[str],
) -> None:
    lines({}, {}, {})
    position = Projection.objects.create(pool="main", seq=3)
    assert doctor.check_journal().verdict is Verdict.FINE
    position.set_aside = [2, 3]
    position.save()
    finding = doctor.check_journal()
    assert finding.verdict is Verdict.WRONG
    day = date.isoformat((OLD + timedelta(days=2)).date())
    assert f"2 of main, the first is 2 of {day}" in finding.text
    assert "boutdufil dispatcher --pool main --read-again" in finding.remedy
    dispatcher._read_again("")
    assert capsys.readouterr().out == "3 lines of the journal are in the tables\n"
    assert doctor.check_journal().verdict is Verdict.FINE
