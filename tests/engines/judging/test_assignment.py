"""Who reads which file: the cases of an organiser, and an oracle that tries every plan."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.contests_panels import Size, panel_world
from boutdufil.engines.judging import (
    Assignment,
    Demand,
    Fault,
    File,
    Impossible,
    JudgingError,
    Juror,
    Reason,
    assign,
    components,
    is_connected,
)
from boutdufil.engines.judging._board import read_board
from boutdufil.engines.judging._flow import best_by_flow
from boutdufil.engines.judging._seats import program, solve

few = settings(max_examples=60, deadline=None)
ANYBODY = Demand(reviews=2, linking_share=None, connected=False)


def files(*names):
    return [File(name) for name in names]


def loads(plan):
    return Counter(one.juror for one in plan.readings)


def pairs(plan):
    return [(one.file, one.juror) for one in plan.readings]


def test_a_hundred_and_fifty_files_are_read_three_times_and_a_fifth_links_the_panels():
    jury = panel_world()
    plan = assign(jury.files, jury.jurors, jury.conflicts)

    assert isinstance(plan, Assignment)
    assert Counter(one.file for one in plan.readings) == dict.fromkeys(
        (one.id for one in jury.files), 3
    )
    assert set(loads(plan).values()) == {10}
    assert not set(pairs(plan)) & set(jury.conflicts)
    assert len(plan.linking) == 30
    assert Counter(one.file for one in plan.readings if one.linking) == dict.fromkeys(
        plan.linking, 1
    )
    assert is_connected(pairs(plan))


def test_the_order_files_and_jurors_are_told_in_changes_nothing():
    jury = panel_world()
    other = assign(jury.files[::-1], jury.jurors[::-1], jury.conflicts[::-1])

    assert other == assign(jury.files, jury.jurors, jury.conflicts)


def test_linking_files_come_from_every_region_by_its_size():
    jury = panel_world()
    regions = {one.id: one.region for one in jury.files}
    plan = assign(jury.files, jury.jurors, jury.conflicts)

    assert set(Counter(regions[file] for file in plan.linking).values()) == {6}


def test_a_region_without_a_third_juror_borrows_one_and_that_is_said():
    jurors = [Juror(name, region) for name, region in zip("abcde", "NNSSS", strict=True)]
    read = [File("1", "N"), File("2", "N"), File("3", "S")]
    plan = assign(read, jurors, demand=Demand(3, Fraction(1, 3)))

    assert set(plan.linking) >= {"1", "2"}
    assert plan.extra == len(plan.linking) - 1


def test_a_juror_of_no_region_reads_for_all_and_links_none():
    jurors = [Juror("a", "N"), Juror("b", "S"), Juror("z", "")]
    plan = assign([File("1", "N"), File("2", "S")], jurors, demand=Demand(2, Fraction(0)))

    assert pairs(plan) == [("1", "a"), ("1", "z"), ("2", "b"), ("2", "z")]
    assert plan.linking == ()


def test_a_mix_is_kept():
    jurors = [Juror(name, kind=kind) for name, kind in zip("abcd", "ppst", strict=True)]
    plan = assign(files("1", "2"), jurors, demand=replace(ANYBODY, mixes={"s": 1}))

    assert all("c" in plan.of_file(file) for file in ("1", "2"))


def test_the_best_fit_is_taken():
    fit = {("1", "a"): 5, ("1", "b"): 9, ("2", "a"): 8, ("2", "b"): 1}
    jurors = [Juror("a", most=1), Juror("b", most=1)]
    plan = assign(files("1", "2"), jurors, demand=replace(ANYBODY, reviews=1), fit=fit)

    assert (pairs(plan), plan.value) == ([("1", "b"), ("2", "a")], 17)
    assert plan.of_juror("a") == ("2",)


def test_parts_that_would_hang_on_nothing_are_linked():
    """Two pairs of jurors with a pair of files each would be even, and not comparable."""
    plan = assign(
        files("1", "2", "3", "4"),
        [Juror(name) for name in "abcd"],
        demand=replace(ANYBODY, connected=True),
    )

    assert is_connected(pairs(plan))
    assert set(loads(plan).values()) == {2}


def test_jurors_stay_idle_where_the_readings_could_not_hold_all_of_them_together():
    """Six readings of three files tie four jurors at most to one another, of the six there are."""
    jurors = [Juror(name) for name in "abcdef"]
    plan = assign(files("1", "2", "3"), jurors, demand=replace(ANYBODY, connected=True))

    assert is_connected(pairs(plan))
    assert len(loads(plan)) == 4
    assert plan.proven


def test_components_are_told_the_largest_first():
    found = components([("1", "a"), ("2", "a"), ("3", "b")])

    assert [(one.files, one.jurors) for one in found] == [(("1", "2"), ("a",)), (("3",), ("b",))]
    assert not is_connected([("1", "a"), ("3", "b")])


def test_a_file_with_too_few_jurors_is_named():
    refused = assign(
        files("1", "2"), [Juror("a"), Juror("b")], [("2", "a")], replace(ANYBODY, reviews=2)
    )

    assert refused == Impossible(Reason.FILES_LACK_JURORS, ("2",), ("b",), 2, 1)


def test_a_file_whose_jurors_at_home_are_barred_is_named_alone_and_not_with_its_neighbours():
    """At home one juror is left to file 2, and one of elsewhere may read it: two of three."""
    jurors = [Juror(name, region) for name, region in zip("abcdef", "NNNSSS", strict=True)]
    read = [File(str(at), "NS"[at % 2]) for at in range(1, 7)]
    refused = assign(read, jurors, [("2", "a"), ("2", "b")], Demand(3, Fraction(1, 3)))

    assert (refused.files, refused.needed, refused.available) == (("2",), 3, 2)
    assert refused.jurors == ("c", "d", "e", "f")


def test_files_that_share_too_few_jurors_are_named_together():
    jurors = [Juror("a", most=2), Juror("b", most=9), Juror("c", most=9)]
    barred = [(file, "c") for file in "123"] + [(file, "b") for file in "123"]
    refused = assign(files("1", "2", "3", "4"), jurors, barred, replace(ANYBODY, reviews=1))

    assert refused.reason is Reason.FILES_LACK_JURORS
    assert refused.files == ("1", "2", "3")
    assert (refused.jurors, refused.needed, refused.available) == (("a",), 3, 2)


def test_jurors_who_must_read_more_than_there_is_are_named():
    jurors = [Juror("a", least=2), Juror("b"), Juror("c")]
    refused = assign(files("1", "2"), jurors, [("1", "a")], ANYBODY)

    assert refused.reason is Reason.JURORS_LACK_FILES
    assert (refused.jurors, refused.files) == (("a",), ("2",))
    assert (refused.needed, refused.available) == (2, 1)


def test_a_kind_that_is_short_is_named():
    jurors = [Juror("a", kind="s", most=1), Juror("b"), Juror("c")]
    refused = assign(files("1", "2"), jurors, demand=replace(ANYBODY, mixes={"s": 1}))

    assert (refused.reason, refused.about) == (Reason.KIND_IS_SHORT, "s")
    assert (refused.needed, refused.available) == (2, 1)


def test_a_region_that_cannot_be_linked_is_named():
    jurors = [Juror("a", "N"), Juror("b", "N"), Juror("c", "S"), Juror("d", "S")]
    barred = [("1", "c"), ("1", "d")]
    refused = assign([File("1", "N"), File("2", "S")], jurors, barred, Demand(2, Fraction(1)))

    assert (refused.reason, refused.about) == (Reason.LINKING_IS_SHORT, "N")
    assert (refused.needed, refused.available) == (1, 0)


def test_files_that_nobody_can_link_to_the_others_are_named():
    jurors = [Juror("a"), Juror("b")]
    refused = assign(files("1", "2"), jurors, [("1", "b"), ("2", "a")], Demand(1, None))

    assert refused == Impossible(Reason.NOT_CONNECTED, ("2",), ("b",))


def test_demands_that_cannot_be_kept_together_say_which_one_to_leave_out():
    """Read by the juror of the other region, the first file has nobody of the kind asked for."""
    jurors = [Juror("a", "N", "p"), Juror("b", "S", "q")]
    read = [File("1", "N"), File("2", "S")]
    refused = assign(read, jurors, demand=Demand(1, Fraction(1), {"p": 1}, connected=False))

    assert refused.reason is Reason.TOGETHER
    assert set(refused.would_do) == {"linking_share", "mixes"}


@pytest.mark.parametrize(
    ("ask", "fault"),
    [
        (lambda: assign([], [Juror("a")]), Fault.EMPTY),
        (lambda: assign(files("1", "1"), [Juror("a")]), Fault.DUPLICATE),
        (lambda: assign(files("1"), [Juror("a")] * 2), Fault.DUPLICATE),
        (lambda: assign(files("1"), [Juror("a", least=3, most=2)]), Fault.RULE),
        (lambda: assign(files("1"), [Juror("a")], fit={("1", "a"): -1}), Fault.SCALE),
        (lambda: Demand(reviews=0), Fault.RULE),
        (lambda: Demand(linking_share=Fraction(2)), Fault.RULE),
        (lambda: Demand(reviews=1, mixes={"s": 2}), Fault.RULE),
    ],
    ids=["empty", "file", "juror", "load", "fit", "reviews", "share", "mixes"],
)
def test_what_cannot_be_read_is_refused(ask, fault):
    with pytest.raises(JudgingError) as refused:
        ask()

    assert refused.value.fault is fault


def test_national_jurors_read_where_readers_are_busiest():
    """Nine of 45 belong to no region: the loads are still even, and the plan is proven."""
    read = [File(f"F{at:03}", "ABCDE"[at % 5]) for at in range(150)]
    jurors = [Juror(f"J{at:02}", "" if at % 5 == 0 else "ABCDE"[at % 5]) for at in range(45)]

    plan = assign(read, jurors)

    assert plan.proven
    assert set(Counter(one.juror for one in plan.readings).values()) == {10}
    assert len(plan.linking) == 30


@st.composite
def small_juries(draw):
    """Up to three files and four jurors of two regions or none, with loads, kinds, conflicts."""
    regions = st.sampled_from("NS")
    read = [File(name, draw(regions)) for name in "123"[: draw(st.integers(1, 3))]]
    jurors = []
    for name in "abcd"[: draw(st.integers(1, 4))]:
        least = draw(st.integers(0, 1))
        most = draw(st.none() | st.integers(least, 3))
        region = draw(st.sampled_from(("N", "S", "")))
        jurors.append(Juror(name, region, draw(st.sampled_from("pq")), most, least))
    every = [(file.id, juror.id) for file in read for juror in jurors]
    barred = draw(st.lists(st.sampled_from(every), max_size=3))
    fit = {pair: draw(st.integers(0, 5)) for pair in every} if draw(st.booleans()) else {}
    reviews = draw(st.integers(1, 2))
    share = draw(st.sampled_from((None, Fraction(0), Fraction(1, 2), Fraction(1))))
    mixes = draw(st.sampled_from(({}, {"p": 1})))
    demand = Demand(reviews, share, mixes, connected=draw(st.booleans()))
    return read, jurors, barred, demand, fit


def every_plan(read, jurors, barred, demand):
    """All ways to give each file its readings, whatever else is asked."""
    able = [[j for j in jurors if (file.id, j.id) not in barred] for file in read]
    return product(*(combinations(own, demand.reviews) for own in able))


def wanted_links(read, demand):
    """The linking files asked of each region: largest remainder, the first by name on a tie."""
    sizes = Counter(file.region for file in read)
    if not demand.linking_share or len(sizes) < 2:
        return dict.fromkeys(sizes, 0)
    exact = {region: demand.linking_share * size for region, size in sizes.items()}
    wanted = {region: int(value) for region, value in exact.items()}
    missing = -int(-sum(exact.values()) // 1) - sum(wanted.values())
    for region in sorted(exact, key=lambda r: (wanted[r] - exact[r], r))[:missing]:
        wanted[region] += 1
    return wanted


def is_away(file, juror):
    """A juror of no region is at home everywhere."""
    return juror.region not in ("", file.region)


def worth(plan, read, jurors, demand, fit):
    """(minus extra linking files, value) of a plan, or None where it breaks a demand."""
    held = [(file, juror) for file, own in zip(read, plan, strict=True) for juror in own]
    load = Counter(juror.id for _, juror in held)
    if any(not j.least <= load[j.id] <= (9 if j.most is None else j.most) for j in jurors):
        return None
    if any(sum(j.kind == k for j in own) < n for own in plan for k, n in demand.mixes.items()):
        return None
    extra = 0
    if demand.linking_share is not None:
        away = Counter(file.id for file, juror in held if is_away(file, juror))
        wanted = wanted_links(read, demand)
        linked = Counter(file.region for file in read if away[file.id])
        allowed = 1 if sum(wanted.values()) else 0
        if any(count > allowed for count in away.values()):
            return None
        if any(linked[region] < count for region, count in wanted.items()):
            return None
        extra = sum(linked.values()) - sum(wanted.values())
    names = [(file.id, juror.id) for file, juror in held]
    if demand.connected and demand.linking_share != 0 and not is_connected(names):
        return None
    value = sum(fit[pair] for pair in names) if fit else -sum(n * n for n in load.values())
    return -extra, value


@few
@given(small_juries())
def test_no_plan_there_is_does_better_and_none_is_refused_that_exists(jury):
    read, jurors, barred, demand, fit = jury
    all_worth = [
        worth(plan, read, jurors, demand, fit) for plan in every_plan(read, jurors, barred, demand)
    ]
    best = max((one for one in all_worth if one is not None), default=None)
    found = assign(read, jurors, barred, demand, fit=fit)

    if best is None:
        assert isinstance(found, Impossible)
    else:
        assert (-found.extra, found.value) == best


@few
@given(small_juries())
def test_the_files_and_jurors_named_show_by_themselves_that_there_is_no_plan(jury):
    read, jurors, barred, demand, fit = jury
    refused = assign(read, jurors, barred, replace(demand, linking_share=None), fit=fit)
    if isinstance(refused, Impossible) and refused.reason is Reason.FILES_LACK_JURORS:
        able = {j.id: sum((file, j.id) not in barred for file in refused.files) for j in jurors}
        room = sum(min(able[j.id], able[j.id] if j.most is None else j.most) for j in jurors)
        assert room == refused.available < refused.needed == demand.reviews * len(refused.files)
        assert set(refused.jurors) == {name for name, count in able.items() if count}


@pytest.mark.parametrize("spare", [0, 3])
@pytest.mark.parametrize("kept", [0, 9])
def test_the_flow_finds_plans_as_good_as_the_program(spare, kept):
    """Regions of unlike sizes, jurors of unlike limits; some readings have begun."""
    files = [File(f"{at:03}", "NNNSSW"[at % 6]) for at in range(48)]
    jurors = [
        Juror(f"j{at}", "NNSSWNSW"[at % 8], most=11 + at % 3 + spare, least=at % 4)
        for at in range(16)
    ]
    conflicts = [(f"{7 * at % 48:03}", f"j{at}") for at in range(16)]
    plan = assign(files, jurors, conflicts, Demand())
    begun = {(one.file, one.juror): 1_000 for one in plan.readings[:kept]}
    board = read_board(files, jurors, conflicts, Demand(), begun)

    held = best_by_flow(board)
    best = solve(board, program(board))

    assert held is not None
    assert total_worth(board, held) == total_worth(board, best.held)


def total_worth(board, held):
    if board.fits is not None:
        return board.fits[held].sum()
    return -(np.bincount(board.juror[held]) ** 2).sum()


def test_six_hundred_files_need_no_program():
    world = panel_world(Size(600, 180, 10))
    board = read_board(world.files, world.jurors, world.conflicts, Demand(), {})

    held = best_by_flow(board)

    assert np.bincount(board.file[held]).tolist() == [3] * 600
    assert np.bincount(board.juror[held]).tolist() == [10] * 180
    linking = board.region[board.file[held & board.away]]
    assert np.bincount(linking).tolist() == board.wanted.tolist() == [12] * 10
