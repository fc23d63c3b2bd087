"""The bench of secrecy: linked tables of one release, protected together."""

import pytest

from benchmarks import secrecy
from benchmarks.made_businesses import flat, made_table, margin, nested
from boutdufil.engines.secrecy import Rules


@pytest.fixture(scope="module")
def release():
    whole = made_table(
        (nested("region", 2, 5), flat("size", 3), flat("kind", 2)), measure="heads", crowd=0.8
    )
    return [margin(whole, way) for way in ((0, 1), (0, 2), (1, 2))]


@pytest.mark.parametrize("own_values", [False, True], ids=["public", "insiders"])
def test_a_release_of_linked_tables_is_protected_together(release, own_values):
    figures = secrecy.measure("three", release, Rules(own_values=own_values), 60.0)

    assert figures["primary_three"] > 0
    assert figures["secondary_three"] > 0
    assert figures["audited_three"] is True
    assert figures["proven_three"] is True


def test_a_bench_that_measured_nothing_has_audited_nothing():
    figures = secrecy.run(None, seconds=1.0, made=False)

    assert figures == {"audited": False, "tables_from": "made"}
