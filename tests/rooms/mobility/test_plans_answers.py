"""An answer counts by the day it came; it is corrected with a reason; nobody answers for others."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.mobility.enums import PlanAnswer
from boutdufil.rooms.mobility.errors import PlanError
from boutdufil.rooms.mobility.models import Proposal
from boutdufil.rooms.mobility.permissions.plans import can_use_code
from boutdufil.rooms.mobility.selectors import answer_words as words
from boutdufil.rooms.mobility.selectors import plan_answers as selectors
from boutdufil.rooms.mobility.selectors.personal_pages import Reasons, code_of, personal_page
from boutdufil.rooms.mobility.selectors.proposed_people import proposed_people
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services import (
    plan_answers,
    plan_criteria,
    plan_freezing,
    plan_posts,
    plan_solving,
    proposals,
)
from boutdufil.rooms.mobility.services.plan_answers import AnswerDraft
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.mobility.plan_world import (
    answer_for_everybody,
    firm,
    open_plan,
    proposal_of,
    solved_plan,
    stranger,
)

pytestmark = pytest.mark.django_db
WHY = "une erreur de saisie"


@pytest.fixture
def ours(monkeypatch, tmp_path):
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))
    return firm()


@pytest.fixture
def plan(ours):
    return open_plan(ours)


@pytest.fixture
def hr(client, ours):
    client.force_login(ours.hr)
    return client


def ended(plan, days=2):
    """Let the last day of everybody be some days ago, and the list older still."""
    today = timezone.localdate()
    plan.lists.update(published_on=today - timedelta(days=30))
    plan.lists.first().proposals.update(
        delivered_on=today - timedelta(days=25), last_day=today - timedelta(days=days), means="hand"
    )


def on_paper(proposal, said, *, days_ago=0, **more):
    draft = AnswerDraft(
        said, on_paper=True, received_on=timezone.localdate() - timedelta(days=days_ago), **more
    )
    return plan_answers.answer_proposal(proposal=proposal, draft=draft, actor_id=None)


def online(proposal, said, **more):
    return plan_answers.answer_proposal(
        proposal=proposal, draft=AnswerDraft(said, **more), actor_id=None
    )


def another_post(proposal):
    return next(
        facts["pk"] for facts in proposal.post_list.posts if facts["pk"] != proposal.proposed_id
    )


def at(name, *args):
    return reverse(f"mobility:{name}", args=args)


def test_a_letter_received_in_time_and_typed_late_replaces_the_silence(plan):
    ended(plan)
    assert plan_answers.record_silences(today=timezone.localdate()) == 3
    one = proposal_of(plan, "M-001")

    with pytest.raises(PlanError, match="délai"):
        on_paper(one, "accepted", days_ago=1)
    answered = on_paper(one, "accepted", days_ago=2)

    assert answered.answer == PlanAnswer.ACCEPTED
    assert answered.received_on == timezone.localdate() - timedelta(days=2)
    trail = AuditEntry.objects.filter(verb="mobility.plan_answered", subject=plan.ref)
    facts = trail.order_by("-pk").first().facts
    assert (facts["standing"], facts["before"]) == ("over silence", "silence")


def test_what_is_said_on_the_page_after_the_last_day_never_replaces_a_silence(plan):
    ended(plan)
    plan_answers.record_silences(today=timezone.localdate())

    with pytest.raises(PlanError, match="délai"):
        online(proposal_of(plan, "M-001"), "accepted")


@pytest.mark.parametrize("days_ago", [-1, 31])
def test_no_letter_is_received_before_its_list_or_tomorrow(plan, days_ago):
    ended(plan)

    with pytest.raises(PlanError, match="réception"):
        on_paper(proposal_of(plan, "M-001"), "refused", days_ago=days_ago)


def test_a_request_for_another_post_is_noted_on_paper(hr, plan):
    one = proposal_of(plan, "M-001")
    address = at("paper_answer", plan.pk, one.pk)
    page = hr.get(address).content.decode()
    assert "Demande un autre poste" in page
    today = timezone.localdate().isoformat()
    assert hr.post(address, {"answer": "other", "received_on": today}).status_code == 422

    hr.post(address, {"answer": "other", "other": another_post(one), "received_on": today})

    one.refresh_from_db()
    assert (one.answer, one.chosen_id, one.answered_on_paper) == ("other", another_post(one), True)


def test_a_late_letter_stays_typed_and_says_why_it_is_refused(hr, plan):
    ended(plan)
    one = proposal_of(plan, "M-001")
    refused = hr.post(
        at("paper_answer", plan.pk, one.pk),
        {"answer": "refused", "received_on": timezone.localdate().isoformat()},
    )

    assert refused.status_code == 422
    assert "délai est passé" in refused.content.decode()
    assert "checked" in refused.content.decode()


def test_an_answer_noted_wrong_is_corrected_with_a_reason_that_is_sealed(hr, plan):
    one = on_paper(proposal_of(plan, "M-001"), "accepted")
    address = at("paper_answer", plan.pk, one.pk)
    today = timezone.localdate().isoformat()
    assert hr.post(address, {"answer": "refused", "received_on": today}).status_code == 422

    hr.post(address, {"answer": "refused", "received_on": today, "reason": WHY})

    one.refresh_from_db()
    assert (one.answer, one.chosen) == ("refused", None)
    assert WHY.encode() not in bytes(one.correction)
    assert selectors.correction_of(proposal_of(plan, "M-001")) == WHY
    assert WHY not in str(list(AuditEntry.objects.values_list("facts", flat=True)))


def test_human_resources_never_change_what_a_person_answered_on_their_page(hr, plan):
    one = online(proposal_of(plan, "M-001"), "accepted")

    with pytest.raises(PlanError, match="ne peut plus"):
        on_paper(one, "refused", reason=WHY)
    assert "ne change plus ici" in hr.get(at("paper_answer", plan.pk, one.pk)).content.decode()


def test_a_person_changes_their_answer_until_the_last_day(client, plan):
    one = online(proposal_of(plan, "M-001"), "accepted")
    address = at("personal_page", code_of(one.entry))
    assert "Changer ma réponse" in client.get(address).content.decode()
    assert client.post(address, {"answer": "refused", "sure": "1"}).status_code == 422
    client.post(address, {"answer": "refused", "reason": WHY, "sure": "1"})
    one.refresh_from_db()
    assert one.answer == "refused"

    ended(plan)
    assert "Changer ma réponse" not in client.get(address).content.decode()


def test_whoever_has_a_role_in_the_firm_does_not_answer_with_a_code(hr, ours, plan):
    entry = proposal_of(plan, "M-001").entry
    address = at("personal_page", code_of(entry))
    page = hr.get(address).content.decode()
    assert "la page d’une autre personne" in page
    assert "Relire ma réponse" not in page

    hr.post(address, {"answer": "refused", "sure": "1"})
    hr.post(address, {"do": "claim"})

    entry.refresh_from_db()
    assert entry.person is None
    assert not Proposal.objects.exclude(answer="").exists()


def test_who_may_use_a_code(ours, plan):
    inside = [MembershipFactory(organisation=ours.site, role=role).person for role in Role]
    left = MembershipFactory(organisation=ours.site, role=Role.HR, ended_at=timezone.now()).person

    assert not any(can_use_code(person, plan) for person in [*inside, ours.hr, ours.manager])
    for person in (left, stranger(), firm().hr, AnonymousUser()):
        assert can_use_code(person, plan)


def test_answering_while_signed_in_ties_the_page_to_nothing(client, plan):
    one = proposal_of(plan, "M-001")
    person = PersonFactory()
    client.force_login(person)
    client.post(at("personal_page", code_of(one.entry)), {"answer": "refused", "sure": "1"})

    one.refresh_from_db()
    assert one.answer == "refused"
    one.entry.refresh_from_db()
    assert one.entry.person is None
    assert not AuditEntry.objects.filter(verb="mobility.plan_answered", actor_id=person.pk).exists()


def test_the_plan_is_not_frozen_while_somebody_may_answer(ours, plan):
    first = employees(plan)[0].entry_id
    proposals.record_delivery(
        plan=plan,
        entry_ids=[first],
        delivered_on=timezone.localdate(),
        means="hand",
        actor_id=ours.hr.pk,
    )
    with pytest.raises(PlanError, match=r"2 personnes n’ont pas.*1 personne peut encore"):
        plan_freezing.freeze_plan(plan=plan, actor_id=ours.hr.pk)

    ended(plan, days=0)
    with pytest.raises(PlanError, match="3 personnes peuvent encore"):
        plan_freezing.freeze_plan(plan=plan, actor_id=ours.hr.pk)


def test_freezing_notes_the_silences_of_its_own_people(ours, plan):
    other = open_plan(firm())
    for one in (plan, other):
        ended(one)
    plan_freezing.freeze_plan(plan=plan, actor_id=ours.hr.pk)

    assert proposal_of(plan, "M-001").answer == PlanAnswer.SILENCE
    assert proposal_of(other, "M-001").answer == PlanAnswer.NONE


def test_a_late_change_of_criteria_is_printed_with_its_day_and_reason(ours, client):
    plan = solved_plan(ours, confidential=False)
    reason = "Le comité demande que les vœux passent avant."
    plan_criteria.declare_criteria(
        plan=plan, criteria=["wish", "seniority"], reason=reason, actor_id=ours.hr.pk
    )
    plan_solving.solve_plan(plan=plan, actor_id=ours.hr.pk)
    post_list = proposals.open_to_people(plan=plan, actor_id=ours.hr.pk)

    (printed,) = words.late_change_words(post_list)
    assert "tardif" in printed
    assert reason in printed
    assert "un vœu exprimé" in printed
    page = client.get(at("personal_page", code_of(plan.entries.first()))).content.decode()
    assert "Changement tardif des critères" in page


def test_criteria_declared_before_the_roster_are_no_late_change(plan):
    assert words.late_change_words(plan.lists.first()) == []


def test_an_accepted_outside_post_leads_to_an_application(client, plan):
    one = next(row for row in plan.lists.first().proposals.all() if row.proposed.side == "external")
    online(one, "accepted", shares_name=True)
    address = at("personal_page", code_of(one.entry))

    wanted = f"{at('apply', one.proposed.vacancy_id)}?par=plan:{plan.pk}"
    assert f'class="button" href="{wanted}"' in client.get(address).content.decode()


def test_the_recruiters_of_that_post_alone_read_the_name_and_only_on_the_persons_word(client, plan):
    one = next(row for row in plan.lists.first().proposals.all() if row.proposed.side == "external")
    vacancy, person = one.proposed.vacancy, PersonFactory(name="Personne Très Inventée")
    recruiter = MembershipFactory(organisation=vacancy.organisation, role=Role.RECRUITER).person
    client.force_login(recruiter)
    online(one, "accepted", shares_name=True)
    assert proposed_people(vacancy.pk) == []

    plan_answers.claim_entry(entry=one.entry, person_id=person.pk)
    page = client.get(at("candidates", vacancy.pk)).content.decode()
    assert person.name in page
    assert "acceptent que vous lisiez leur nom" in page

    client.force_login(person)
    client.post(at("personal_page", code_of(one.entry)), {"do": "hide"})
    assert proposed_people(vacancy.pk) == []
    client.force_login(recruiter)
    assert person.name not in client.get(at("candidates", vacancy.pk)).content.decode()


def test_a_post_somebody_asked_for_is_not_taken_off(ours, plan):
    one = proposal_of(plan, "M-001")
    asked = another_post(one)
    online(one, "other", other_post_id=asked)
    answer_for_everybody(plan)

    with pytest.raises(PlanError, match="demandé ce poste"):
        plan_posts.remove_post(row=plan.vacancies.get(pk=asked), actor_id=ours.hr.pk)


def test_a_post_without_a_place_left_is_not_accepted(plan):
    one = proposal_of(plan, "M-001")
    open_posts = one.proposed.vacancy.posts
    open_posts.update(state="filled", ended_at=timezone.now())
    with pytest.raises(PlanError, match="plus de place"):
        online(one, "accepted")

    open_posts.update(state="open", ended_at=None)
    type(one.proposed).objects.filter(pk=one.proposed_id).update(removed_at=timezone.now())
    with pytest.raises(PlanError, match="plus de place"):
        online(proposal_of(plan, "M-001"), "accepted")


@pytest.mark.parametrize(
    ("answer", "proposed", "kind"),
    [
        ("", 1, "thinking"),
        ("", None, "none"),
        ("accepted", 1, "accepted"),
        ("other", 1, "asking"),
        ("other", None, "asking"),
        ("refused", 1, "refused"),
        ("silence", None, "refused"),
    ],
)
def test_whoever_asks_for_another_post_is_counted_apart(answer, proposed, kind):
    assert selectors.kind_of(Proposal(answer=answer, proposed_id=proposed)) == kind


def told(reason, *limits):
    return Reasons(
        post=1, reason=reason, fit=None, minutes=None, limits=limits, gap_days=0, gap_known=True,
        contract=True, hours=None, pay=None, holders=0, better=0, fewer=0, below_floor=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reasons", "says"),
    [
        ([], "aucun poste aujourd’hui"),
        ([told("limits", "journey"), told("limits", "night")], "Aucun poste ne tient"),
        ([told("limits", "journey"), told("refused")], "écartés"),
        ([told("limits", "wanted")], "écartés"),
        ([told("limits", "journey"), told("taken")], "proposées à d’autres"),
        ([told("costs the whole")], "proposées à d’autres"),
    ],
)
def test_the_letter_says_why_nothing_is_proposed(reasons, says):
    assert says in words.nothing_words(reasons)


def test_a_page_without_a_proposal_says_which_reason_it_is(plan):
    page = personal_page(proposal_of(plan, "M-001").entry)

    assert words.nothing_on_page(page) == ""
