"""Nobody sees another employer's applications: every role, every act, predicate and page."""

import pytest
from django.db import transaction
from django.urls import reverse

from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.rooms.mobility.enums import Stage
from boutdufil.rooms.mobility.permissions import applications as permissions
from tests.factories.mobility import ApplicationFactory, InterviewSlotFactory
from tests.rooms.mobility.application_world import ROLES, application_world

EVERYBODY = (
    "nobody",
    "applicant",
    "another applicant",
    "stranger",
    "administrator",
    "recruiter elsewhere",
    "manager of the group",
    "former recruiter",
    *ROLES,
)
EMPLOYER = {"recruiter", "manager", "manager of the group"}
BOTH = EMPLOYER | {"applicant"}
PREDICATES = {
    "is_applicant": {"applicant"},
    "can_read_application": BOTH,
    "can_read_as_employer": EMPLOYER,
    "can_read_document": BOTH,
    "can_write_message": BOTH,
    "can_add_document": {"applicant"},
    "can_withdraw": {"applicant"},
    "can_choose_slot": {"applicant"},
    "can_propose_slots": EMPLOYER,
    "can_refuse": EMPLOYER,
    "can_hire": EMPLOYER,
}


@pytest.fixture
def world(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"
    return application_world()


def allowed(world, act):
    return {name for name in EVERYBODY if act(world.people[name])}


@pytest.mark.parametrize("name", PREDICATES)
def test_each_act_has_its_people(world, name):
    world.application.stage = Stage.INTERVIEW

    predicate = getattr(permissions, name)

    assert allowed(world, lambda who: predicate(who, world.application)) == PREDICATES[name]


def test_the_candidates_of_a_vacancy_are_its_recruiters(world):
    act = permissions.can_list_candidates

    assert allowed(world, lambda who: act(who, world.vacancy)) == EMPLOYER
    assert allowed(world, lambda who: permissions.is_recruiter(who, world.vacancy)) == EMPLOYER


def test_an_interview_is_called_off_by_either_side(world):
    slot = InterviewSlotFactory(application=world.application)

    assert allowed(world, lambda who: permissions.can_cancel_slot(who, slot)) == BOTH


@pytest.mark.parametrize("name", ["can_read_as_employer", "can_write_message", "can_withdraw"])
def test_what_was_withdrawn_is_the_persons_again(world, name):
    world.application.stage = Stage.WITHDRAWN

    predicate = getattr(permissions, name)

    assert allowed(world, lambda who: predicate(who, world.application)) == set()
    assert permissions.can_read_application(world.applicant, world.application)


def test_the_recruiters_alone_say_that_a_hire_did_not_hold(world):
    world.application.stage = Stage.HIRED
    act = permissions.can_undo_hire

    assert allowed(world, lambda who: act(who, world.application)) == EMPLOYER

    for stage in set(Stage) - {Stage.HIRED}:
        world.application.stage = stage
        assert allowed(world, lambda who: act(who, world.application)) == set(), stage


@pytest.mark.parametrize("stage", [Stage.HIRED, Stage.REFUSED, Stage.WITHDRAWN])
@pytest.mark.parametrize(
    "name",
    ["can_refuse", "can_hire", "can_propose_slots", "can_choose_slot", "can_add_document"],
)
def test_an_end_is_an_end(world, name, stage):
    world.application.stage = stage

    predicate = getattr(permissions, name)

    assert allowed(world, lambda who: predicate(who, world.application)) == set()


@pytest.mark.parametrize(
    ("stage", "further", "may"),
    [
        (Stage.SENT, Stage.HIRED, False),
        (Stage.READ, Stage.HIRED, False),
        (Stage.INTERVIEW, Stage.HIRED, True),
        (Stage.OFFER, Stage.HIRED, True),
        (Stage.SENT, Stage.WITHDRAWN, False),
        (Stage.READ, Stage.SENT, False),
        (Stage.READ, Stage.SHORTLISTED, True),
        (Stage.READ, "nonsense", False),
    ],
)
def test_steps_follow_one_another(world, stage, further, may):
    world.application.stage = stage

    assert permissions.can_move(world.people["recruiter"], world.application, further) is may
    assert not permissions.can_move(world.applicant, world.application, further)


@pytest.mark.parametrize(
    ("status", "public", "takes"),
    [
        (VacancyStatus.DRAFT, False, False),
        (VacancyStatus.PUBLISHED, True, True),
        (VacancyStatus.FILLED, True, False),
        (VacancyStatus.WITHDRAWN, True, False),
    ],
)
def test_applications_are_taken_while_a_vacancy_is_published(world, status, public, takes):
    vacancy, today = world.vacancy, world.application.sent_at.date()
    vacancy.status = status
    everybody = {name for name in EVERYBODY if name != "nobody"}

    assert permissions.is_public(world.people["nobody"], vacancy) is public
    assert permissions.takes_applications(vacancy, today) is takes
    assert allowed(world, lambda who: permissions.can_apply(who, vacancy, today)) == (
        everybody if takes else set()
    )


# The page, what is sent to it, and who gets more than "there is no such thing".
PAGES = {
    "mobility:application": ("get", {}, {"applicant"}),
    "mobility:withdraw_application": ("get", {}, {"applicant"}),
    "mobility:application_document": ("get", {}, BOTH),
    "mobility:interview_file": ("get", {}, BOTH),
    "mobility:application_message": ("post", {"words": "Bonjour à vous."}, BOTH),
    "mobility:add_document": ("post", {}, {"applicant"}),
    "mobility:choose_slot": ("post", {}, {"applicant"}),
    "mobility:cancel_slot": ("post", {}, BOTH),
    "mobility:candidate": ("get", {}, EMPLOYER),
    "mobility:open_candidate": ("post", {}, EMPLOYER),
    "mobility:move_candidate": ("post", {"stage": "offer"}, EMPLOYER),
    "mobility:refuse_candidate": ("get", {}, EMPLOYER),
    "mobility:propose_slots": ("get", {}, EMPLOYER),
    "mobility:hire_candidate": ("get", {}, EMPLOYER),
    "mobility:undo_hire": ("get", {}, EMPLOYER),
    "mobility:candidates": ("get", {}, EMPLOYER),
    "mobility:answer_remaining": ("get", {}, EMPLOYER),
}


@pytest.mark.parametrize("name", PAGES)
def test_each_page_has_its_people(world, name):
    method, data, people = PAGES[name]
    application = world.application
    type(application).objects.filter(pk=application.pk).update(stage=Stage.INTERVIEW)
    slot = InterviewSlotFactory(application=application)
    arguments = {
        "mobility:application_document": [application.pk, application.documents.get().pk],
        "mobility:interview_file": [application.pk, slot.pk],
        "mobility:cancel_slot": [application.pk, slot.pk],
        "mobility:candidates": [world.vacancy.pk],
        "mobility:answer_remaining": [world.vacancy.pk],
    }.get(name, [application.pk])

    address = reverse(name, args=arguments)
    answers = {who: told(world.client(who), method, address, data) for who in EVERYBODY}

    assert answers.pop("nobody").url.startswith(reverse("people:sign_in"))
    found = {who for who, answer in answers.items() if answer.status_code != 404}
    assert found == people, answers


def told(client, method, address, data):
    """Return the answer; what it changed is taken back before the next one asks."""
    before = transaction.savepoint()
    answer = getattr(client, method)(address, data)
    transaction.savepoint_rollback(before)
    return answer


def test_a_document_of_another_application_is_not_found_through_ones_own(world):
    other = ApplicationFactory(person=world.applicant)
    address = reverse(
        "mobility:application_document", args=[other.pk, world.application.documents.get().pk]
    )

    assert world.client("applicant").get(address).status_code == 404


def test_a_moment_of_another_application_is_not_found_through_ones_own(world):
    other = InterviewSlotFactory(application=ApplicationFactory())
    for name in ("mobility:cancel_slot", "mobility:interview_file"):
        address = reverse(name, args=[world.application.pk, other.pk])
        method = "post" if name == "mobility:cancel_slot" else "get"

        assert getattr(world.client("applicant"), method)(address).status_code == 404
