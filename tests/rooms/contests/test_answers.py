"""Answers: acknowledged when kept, once, in time, and never over a later one."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.rooms.contests.enums import EntryStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.services.answers import save_one
from boutdufil.rooms.contests.services.papers import take_over
from tests.factories.contests import MemberFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.quiz_world import LEASE, kept, paper_of, person_of, say

pytestmark = pytest.mark.django_db


def test_an_answer_is_kept_and_acknowledged_in_one_statement():
    paper = paper_of()
    person = person_of(paper)
    with CaptureQueriesContext(connection) as asked:
        saved = say(paper, (1, 0, "a"), (2, 1, ["a", "c"]), (3, 0, "b"), person=person)
    assert len(asked) == 1
    assert saved.kept == (1, 2, 3)
    assert kept(paper) == {0: "b", 1: ["a", "c"]}
    paper.refresh_from_db()
    assert paper.sequence == 3
    assert paper.events.count() == 3


def test_the_same_answer_twice_is_one_row_and_acknowledged_again():
    paper = paper_of()
    say(paper, (1, 0, "a"))
    assert say(paper, (1, 0, "a")).kept == (1,)
    assert paper.events.count() == 1


def test_an_answer_taken_back_is_kept_as_none():
    paper = paper_of()
    say(paper, (1, 0, "a"))
    assert say(paper, (2, 0, None)).kept == (2,)
    assert say(paper, (2, 0, None)).kept == (2,)
    assert kept(paper) == {0: None}


def test_a_number_that_stands_for_another_answer_is_to_be_chosen_anew():
    paper = paper_of()
    say(paper, (1, 0, "a"))
    saved = say(paper, (1, 2, "c"), (2, 1, "b"))
    assert (saved.kept, saved.clashing, saved.sequence) == ((2,), (1,), 2)
    assert kept(paper) == {0: "a", 1: "b"}


def test_what_comes_late_never_hides_what_was_given_later():
    paper = paper_of()
    say(paper, (5, 0, "b"))
    assert say(paper, (4, 0, "a")).kept == (4,)
    assert kept(paper) == {0: "b"}


def test_a_question_that_is_not_in_the_paper_is_refused():
    saved = say(paper_of(questions=4), (1, 4, "a"))
    assert (saved.kept, saved.refused) == ((), (1,))


def test_the_last_second_counts_and_the_next_does_not():
    paper = paper_of(seconds=60)
    before, after = paper.ends_at - timedelta(milliseconds=1), paper.ends_at
    assert say(paper, (1, 0, "a"), now=before).kept == (1,)
    late = say(paper, (2, 0, "b", 0), now=after + timedelta(seconds=3))
    assert (late.kept, late.refused, late.is_over) == ((), (2,), True)
    assert kept(paper) == {0: "a"}


def test_what_was_given_in_time_comes_within_the_grace_and_is_marked():
    paper = paper_of()
    now = paper.ends_at + timedelta(seconds=29)
    assert say(paper, (1, 0, "a", 30_000), now=now).kept == (1,)
    assert paper.events.get().is_late
    too_late = paper.ends_at + timedelta(seconds=31)
    assert say(paper, (2, 1, "a", 40_000), now=too_late).refused == (2,)
    assert say(paper, (1, 0, "a", 40_000), now=too_late).kept == (1,)


def test_the_grace_holds_the_factor_too():
    paper = paper_of(time_factor="2")
    now = paper.ends_at + timedelta(seconds=59)
    assert say(paper, (1, 0, "a", 60_000), now=now).kept == (1,)


@pytest.mark.parametrize("hours", [-5, 5, 24 * 300])
def test_a_device_whose_clock_jumps_by_hours_loses_nothing_in_time(hours):
    paper = paper_of()
    assert say(paper, (1, 0, "a", hours * 3_600_000)).kept == (1,)
    event = paper.events.get()
    assert paper.started_at <= event.said_at <= event.saved_at


def test_the_device_before_is_told_and_its_earlier_answers_are_taken():
    paper = paper_of()
    now = timezone.now()
    taken = take_over(attempt_id=paper.pk, person_id=person_of(paper).pk, device="b", now=now)
    say(taken, (10_001, 0, "b"), lease="1.b", now=now)
    later = now + timedelta(minutes=1)
    first = say(paper, (1, 0, "a", 90_000), (2, 1, "c", 90_000), (3, 2, "z", 10_000), now=later)
    assert not first.is_live
    assert (first.kept, first.refused) == ((1, 2), (3,))
    assert kept(paper) == {0: "b", 1: "c"}
    assert say(taken, (10_002, 3, "a"), lease="1.b").is_live


def test_a_device_writes_under_its_own_numbers_alone():
    paper = paper_of()
    take_over(attempt_id=paper.pk, person_id=person_of(paper).pk, device="b")
    assert say(paper, (7, 0, "a"), lease="1.b").refused == (7,)
    assert say(paper, (20_001, 0, "a"), lease="2.c").refused == (20_001,)
    assert say(paper, (1, 0, "a"), lease="nobody").refused == (1,)


def test_a_paper_that_is_ended_takes_nothing():
    paper = paper_of(ended_at=timezone.now())
    saved = say(paper, (1, 0, "a"))
    assert (saved.kept, saved.is_over) == ((), True)


def test_nobody_else_answers():
    paper = paper_of()
    invited = MemberFactory(entry=paper.entry, joined_at=None)
    for person in (PersonFactory(), invited.person):
        assert say(paper, (1, 0, "a"), person=person) is None
    assert paper.events.count() == 0


def test_a_withdrawn_candidate_answers_no_more():
    paper = paper_of()
    paper.entry.status = EntryStatus.WITHDRAWN
    paper.entry.save()
    assert say(paper, (1, 0, "a")) is None


def test_times_away_are_noted_once():
    paper = paper_of()
    for _again in range(2):
        say(paper, away=[(5000, 4)], now=paper.started_at + timedelta(minutes=1))
    assert [one.seconds for one in paper.focus_losses.all()] == [4]


def test_a_page_that_only_says_it_is_there_is_seen_at_most_every_twenty_seconds():
    paper = paper_of()
    now = timezone.now()
    for seconds, seen in ((0, 0), (10, 0), (25, 25)):
        say(paper, now=now + timedelta(seconds=seconds))
        paper.refresh_from_db()
        assert paper.seen_at == now + timedelta(seconds=seen)


def test_an_answer_of_a_page_without_javascript_takes_the_next_number():
    paper = paper_of()
    person = person_of(paper)
    say(paper, (5, 0, "a"))
    told = {"attempt_id": paper.pk, "person_id": person.pk, "lease": LEASE}
    assert save_one(**told, position=1, value="b").kept == (6,)
    paper.ends_at = timezone.now() - timedelta(minutes=9)
    paper.save()
    with pytest.raises(ContestError, match="Le temps est écoulé depuis"):
        save_one(**told, position=1, value="c")
    assert save_one(**told | {"person_id": 0}, position=1, value="c") is None


WORDS = st.lists(
    st.tuples(st.integers(1, 12), st.integers(0, 3), st.sampled_from(["a", "b", "c", None])),
    max_size=12,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, max_size=5))
def test_what_counts_is_what_the_log_says(messages):
    """Whatever comes, in whatever order and however often: the log replays to what counts."""
    paper = paper_of()
    acknowledged = set()
    for words in messages:
        acknowledged |= set(say(paper, *words).kept)
    events = list(paper.events.order_by("sequence"))
    assert {one.sequence for one in events} == acknowledged
    assert {one.position: one.value for one in events} == kept(paper)
