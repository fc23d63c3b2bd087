"""A recruiter's table: what they may know of whom they meet, and what one tap writes."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.posts.models import Contact, Hire
from boutdufil.kernel.posts.selectors import Scope, post_figure
from boutdufil.rooms.campaigns.enums import EventKind, MeetingState, Outcome
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.models import Availability, Consent, Meeting, Wish
from boutdufil.rooms.campaigns.permissions.dating import can_hold_table, can_plan_dating
from boutdufil.rooms.campaigns.selectors.dating_seat import meeting_of, my_tables, seat_page
from boutdufil.rooms.campaigns.selectors.dating_tables import table_row
from boutdufil.rooms.campaigns.selectors.nodes import node_row
from boutdufil.rooms.campaigns.services import dating_outcomes as services
from boutdufil.rooms.campaigns.services.dating_privacy import (
    erase_dating,
    erase_people_of,
    export_dating,
)
from tests.factories.campaigns import (
    AvailabilityFactory,
    CampaignFactory,
    ConsentFactory,
    EventFactory,
    MeetingFactory,
    NodeFactory,
    QuestionFactory,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import AttachmentFactory, PostFactory, VacancyFactory
from tests.rooms.campaigns.dating_world import dating_world

pytestmark = pytest.mark.django_db
SECRETS = ("Inès Inventée", "visite", "deux ans au téléphone")


@pytest.fixture
def world():
    """One published meeting, with an answer to a question of the event."""
    made = dating_world(tables=1, people=1)
    made.dating.published_at = timezone.now()
    made.dating.save()
    question = QuestionFactory(node=made.dating.node, label="Votre expérience ?")
    person = made.people[0]
    person.answers, person.needs = {str(question.pk): "deux ans au téléphone"}, "fauteuil"
    person.save()
    made.wish(0, 0)
    made.meeting = MeetingFactory(table=made.tables[0], registration=person, told_round=0)
    return made


@pytest.fixture
def hiring(world):
    """The table recruits for a vacancy of one post, the visitor has an account."""
    world.people[0].person = PersonFactory()
    world.people[0].save()
    world.vacancy = VacancyFactory(organisation=world.tables[0].organisation)
    PostFactory(vacancy=world.vacancy, number=1)
    AttachmentFactory(vacancy=world.vacancy, to=world.node.reference)
    world.tables[0].vacancies.add(world.vacancy)
    return world


def seen(world):
    return seat_page(table_row(world.tables[0].pk)).meetings


def tap(world, outcome, vacancy=None):
    told = services.Told(outcome, vacancy)
    return services.record_outcome(meeting_id=world.meeting.pk, told=told, actor_id=None)


def published(name):
    return [e.payload for e in OutboxEvent.objects.filter(name=name)]


@pytest.mark.parametrize("consent", ["none", "given", "withdrawn", "news", "erased"])
@pytest.mark.parametrize("shown_as", ["code", "name"])
def test_data_reach_a_recruiter_by_consent_alone(world, consent, shown_as):
    person = world.people[0]
    AvailabilityFactory(registration=person, shown_as=shown_as)
    if consent in {"given", "withdrawn", "erased"}:
        gone = timezone.now() if consent == "withdrawn" else None
        ConsentFactory(registration=person, withdrawn_at=gone)
    if consent == "news":
        ConsentFactory(registration=person, purpose="news")
    if consent == "erased":
        person.name, person.email, person.erased_at = "", "", timezone.now()
        person.save()

    candidate = seen(world)[0].candidate

    told = repr(candidate)
    assert [word in told for word in SECRETS] == [consent == "given"] * 3
    assert "fauteuil" not in told
    anonymous = {"code": f"… {person.code[-4:]}", "name": "Inès I."}[shown_as]
    shown = {"given": person.name, "erased": "données effacées"}.get(consent, anonymous)
    assert candidate.shown == shown


def test_nothing_is_seen_before_the_plan_is_published(world):
    world.dating.published_at = None
    world.dating.save()

    assert seen(world) == ()
    assert meeting_of(table_row(world.tables[0].pk), world.meeting.pk) is None


ROLES = ("stranger", "person", "own", "above", "recruiter", "manager", "reader", "other_firm")
ALLOWED = {"plan": {"own", "above"}, "hold": {"recruiter", "manager"}}


@pytest.mark.parametrize("who", ROLES)
def test_the_matrix_of_a_job_dating(who):
    tour, firm = CampaignFactory(), OrganisationFactory()
    event = EventFactory(
        parent=NodeFactory(parent=tour, organiser=OrganisationFactory()),
        event_kind=EventKind.JOB_DATING,
    )

    def member(organisation, role):
        return MembershipFactory(organisation=organisation, role=role).person

    actor = {
        "stranger": AnonymousUser,
        "person": PersonFactory,
        "own": lambda: member(event.organiser, Role.MANAGER),
        "above": lambda: member(tour.organiser, Role.MANAGER),
        "recruiter": lambda: member(firm, Role.RECRUITER),
        "manager": lambda: member(firm, Role.MANAGER),
        "reader": lambda: member(firm, Role.READER),
        "other_firm": lambda: member(OrganisationFactory(), Role.RECRUITER),
    }[who]()

    assert can_plan_dating(actor, node_row(event.pk)) is (who in ALLOWED["plan"])
    assert can_plan_dating(actor, node_row(tour.pk)) is False
    assert can_hold_table(actor, firm.pk) is (who in ALLOWED["hold"])


def test_a_recruiter_finds_their_tables(world):
    person = MembershipFactory(organisation=world.tables[0].organisation).person

    assert [one.id for one in my_tables(person)["tables"]] == [world.tables[0].pk]
    assert my_tables(PersonFactory()) is None


def test_a_hire_fills_one_post_once_through_the_event(hiring):
    assert tap(hiring, Outcome.HIRED) is True
    assert tap(hiring, Outcome.HIRED) is True

    figure = post_figure(Scope(through=(hiring.node.reference,)))
    assert (figure.offered, figure.filled, figure.filled_through) == (1, 1, 1)
    assert Contact.objects.get().through == hiring.node.reference
    assert seen(hiring)[0].is_in_ledger
    assert published("campaigns.met") == [{"meeting_id": hiring.meeting.pk}]


def test_a_hire_taken_back_opens_its_post_again(hiring):
    tap(hiring, Outcome.HIRED)

    tap(hiring, Outcome.AGAIN)

    assert Hire.objects.get().cancelled_at is not None
    assert post_figure(Scope(through=(hiring.node.reference,))).filled == 0
    tap(hiring, Outcome.HIRED)
    assert post_figure(Scope(through=(hiring.node.reference,))).filled == 1


def test_without_an_open_post_a_hire_is_refused_and_nothing_is_written(hiring):
    hiring.vacancy.posts.update(state="filled", ended_at=timezone.now())

    with pytest.raises(CampaignError, match="pourvus ou fermés"):
        tap(hiring, Outcome.HIRED)

    assert Meeting.objects.get().state == MeetingState.PLANNED
    assert not Contact.objects.exists()


def test_without_an_account_an_outcome_stands_and_the_ledger_counts_nothing(hiring):
    hiring.people[0].person = None
    hiring.people[0].save()

    assert tap(hiring, Outcome.HIRED) is False

    assert Meeting.objects.get().outcome == Outcome.HIRED
    assert not Hire.objects.exists()


def test_of_several_posts_the_hire_says_which(hiring):
    other = VacancyFactory(organisation=hiring.tables[0].organisation)
    PostFactory(vacancy=other, number=1)
    hiring.tables[0].vacancies.add(other)

    for wrong in (None, VacancyFactory().pk):
        with pytest.raises(CampaignError):
            tap(hiring, Outcome.HIRED, wrong)
    assert tap(hiring, Outcome.HIRED, other.pk) is True
    assert Hire.objects.get().post.vacancy == other


def test_an_offer_is_told_once(world):
    for outcome in (Outcome.AGAIN, Outcome.OFFER, Outcome.OFFER):
        tap(world, outcome)

    assert published("campaigns.offer_made") == [{"meeting_id": world.meeting.pk}]
    assert published("campaigns.met") == [{"meeting_id": world.meeting.pk}]


def test_who_did_not_come_was_not_met(world):
    services.mark_absent(meeting_id=world.meeting.pk, actor_id=None)

    assert seen(world)[0].state == MeetingState.ABSENT
    assert published("campaigns.met") == []


def test_who_came_after_all_is_met_where_nobody_took_the_place(world):
    services.mark_absent(meeting_id=world.meeting.pk, actor_id=None)
    other = MeetingFactory(table=world.tables[0], round=0)
    with pytest.raises(CampaignError, match="entre-temps"):
        tap(world, Outcome.OFFER)
    other.delete()

    tap(world, Outcome.OFFER)

    assert seen(world)[0].state == MeetingState.MET


def test_what_was_cancelled_was_not_met(world):
    Meeting.objects.update(state=MeetingState.CANCELLED)

    with pytest.raises(CampaignError, match="plus prévue"):
        tap(world, Outcome.OFFER)


def test_an_account_kept_later_has_its_hire_counted(hiring):
    person, hiring.people[0].person = hiring.people[0].person, None
    hiring.people[0].save()
    assert tap(hiring, Outcome.HIRED) is False
    hiring.people[0].person = person
    hiring.people[0].save()

    assert tap(hiring, Outcome.HIRED) is True
    assert Hire.objects.get().person == person


def test_what_is_held_of_a_person_is_theirs_and_goes(world):
    person = PersonFactory()
    world.people[0].person = person
    world.people[0].save()
    AvailabilityFactory(registration=world.people[0], job_title="Caissière")
    services.keep_note(meeting_id=world.meeting.pk, text="  À rappeler.  ")

    told = export_dating(person)
    assert told["meetings"][0]["note"] == "À rappeler."
    assert (told["wishes"][0]["rank"], told["said"][0]["job"]) == (1, "Caissière")
    erase_dating(person)

    assert not Wish.objects.exists()
    assert not Availability.objects.exists()
    assert Meeting.objects.get().note == ""


def test_a_campaign_forgets_what_was_said(world):
    services.keep_note(meeting_id=world.meeting.pk, text="À rappeler.")

    erase_people_of(root_id=world.node.root_id)

    world.tables[0].refresh_from_db()
    assert (Wish.objects.count(), Meeting.objects.get().note, world.tables[0].who) == (0, "", "")
    assert Consent.objects.count() == 0
