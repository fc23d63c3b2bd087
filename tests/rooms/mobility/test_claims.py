"""A path enters an account: nobody else keeps a way into it, and nothing said is lost."""

import pytest
from django.test import Client
from django.urls import reverse

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.rooms.mobility import errors, services
from boutdufil.rooms.mobility.enums import Decision
from boutdufil.rooms.mobility.models import Profile
from tests.factories.mobility import (
    PastJobFactory,
    ProfileFactory,
    ProfileSkillFactory,
    ShareLinkFactory,
    TasteAnswerFactory,
)
from tests.factories.people import PersonFactory
from tests.rooms.mobility.conftest import OFFICE, PICKER

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def press(client, name, *args, **data):
    return client.post(reverse(f"mobility:{name}", args=args), data)


def link_on(answer):
    return answer.content.decode().split('readonly value="http://testserver')[1].split('"')[0]


def begin(client, code=PICKER):
    press(client, "add_past_job", code=code)
    return Profile.objects.latest("pk")


def sign_in(client, slug="nadia"):
    create_demo_person(slug=slug, name="Nadia Inventée", story="Une histoire")
    return client.post(reverse("people:demo_sign_in"), {"slug": slug})


@pytest.mark.parametrize("has_own", [True, False], ids=["own path", "no path yet"])
@pytest.mark.parametrize("signed_in_first", [True, False], ids=["signed in", "signs in after"])
def test_a_stranger_who_sends_a_return_link_reads_nothing_of_the_account(has_own, signed_in_first):
    attacker, victim = Client(), Client()
    begin(attacker)
    shared = link_on(press(attacker, "shares"))
    sent = link_on(press(attacker, "keep"))
    assert attacker.get(shared).status_code == 200
    if has_own:
        begin(victim, OFFICE)
        sign_in(victim)
        if not signed_in_first:
            victim = Client()
    elif signed_in_first:
        sign_in(victim)

    victim.post(sent)
    if not signed_in_first:
        sign_in(victim)

    assert Profile.objects.get().person_id is not None
    assert attacker.get(shared).status_code == 410
    assert attacker.post(sent).status_code == 404
    assert attacker.get(reverse("mobility:paths")).url == reverse("mobility:past_jobs")


def test_a_path_left_open_on_a_shared_computer_gives_no_way_into_an_account():
    shared_computer, anyone = Client(), Client()
    at_home = Client()
    begin(at_home, OFFICE)
    sign_in(at_home)
    begin(shared_computer)
    shared = link_on(press(shared_computer, "shares"))

    sign_in(shared_computer)

    assert anyone.get(shared).status_code == 410


def test_the_links_of_the_session_that_began_the_path_survive_its_sign_in():
    client = Client()
    begin(client)
    shared = link_on(press(client, "shares"))

    sign_in(client)

    assert Client().get(shared).status_code == 200
    assert "mobility_begun" not in client.session


def test_a_share_link_given_by_the_bearer_of_a_return_link_does_not_survive():
    client, bearer = Client(), Client()
    begin(client)
    bearer.post(link_on(press(client, "keep")))
    shared = link_on(press(bearer, "shares"))

    sign_in(client)

    assert Client().get(shared).status_code == 410


def test_a_link_asked_for_while_the_path_changes_hands_is_refused():
    seen = ProfileFactory()
    services.claims.claim_profile(
        guest=Profile.objects.get(pk=seen.pk), person_id=PersonFactory().pk
    )

    with pytest.raises(errors.DeadLinkError):
        services.sharing.create_share_link(profile=seen)


def test_the_page_of_a_return_link_says_what_the_link_can_do():
    client = Client()
    begin(client)
    sent = link_on(press(client, "keep"))

    assert "Qui a ce lien peut lire et changer ce parcours." in Client().get(sent).content.decode()


def test_return_links_and_claims_are_in_the_audit_trail():
    client, elsewhere = Client(), Client()
    begin(client)
    elsewhere.post(link_on(press(client, "keep")))
    sign_in(elsewhere)

    verbs = set(AuditEntry.objects.values_list("verb", flat=True))
    assert {
        "mobility.return_link_created",
        "mobility.path_resumed",
        "mobility.path_claimed",
    } <= verbs


def test_a_guests_path_is_poured_into_the_persons_own_and_the_newer_word_wins():
    own = ProfileFactory(person=PersonFactory())
    guest = ProfileFactory()
    PastJobFactory(profile=own, title_label="Agent administratif", code="M1602")
    PastJobFactory(profile=guest, title_label="Agent administratif", code="M1602")
    PastJobFactory(profile=guest, title_label="Cariste", code="N1101")
    ProfileSkillFactory(profile=own, skill="1", decision=Decision.CONFIRMED)
    ProfileSkillFactory(profile=guest, skill="1", decision=Decision.REMOVED)
    TasteAnswerFactory(profile=own)
    TasteAnswerFactory(profile=guest)
    link = ShareLinkFactory(profile=guest)

    services.claims.claim_guest_path(person=own.person, session={"mobility_profile": guest.pk})

    link.refresh_from_db()
    assert link.profile == own
    assert link.withdrawn_at is not None
    assert {job.title_label for job in own.past_jobs.all()} == {"Agent administratif", "Cariste"}
    assert own.skills.get().decision == Decision.REMOVED
    assert own.tastes.count() == 1
    assert not Profile.objects.filter(pk=guest.pk).exists()


def test_a_title_on_both_paths_keeps_what_either_said():
    own, guest = ProfileFactory(person=PersonFactory()), ProfileFactory()
    mine = PastJobFactory(profile=own, title_label="Cariste", years=None, workplace="Ici")
    twin = PastJobFactory(profile=guest, title_label="Cariste", years=4, workplace="Là")
    ProfileSkillFactory(profile=own, skill="1", level=3, used_in=mine)
    ProfileSkillFactory(profile=guest, skill="1")
    ProfileSkillFactory(profile=guest, skill="2", used_in=twin)

    services.claims.claim_profile(guest=guest, person_id=own.person_id)

    mine.refresh_from_db()
    assert (mine.years, mine.workplace) == (4, "Ici")
    assert own.skills.get(skill="1").level == 3
    assert {row.used_in for row in own.skills.all()} == {mine}


def test_twelve_jobs_at_most_even_after_two_paths_become_one():
    own, guest = ProfileFactory(person=PersonFactory()), ProfileFactory()
    PastJobFactory.create_batch(10, profile=own)
    left_out = PastJobFactory.create_batch(4, profile=guest)[-1]
    ProfileSkillFactory(profile=guest, skill="1", used_in=left_out)

    services.claims.claim_profile(guest=guest, person_id=own.person_id)

    assert own.past_jobs.count() == services.past_jobs.MAX_JOBS
    assert own.skills.get().used_in is None
