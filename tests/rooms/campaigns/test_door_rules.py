"""Logs of devices that never met: merged in any order they say the same, and lose nothing."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.campaigns.enums import ScanKind
from boutdufil.rooms.campaigns.rules.door import (
    Entry,
    believed,
    merge,
    outcome,
    short_name,
    unused,
)
from boutdufil.rooms.campaigns.rules.door_words import DoorWordsError, read_scans, read_words

NINE = datetime(2027, 10, 18, 9, tzinfo=UTC)
MINUTES = st.integers(0, 30).map(lambda n: NINE + timedelta(minutes=n))
ENTRIES = st.builds(
    Entry,
    at=MINUTES,
    device=st.integers(1, 3),
    number=st.integers(1, 6),
    kind=st.sampled_from(ScanKind.values),
    registration=st.integers(0, 4),
    people=st.integers(1, 3),
    undoes=st.integers(0, 6),
)
LOGS = st.lists(ENTRIES, max_size=8)


@given(LOGS, LOGS, LOGS)
def test_merges_commute_and_may_be_grouped(one, two, three):
    merged = merge(one, two, three)

    assert all(merge(*order) == merged for order in permutations((one, two, three)))
    assert merge(merge(one, two), three) == merge(one, merge(two, three)) == merged


@given(LOGS, LOGS)
def test_a_log_sent_again_changes_nothing(one, two):
    merged = merge(one, two)

    assert merge(merged, two, one, merged) == merged


@given(LOGS, LOGS)
def test_merges_lose_nothing_and_invent_nothing(one, two):
    merged = merge(one, two)

    assert {(e.device, e.number) for e in merged} == {(e.device, e.number) for e in [*one, *two]}
    assert set(merged) <= {*one, *two}
    assert list(merged) == sorted(merged)


@given(LOGS, LOGS, st.dictionaries(st.integers(1, 4), st.integers(1, 3)))
def test_nobody_is_counted_twice(one, two, places):
    seen = outcome(merge(one, two), places)

    assert seen == outcome(merge(two, one), places)
    for arrival in seen.arrivals.values():
        assert 1 <= arrival.people <= places.get(arrival.registration, 99)
        assert arrival.at == min(entry.at for entry in arrival.entries)
    assert {one.registration for one in seen.conflicts} == {
        i for i, one in seen.arrivals.items() if len({e.device for e in one.entries}) > 1
    }


def came(device, number, minute, **facts):
    return Entry(NINE + timedelta(minutes=minute), device, number, registration=7, **facts)


def test_the_same_ticket_at_two_doors_counts_once_and_is_reported():
    seen = outcome(merge([came(1, 1, 12)], [came(2, 4, 3)]), {7: 1})

    assert seen.arrivals[7].at == NINE + timedelta(minutes=3)
    assert (seen.people, [c.registration for c in seen.conflicts]) == (1, [7])


def test_a_mistake_taken_back_leaves_the_other_device_alone():
    mistake = Entry(NINE + timedelta(minutes=1), 1, 2, kind=ScanKind.UNDONE, undoes=1)

    seen = outcome([came(1, 1, 0), mistake, came(2, 1, 5)], {7: 1})

    assert (seen.arrivals[7].at, seen.conflicts) == (NINE + timedelta(minutes=5), [])


def test_a_group_that_enters_in_two_goes_is_counted_to_its_number():
    seen = outcome([came(1, 1, 0, people=20), came(1, 2, 9, people=20)], {7: 25})

    assert (seen.people, seen.conflicts) == (25, [])


@pytest.mark.parametrize(
    ("said", "kept"),
    [(-60, 0), (5, 5), (31, 30), (600, 30)],
)
def test_a_clock_that_is_wrong_is_not_believed(said, kept):
    now = NINE + timedelta(minutes=30)

    hour = believed(NINE + timedelta(minutes=said), since=NINE, now=now)

    assert hour == NINE + timedelta(minutes=kept)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Nadia Delattre", "Nadia D."),
        ("Jean-Marc de la Tour", "Jean-Marc T."),
        ("Nadia", "Nadia"),
        ("  ", ""),
    ],
)
def test_a_door_greets_with_a_first_name_and_a_letter(name, short):
    assert short_name(name) == short


def test_what_was_given_away_does_not_go_back():
    assert [unused(5, used) for used in (0, 3, 5, 8)] == [5, 2, 0, 0]


GOOD = {"number": 1, "kind": "came", "ticket": "a" * 64, "people": 1, "at": "2027-10-18T09:00:00Z"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 0},
        {"number": "1"},
        {"number": True},
        {"kind": "left"},
        {"ticket": "A" * 64},
        {"people": 0},
        {"people": 1000},
        {"at": "hier"},
        {"at": "2027-10-18T09:00:00"},
        {"kind": "undone"},
    ],
    ids=str,
)
def test_what_no_device_sends_is_not_read(wrong):
    assert read_scans({"scans": [GOOD]})[0].ticket == "a" * 64
    with pytest.raises(DoorWordsError):
        read_scans({"scans": [GOOD, GOOD | wrong]})


def test_what_a_walk_in_left_is_mended_and_never_holds_the_log_up():
    left = {"name": " Léa\u00a0\ud800\0 Inventée ", "email": "lea@", "consents": ["news", "all", 3]}

    (seen,) = read_scans({"scans": [GOOD | {"kind": "walk_in"} | left]})

    assert (seen.name, seen.email, seen.consents) == ("Léa Inventée", "", ("news",))
    (cut,) = read_scans({"scans": [GOOD | {"kind": "walk_in", "name": "n" * 200, "consents": "x"}]})
    assert (len(cut.name), cut.consents) == (120, ())


@pytest.mark.parametrize("body", [b"", b"[]", b'{"scans": []}', b"\xff", b'{"do": 3}'])
def test_a_message_says_what_to_do(body):
    with pytest.raises(DoorWordsError):
        read_words(body)


@pytest.mark.parametrize(
    "scans", [None, {}, [GOOD] * 201, ["came"]], ids=["no", "map", "many", "text"]
)
def test_scans_are_a_short_list(scans):
    with pytest.raises(DoorWordsError):
        read_scans({"scans": scans})
