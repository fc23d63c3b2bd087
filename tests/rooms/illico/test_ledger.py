"""The ledger: I1, I2, I3, I5, I9 and I10 of the notes."""

import ast
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boutdufil.engines.tariffs import postings
from boutdufil.rooms import illico
from boutdufil.rooms.illico.errors import LedgerError
from boutdufil.rooms.illico.models import LedgerEntry, LedgerPosting, ServiceCall
from boutdufil.rooms.illico.selectors.ledger import (
    BEGINNING,
    Basis,
    balance,
    broken_entries,
    entry_digest,
    midnight,
)
from boutdufil.rooms.illico.selectors.metering import readings
from boutdufil.rooms.illico.services.ledger import settle_last_month, settle_period, take_back
from boutdufil.rooms.illico.services.projection import project_lines, replay
from tests.factories.illico import (
    AgentFactory,
    AgentTimeFactory,
    LedgerEntryFactory,
    LedgerPostingFactory,
    MeteredCallFactory,
    NumberFactory,
    ServiceCallFactory,
)
from tests.rooms.illico.metered_calls import CLICK, follow_and_meter, talk

NOVEMBER = date(2026, 11, 1)
AFTER = datetime(2026, 12, 2, 4, 40, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def settled(number: Any, now: datetime = AFTER) -> LedgerEntry:
    return settle_period(organisation_id=number.organisation_id, month=NOVEMBER, now=now)[0]


def sides(entry: LedgerEntry) -> dict[str, int]:
    return dict(entry.postings.values_list("account", "cents"))


def test_a_month_is_settled_in_whole_cents() -> None:
    number = NumberFactory(rate=6_000)
    ana, ben = AgentFactory(), AgentFactory()
    talk(seconds=101, agent=ana, number=number)
    talk(seconds=50, agent=ben, number=number)
    follow_and_meter()
    entry = settled(number)
    # 151 cents owed, 91 for the agents (60 % is 90.6, rounded up).
    assert sides(entry) == {
        f"payer:o{number.organisation_id}": 151,
        f"service:n{number.pk}": -60,
        f"agent:{ana.name}": -61,
        f"agent:{ben.name}": -30,
    }
    assert balance(f"agent:{ana.name}") == -61


def test_the_floor_tops_up_from_the_service() -> None:
    number = NumberFactory(rate=600, floor=3_000)
    agent = AgentFactory()
    talk(seconds=50, agent=agent, number=number)
    follow_and_meter()
    found = sides(settled(number))
    # A minute with the caller at 0.30 € a minute.
    assert found[f"agent:{agent.name}"] == -30
    assert sum(found.values()) == 0


def test_a_month_that_is_not_over_is_not_settled() -> None:
    number = NumberFactory()
    with pytest.raises(LedgerError, match="pas fini"):
        settled(number, midnight(date(2026, 12, 1)) - timedelta(seconds=1))
    assert settled(number, midnight(date(2026, 12, 1))).sides == 0


def test_calls_that_are_not_metered_hold_a_month_open() -> None:
    number = NumberFactory()
    ServiceCallFactory(number=number, clicked_at=CLICK)
    with pytest.raises(LedgerError, match="pas encore comptés"):
        settled(number)
    assert settle_last_month(now=AFTER) == 0


def test_a_month_is_settled_once_and_by_the_job_too() -> None:
    number = NumberFactory()
    talk(seconds=60, number=number)
    follow_and_meter()
    assert settle_last_month(now=AFTER) == 1
    first = LedgerEntry.objects.get()
    assert settled(number, AFTER + timedelta(days=1)) == first


def test_a_correction_is_a_reversal_and_a_new_settlement() -> None:
    number = NumberFactory()
    talk(seconds=60, number=number)
    follow_and_meter()
    first = settled(number)
    back = take_back(entry_id=first.pk, reason="tarif", actor_id=None, now=AFTER)
    assert sides(back) == {account: -cents for account, cents in sides(first).items()}
    with pytest.raises(LedgerError):
        take_back(entry_id=first.pk, reason="", actor_id=None, now=AFTER)
    with pytest.raises(LedgerError):
        take_back(entry_id=back.pk, reason="", actor_id=None, now=AFTER)
    again = settled(number)
    assert (again.turn, sides(again)) == (1, sides(first))
    assert balance(f"payer:o{number.organisation_id}") == 60
    assert broken_entries(number.pk) == []


ACTS: dict[str, Callable[[], object]] = {
    "delete entries": lambda: LedgerEntry.objects.all()._raw_delete("default"),
    "delete postings": lambda: LedgerPosting.objects.all()._raw_delete("default"),
    "change a reason": lambda: LedgerEntry.objects.update(reason="autre"),
    "change an amount": lambda: LedgerPosting.objects.update(cents=7),
}


@pytest.mark.parametrize("name", ACTS)
def test_nothing_posted_is_changed_or_deleted(name: str) -> None:
    """I2: by triggers, for whoever writes."""
    number = NumberFactory()
    talk(seconds=60, number=number)
    follow_and_meter()
    settled(number)
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        ACTS[name]()


def test_an_entry_that_does_not_sum_to_nothing_is_refused() -> None:
    """I1: by a trigger, at the end of the transaction."""
    for made in (
        lambda: LedgerPostingFactory(),
        lambda: LedgerEntryFactory(sides=2),
        lambda: LedgerPostingFactory(entry=LedgerEntryFactory()),
    ):
        with pytest.raises(DatabaseError, match="sums to"):
            _make_and_look(made)
    with transaction.atomic():
        entry = LedgerEntryFactory(sides=2)
        LedgerPostingFactory(entry=entry, cents=5)
        LedgerPostingFactory(entry=entry, account="agent:a1", cents=-5)
        _look_now()


def _make_and_look(made: Callable[[], object]) -> None:
    with transaction.atomic():
        made()
        _look_now()


def _look_now() -> None:
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")


def test_an_entry_whose_digest_is_another_is_found() -> None:
    number = NumberFactory()
    forged = LedgerEntryFactory(number=number)
    entry = settled(number)
    assert broken_entries(number.pk) == [forged.pk]
    assert bytes(entry.digest) != bytes(forged.digest)


def test_replaying_the_journal_gives_the_same_ledger() -> None:
    """I5: bit for bit, down to the digest, from the first line of the journal on."""
    number = NumberFactory(rate=3_700, floor=2_900)
    ana, ben = AgentFactory(), AgentFactory()
    lines = [talk(seconds=33 * place, agent=ana, number=number) for place in range(4)]
    lines.append(talk(seconds=77, agent=ben, number=number))
    follow_and_meter()
    entry = settled(number)
    replay(pool="main")
    while project_lines(pool="main"):
        pass
    amounts: Counter[str] = Counter()
    earned: Counter[str] = Counter()
    for reading in readings(list(ServiceCall.objects.filter(number=number))):
        amounts.update(reading.metered.amounts)
        for name, worked_ms in reading.metered.worked_ms.items():
            earned[name] += 2_900 * worked_ms
    owner = f"o{number.organisation_id}"
    again = postings(Basis(amounts, earned).settled(), payer=owner, service=f"n{number.pk}")
    assert {one.account: one.cents for one in again} == sides(entry)
    assert entry_digest(entry, list(again), BEGINNING) == bytes(entry.digest)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4_000)), max_size=8),
    st.sampled_from([0, 1_700, 3_000]),
)
def test_whatever_was_metered_sums_to_nothing(calls: list[tuple[int, int]], floor: int) -> None:
    """I1, I3: on random months."""
    with transaction.atomic():
        number = NumberFactory(rate=3_700, floor=floor)
        agents = [AgentFactory() for _ in range(5)]
        worth: Counter[str] = Counter()
        for who, seconds in calls:
            metered = MeteredCallFactory(
                call__number=number, rate=3_700, floor=floor, seconds=seconds,
                amount=3_700 * seconds,
            )  # fmt: skip
            AgentTimeFactory(metered=metered, agent=agents[who], worked_ms=seconds * 1000 + 10_000)
            worth[agents[who].name] += 3_700 * seconds
        found = sides(settled(number))
        _look_now()
        owed = sum(worth.values()) // 6_000
        assert sum(found.values()) == 0
        assert found.get(f"payer:o{number.organisation_id}", 0) == owed
        paid = -sum(cents for account, cents in found.items() if account.startswith("agent:"))
        assert paid >= -(-owed * 60 // 100)
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_who_settle_at_once_post_once() -> None:
    """I9."""
    number = NumberFactory()
    talk(seconds=60, number=number)
    follow_and_meter()

    def settle_it(_turn: int) -> int:
        try:
            return settled(number).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(settle_it, range(4)))) == 1
    assert LedgerEntry.objects.count() == 1


OURS = ("metering", "ledger", "statements", "payments", "evidence", "proofs")


def test_money_is_whole_numbers_only() -> None:
    """I10: no float, no Decimal, no true division, no rounding function, in any module of money."""
    forbidden = {"float", "Decimal", "decimal", "Fraction", "fractions", "math", "round", "numpy"}
    root = Path(str(illico.__file__)).parent
    paths = [path for path in root.rglob("*.py") if path.stem.startswith(OURS)]
    assert len(paths) >= 8
    for path in paths:
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {getattr(node, part, "") for part in ("id", "attr", "module")}
            assert not isinstance(node, ast.Div), path
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), path
            assert not {name for name in names if isinstance(name, str)} & forbidden, path
