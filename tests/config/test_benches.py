"""Benches: what they need, and that a small one runs to its end."""

import json
import sys
from itertools import count

import pytest
from django.test import Client
from django.urls import reverse

from benchmarks import job_dating, redeployment, tour
from benchmarks.registrations import FormReader
from benchmarks.restructuring import read_trades
from benchmarks.visitors import FULL, TAKEN, register_at_once
from boutdufil.config.cli.bench import find_benches, needs_peers
from boutdufil.rooms.campaigns.models import Registration
from tests.factories.campaigns import IntakeFactory


def test_a_bench_whose_peers_are_ours_needs_no_environment() -> None:
    known = find_benches()
    assert needs_peers(known["bridges"])
    assert not needs_peers(known["redeployment"])


def test_the_bench_of_redeployment_names_first_what_is_watched() -> None:
    figures = redeployment.run(read_trades(None), (1000,))

    assert list(figures)[:2] == ["gain_percent", "placed_gain_points"]
    assert figures["optimal_1000"] is True
    assert figures["proven_1000"] is True
    assert json.dumps(figures)


def test_a_bench_runs_by_itself(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["redeployment", "--people", "500"])
    monkeypatch.setattr(redeployment, "ROME", redeployment.CHECKOUT / "nowhere")
    redeployment.main()

    assert "trades_from" in capsys.readouterr().out


def test_the_bench_of_a_tour_names_what_is_watched_beside_its_peers() -> None:
    figures = tour.tour_figures(peer_seconds=1, with_large=False)

    assert figures["tour_60_gap"] == 0
    assert figures["tour_60_cities_status"] == "optimal"
    assert figures["cp_sat_60_reached"] <= figures["tour_60_cities_reached"]
    assert figures["greedy_60_keeps_the_legs"] is False
    assert json.dumps(figures)


def test_the_bench_of_job_dating_names_what_is_watched_beside_its_peers() -> None:
    figures = job_dating.job_dating_figures(peer_seconds=1, days=1, others={"free": 1.0})

    assert figures["jobdating_gap"] <= 0.01
    assert figures["jobdating_valid"] is True
    assert figures["jobdating_free_gap"] == 0
    assert figures["greedy_fit"] < figures["jobdating_fit"]
    assert figures["cp_sat_meetings"] <= figures["jobdating_meetings"]
    assert json.dumps(figures)


@pytest.mark.django_db
def test_the_bench_of_registrations_fills_the_form_of_the_page_in(client: Client) -> None:
    event = IntakeFactory().node
    page, reader = reverse("campaigns:register", args=[event.slug]), FormReader()
    reader.feed(client.get(page).content.decode())

    who = {"name": "Visite Inventée 1", "email": "visite1@exemple.test"}
    client.post(page, dict(reader.found) | who)

    assert Registration.objects.get().consents.count() == 2


def test_the_bench_of_registrations_counts_every_answer() -> None:
    order = count()

    class Visitor:
        def register(self) -> str:
            return TAKEN if next(order) < 3 else FULL

    log = register_at_once([Visitor() for _ in range(5)])

    assert (log.outcomes, log.taken, len(log.times)) == ({TAKEN: 3, FULL: 2}, 3, 5)
    assert log.percentile(0) <= log.percentile(0.99)
