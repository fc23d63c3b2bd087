"""The exact top k: against brute force, whatever is added, removed or asked."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.engines.retrieval import Document, Hit, Index, Table, best_places, shares

TERMS = "abcdefgh"
terms = st.dictionaries(st.sampled_from(TERMS), st.integers(1, 5), max_size=6)
rows = st.dictionaries(st.integers(1, 60), terms, max_size=30)
profiles = st.dictionaries(st.sampled_from(TERMS + "xyz"), st.integers(1, 3), max_size=6)


def brute_force(documents, profile, k, within=None):
    scored = [
        (-sum(weight * profile.get(term, 0) for term, weight in asked.items()), key)
        for key, asked in documents.items()
        if within is None or key in within
    ]
    return [Hit(key, -negative) for negative, key in sorted(scored) if negative < 0][:k]


def indexed(documents):
    return Index.build(Document(key, asked) for key, asked in documents.items())


@given(rows, profiles, st.integers(0, 12))
def test_top_equals_brute_force(documents, profile, k):
    assert indexed(documents).top(profile, k) == brute_force(documents, profile, k)


@given(rows, profiles, st.lists(st.integers(0, 70)), st.integers(1, 8))
def test_top_within_ids_equals_brute_force(documents, profile, within, k):
    found = indexed(documents).top(profile, k, within=within)
    assert found == brute_force(documents, profile, k, set(within))


@given(rows, st.lists(st.tuples(rows, st.sets(st.integers(1, 70))), max_size=5), profiles)
def test_updates_leave_no_trace_of_their_order(documents, changes, profile):
    index, now = indexed(documents), dict(documents)
    for added, removed in changes:
        index = index.updated((Document(k, t) for k, t in added.items()), removed)
        now = {key: asked for key, asked in now.items() if key not in removed} | added
    assert index.top(profile, 10) == brute_force(now, profile, 10)
    assert len(index) == len(now)
    ids = np.arange(0, 75)
    assert index.knows(ids).tolist() == [key in now for key in ids.tolist()]
    assert all(index.terms(key) == now.get(key, {}) for key in ids.tolist())


@given(st.lists(st.integers(-3, 6), max_size=3000), st.integers(0, 40))
@settings(deadline=None)
def test_best_places_equal_a_sort(scores, k):
    wanted = sorted((-score, at) for at, score in enumerate(scores) if score >= 1)[:k]
    assert best_places(np.array(scores, dtype=np.int64), k).tolist() == [at for _, at in wanted]


def test_best_places_read_blocks_when_there_are_many():
    rng = np.random.default_rng(3)
    scores = rng.integers(0, 1000, 60_000)
    order = np.lexsort((np.arange(60_000), -scores))
    assert best_places(scores, 20).tolist() == order[:20].tolist()
    equal = np.full(60_000, 7)
    assert best_places(equal, 20).tolist() == list(range(20))


def test_many_documents_and_few_ids_take_the_short_way_to_the_same_scores():
    rng = np.random.default_rng(5)
    documents = {
        key: dict.fromkeys(rng.choice(list(TERMS), 4, replace=False).tolist(), 2)
        for key in range(1, 3000)
    }
    index, few = indexed(documents), np.array([5, 9, 4000], dtype=np.int64)
    everything = np.arange(1, 3000)
    by_terms = index.scores({"a", "b"}, everything)
    by_documents = index.scores({"a", "b"}, few)
    assert by_documents.tolist() == [by_terms[4], by_terms[8], -1]


def test_what_came_since_is_joined_before_it_grows_slow():
    index = indexed({key: {"a": key} for key in range(1, 101)})
    for start in range(200, 3200, 500):
        index = index.updated(Document(key, {"b": 1}) for key in range(start, start + 500))
    assert index.segments[1] <= 1000
    assert len(index) == 3100
    index = index.updated(remove=range(1, 3000))
    assert index.segments[0] + index.segments[1] == len(index)


def test_ids_may_lie_far_apart():
    index = indexed({3: {"a": 1}, 10**12: {"a": 2}})
    assert index.top({"a"}, 5) == [Hit(10**12, 2), Hit(3, 1)]
    assert index.top({"a"}, 5, within=[10**12, 7]) == [Hit(10**12, 2)]
    assert 10**12 in index
    assert 4 not in index


def test_a_table_says_the_same_as_documents():
    table = Table(
        ids=np.array([2, 7]),
        starts=np.array([0, 2, 3]),
        terms=np.array([0, 1, 1], dtype=np.int32),
        weights=np.array([5, 6, 7], dtype=np.uint16),
        vocabulary=("a", "b"),
    )
    assert Index.assemble(table).top({"b"}, 9) == [Hit(7, 7), Hit(2, 6)]
    with pytest.raises(ValueError, match="ascend"):
        Index.assemble(Table(table.ids[::-1], table.starts, table.terms, table.weights, ("a",)))


@pytest.mark.parametrize("weight", [0, -1, 65_536])
def test_a_weight_must_fit(weight):
    with pytest.raises(ValueError, match="weight"):
        Index.build([Document(1, {"a": weight})])
    with pytest.raises(ValueError, match="weight"):
        indexed({1: {"a": 1}}).top({"a": weight}, 1)


def test_an_empty_index_answers_nothing():
    index = Index.build([])
    assert index.top({"a"}, 5) == []
    assert index.top({"a"}, 5, within=[1]) == []
    assert index.updated([Document(4, {"a": 1})]).top({"a"}, 5) == [Hit(4, 1)]


def test_large_weights_do_not_overflow():
    asked = {str(number): 65_535 for number in range(200)}
    index = Index.build([Document(1, asked)])
    profile = dict.fromkeys(asked, 65_535)
    assert index.top(profile, 1) == [Hit(1, 200 * 65_535**2)]


@given(st.dictionaries(st.sampled_from(TERMS), st.integers(1, 9), min_size=1))
def test_shares_sum_to_the_whole(amounts):
    assert sum(shares(amounts).values()) == 10_000
