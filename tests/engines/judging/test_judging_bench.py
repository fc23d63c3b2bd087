"""The bench of juries runs, and its limits hold on a jury of each kind."""

import json
from fractions import Fraction

import pytest

from benchmarks.contests_judging import judging_figures, missed


@pytest.fixture(scope="module")
def figures():
    """One jury with few linking files and one with a fifth; the peer is not installed here."""
    shares = (Fraction(1, 20), Fraction(1, 5))
    return judging_figures(replicates=1, shares=shares, beside_raschpy=False)


def test_calibration_is_nearer_the_truth_the_more_files_link_and_raw_means_are_not(figures):
    assert figures["spearman_linked_5_percent"] < figures["spearman_linked"]
    assert figures["spearman_z"] < figures["spearman_raw"] < figures["spearman_additive"]
    assert json.dumps(figures)


def test_every_limit_is_kept_but_that_of_the_clock_and_the_check_can_fail(figures):
    # One jury is too few to tell how often intervals hold.
    quick = figures | {"jury_assignment_s": 0.1, "severity_inside": 0.95}

    assert missed(quick) == []
    assert "spearman_linked" in missed(quick | {"spearman_linked": 0.94})
    assert missed(quick | {"jury_assignment_s": 0.3}) == ["jury_assignment_s"]


def test_greed_leaves_seats_empty_that_the_plan_fills(figures):
    assert figures["greedy_empty_seats"] > 0
    assert figures["jury_linking_files"] == 30
