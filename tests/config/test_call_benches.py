"""The benches of calls: small runs to their end, with the figures that are watched."""

import asyncio
import json
import sys

import numpy as np
import psycopg
import pytest

from benchmarks import dispatch, dispatch_journal, promise
from boutdufil.config.cli.bench import find_benches, needs_peers
from boutdufil.engines.queueing import Pool, random_calls, simulate
from boutdufil.engines.routing import SIMPLE_GAP_MS


@pytest.fixture
def no_database(monkeypatch) -> None:
    """Run as a bench does that was given no database; tests before this one may have made one."""
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_the_benches_of_calls_need_no_environment_of_peers() -> None:
    known = find_benches()
    assert not needs_peers(known["dispatch"])
    assert not needs_peers(known["promise"])


def test_the_bench_of_dispatch_measures_every_size_and_compares_with_brute_force(
    no_database,
) -> None:
    figures = dispatch.run((80, 120), calls=200, trace_events=300)

    assert figures["oracle_mismatches"] == 0
    assert figures["engine_p99_us"] == figures["engine_p99_us_80"]
    assert figures["engine_per_s_120"] > figures["engine_calls_per_s_120"] > 0
    assert json.dumps(figures)


def test_the_bench_of_the_promise_plays_the_same_calls_through_each_policy(monkeypatch) -> None:
    monkeypatch.setattr(promise, "HOURS", 0.3)
    figures = promise.run(2)

    assert 0 <= figures["share_within_60s"] <= 1
    assert figures["erlang_c"] == 0.9595
    assert figures["difference_ci"][0] <= figures["difference"] <= figures["difference_ci"][1]
    assert json.dumps(figures)


def test_each_bench_runs_by_itself(no_database, monkeypatch, capsys) -> None:
    small = ["dispatch", "--agents", "60", "--calls", "50", "--trace-events", "100"]
    monkeypatch.setattr(sys, "argv", small)
    dispatch.main()
    monkeypatch.setattr(sys, "argv", ["promise", "--days", "2", "--json"])
    monkeypatch.setattr(promise, "HOURS", 0.1)
    promise.main()

    shown = capsys.readouterr().out
    assert "engine_per_s_60" in shown
    assert "pooled_optimum" in shown


def test_agents_who_can_do_everything_are_one_pool_for_the_router_too(monkeypatch) -> None:
    """Longest idle, oldest call, the same rests: call by call the same waits."""
    monkeypatch.setattr(promise, "KINDS", 1)
    monkeypatch.setattr(promise, "AGENTS", 7)
    calls = random_calls(np.random.default_rng(8), lasts_s=20_000, per_s=6.7 / 244, talk_s=240)

    routed = simulate(calls, promise.Routed(promise.PRESSURE, spares=True))
    pooled = simulate(calls, Pool(7, SIMPLE_GAP_MS))

    assert routed.waits == pooled.waits
    assert max(pooled.waits) > 60_000


@pytest.mark.django_db(transaction=True)
def test_the_journal_is_measured_beside_a_queue_in_the_database(monkeypatch) -> None:
    monkeypatch.setattr(dispatch, "JOURNAL_SECONDS", 0.05)
    figures = dispatch.journaled(60, 100)

    assert figures["journaled_per_s"] > 0
    assert figures["journaled_decisions_per_s"] > 0
    assert figures["skip_locked_per_s"] > 0


@pytest.mark.django_db(transaction=True)
def test_a_pool_that_is_held_is_said_and_not_waited_for(test_database) -> None:
    with psycopg.connect(test_database.addresses.owner) as owner:
        owner.execute(
            "insert into illico_poollease (pool, epoch, holder, renewed_at)"
            " values (%s, 1, 'other', clock_timestamp())",
            [dispatch_journal.POOL],
        )

    with pytest.raises(RuntimeError, match="holds the pool"):
        asyncio.run(dispatch_journal.journaled(dispatch.Router(), [], 0.05))
