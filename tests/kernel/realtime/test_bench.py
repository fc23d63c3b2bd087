"""The bench of realtime: a small run to its end, with the figures that are watched."""

import asyncio
import json

import pytest

from benchmarks import realtime
from boutdufil.config.cli.bench import find_benches, needs_peers


def test_the_bench_needs_no_environment_of_peers() -> None:
    assert not needs_peers(find_benches()["realtime"])


@pytest.mark.django_db(transaction=True)
def test_the_bench_counts_what_was_delivered(monkeypatch) -> None:
    monkeypatch.setattr(realtime, "WARM_UP", 0.5)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "boutdufil.config.settings.test")
    figures = asyncio.run(realtime.run(100, 1, 400))

    assert figures["delivered"] == figures["wanted"] == 100
    assert figures["out_of_order"] == 0
    assert 0 < figures["delivery_p50_ms"] <= figures["delivery_p99_ms"]
    assert figures["exchange_per_s"] > 0
    assert json.dumps(figures)
