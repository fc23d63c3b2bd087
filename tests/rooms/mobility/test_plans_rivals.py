"""Two people ask for one post: the criteria that were declared decide, and the list says so."""

from datetime import date

import pytest

from boutdufil.rooms.mobility.enums import PlanAnswer
from boutdufil.rooms.mobility.selectors.plan_results import last_computed, plan_inputs
from boutdufil.rooms.mobility.selectors.plan_words import limit_words, list_rules
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services import plan_answers, plan_criteria, plan_solving
from boutdufil.rooms.mobility.services.plan_answers import AnswerDraft
from tests.factories.mobility import PostListFactory, ProposalFactory
from tests.rooms.mobility.plan_world import firm, solved_plan

pytestmark = pytest.mark.django_db
# Both know the warehouse; the younger one fits the post of the list no less.
NEWER = "M-001;N1103;59650;oui;40;35;1900;4;31/03/2027;non;"
OLDER = "M-002;N1103;59650;oui;40;35;1900;5;31/03/2027;non;"
THIRD = "M-003;M1602;59100;oui;30;28;2100;1;31/03/2027;non;"


@pytest.fixture
def ours():
    return firm()


def asked(plan, *names, post=None):
    """Let people ask for the post of the firm, each against what was proposed to them."""
    post = post or plan.vacancies.get(side="internal")
    handed, people = PostListFactory(plan=plan), {one.pseudonym: one for one in employees(plan)}
    for name in names:
        ProposalFactory(
            entry_id=people[name].entry_id,
            post_list=handed,
            version=plan.versions.first(),
            answer=PlanAnswer.OTHER,
            chosen=post,
        )
    return str(post.pk)


def again(plan, of):
    plan_solving.solve_plan(plan=plan, actor_id=of.hr.pk)
    return last_computed(plan)


def test_rivals_for_a_post_of_the_firm_are_decided_by_the_first_criterion(ours):
    plan = solved_plan(ours, NEWER, OLDER, THIRD, confidential=False)
    post = asked(plan, "M-001", "M-002", "M-003")

    computed = again(plan, ours)

    # Five years are more than four, though both are in the same band of points.
    assert computed.solution.assignment["M-002"] == post
    assert computed.solution.assignment["M-001"] not in {None, post}
    assert computed.solution.assignment["M-003"] not in {None, post}
    assert computed.version.result["checked"] is True
    assert computed.is_current


def test_the_order_of_the_criteria_decides(ours):
    wishing = THIRD.removesuffix(";") + ";M1602"
    plan = solved_plan(ours, NEWER, OLDER, wishing, confidential=False)
    plan_criteria.declare_criteria(
        plan=plan,
        criteria=["wish", "seniority"],
        reason="Accord du 3 novembre, inventé",
        actor_id=ours.hr.pk,
    )
    post = asked(plan, "M-002", "M-003")

    assert again(plan, ours).solution.assignment["M-003"] == post


def test_equal_rivals_are_told_apart_by_a_lot_that_stays(ours):
    twin = NEWER.replace("M-001", "M-002")
    plan = solved_plan(ours, NEWER, twin, THIRD, confidential=False)
    post = asked(plan, "M-001", "M-002")
    first = again(plan, ours).solution.assignment

    assert again(plan, ours).solution.assignment == first
    assert sorted(to == post for name, to in first.items() if name != "M-003") == [False, True]


def test_as_many_rivals_win_as_there_are_places_and_a_held_one_is_no_place(ours):
    plan = solved_plan(ours, NEWER, OLDER, THIRD, confidential=False)
    post = asked(plan, "M-001", "M-002")
    handed = PostListFactory(plan=plan)
    (third,) = [one for one in employees(plan) if one.pseudonym == "M-003"]
    ProposalFactory(
        entry_id=third.entry_id,
        post_list=handed,
        version=plan.versions.first(),
        proposed_id=int(post),
        answer=PlanAnswer.ACCEPTED,
    )

    computed = again(plan, ours)

    assert [name for name, to in computed.solution.assignment.items() if to == post] == ["M-003"]


def test_a_request_outweighs_a_general_limit_and_a_former_refusal(ours):
    far = NEWER.replace("59650;oui;40", "62000;non;1")
    plan = solved_plan(ours, far, OLDER, confidential=False)
    (person,) = [one for one in employees(plan) if one.pseudonym == "M-001"]
    post = plan.vacancies.get(side="internal")
    ProposalFactory(
        entry_id=person.entry_id,
        post_list=PostListFactory(plan=plan),
        version=plan.versions.first(),
        proposed=post,
        answer=PlanAnswer.REFUSED,
    )
    asked(plan, "M-001")

    assert again(plan, ours).solution.assignment["M-001"] == str(post.pk)


def test_posts_of_other_employers_stay_in_the_joint_plan(ours):
    plan = solved_plan(ours, NEWER, OLDER, THIRD, confidential=False)
    outside = plan.vacancies.get(side="external")
    asked(plan, "M-001", "M-002", post=outside)

    inputs = plan_inputs(plan)

    assert inputs.history.settled == {}
    assert inputs.ground.lost == frozenset()


def test_the_list_says_what_decides_between_rivals_and_in_the_whole():
    rules = list_rules(("l’ancienneté",), 15, date(2026, 11, 22), 1)

    assert "demandent le même poste de l’entreprise" in rules[1]
    assert "un tirage fixe décide" in rules[1]
    assert "calculées pour tous ensemble" in rules[2]
    assert limit_words("rival").startswith("d’autres personnes")


def test_two_requests_made_on_the_page_are_decided_and_handed_over(ours):
    from tests.rooms.mobility.plan_world import open_plan, proposal_of

    plan = open_plan(ours, NEWER, OLDER, THIRD)
    post = plan.vacancies.get(side="internal")
    for name in ("M-001", "M-002"):
        one = proposal_of(plan, name)
        if one.proposed_id != post.pk:
            plan_answers.answer_proposal(
                proposal=one,
                draft=AnswerDraft(PlanAnswer.OTHER, other_post_id=post.pk),
                actor_id=None,
            )

    assert set(plan_inputs(plan).history.settled.values()) >= {str(post.pk)}
