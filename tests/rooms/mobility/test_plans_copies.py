"""What the social partners are given: a dated copy, in which a request is no refusal."""

import pytest

from boutdufil.engines.redeployment import Certainty, Goal, Stage
from boutdufil.rooms.mobility.enums import PlanAnswer
from boutdufil.rooms.mobility.selectors.plan_goals import goal_groups
from boutdufil.rooms.mobility.selectors.plan_sheets import (
    OUTCOMES,
    kept_copy,
    linked_sheet,
    read_copy,
    sheet,
)
from boutdufil.rooms.mobility.services import plan_sheets
from tests.rooms.mobility.plan_world import firm, open_plan

pytestmark = pytest.mark.django_db
CROWD = [f"M-{n:03};N1103;59650;oui;60;35;1900;{n};31/03/2027;non;" for n in range(40)]


@pytest.fixture
def plan():
    return open_plan(firm(), *CROWD)


def say(plan, answer, count):
    rows = plan.lists.first().proposals.filter(answer=PlanAnswer.NONE)
    rows.model.objects.filter(pk__in=list(rows.values_list("pk", flat=True)[:count])).update(
        answer=answer
    )


def counted(shown):
    return dict(zip((*OUTCOMES, "all"), shown.rows[-1].counts, strict=True))


def test_a_link_keeps_the_copy_of_its_day(plan):
    token = plan_sheets.create_sheet_link(plan=plan, actor_id=plan.created_by_id)
    before = linked_sheet(token)
    say(plan, PlanAnswer.REFUSED, 10)

    assert linked_sheet(token) == before
    assert sheet(plan).rows != before.rows


def test_a_copy_is_read_back_whole(plan):
    shown = sheet(plan)

    assert read_copy(kept_copy(shown)) == shown
    assert len(shown.header) == len(shown.rows[0].counts) + 1
    assert shown.criteria_labels[0].startswith("l’ancienneté")


def test_a_link_of_before_copies_were_kept_opens_nothing(plan):
    token = plan_sheets.create_sheet_link(plan=plan, actor_id=plan.created_by_id)
    plan.sheet_links.update(copy={})

    assert linked_sheet(token) is None


def test_whoever_asked_for_another_post_has_not_refused(plan):
    say(plan, PlanAnswer.OTHER, 20)
    say(plan, PlanAnswer.REFUSED, 12)
    say(plan, PlanAnswer.SILENCE, 8)

    assert (counted(sheet(plan))["asking"], counted(sheet(plan))["refused"]) == (20, 20)


def test_the_page_of_a_link_says_its_day(plan, client):
    token = plan_sheets.create_sheet_link(plan=plan, actor_id=plan.created_by_id)

    page = client.get(f"/mobilite/synthese/{token}/").content.decode()

    assert "elle ne change plus" in page
    assert "A demandé un autre poste" in page


def test_six_measures_are_told_as_four_goals():
    exact = Certainty.OPTIMAL
    close = next(one for one in Certainty if one != exact)
    stages = [
        Stage(Goal.PLACED, 3, 3, exact),
        Stage(Goal.DAYS, 10, 10, exact),
        Stage(Goal.TERMS, 2, 2, exact),
        Stage(Goal.FLOOR, 0, 0, exact),
        Stage(Goal.FIT, 1.0001, 1.0002, close),
        Stage(Goal.PRIORITY, 900, 1000, close),
    ]
    groups = goal_groups(stages, 3)

    assert [len(group.rows) for group in groups] == [1, 2, 1, 2]
    assert "1\u00a0%" in groups[-1].remark
    fit, criteria = groups[-1].rows
    assert (fit.optimal, fit.proven, criteria.proven) == (False, True, False)
    assert "à l’arrondi près" in fit.proof
