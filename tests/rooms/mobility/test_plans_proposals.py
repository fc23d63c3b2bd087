"""Everybody gets the dated list and a proposal; days are counted, silence is noted, names kept."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from boutdufil.kernel.posts.models import Contact
from boutdufil.rooms.mobility.enums import PlanAnswer
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Proposal
from boutdufil.rooms.mobility.selectors import personal_pages as pages
from boutdufil.rooms.mobility.selectors.plan_results import last_computed
from boutdufil.rooms.mobility.selectors.plan_words import reason_words, why_words
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services import (
    plan_answers,
    plan_mail,
    plan_posts,
    plan_solving,
    plans,
    proposals,
)
from boutdufil.rooms.mobility.services.plan_answers import AnswerDraft
from tests.factories.people import PersonFactory
from tests.rooms.mobility.plan_world import HEADER, ROWS, firm, offered, open_plan, proposal_of
from tests.rooms.mobility.plan_world import solved_plan as solved

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def ours():
    return firm()


def answer(proposal, said, **more):
    return plan_answers.answer_proposal(
        proposal=proposal, draft=AnswerDraft(said, **more), actor_id=None
    )


def deliver(plan, of, on=None, means="hand"):
    return proposals.record_delivery(
        plan=plan,
        entry_ids=[person.entry_id for person in employees(plan)],
        delivered_on=on or TODAY(),
        means=means,
        actor_id=of.hr.pk,
    )


def test_everybody_gets_the_complete_list_with_the_six_mentions(ours):
    plan = open_plan(ours)
    (post_list,) = plan.lists.all()

    assert plan.state == "open"
    assert post_list.proposals.count() == 3
    assert len(post_list.posts) == 2
    for facts in post_list.posts:
        assert {"title", "description", "employer", "contract", "place", "pay"} <= facts.keys()
        assert facts["classification"] == "Niveau III"
    assert (post_list.criteria, post_list.clear_days) == (["seniority", "wish"], 15)


def test_a_confidential_or_outdated_plan_is_not_opened(ours):
    with pytest.raises(PlanError, match="confidentiel"):
        proposals.open_to_people(plan=solved(ours), actor_id=ours.hr.pk)
    plan = solved(ours, confidential=False)
    plan_posts.add_post(plan=plan, vacancy_id=offered().pk, places=1, actor_id=ours.hr.pk)
    with pytest.raises(PlanError, match="calculez"):
        proposals.open_to_people(plan=plan, actor_id=ours.hr.pk)


def test_a_post_of_the_own_firm_without_its_six_mentions_is_not_listed(ours):
    plan = solved(ours, confidential=False)
    row = plan.vacancies.get(side="internal")
    plan_posts.change_post(row=row, places=1, classification="", actor_id=ours.hr.pk)
    plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)

    with pytest.raises(PlanError, match="Agent inventé"):
        proposals.open_to_people(plan=plan, actor_id=ours.hr.pk)


def test_a_code_opens_its_page_and_no_other(ours):
    plan = open_plan(ours)
    first, second = plan.entries.all()[:2]
    code = pages.code_of(first)

    assert pages.entry_of_code(code) == first
    assert pages.entry_of_code(code.lower().replace("-", " ")) == first
    assert pages.code_of(second) != code
    assert pages.entry_of_code(code[:-1] + ("A" if code[-1] != "A" else "B")) is None
    assert pages.entry_of_code("") is None
    assert len(code.replace("-", "")) == 25


def test_the_page_tells_the_post_why_and_why_not_the_others(ours):
    plan = open_plan(ours)
    page = pages.personal_page(proposal_of(plan, "M-001").entry)

    assert page.proposed is not None
    assert len(page.internal) == 1
    assert len(page.external) == 1
    assert any("%" in line for line in why_words(page.proposed.reasons))
    (other,) = [post for post in page.posts if post.pk != page.proposed.pk]
    assert reason_words(other.reasons).endswith(".")
    assert page.can_answer


def test_the_days_run_from_the_delivery_and_never_twice(ours):
    plan = open_plan(ours)
    assert deliver(plan, ours) == 3
    one = proposal_of(plan, "M-001")

    assert one.last_day >= TODAY() + timedelta(days=16)
    assert deliver(plan, ours, means="registered") == 0
    one.refresh_from_db()
    assert one.means == "hand"


def test_receivership_leaves_four_clear_days(ours):
    plan = solved(ours, confidential=False)
    settings = plans.PlanSettings(plan.title, plan.closes_on, receivership=True)
    plans.change_plan(plan=plan, settings=settings, actor_id=ours.hr.pk)
    plan.refresh_from_db()
    proposals.open_to_people(plan=plan, actor_id=ours.hr.pk)
    deliver(plan, ours)

    last = proposal_of(plan, "M-001").last_day
    assert timedelta(days=5) <= last - TODAY() < timedelta(days=12)


@pytest.mark.parametrize(
    ("on", "means"),
    [
        pytest.param(lambda: TODAY() + timedelta(days=1), "hand", id="tomorrow"),
        pytest.param(lambda: TODAY() - timedelta(days=1), "hand", id="before the list"),
        pytest.param(TODAY, "pigeon", id="no certain date"),
    ],
)
def test_an_impossible_delivery_is_refused(ours, on, means):
    with pytest.raises(PlanError):
        deliver(open_plan(ours), ours, on=on(), means=means)


def test_silence_is_noted_only_after_the_last_day(ours):
    plan = open_plan(ours)
    deliver(plan, ours)
    last = proposal_of(plan, "M-001").last_day

    assert plan_answers.record_silences(today=last) == 0
    assert plan_answers.record_silences(today=last + timedelta(days=1)) == 3
    assert proposal_of(plan, "M-001").answer == PlanAnswer.SILENCE
    with pytest.raises(PlanError, match="délai"):
        answer(proposal_of(plan, "M-001"), "accepted")


def test_what_was_never_delivered_is_never_silent(ours):
    open_plan(ours)

    assert plan_answers.record_silences(today=date(2099, 1, 1)) == 0


def test_an_answer_is_not_changed_without_a_reason(ours):
    plan = open_plan(ours)
    answer(proposal_of(plan, "M-001"), "accepted")

    with pytest.raises(PlanError, match="déjà"):
        answer(proposal_of(plan, "M-001"), "refused")


@pytest.mark.parametrize("said", ["", "silence", "superseded", "perhaps"])
def test_an_answer_is_one_of_three(ours, said):
    with pytest.raises(PlanError):
        answer(proposal_of(open_plan(ours), "M-001"), said)


def test_another_post_is_asked_for_from_the_list_alone(ours):
    plan = open_plan(ours)
    one = proposal_of(plan, "M-001")
    stranger = offered()

    for odd in (None, one.proposed_id, stranger.pk + 999):
        with pytest.raises(PlanError, match="liste"):
            answer(one, "other", other_post_id=odd)
    other = next(facts["pk"] for facts in one.post_list.posts if facts["pk"] != one.proposed_id)
    answer(one, "other", other_post_id=other)

    plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)
    computed = last_computed(plan)
    person = next(who for who in computed.inputs.people if who.pseudonym == "M-001")
    assert computed.post_of(person) in {None, computed.posts[str(other)]}


def test_the_name_is_told_to_the_employer_only_when_the_person_says_so(ours):
    plan = open_plan(ours)
    quiet, open_handed = PersonFactory(), PersonFactory()
    for name, who, shares in (("M-001", quiet, False), ("M-002", open_handed, True)):
        answer(proposal_of(plan, name), "accepted", shares_name=shares)
        plan_answers.claim_entry(entry=proposal_of(plan, name).entry, person_id=who.pk)

    (contact,) = Contact.objects.filter(through=plan.ref)
    assert (contact.person, contact.kind) == (open_handed, "proposal")


def test_consent_without_an_account_tells_nobody_until_the_page_is_claimed(ours):
    plan = open_plan(ours)
    answer(proposal_of(plan, "M-002"), "accepted", shares_name=True)
    assert not Contact.objects.filter(through=plan.ref).exists()

    person = PersonFactory()
    entry = proposal_of(plan, "M-002").entry
    plan_answers.claim_entry(entry=entry, person_id=person.pk)

    assert Contact.objects.get(through=plan.ref).person == person
    with pytest.raises(PlanError, match="autre compte"):
        plan_answers.claim_entry(entry=entry, person_id=PersonFactory().pk)


def test_a_new_round_replaces_what_is_open_and_leaves_who_accepted_alone(ours):
    plan = open_plan(ours)
    answer(proposal_of(plan, "M-001"), "accepted")
    answer(proposal_of(plan, "M-002"), "refused")
    plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)

    second = proposals.open_to_people(plan=plan, actor_id=ours.hr.pk)

    assert second.number == 2
    names = {one.entry_id: one.pseudonym for one in employees(plan)}
    again = {names[row.entry_id] for row in second.proposals.all()}
    assert again == {"M-002", "M-003"}
    first = plan.lists.get(number=1)
    assert sorted(first.proposals.values_list("answer", flat=True)) == [
        "accepted",
        "refused",
        "superseded",
    ]


def test_only_who_agreed_gets_a_message_and_it_says_nothing_of_the_post(ours):
    header = HEADER + ";E-mail;Accord e-mail"
    rows = [ROWS[0] + ";a@example.org;oui", ROWS[1] + ";b@example.org;non", ROWS[2] + ";;"]
    from boutdufil.rooms.mobility.services import rosters

    plan = solved(ours, confidential=False)
    from tests.rooms.mobility.plan_world import roster_file

    one = rosters.bring_roster(
        plan=plan, content=roster_file(*rows, header=header), filename="", actor_id=ours.hr.pk
    )
    rosters.load_roster(one=one, actor_id=ours.hr.pk)
    plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)
    proposals.open_to_people(plan=plan, actor_id=ours.hr.pk)
    for proposal in Proposal.objects.filter(post_list__plan=plan):
        plan_mail.mail_proposal(proposal_id=proposal.pk)

    (message,) = mail.outbox
    assert message.to == ["a@example.org"]
    assert pages.code_of(proposal_of(plan, "M-001").entry) in message.body
    assert "Conseiller" not in message.body


def test_no_message_leaves_of_a_confidential_plan(ours):
    plan = open_plan(ours)
    type(plan).objects.filter(pk=plan.pk).update(state="draft", confidential=True)
    plan_mail.mail_proposal(proposal_id=proposal_of(plan, "M-001").pk)

    assert mail.outbox == []
    assert pages.entry_of_code(pages.code_of(plan.entries.first())) is None
