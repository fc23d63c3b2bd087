"""My page: export, correct, move, erase; and the rules of retention."""

import datetime
import json

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.audit.models import ActorName, AuditEntry
from boutdufil.kernel.people import registry, services
from boutdufil.kernel.people.models import EmailLink, Person, PersonSession
from tests.factories.people import EmailLinkFactory, PersonFactory, PersonSessionFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def room():
    """An invented room that keeps one list per person."""
    kept = {}
    registry.register_subject_data(
        "tests",
        export=lambda person: kept.get(person.pk, []),
        erase=lambda person: kept.pop(person.pk, None),
    )
    yield kept
    registry.forget_registration("tests")


@pytest.fixture
def person(client):
    person = PersonFactory(name="Zoé Inventée", email="zoe@example.org")
    client.force_login(person)
    return person


def test_my_page_says_who_i_am(client, person):
    page = client.get(reverse("people:my_page")).content.decode()

    assert "Zoé Inventée" in page
    assert "zoe@example.org" in page


def test_everything_comes_out_as_json(client, person, room):
    room[person.pk] = ["préparatrice de commandes"]
    EmailLinkFactory(person=person)

    answer = client.get(reverse("people:export_data"))
    data = json.loads(answer.content)

    assert "attachment" in answer["Content-Disposition"]
    assert (data["schema"], data["version"]) == ("boutdufil.subject-export", 1)
    assert data["account"]["email"] == "zoe@example.org"
    assert data["modules"]["tests"] == ["préparatrice de commandes"]
    assert len(data["sessions"]) == len(data["links"]) == 1
    assert "nonce" not in str(data)
    assert "password" not in data["account"]
    assert datetime.datetime.fromisoformat(data["exported_at"]).tzinfo


def test_an_export_holds_nobody_else(client, person, room):
    other = PersonFactory(name="Quelqu’un d’autre")
    room[other.pk] = ["secret"]

    text = client.get(reverse("people:export_data")).content.decode()

    assert "secret" not in text
    assert other.name not in text
    assert other.email not in text


def test_correcting_changes_the_account_and_the_name_in_the_trail(client, person):
    client.post(reverse("people:correct"), {"name": "Zoé Corrigée", "language": "en"})

    person.refresh_from_db()
    assert (person.name, person.language) == ("Zoé Corrigée", "en")
    assert ActorName.objects.get(person_id=person.pk).name == "Zoé Corrigée"
    assert "Corrigée" not in str(AuditEntry.objects.get(verb="people.correct").facts)


def test_an_address_moves_when_the_new_mailbox_says_so(client, person, link_in_mail):
    client.post(reverse("people:change_email"), {"email": "Nouvelle@example.org"})
    warning, to_new = mail.outbox
    person.refresh_from_db()
    assert person.email == "zoe@example.org"

    Client().post(link_in_mail())

    person.refresh_from_db()
    assert person.email == "nouvelle@example.org"
    assert (warning.to, to_new.to) == (["zoe@example.org"], ["nouvelle@example.org"])
    assert "/lien/" not in warning.body


def test_an_address_that_has_an_account_is_not_taken_and_not_revealed(client, person):
    taken = PersonFactory(email="prise@example.org")

    answer = client.post(reverse("people:change_email"), {"email": "prise@example.org"})

    assert answer.url == reverse("people:link_sent")
    assert mail.outbox[-1].to == [taken.email]
    assert "/lien/" not in mail.outbox[-1].body


def test_an_address_taken_meanwhile_spends_the_link(client, person, link_in_mail):
    client.post(reverse("people:change_email"), {"email": "prise@example.org"})
    PersonFactory(email="prise@example.org")

    assert Client().post(link_in_mail()).status_code == 410
    person.refresh_from_db()
    assert person.email == "zoe@example.org"


def test_erasing_empties_every_room_and_leaves_no_name(client, person, room):
    room[person.pk] = ["tout"]
    elsewhere = Client()
    elsewhere.force_login(person)
    EmailLinkFactory(person=person)
    audit.remember_name(person_id=person.pk, name=person.name)

    answer = client.post(reverse("people:erase"), {"confirmed": "on"}, follow=True)

    erased = Person.objects.get(pk=person.pk)
    assert room == {}
    assert (erased.email, erased.name, erased.is_active) == (None, "", False)
    assert not PersonSession.objects.exists()
    assert not EmailLink.objects.exists()
    assert elsewhere.get(reverse("people:my_page")).status_code == 302
    assert "effacés" in answer.content.decode()


def test_the_trail_stays_and_names_nobody(client, person):
    client.post(reverse("people:correct"), {"name": "Zoé Corrigée", "language": "fr"})
    client.post(reverse("people:erase"), {"confirmed": "on"})

    with connection.cursor() as cursor:
        cursor.execute("select string_agg(a::text, '') from audit_auditentry a")
        trail = cursor.fetchone()[0]
    assert "people.erase" in trail
    assert f"person:{person.pk}" in trail
    assert "Zoé" not in trail
    assert "example.org" not in trail
    assert not ActorName.objects.filter(person_id=person.pk).exists()


def test_erasing_asks_for_a_yes(client, person):
    assert client.post(reverse("people:erase")).status_code == 200
    assert Person.objects.get().erased_at is None


@pytest.mark.parametrize("name", ["people:erase", "people:change_email"])
def test_grave_acts_ask_for_a_fresh_sign_in(client, person, name):
    with time_machine.travel(timezone.now() + datetime.timedelta(minutes=16)):
        answer = client.post(reverse(name), {"confirmed": "on", "email": "voleur@example.org"})

    assert answer.status_code == 403
    assert f"{reverse('people:sign_in')}?next={reverse(name)}" in answer.content.decode()
    assert mail.outbox == []
    assert Person.objects.get().erased_at is None


def test_an_erased_address_may_come_back_as_somebody_new(client, person):
    services.erase_subject(person=person, actor_id=person.pk)
    services.erase_subject(person=person, actor_id=person.pk)

    again = PersonFactory(email="zoe@example.org")

    assert again.pk != person.pk
    assert AuditEntry.objects.filter(verb="people.erase").count() == 1


def test_a_link_to_choose_a_password_goes_to_my_own_address(client, person):
    client.post(reverse("people:ask_password_link"))

    assert mail.outbox[0].to == ["zoe@example.org"]


def test_retention_deletes_what_is_past_its_time():
    now = timezone.now()
    EmailLinkFactory(expires_at=now - DAY / 100)
    kept_link = EmailLinkFactory(expires_at=now + DAY / 100)
    PersonSessionFactory(last_seen_at=now - 31 * DAY)
    kept_session = PersonSessionFactory(last_seen_at=now - 29 * DAY)

    removed = services.apply_retention_rules()

    assert (removed["people.links"], removed["people.sessions"]) == (1, 1)
    assert EmailLink.objects.get() == kept_link
    assert PersonSession.objects.get() == kept_session


def test_expired_visits_are_forgotten(client):
    client.post(reverse("people:sign_in"), {"email": "vous@example.org"})
    later = timezone.now() + 181 * DAY

    assert services.apply_retention_rules()["people.visits"] == 0
    with time_machine.travel(later):
        assert services.apply_retention_rules()["people.visits"] == 1


def test_an_unused_account_is_warned_then_erased(client):
    long_ago = timezone.now() - 735 * DAY
    unused = PersonFactory(created_at=long_ago)
    staff = PersonFactory(created_at=long_ago, is_staff=True)
    used = PersonFactory(created_at=long_ago, last_login=timezone.now() - 10 * DAY)

    services.apply_retention_rules()
    assert [m.to for m in mail.outbox] == [[unused.email]]
    assert Person.objects.filter(erased_at=None).count() == 3

    with time_machine.travel(timezone.now() + 31 * DAY):
        services.apply_retention_rules()
    assert set(Person.objects.filter(erased_at=None)) == {staff, used}


def test_somebody_who_comes_back_after_the_warning_stays(client):
    person = PersonFactory(created_at=timezone.now() - 735 * DAY)
    services.apply_retention_rules()
    client.force_login(person)

    with time_machine.travel(timezone.now() + 31 * DAY):
        services.apply_retention_rules()

    assert Person.objects.get().erased_at is None


def test_a_rule_that_fails_does_not_stop_the_others(room):
    def fail(now):
        raise ValueError

    registry.register_retention_rule(
        registry.RetentionRule("tests", "essai", DAY, "aucune", run=fail)
    )
    EmailLinkFactory(expires_at=timezone.now() - 2 * DAY)

    assert services.apply_retention_rules()["people.links"] == 1


def test_the_rules_are_public(client):
    page = client.get(reverse("people:privacy")).content.decode()

    assert "CNIL" in page
    assert "2 ans" in page
    assert "30 jours" in page
