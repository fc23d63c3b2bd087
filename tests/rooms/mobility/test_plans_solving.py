"""A plan is computed around what stands, proven, and explained to each person."""

from datetime import date

import pytest

from boutdufil.engines.redeployment import Goal, Reason
from boutdufil.kernel.posts.models import Attachment
from boutdufil.rooms.mobility.enums import PlanAnswer, PostSide, VersionState
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import PlanVersion
from boutdufil.rooms.mobility.selectors import plan_posts as posts
from boutdufil.rooms.mobility.selectors.plan_pairs import judge
from boutdufil.rooms.mobility.selectors.plan_results import last_computed, plan_inputs
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services import plan_posts, plan_solving, plans
from tests.factories.mobility import PostListFactory, ProposalFactory
from tests.rooms.mobility.plan_world import firm, loaded_plan, offered, solved_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return firm()


def by_name(plan):
    return {person.pseudonym: person for person in employees(plan)}


def add(plan, vacancy, of, places=2):
    return plan_posts.add_post(plan=plan, vacancy_id=vacancy.pk, places=places, actor_id=of.hr.pk)


def test_the_side_of_a_post_is_decided_by_its_employer(ours):
    plan = loaded_plan(ours)
    inside = add(plan, offered(employer=ours.site.parent), ours)
    outside = add(plan, offered(), ours)

    assert (inside.side, outside.side) == (PostSide.INTERNAL, PostSide.EXTERNAL)
    assert [post.side for post in posts.plan_posts(plan)] == ["internal", "external"]


def test_the_ledger_hears_of_posts_only_once_the_plan_is_announced(ours):
    plan = loaded_plan(ours)
    row = add(plan, offered(), ours)
    assert not Attachment.objects.filter(to=plan.ref).exists()

    plans.announce_plan(plan=plan, announced_on=date(2026, 11, 20), actor_id=ours.hr.pk)
    assert Attachment.objects.filter(to=plan.ref, detached_at=None).count() == 1
    plan_posts.remove_post(row=row, actor_id=ours.hr.pk)
    assert not Attachment.objects.filter(to=plan.ref, detached_at=None).exists()


def test_a_post_is_added_once_and_in_sensible_numbers(ours):
    plan, vacancy = loaded_plan(ours), offered()
    add(plan, vacancy, ours)

    with pytest.raises(PlanError, match="déjà"):
        add(plan, vacancy, ours)
    with pytest.raises(PlanError, match="entre 1 et"):
        add(plan, offered(), ours, places=0)
    with pytest.raises(PlanError, match="ouverte"):
        add(plan, offered(status="withdrawn"), ours)


def test_vacancies_near_the_site_are_offered_and_the_groups_own_come_first(ours):
    plan = loaded_plan(ours)
    far = offered(commune="13055", latitude=43.3, longitude=5.4)
    near, own = offered(), offered(employer=ours.site, status="draft")

    found = [row.vacancy_id for row in posts.offered_vacancies(plan, near="59009", km=20)]

    assert found == [own.pk, near.pk]
    assert far.pk in [row.vacancy_id for row in posts.offered_vacancies(plan)]


def test_everybody_within_their_limits_gets_the_best_plan_with_its_proof(ours):
    computed = last_computed(solved_plan(ours))

    assert computed.version.state == VersionState.DONE
    assert computed.is_current
    assert computed.version.result["checked"] is True
    assert computed.solution.stage(Goal.PLACED).value == 3
    office = by_name(computed.inputs.plan)["M-003"]
    assert computed.post_of(office).is_internal
    assert len(computed.version.result["assignment"]) == 3
    assert "M-003" not in str(computed.version.result)


def test_limits_of_a_person_are_theirs(ours):
    plan = loaded_plan(ours)
    sunday = offered(works_sundays=True)
    night = offered(works_nights=True)
    far = offered(commune="59183", latitude=51.03, longitude=2.37)
    home = offered(commune="13055", latitude=43.3, longitude=5.4, home_days=5)
    for vacancy in (sunday, night, far, home):
        add(plan, vacancy, ours)
    inputs, people = plan_inputs(plan), by_name(plan)
    first = {
        one.post.vacancy_id: one
        for one in (judge(people["M-001"], post, inputs.ground) for post in inputs.posts)
    }

    assert first[sunday.pk].limits == ("sunday",)
    assert first[night.pk].limits == ()
    assert first[far.pk].limits == ("journey",)
    assert first[home.pk].limits == ()
    assert first[home.pk].minutes is None


def test_what_is_not_known_is_not_said_to_be_kept(ours):
    plan = loaded_plan(ours)
    add(plan, offered(weekly_hours=None), ours)
    inputs, people = plan_inputs(plan), by_name(plan)
    one = judge(people["M-001"], inputs.posts[0], inputs.ground)

    assert one.hours is None
    assert one.pay is True
    assert one.keeps_terms is False
    assert one.gap_known is False


def test_a_job_without_a_card_has_no_fit_rather_than_none_in_common(ours):
    plan = loaded_plan(ours)
    add(plan, offered(code="Z9999"), ours)
    inputs, people = plan_inputs(plan), by_name(plan)

    assert judge(people["M-001"], inputs.posts[0], inputs.ground).fit is None


def test_the_first_criterion_outweighs_the_second(ours):
    plan = loaded_plan(ours)
    add(plan, offered(), ours)
    inputs, people = plan_inputs(plan), by_name(plan)
    first, third = (
        judge(people[name], inputs.posts[0], inputs.ground) for name in ("M-001", "M-003")
    )

    assert first.points[0] == 4
    assert third.points[0] == 1
    assert first.priority > third.priority


def test_why_this_one_and_why_not_another(ours):
    plan = solved_plan(ours)
    computed, person = last_computed(plan), by_name(plan)["M-001"]
    mine, explanation = computed.explain(person)

    assert len(mine) == 2
    assert explanation.proposed.reason == Reason.PROPOSED
    other = explanation.alternatives[0]
    assert other.reason in {Reason.COSTS_THE_WHOLE, Reason.EQUAL, Reason.LIMITS}


def test_a_new_version_keeps_what_was_accepted_and_never_repeats_a_refusal(ours):
    plan = solved_plan(ours, confidential=False)
    computed, people = last_computed(plan), by_name(plan)
    handed = PostListFactory(plan=plan)
    for name, answer in (("M-003", PlanAnswer.ACCEPTED), ("M-001", PlanAnswer.REFUSED)):
        post = computed.post_of(people[name])
        ProposalFactory(
            entry_id=people[name].entry_id,
            post_list=handed,
            version=computed.version,
            proposed_id=post.pk,
            answer=answer,
        )
    assert not last_computed(plan).is_current

    plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)
    again = last_computed(plan)

    assert again.version.number == 2
    assert again.post_of(people["M-003"]) == computed.post_of(people["M-003"])
    assert again.post_of(people["M-001"]) != computed.post_of(people["M-001"])
    assert again.version.result["checked"] is True


def test_a_change_of_the_posts_makes_the_version_out_of_date(ours):
    plan = solved_plan(ours)
    assert last_computed(plan).is_current

    add(plan, offered(), ours)

    assert not last_computed(plan).is_current


def test_without_people_or_posts_there_is_nothing_to_compute(ours):
    with pytest.raises(PlanError, match="personnes et des postes"):
        plan_solving.solve_plan(plan=loaded_plan(ours), actor_id=ours.hr.pk)


def test_a_large_plan_waits_for_a_job_that_computes_it_once(ours, monkeypatch):
    plan = solved_plan(ours)
    monkeypatch.setattr(plan_solving, "AT_ONCE", 1)
    waiting = plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)
    assert waiting.state == VersionState.WAITING
    assert last_computed(plan).version.number == 1

    plan_solving.compute_waiting_version(version_id=waiting.pk)
    first = PlanVersion.objects.get(pk=waiting.pk)
    plan_solving.compute_waiting_version(version_id=waiting.pk)

    assert first.state == VersionState.DONE
    assert PlanVersion.objects.get(pk=waiting.pk).done_at == first.done_at


def test_the_proof_of_a_large_plan_is_checked_by_a_job(ours, monkeypatch):
    monkeypatch.setattr(plan_solving, "CHECKED_AT_ONCE", 0)
    plan = solved_plan(ours)
    version = last_computed(plan).version
    assert version.result["checked"] is None

    plan_solving.check_version(version_id=version.pk)

    assert last_computed(plan).version.result["checked"] is True


def test_a_thousand_people_are_served_again(ours):
    towns = ("59650", "59100", "59200", "59000", "59300", "59140", "59500", "62000", "59160")
    jobs = ("N1103", "N1105", "M1602", "M1607", "D1408", "D1401")
    rows = [
        f"M-{n:04};{jobs[n % 6]};{towns[n % 9]};{'oui' if n % 3 else 'non'};45;35;1900;{n % 20};;;"
        for n in range(1000)
    ]
    plan = loaded_plan(ours, *rows)
    for at in range(60):
        start = date(2027, 4 + at % 3, 1)
        vacancy = offered(
            20, code=jobs[at % 6], starts_on=start, commune=("59350", "59009")[at % 2]
        )
        add(plan, vacancy, ours, places=20)
    plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)

    version = plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)

    assert version.state == VersionState.DONE


def test_a_plan_of_three_hundred_people_is_checked_at_once(ours):
    towns = ("59650", "59100", "59200", "59000", "59300")
    jobs = ("N1103", "N1105", "M1602", "M1607", "D1408", "D1401")
    rows = [
        f"M-{n:04};{jobs[n % 6]};{towns[n % 5]};{'oui' if n % 3 else 'non'};45;35;1900;{n % 20};;;"
        for n in range(300)
    ]
    plan = loaded_plan(ours, *rows)
    for code in ("D1408", "D1401", "M1602", "N1103", "M1601", "M1607"):
        for start in (date(2027, 4, 1), date(2027, 5, 3)):
            add(plan, offered(20, code=code, starts_on=start), ours, places=20)

    version = plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)

    assert version.state == VersionState.DONE
    assert version.result["checked"] is True
