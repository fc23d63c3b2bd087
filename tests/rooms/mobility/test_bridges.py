"""The two answers: apart, truthful, unknown where nothing is known."""

import pytest

from boutdufil.kernel.occupations import selectors as occupations
from boutdufil.rooms.mobility.selectors.bridges import bridges, card_skills, path_bridges
from tests.factories.mobility import PastJobFactory, ProfileFactory
from tests.rooms.mobility.conftest import ADVISER, OFFICE, PICKER


def codes(rows):
    return [row.code for row in rows]


@pytest.mark.django_db
def test_an_order_picker_shares_nothing_with_an_adviser_and_reads_so():
    answer = bridges(past=[PICKER], limit=1000)

    door = next(door for door in answer.doors if door.code == ADVISER)
    assert ADVISER not in codes(answer.near)
    assert (door.overlap.held, door.overlap.asked) == (0, occupations.get_card(ADVISER).asked)
    assert not door.near


@pytest.mark.django_db
def test_an_administrative_agent_has_the_adviser_as_an_official_link():
    assert ADVISER in codes(bridges(past=[OFFICE]).official)


@pytest.mark.django_db
def test_near_jobs_are_never_a_past_job_and_always_share_a_skill():
    answer = bridges(past=[PICKER, OFFICE], limit=1000)

    assert not {PICKER, OFFICE} & {*codes(answer.near), *codes(answer.official)}
    assert all(job.overlap.held > 0 and 0 < job.overlap.share <= 1 for job in answer.near)
    assert [job.rank for job in answer.near] == list(range(1, answer.near_total + 1))


@pytest.mark.django_db
def test_an_official_link_that_is_also_near_says_both_and_changes_no_rank():
    answer = bridges(past=[PICKER], limit=1000)

    both = {job.code for job in answer.near[:10] if job.official}
    assert both == {job.code for job in answer.official if job.near}
    assert codes(answer.official) == [link.code for link in occupations.official_targets(PICKER)]


@pytest.mark.django_db
def test_only_the_ten_first_are_called_near():
    answer = bridges(past=[PICKER], limit=1000)

    first = set(codes(answer.near[:10]))
    for job in (*answer.official, *answer.doors):
        assert job.near is (job.code in first)


@pytest.mark.django_db
def test_without_a_confirmed_skill_everything_is_unknown():
    profile = ProfileFactory()
    PastJobFactory(profile=profile, code=PICKER)

    answer = path_bridges(profile)

    assert answer.near == ()
    assert {door.overlap for door in answer.doors} == {None}
    assert {job.overlap for job in answer.official} == {None}


@pytest.mark.django_db
def test_only_know_how_and_knowledge_are_held():
    kinds = {row.kind for row in occupations.skills(card_skills([ADVISER])).values()}

    assert kinds == {"know_how", "knowledge"}


@pytest.mark.django_db
def test_ten_or_fifty_near_jobs_cost_the_same_number_of_queries(
    picker, django_assert_max_num_queries
):
    occupations.matching_index()
    with django_assert_max_num_queries(40) as few:
        path_bridges(picker, limit=1)
    with django_assert_max_num_queries(len(few)):
        path_bridges(picker, limit=50)
