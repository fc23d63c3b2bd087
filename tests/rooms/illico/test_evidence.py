"""Sealed days: counts, chains, proofs, and changes that are found. I6, I7 of the notes."""

import json
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boutdufil.adapters.keys import signing_key
from boutdufil.config.cli.verify import verify
from boutdufil.engines.sealing import (
    call_day_checks,
    call_days,
    canonical_json,
    contents,
    read_canonical,
    seal,
)
from boutdufil.engines.sealing import verify as look_at
from boutdufil.kernel.calls.enums import Channel
from boutdufil.rooms.illico.enums import Outcome, ServiceState
from boutdufil.rooms.illico.errors import EvidenceError
from boutdufil.rooms.illico.models import CharterDecision, DayHead, Number, ServiceCall
from boutdufil.rooms.illico.selectors import evidence as sealed
from boutdufil.rooms.illico.selectors.promises import number_figures
from boutdufil.rooms.illico.services.evidence import (
    archive_of,
    look_at_seals,
    own_proof,
    seal_days,
    seal_number,
)
from tests.factories.illico import NumberFactory, ServiceCallFactory
from tests.rooms.illico.metered_calls import CLICK, Line, follow_and_meter, talk

NEXT = datetime(2026, 11, 24, 5, tzinfo=UTC)
DAY = date(2026, 11, 23)
pytestmark = pytest.mark.django_db


@pytest.fixture
def number(keys_of_a_test: None) -> Number:
    return NumberFactory(published_at=CLICK, channels=list(Channel))


@pytest.fixture
def keys_of_a_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))


def a_day(number: Number) -> list[Line]:
    """Return a day of twelve kept calls, one broken and one given up at once."""
    lines = [
        talk(seconds=30 + place, number=number, at=CLICK + timedelta(minutes=place))
        for place in range(12)
    ]
    late = Line(number=number, at=CLICK + timedelta(hours=1))
    late.connect(75)
    late.end(100)
    gone = Line(number=number, at=CLICK + timedelta(hours=2), channel=Channel.TEXT)
    gone.end(3)
    follow_and_meter()
    return [*lines, late, gone]


def test_a_day_that_is_over_is_sealed_once(number: Number) -> None:
    a_day(number)
    assert seal_days(now=NEXT - timedelta(hours=12)) == 0
    assert seal_days(now=NEXT) == 1
    assert seal_days(now=NEXT) == 0
    row = sealed.head_rows(number.pk)[0]
    assert (row.day, row.leaves, row.previous) == (DAY, 14, call_days.NOTHING)
    # One text call of the week would stand alone: the two channels are one line.
    assert [(one.channel, one.offered, one.counted, one.kept) for one in row.rows] == [
        ("", 14, 13, 12)
    ]
    assert list(sealed.findings_of(number.pk)) == []


def test_channels_with_calls_enough_are_shown_alone() -> None:
    week = {"text": 12, "video": 40, "voice": 90}
    assert call_days.named_channels(week) == {"text", "video", "voice"}
    assert call_days.named_channels(week | {"text": 4}) == {"voice"}
    assert call_days.named_channels(week | {"text": 4, "video": 9}) == {"voice"}
    assert call_days.named_channels({"voice": 3}) == frozenset()


def test_days_follow_one_another_without_a_gap(number: Number) -> None:
    a_day(number)
    seal_number(number_id=number.pk, now=NEXT)
    talk(seconds=20, number=number, at=CLICK + timedelta(days=2))
    follow_and_meter()
    assert seal_number(number_id=number.pk, now=NEXT + timedelta(days=4)) == 4
    heads = list(DayHead.objects.order_by("day"))
    assert [head.day.day for head in heads] == [23, 24, 25, 26, 27]
    assert read_canonical(bytes(heads[1].body))["previous"] == bytes(heads[0].digest).hex()
    assert read_canonical(bytes(heads[1].body))["leaves"] == 0
    assert list(sealed.findings_of(number.pk)) == []


def test_a_day_waits_for_its_calls(number: Number) -> None:
    line = Line(number=number)
    line.connect(5)
    follow_and_meter()
    assert seal_number(number_id=number.pk, now=NEXT) == 0
    line.end(50)
    follow_and_meter()
    assert seal_number(number_id=number.pk, now=NEXT) == 1


def test_nothing_in_a_leaf_names_anybody(number: Number) -> None:
    lines = a_day(number)
    seal_number(number_id=number.pk, now=NEXT)
    text = bytes(DayHead.objects.get().leaves).decode()
    for line in lines:
        assert line.call not in text
        assert str(line.caller.pk) not in text
        for agent, seat in line.agents.values():
            assert seat not in text
            assert f'"{agent.name}"' not in text
            assert agent.person.name not in text


def test_a_sealed_day_is_never_changed(number: Number) -> None:
    a_day(number)
    seal_number(number_id=number.pk, now=NEXT)
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        DayHead.objects.update(day=date(2026, 1, 1))


CHANGES: dict[str, Any] = {
    "seconds": 1, "kept": None, "outcome": Outcome.FILTERED, "in_hours": False, "held_early": True,
    "received_ms": 1, "human_ms": 2, "clicked_at": CLICK + timedelta(microseconds=1),
    "channel": Channel.VIDEO, "invented": True,
}  # fmt: skip


@pytest.mark.parametrize("field", CHANGES)
def test_a_call_changed_afterwards_is_found(number: Number, field: str) -> None:
    line = talk(seconds=30, number=number)
    follow_and_meter()
    seal_number(number_id=number.pk, now=NEXT)
    ServiceCall.objects.filter(pk=line.call).update(**{field: CHANGES[field]})
    assert list(sealed.findings_of(number.pk))


def test_a_fact_added_to_a_chain_or_a_call_taken_away_is_found(number: Number) -> None:
    line = talk(seconds=30, number=number)
    follow_and_meter()
    seal_number(number_id=number.pk, now=NEXT)
    other = NumberFactory()
    ServiceCall.objects.filter(pk=line.call).update(number=other)
    found = [finding.what for finding in sealed.findings_of(number.pk)]
    assert found == ["a call that was sealed is missing"]


def test_what_no_longer_holds_is_said_loudly(
    number: Number, caplog: pytest.LogCaptureFixture
) -> None:
    line = talk(seconds=30, number=number)
    follow_and_meter()
    seal_number(number_id=number.pk, now=NEXT)
    assert look_at_seals() == 0
    ServiceCall.objects.filter(pk=line.call).update(seconds=31)
    assert look_at_seals() == 1
    assert f"call {line.call} is not as it was sealed" in caplog.text


def test_the_counters_of_the_charter_are_those_of_the_leaves(number: Number) -> None:
    """I7: every outcome, twice counted."""
    outcomes = [
        (Outcome.ANSWERED, True), (Outcome.ANSWERED, False), (Outcome.ABANDONED, False),
        (Outcome.ABANDONED_AT_ONCE, None), (Outcome.REFUSED, False), (Outcome.FILTERED, None),
        (Outcome.CALLED_BACK, True), (Outcome.TOO_LONG, False),
    ]  # fmt: skip
    for place, (outcome, kept) in enumerate(outcomes * 3):
        clicked_at = CLICK + timedelta(minutes=place)
        human_at = clicked_at + timedelta(seconds=20 if kept else 80)
        ServiceCallFactory(
            number=number, clicked_at=clicked_at, state=ServiceState.ENDED, outcome=outcome,
            kept=kept, channel=list(Channel)[place % 3], in_hours=place % 5 > 0,
            first_human_at=human_at if outcome == Outcome.ANSWERED else None,
            ended_at=clicked_at + timedelta(seconds=90), invented=place % 7 == 0,
        )  # fmt: skip
    first = ServiceCall.objects.first()
    ServiceCallFactory(
        number=number, clicked_at=CLICK, state=ServiceState.ENDED, ended_at=CLICK,
        call_back_of=first, outcome=Outcome.ABANDONED, kept=False,
    )  # fmt: skip
    follow_and_meter()
    seal_number(number_id=number.pk, now=NEXT)
    archive = archive_of(number_id=number.pk, first=DAY, last=DAY, now=NEXT)
    figures = call_days.figures_of(contents(archive))
    for sort, invented in (("calls", False), ("invented", True)):
        public = number_figures(number.pk, NEXT, invented=invented)
        for channel, figure in public.items():
            counts = figures[sort][channel]
            for name in ("offered", "at_once", "filtered", "pending", "counted", "kept", "outside"):
                assert counts[name] == getattr(figure, name), (sort, channel, name)
    assert not CharterDecision.objects.exists()


def test_an_auditor_recounts_offline(number: Number, tmp_path: Path) -> None:
    a_day(number)
    seal_number(number_id=number.pk, now=NEXT)
    path = tmp_path / "jours.zip"
    path.write_bytes(archive_of(number_id=number.pk, first=DAY, last=DAY, now=NEXT))
    said = CliRunner().invoke(verify, [str(path)])
    assert said.exit_code == 0, said.output
    assert "calls voice: 13 offered, 12 kept of 13 (92.31%)" in said.output
    with pytest.raises(EvidenceError):
        archive_of(number_id=number.pk, first=date(2026, 1, 1), last=date(2026, 1, 2), now=NEXT)


def test_a_caller_proves_their_own_call_and_no_other(number: Number) -> None:
    lines = a_day(number)
    line = lines[4]
    line.service.refresh_from_db()
    with pytest.raises(EvidenceError):
        own_proof(call_id=line.service.pk, now=NEXT)
    seal_number(number_id=number.pk, now=NEXT)
    call_day_checks.register()
    archive = own_proof(call_id=line.service.pk, now=NEXT)
    assert look_at(archive, trusted=[signing_key().public]).is_trusted
    files = contents(archive)
    assert read_canonical(files["opening.json"])["call"] == line.call
    other = read_canonical(files["opening.json"]) | {"call": lines[5].call}
    files["opening.json"] = canonical_json(other)
    assert [finding.file for finding in call_day_checks.check_proof(files)] == ["opening.json"]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_any_changed_bit_is_found(data: st.DataObject, sealed_day: dict[str, bytes]) -> None:
    """I6: even when whoever changed it writes manifest and archive anew with a key of their own."""
    name = data.draw(st.sampled_from(sorted(sealed_day)))
    content = bytearray(sealed_day[name])
    bit = data.draw(st.integers(0, len(content) * 8 - 1))
    content[bit // 8] ^= 1 << bit % 8
    archive = seal(
        {**sealed_day, name: bytes(content)},
        kind=call_days.KIND, about={}, sealed_at=NEXT, key=signing_key(),
    )  # fmt: skip
    assert not look_at(archive).ok


@pytest.fixture
def sealed_day(number: Number) -> dict[str, bytes]:
    call_day_checks.register()
    a_day(number)
    talk(seconds=20, number=number, at=CLICK + timedelta(days=1))
    follow_and_meter()
    seal_number(number_id=number.pk, now=NEXT + timedelta(days=1))
    last = DAY + timedelta(days=1)
    archive = archive_of(number_id=number.pk, first=DAY, last=last, now=NEXT)
    assert look_at(archive).ok
    return contents(archive)


def test_figures_written_over_are_found(sealed_day: dict[str, bytes]) -> None:
    figures = json.loads(sealed_day["figures.json"])
    figures["calls"]["voice"]["kept"] += 1
    files = {**sealed_day, "figures.json": canonical_json(figures)}
    assert [finding.file for finding in call_day_checks.check_days(files)] == ["figures.json"]


def test_a_day_left_out_of_the_chain_is_found(sealed_day: dict[str, bytes]) -> None:
    first, last = sealed_day["heads.jsonl"].splitlines()
    assert not list(call_day_checks.check_heads([first, last]))
    said = read_canonical(last)
    for change in ({"day": (NEXT + timedelta(days=1)).date().isoformat()}, {"number": "autre"}):
        (found,) = call_day_checks.check_heads([first, canonical_json({**said, **change})])
        assert "day after" in found.what


def test_a_promise_its_own_times_contradict_is_found(sealed_day: dict[str, bytes]) -> None:
    leaf = read_canonical(call_days.leaves_in(sealed_day, DAY.isoformat())[0])
    assert call_day_checks.is_told_right(leaf)
    assert not call_day_checks.is_told_right({**leaf, "kept": False})
    assert not call_day_checks.is_told_right({**leaf, "held_early": True})
    assert not call_day_checks.is_told_right({**leaf, "outcome": Outcome.ABANDONED})


def stepped(number: Number, *, human: float, by: timedelta) -> Line:
    """Return a call during whose wait the wall's clock was set."""
    line = Line(number=number)
    line.offer()
    line.stepped = by
    line.connect(human)
    line.end(200)
    return line


STEPS = [
    # human after s by the dispatcher's clock, the wall was set by s, kept, told by the CLI
    (20, 120, True, "+120.0 s"),
    (75, -30, False, "-30.0 s"),
    (20, 0, True, ""),
]


@pytest.mark.parametrize(("human", "step", "kept", "told"), STEPS)
def test_the_promise_is_recounted_by_the_clock_that_nobody_sets(
    number: Number, tmp_path: Path, human: float, step: int, kept: bool, told: str
) -> None:
    stepped(number, human=human, by=timedelta(seconds=step))
    follow_and_meter()
    seal_number(number_id=number.pk, now=NEXT)
    archive = archive_of(number_id=number.pk, first=DAY, last=DAY, now=NEXT)
    leaf = read_canonical(call_days.leaves_in(contents(archive), DAY.isoformat())[0])
    assert (leaf["kept"], leaf["human_ms"] - leaf["received_ms"]) == (kept, human * 1_000)
    assert not call_day_checks.is_told_right({**leaf, "kept": not kept})
    path = tmp_path / "jours.zip"
    path.write_bytes(archive)
    said = CliRunner().invoke(verify, [str(path)])
    assert said.exit_code == 0, said.output
    assert f"{int(kept)} kept of 1" in said.output
    assert ("by the wall, 1 of 1 calls" in said.output) is bool(told)
    assert told in said.output
    assert "formats: illico-day/2" in said.output


def test_days_sealed_before_are_still_read(
    number: Number, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day(number)
    seal_as_before(number, monkeypatch)
    assert list(sealed.findings_of(number.pk)) == []
    path = tmp_path / "jours.zip"
    path.write_bytes(archive_of(number_id=number.pk, first=DAY, last=DAY, now=NEXT))
    said = CliRunner().invoke(verify, [str(path)])
    assert said.exit_code == 0, said.output
    assert "formats: illico-day/1" in said.output
    assert "12 kept of 13" in said.output
    ServiceCall.objects.filter(kept=False).update(kept=True)
    assert list(sealed.findings_of(number.pk))


def seal_as_before(number: Number, monkeypatch: pytest.MonkeyPatch) -> None:
    """Seal a day as it was done when leaves said the times of the wall alone."""
    told = sealed.told

    def told_before(call: ServiceCall) -> dict[str, Any]:
        own = call_days.ROUTER_TIMES
        return {name: value for name, value in told(call).items() if name not in own}

    first = partial(call_days.Day, format=call_days.FIRST_FORMAT)
    with monkeypatch.context() as patch:
        patch.setattr(sealed, "told", told_before)
        patch.setattr(call_days, "Day", first)
        seal_number(number_id=number.pk, now=NEXT)


def test_a_day_of_a_format_to_come_is_not_passed_over_in_silence(
    sealed_day: dict[str, bytes],
) -> None:
    name = f"days/{DAY.isoformat()}/head.json"
    head = canonical_json(read_canonical(sealed_day[name]) | {"format": "illico-day/9"})
    found = list(call_day_checks.check_days({**sealed_day, name: head}))
    assert any("format 'illico-day/9' is not known" in finding.what for finding in found)
