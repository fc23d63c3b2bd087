"""No small figure of a report can be worked out: proven with a linear programme as the reader."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from boutdufil.rooms.campaigns.rules.secrecy import SMALLEST, Family, bounds, hidden_figures

PEOPLE = st.integers(0, 12)


def report_of(stops, origins):
    """Return the counts and sums of stops with companies, and the same people by origin."""
    counts, families = {"all": sum(map(sum, stops))}, []
    for number, companies in enumerate(stops):
        stop = f"stop{number}"
        counts[stop] = sum(companies)
        parts = [f"{stop}/{place}" for place in range(len(companies))]
        counts |= dict(zip(parts, companies, strict=True))
        families.append(Family(stop, tuple(parts)))
    families.append(Family("all", tuple(f"stop{n}" for n in range(len(stops)))))
    shares = [0] * origins
    for person in range(counts["all"]):
        shares[(person * person + person // 3) % origins] += 1
    names = [f"origin{n}" for n in range(origins)]
    counts |= dict(zip(names, shares, strict=True))
    families.append(Family("all", tuple(names)))
    return counts, families


reports = st.builds(
    report_of, st.lists(st.lists(PEOPLE, min_size=1, max_size=4), min_size=1, max_size=4),
    st.integers(1, 4),
)  # fmt: skip


def read_by_a_programme(counts, families, hidden, key):
    """Return the least and the most a hidden figure can be, by linear programming."""
    unknown = sorted(hidden)
    place = {one: n for n, one in enumerate(unknown)}
    sums, rest = np.zeros((len(families), len(unknown))), np.zeros(len(families))
    for row, family in enumerate(families):
        for one, sign in [(family.total, -1), *((part, 1) for part in family.parts)]:
            if one in place:
                sums[row, place[one]] += sign
            else:
                rest[row] -= sign * counts[one]
    cost = np.zeros(len(unknown))
    cost[place[key]] = 1
    least = linprog(cost, A_eq=sums, b_eq=rest, bounds=(0, None))
    most = linprog(-cost, A_eq=sums, b_eq=rest, bounds=(0, None))
    return least.fun, -most.fun if most.status == 0 else float("inf")


@given(reports)
@settings(max_examples=25, deadline=None)
@example(report_of([[3], [50]], 1))
@example(report_of([[1, 1], [2]], 2))
@example(report_of([[1]], 1))
def test_no_small_figure_can_be_worked_out(report):
    counts, families = report
    hidden = hidden_figures(counts, families)

    for key in (one for one, count in counts.items() if 0 < count < SMALLEST):
        least, most = read_by_a_programme(counts, families, hidden, key)
        assert key in hidden
        assert most - least >= SMALLEST - 1e-6
        assert least <= counts[key] <= most


@given(reports)
@settings(max_examples=60, deadline=None)
def test_a_hidden_figure_is_never_alone_in_a_sum(report):
    counts, families = report
    hidden = hidden_figures(counts, families)

    for family in families:
        assert len(set(family.members) & hidden) != 1


@given(reports, st.data())
@settings(max_examples=10, deadline=None)
def test_bounds_are_those_of_a_linear_programme(report, data):
    counts, families = report
    hidden = data.draw(st.sets(st.sampled_from(sorted(counts)), min_size=1))
    known = bounds(counts, families, hidden)

    for key in hidden:
        least, most = read_by_a_programme(counts, families, hidden, key)
        assert abs(known[key][0] - least) < 1e-6
        assert known[key][1] == most or abs(known[key][1] - most) < 1e-6


def test_what_is_large_is_shown():
    counts, families = report_of([[8, 12], [7, 5]], 1)

    assert hidden_figures(counts, families) == frozenset()


def test_a_small_company_takes_the_next_one_along():
    counts, families = report_of([[3, 20, 9], [30]], 1)

    assert hidden_figures(counts, families) == {"stop0/0", "stop0/2"}


def test_what_everybody_reads_elsewhere_stays_shown():
    counts = {"all": 9, "stop": 9, "flyer": 2, "radio": 7}
    families = [Family("all", ("stop",)), Family("all", ("flyer", "radio"))]

    assert hidden_figures(counts, families, public={"all", "stop"}) == {"flyer", "radio"}


def test_under_a_small_public_total_everything_else_is_hidden():
    counts = {"all": 2, "flyer": 2, "radio": 0}
    families = [Family("all", ("flyer", "radio"))]

    hidden = hidden_figures(counts, families, public={"all"})

    assert hidden == {"flyer", "radio"}
    assert bounds(counts, families, hidden)["flyer"] == (0, 2)
