"""Who is written to, when, and who is left alone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.lib.tables import read_table
from boutdufil.rooms.barometer.enums import MailingKind, Standing, UnitKind, WaveState
from boutdufil.rooms.barometer.errors import BarometerError
from boutdufil.rooms.barometer.models import (
    Drawn,
    Mailing,
    MailingLine,
    Questionnaire,
    RespondentContact,
    Wave,
)
from boutdufil.rooms.barometer.selectors.mailings import reach
from boutdufil.rooms.barometer.services.contacts import (
    ContactDraft,
    ContactsRefusedError,
    add_contact,
    end_contact,
    take_contacts,
)
from boutdufil.rooms.barometer.services.mailings import (
    drop_mailing,
    plan_mailing,
    send_due,
    send_line,
)
from boutdufil.rooms.barometer.services.questionnaires import load_shipped
from tests.factories.barometer import DrawnFactory, MailingFactory, UnitFactory, WaveFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
ANA = ContactDraft(name="Ana Contact", email="Ana@centre.example")


@pytest.fixture
def wave():
    """Return an open wave in which three centres of one group and one other were drawn."""
    load_shipped()
    made = WaveFactory(questionnaire=Questionnaire.objects.get(kind=UnitKind.CENTRE))
    for key in ("A1", "A2", "A3", "B1"):
        DrawnFactory(wave=made, unit=UnitFactory(survey=made.survey, source_key=key))
    return made


def contacts(wave, text):
    table = read_table(f"identifiant;nom;e-mail\n{text}".encode(), filename="contacts.csv")
    return take_contacts(survey_id=wave.survey_id, table=table, actor_id=None)


def due(wave, kind=MailingKind.INVITATION):
    today = timezone.localdate()
    plan_mailing(wave_id=wave.pk, kind=kind, planned_on=today, actor_id=None)
    return send_due(today=today)


def post():
    for line in MailingLine.objects.all():
        send_line(line_id=line.pk)
    return mail.outbox


def test_one_person_gets_one_letter_for_three_centres(wave):
    contacts(wave, "A1;Ana;ana@x.example\nA2;Ana;ana@x.example\nA3;Ana;ANA@x.example\n")

    assert due(wave) == 1

    (letter,) = post()
    assert "attendue pour 3 centres" in letter.body
    assert "/barometre/repondre/centres/" in letter.body
    assert reach(wave.pk).without == 1


def test_one_centre_is_answered_for_directly(wave):
    contacts(wave, "B1;Bo;bo@x.example\n")
    due(wave)

    (letter,) = post()
    link = next(word for word in letter.body.split() if "/repondre/" in word)
    path = "/" + link.partition("//")[2].partition("/")[2]
    assert Client().get(path).status_code == 200


def test_who_answered_gets_no_reminder_but_thanks(wave):
    contacts(wave, "A1;Ana;ana@x.example\nB1;Bo;bo@x.example\n")
    Drawn.objects.filter(unit__source_key="B1").update(standing=Standing.ANSWERED)

    assert due(wave, MailingKind.REMINDER) == 1
    assert due(wave, MailingKind.THANKS) == 1

    told = {line.contact.name: line.mailing.kind for line in MailingLine.objects.all()}
    assert told == {"Ana": "reminder", "Bo": "thanks"}


def test_a_letter_leaves_once_and_only_while_its_wave_is_open(wave):
    contacts(wave, "A1;Ana;ana@x.example\n")
    Wave.objects.filter(pk=wave.pk).update(state=WaveState.DRAWN)
    assert due(wave) == 0
    Wave.objects.filter(pk=wave.pk).update(state=WaveState.OPEN)

    assert [send_due(today=timezone.localdate()) for _again in range(2)] == [1, 0]
    with pytest.raises(BarometerError, match="déjà parti"):
        drop_mailing(mailing_id=Mailing.objects.get().pk, actor_id=None)


def test_who_asked_to_be_left_alone_is(wave):
    contacts(wave, "A1;Ana;ana@x.example\nB1;Bo;bo@x.example\n")
    due(wave)
    RespondentContact.objects.filter(name="Ana").update(refused_at=timezone.now())
    end_contact(contact_id=RespondentContact.objects.get(name="Bo").pk, actor_id=None)

    assert post() == []
    assert due(wave) == 0


def test_a_day_that_is_past_is_refused(wave):
    with pytest.raises(BarometerError, match="passé"):
        plan_mailing(
            wave_id=wave.pk,
            kind=MailingKind.NOTICE,
            planned_on=timezone.localdate() - timedelta(days=1),
            actor_id=None,
        )


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("Z9;Ana;ana@x.example", "identifiant"),
        ("A1;;ana@x.example", "nom"),
        ("A1;Ana;ana", "e-mail"),
    ],
)
def test_a_bad_line_is_named_and_nobody_is_kept(wave, line, column):
    with pytest.raises(ContactsRefusedError) as refused:
        contacts(wave, f"B1;Bo;bo@x.example\n{line}\n")

    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == (3, column)
    assert not RespondentContact.objects.exists()


def test_a_contact_known_already_answers_for_more(wave):
    own = {"survey_id": wave.survey_id, "draft": ANA, "actor_id": None}
    add_contact(**own, keys=["A1"])
    contact = add_contact(**own, keys=["A2"])

    assert contact.units.count() == 2
    with pytest.raises(BarometerError, match="Z9"):
        add_contact(**own, keys=["A1", "Z9"])


@pytest.fixture
def desk(wave):
    """Return the browser of a statistician."""
    person, browser = PersonFactory(), Client()
    MembershipFactory(person=person, organisation=wave.survey.organisation, role=Role.STATISTICIAN)
    browser.force_login(person)
    return browser


def csv(text):
    return SimpleUploadedFile("c.csv", f"identifiant;nom;e-mail\n{text}\n".encode())


def test_contacts_are_kept_by_the_pages(wave, desk):
    of = {"survey": wave.survey.slug}
    listing = reverse("barometer:contacts", kwargs=of)
    table = reverse("barometer:contact_table", kwargs=of)

    desk.post(listing, {"name": "Ana", "email": "ana@x.example", "keys": "A1, A2"})
    desk.post(table, {"table": csv("B1;Bo;bo@x.example")})
    refused = desk.post(table, {"table": csv("Z1;Bo;bo@x.example")})

    words = desk.get(listing).content.decode()
    assert "Ana" in words
    assert "Bo" in words
    assert "« Z1 »" in refused.content.decode()
    ana = RespondentContact.objects.get(name="Ana")
    desk.post(reverse("barometer:end_contact", kwargs=of | {"contact_id": ana.pk}))
    assert RespondentContact.objects.get(name="Ana").ended_at


def test_letters_are_planned_by_the_page(wave, desk):
    numbered = {"survey": wave.survey.slug, "number": wave.number}
    where = reverse("barometer:mailings", kwargs=numbered)

    desk.post(where, {"kind": "invitation", "planned_on": timezone.localdate().isoformat()})

    words = desk.get(where).content.decode()
    assert "invitation à répondre" in words
    assert "4 unités tirées n’ont pas de contact" in words
    of_letter = numbered | {"mailing_id": Mailing.objects.get().pk}
    desk.post(reverse("barometer:drop_mailing", kwargs=of_letter))
    assert not Mailing.objects.exists()


def test_to_others_there_are_no_contacts_and_no_letters(wave):
    contacts(wave, "A1;Ana;ana@x.example\n")
    letter = MailingFactory(wave=wave)
    stranger = Client()
    stranger.force_login(PersonFactory())
    of = {"survey": wave.survey.slug}
    numbered = of | {"number": wave.number}

    for name, where in (
        ("barometer:contacts", of),
        ("barometer:contact_table", of),
        ("barometer:mailings", numbered),
        ("barometer:drop_mailing", numbered | {"mailing_id": letter.pk}),
        ("barometer:end_contact", of | {"contact_id": RespondentContact.objects.get().pk}),
    ):
        assert stranger.post(reverse(name, kwargs=where)).status_code == 404, name


def test_a_letter_of_another_wave_is_not_dropped_here(wave):
    other = MailingFactory()
    browser, person = Client(), PersonFactory()
    MembershipFactory(person=person, organisation=wave.survey.organisation, role=Role.MANAGER)
    browser.force_login(person)

    where = reverse("barometer:drop_mailing", args=[wave.survey.slug, wave.number, other.pk])

    assert browser.post(where).status_code == 404
