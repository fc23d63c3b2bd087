"""Registering: places exactly as many as there are, one form once, nobody lost."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.campaigns.enums import NodeStatus, Purpose, RegistrationStatus
from boutdufil.rooms.campaigns.errors import RegistrationError
from boutdufil.rooms.campaigns.models import Consent, Registration
from boutdufil.rooms.campaigns.rules.registrations import RegistrationDraft
from boutdufil.rooms.campaigns.rules.tickets import link_of, ticket_of
from boutdufil.rooms.campaigns.selectors.registrations import (
    registration_by_link,
)
from boutdufil.rooms.campaigns.services import registering as services
from boutdufil.rooms.campaigns.services import registration_privacy as privacy
from boutdufil.rooms.campaigns.services.registration_mail import send_registration
from tests.factories.campaigns import (
    IntakeFactory,
    RegistrationFactory,
    SlotFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING, OFFERED, LAPSED, CANCELLED = RegistrationStatus


def draft(email="yanis@exemple.test", **facts):
    return RegistrationDraft(**({"name": "Yanis Inventé", "email": email} | facts))


def register(intake, email="yanis@exemple.test", **facts):
    return services.register(intake_id=intake.pk, draft=draft(email, **facts))


def counted(intake):
    """Return the places taken, and those of the registrations that hold one."""
    intake.refresh_from_db()
    held = intake.registrations.filter(status__in=[CONFIRMED, OFFERED])
    return intake.taken, sum(held.values_list("places", flat=True))


def statuses(intake):
    return list(intake.registrations.order_by("pk").values_list("status", flat=True))


def test_a_registration_is_written_with_all_that_follows_from_it():
    intake = IntakeFactory()

    made = register(intake, "Yanis@Exemple.test", origin="affiche", consents=(Purpose.NEWS,))

    assert (made.status, made.email, counted(intake)) == (CONFIRMED, "yanis@exemple.test", (1, 1))
    consent = Consent.objects.get(registration=made)
    assert (consent.purpose, "prochaines campagnes" in consent.words) == (Purpose.NEWS, True)
    told = OutboxEvent.objects.get(name="campaigns.registered")
    assert told.payload == {"registration_id": made.pk, "node_id": intake.node_id}
    assert AuditEntry.objects.filter(verb="campaigns.register").count() == 1
    job = ProcrastinateJob.objects.get(task_name="campaigns.send_registration")
    assert job.args == {"registration_id": made.pk}


def test_a_registration_takes_few_queries(django_assert_max_num_queries):
    slot = SlotFactory()
    with django_assert_max_num_queries(13):
        register(slot.intake, slot_id=slot.pk, consents=tuple(Purpose))


def by_ticket(token):
    """Return the registration a door knows by a ticket."""
    return Registration.objects.filter(ticket_hash=hash_token(token)).first()


def test_ticket_and_link_are_opaque_and_open_different_doors():
    made = register(IntakeFactory())

    assert by_ticket(ticket_of(made)) == made
    assert registration_by_link(link_of(made)).id == made.pk
    assert registration_by_link(ticket_of(made)) is by_ticket(link_of(made)) is None
    assert {len(ticket_of(made)), len(link_of(made))} == {43}


def test_the_same_form_twice_is_one_registration():
    intake = IntakeFactory()

    first, again = (register(intake, once="marque-de-la-page") for _ in range(2))

    assert first == again
    assert counted(intake) == (1, 1)


def test_the_same_page_filled_in_for_somebody_else_is_another():
    intake = IntakeFactory()

    register(intake, once="marque-de-la-page")
    register(intake, "sara@exemple.test", once="marque-de-la-page")

    assert counted(intake) == (2, 2)


def test_an_address_that_is_there_gets_its_message_again_and_no_second_place():
    intake = IntakeFactory()
    first = register(intake)

    assert {register(intake, " YANIS@exemple.test").pk for _ in range(6)} == {first.pk}

    assert counted(intake) == (1, 1)
    # The first message, and four again within the hour.
    assert ProcrastinateJob.objects.filter(task_name="campaigns.send_registration").count() == 5


def test_who_cancelled_may_register_anew():
    intake = IntakeFactory()
    first = register(intake)
    services.cancel_registration(registration_id=first.pk)

    assert register(intake).pk != first.pk
    assert statuses(intake) == [CANCELLED, CONFIRMED]


@pytest.mark.parametrize("counts", ["event", "slot"])
def test_what_is_full_puts_on_the_waiting_list(counts):
    intake = IntakeFactory(capacity=1 if counts == "event" else None)
    slot = SlotFactory(intake=intake, capacity=1 if counts == "slot" else None)

    register(intake, "a@exemple.test", slot_id=slot.pk)
    waiting = register(intake, "b@exemple.test", slot_id=slot.pk)

    assert (waiting.status, counted(intake)) == (WAITING, (1, 1))
    slot.refresh_from_db()
    assert slot.taken == 1
    assert waiting.waiting_since is not None


def test_where_nobody_waits_full_is_said_and_nothing_is_written():
    intake = IntakeFactory(capacity=1, keeps_waiting_list=False)
    register(intake, "a@exemple.test")

    with pytest.raises(RegistrationError, match="complet"):
        register(intake, "b@exemple.test")
    assert counted(intake) == (1, 1)


def test_nobody_waits_for_more_places_than_there_are():
    slot = SlotFactory(capacity=5, intake__capacity=None, intake__largest_group=30)

    with pytest.raises(RegistrationError, match="pas autant de places"):
        register(slot.intake, slot_id=slot.pk, places=6)
    assert register(slot.intake, slot_id=slot.pk, places=5).status == CONFIRMED


@pytest.mark.parametrize("state", ["full", "over"])
def test_a_lost_link_is_sent_again_whatever_became_of_the_event(state):
    intake = IntakeFactory(capacity=1, keeps_waiting_list=False)
    made = register(intake)
    jobs = ProcrastinateJob.objects.filter(task_name="campaigns.send_registration")
    before = jobs.count()
    if state == "over":
        type(intake.node).objects.update(status=NodeStatus.OVER)

    for email in (" Yanis@exemple.test", "inconnu@exemple.test", ""):
        services.send_link_again(intake_id=intake.pk, email=email)

    assert [job.args for job in jobs][before:] == [{"registration_id": made.pk}]


def test_a_group_is_a_number():
    intake = IntakeFactory(capacity=30, largest_group=25)

    made = register(intake, places=24, group_name="Classe inventée")

    assert (made.status, counted(intake)) == (CONFIRMED, (24, 24))
    assert register(intake, "b@exemple.test", places=7).status == WAITING


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"called_off_at": timezone.now()}, id="called-off"),
        pytest.param({"closes_at": timezone.now() - timedelta(minutes=1)}, id="too-late"),
        pytest.param({"opens_at": timezone.now() + timedelta(days=1)}, id="too-early"),
        pytest.param({"node__status": NodeStatus.DRAFT}, id="draft"),
        pytest.param({"node__status": NodeStatus.OVER}, id="over"),
    ],
)
def test_what_is_not_open_takes_nobody(facts):
    intake = IntakeFactory(**facts)

    with pytest.raises(RegistrationError, match="ne sont pas ouvertes"):
        register(intake)
    assert statuses(intake) == []


@pytest.mark.parametrize("chosen", ["none", "past", "of another event"])
def test_a_slot_must_be_one_to_come_of_this_event(chosen):
    intake = IntakeFactory()
    SlotFactory(intake=intake)
    past = SlotFactory(intake=intake, starts_at=timezone.now() - timedelta(days=1))
    found = {"none": None, "past": past.pk, "of another event": SlotFactory().pk}[chosen]

    with pytest.raises(RegistrationError, match="créneau"):
        register(intake, slot_id=found)


def test_more_than_a_group_may_be_is_refused():
    with pytest.raises(RegistrationError, match="nombre de personnes"):
        register(IntakeFactory(), places=2)


def test_a_code_that_is_taken_is_drawn_again(monkeypatch):
    drawn = iter(["AAAAAAAA", "AAAAAAAA", "BBBBBBBB"])
    monkeypatch.setattr(
        "boutdufil.rooms.campaigns.services.tickets.code_from", lambda _choose: next(drawn)
    )
    intake = IntakeFactory()

    codes = [register(intake, f"{n}@exemple.test").code for n in range(2)]

    assert codes == ["AAAAAAAA", "BBBBBBBB"]
    assert counted(intake) == (2, 2)


def test_a_change_moves_the_place_or_changes_nothing():
    intake = IntakeFactory(capacity=None)
    morning, noon, full = (
        SlotFactory(intake=intake, starts_at=timezone.now() + timedelta(days=n), capacity=n - 1)
        for n in (3, 2, 1)
    )
    made = register(intake, slot_id=morning.pk, consents=(Purpose.NEWS,))
    wanted = draft(slot_id=noon.pk, needs="rampe", consents=(Purpose.RECRUITER,))

    services.change_registration(registration_id=made.pk, draft=wanted)
    with pytest.raises(RegistrationError, match="Rien n’a changé"):
        services.change_registration(registration_id=made.pk, draft=draft(slot_id=full.pk))

    made.refresh_from_db()
    assert (made.slot, made.needs, counted(intake)) == (noon, "rampe", (1, 1))
    taken = [one.taken for one in intake.slots.order_by("pk")]
    assert taken == [0, 1, 0]
    standing = made.consents.filter(withdrawn_at=None).values_list("purpose", flat=True)
    assert list(standing) == [Purpose.RECRUITER]
    assert made.consents.count() == 2


@pytest.mark.parametrize("fact", ["cancelled", "came", "closed"])
def test_what_is_over_is_not_changed(fact):
    intake = IntakeFactory()
    made = register(intake)
    if fact == "cancelled":
        services.cancel_registration(registration_id=made.pk)
    if fact == "came":
        Registration.objects.update(came_at=timezone.now())
    if fact == "closed":
        type(intake).objects.update(closes_at=timezone.now())

    with pytest.raises(RegistrationError, match="plus être changée"):
        services.change_registration(registration_id=made.pk, draft=draft())


def test_cancelling_gives_the_place_back_once_and_tells_it():
    intake = IntakeFactory()
    made = register(intake)

    for _ in range(2):
        services.cancel_registration(registration_id=made.pk)

    assert (statuses(intake), counted(intake)) == ([CANCELLED], (0, 0))
    assert OutboxEvent.objects.filter(name="campaigns.registration_cancelled").count() == 1


def test_who_came_cancels_nothing():
    made = RegistrationFactory(came_at=timezone.now())

    with pytest.raises(RegistrationError, match="déjà notée"):
        services.cancel_registration(registration_id=made.pk)


def test_a_registration_is_tied_to_one_account_only():
    made, owner = register(IntakeFactory()), PersonFactory()

    assert services.claim_registration(registration_id=made.pk, person_id=owner.pk)
    assert not services.claim_registration(registration_id=made.pk, person_id=PersonFactory().pk)
    made.refresh_from_db()
    assert made.person == owner


@pytest.mark.parametrize(
    ("status", "words", "links"),
    [
        pytest.param(CONFIRMED, "Votre billet", [""], id="confirmed"),
        pytest.param(WAITING, "liste d’attente", ["annuler/"], id="waiting"),
        pytest.param(OFFERED, "gardée pour vous", ["accepter/", "annuler/"], id="offered"),
        pytest.param(LAPSED, "pas été acceptée à temps", [""], id="lapsed"),
        pytest.param(CANCELLED, "est annulée", [""], id="cancelled"),
    ],
)
def test_the_message_says_where_one_stands(status, words, links):
    until = timezone.now() + timedelta(hours=3)
    made = RegistrationFactory(status=status, offered_until=until, intake__node__commune="57463")

    assert send_registration(registration_id=made.pk)

    letter = mail.outbox[-1]
    assert letter.to == [made.email]
    assert words in letter.body
    assert "Metz" in letter.body
    for end in links:
        assert f"/i/{link_of(made)}/{end}\n" in letter.body
    assert (made.code[:4] in letter.body) == (status == CONFIRMED)


def test_the_message_is_in_the_language_one_registered_in():
    for language in ("fr", "en"):
        send_registration(registration_id=RegistrationFactory(language=language).pk)

    french, english = (letter.body for letter in mail.outbox[-2:])
    assert ("18 octobre 2027" in french, "Oct. 18, 2027" in english) == (True, True)


def test_people_take_their_registrations_away_and_have_them_erased():
    person, intake = PersonFactory(email="yanis@exemple.test"), IntakeFactory(capacity=1)
    made = register(intake, needs="rampe", consents=(Purpose.NEWS,))
    waiting = register(intake, "sara@exemple.test")
    old_link = link_of(made)

    told = privacy.export_registrations(person)
    privacy.erase_registrations(person)

    assert (told[0]["needs"], len(told[0]["consents"])) == ("rampe", 1)
    made.refresh_from_db()
    waiting.refresh_from_db()
    assert (made.name, made.email, made.needs, made.status) == ("", "", "", CANCELLED)
    assert registration_by_link(old_link) is registration_by_link(link_of(made)) is None
    assert not made.consents.exists()
    assert (waiting.status, counted(intake)) == (OFFERED, (1, 1))
