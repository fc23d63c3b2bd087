"""The matching engine on the official ROME release, where it is at hand."""

import os
import time
from pathlib import Path

import pytest

from benchmarks.rome_files import read_rome
from boutdufil.engines.matching import MatchingIndex, Profile

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("BOUTDUFIL_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
ROME = REFERENCE / "rome_v460"

pytestmark = pytest.mark.skipif(
    not ROME.is_dir(), reason=f"no official ROME release in {ROME}: set BOUTDUFIL_REFERENCE_DATA"
)


@pytest.fixture(scope="module")
def referential():
    return read_rome(ROME)


@pytest.fixture(scope="module")
def index(referential):
    return MatchingIndex.build(referential.cards, referential.labels)


def person(referential, code: str) -> Profile:
    card = next(card for card in referential.cards if card.code == code)
    return Profile(frozenset(use.skill for use in card.skills), (code,))


def test_an_order_picker_holds_none_of_the_42_skills_of_a_customer_adviser(referential, index):
    picker = person(referential, "N1103")

    match = index.explain(picker, "D1408")

    assert (len(match.held), match.asked, match.share) == (0, 42, 0.0)
    assert "D1408" not in {match.code for match in index.rank(picker)}


def test_a_customer_adviser_is_near_a_floor_manager_of_the_same_trade(referential, index):
    ranked = [match.code for match in index.rank(person(referential, "D1408"))]

    assert "D1435" in ranked[:5]


def test_every_ranking_explains_itself(referential, index):
    for match in index.rank(person(referential, "M1602")):
        assert sum(amount for _, amount in match.parts) == pytest.approx(match.score, abs=1e-12)
        assert len(match.held) > 0
        assert len(match.held) + len(match.close) + len(match.missing) == match.asked


def test_a_profile_is_compared_with_all_cards_fast(referential, index):
    profile = person(referential, "D1408")
    spent = []
    for _ in range(9):
        started = time.process_time()
        index.rank(profile)
        spent.append(time.process_time() - started)

    # 10 ms is the promise, measured by the bench; a busy machine gets three times that.
    assert sorted(spent)[4] <= 0.030
