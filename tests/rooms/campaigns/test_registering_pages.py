"""The pages of registering: nothing is lost, nothing is told to strangers, links do nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.campaigns.enums import Purpose, QuestionKind, RegistrationStatus
from boutdufil.rooms.campaigns.models import Registration
from boutdufil.rooms.campaigns.rules.tickets import link_of, ticket_of
from boutdufil.rooms.campaigns.selectors.nodes import node_at
from boutdufil.rooms.campaigns.selectors.registrations import way_in
from tests.factories.campaigns import (
    EventFactory,
    IntakeFactory,
    QuestionFactory,
    RegistrationFactory,
    SlotFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING, OFFERED, LAPSED, CANCELLED = RegistrationStatus
TYPED = {"name": "Yanis Inventé", "email": "yanis@exemple.test", "needs": "rampe", "once": "page"}
FORM = "/c/visite/inscription/"


def page_of(one, name="campaigns:registration"):
    return reverse(name, args=[link_of(one)])


@pytest.fixture
def intake():
    return IntakeFactory(node=EventFactory(slug="visite", name="Visite inventée"))


def test_a_visitor_registers_with_one_form_and_no_account(client, intake):
    first = client.get(f"{FORM}?de=affiche-gare")
    hidden = first.context["form"].initial

    answer = client.post(FORM, TYPED | {key: hidden[key] for key in ("origin", "once")})

    made = Registration.objects.get()
    assert (answer.status_code, made.status, made.origin) == (200, CONFIRMED, "affiche-gare")
    assert (made.needs, made.person, made.consents.count()) == ("rampe", None, 0)
    told = answer.content.decode()
    assert "yanis@exemple.test" in told
    # The ticket goes to the mailbox alone: what anybody sees is the same for every address.
    assert not any(secret in told for secret in (link_of(made), ticket_of(made), made.code))


def test_the_answer_is_the_same_for_an_address_that_is_there(intake):
    answers = [Client().post(FORM, TYPED | {"once": f"page {n}"}) for n in range(2)]

    told = [
        answer.content.decode().partition("<main")[2].partition("</main>")[0] for answer in answers
    ]
    assert "yanis@exemple.test" in told[0]
    assert told[0] == told[1]
    assert Registration.objects.count() == 1


def test_the_form_is_light(client, intake):
    for n in range(24):
        SlotFactory(intake=intake, starts_at=timezone.now() + timedelta(hours=n + 1))

    assert len(client.get(FORM).content) < 40_000


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"email": "yanis@"}, "email", "n’est pas complète"),
        ({"name": ""}, "name", "Écrivez votre nom"),
        ({"slot": "0"}, "slot", "Sélectionnez"),
        ({"slot": ""}, "slot", "Choisissez un créneau"),
        ({"places": "31"}, "places", "30 personnes au plus"),
        ({"places": "0"}, "places", "Une personne au moins"),
        ({"places": "24", "group_name": ""}, "group_name", "Donnez un nom au groupe"),
        ({"question": ""}, "question", "Répondez à cette question"),
    ],
)
def test_what_is_wrong_is_said_beside_it_and_nothing_is_lost(client, intake, typed, field, words):
    type(intake).objects.update(largest_group=30)
    slot = SlotFactory(intake=intake)
    asked = f"question_{QuestionFactory(node=intake.node.root, is_required=True).pk}"
    whole = TYPED | {"slot": slot.pk, "places": "1", "question": "le bus"} | typed
    whole[asked] = whole.pop("question")

    answer = client.post(FORM, whole)

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert words in str(errors[asked if field == "question" else field])
    assert 'value="rampe"' in answer.content.decode()
    assert not Registration.objects.exists()


def test_questions_of_every_node_above_are_asked_and_kept_by_their_number(client, intake):
    tour, kinds = intake.node.root, dict.fromkeys(QuestionKind)
    for kind in QuestionKind:
        node = tour if kind == QuestionKind.TEXT else intake.node
        kinds[kind] = QuestionFactory(node=node, kind=kind, choices=["bus", "train"]).pk
    QuestionFactory(node=tour, retired_at=timezone.now(), label="Retirée ?")
    QuestionFactory(label="D’une autre campagne ?")
    said = dict(zip(QuestionKind, ("deux mots", "bus", ["bus", "train"], "no", "7"), strict=True))

    shown = client.get(FORM).content.decode()
    client.post(FORM, TYPED | {f"question_{kinds[kind]}": said[kind] for kind in QuestionKind})

    assert "Pour préparer votre venue." in shown
    assert not any(words in shown for words in ("Retirée ?", "D’une autre campagne ?"))
    kept = ("deux mots", "bus", ["bus", "train"], False, 7)
    expected = dict(zip((str(kinds[kind]) for kind in QuestionKind), kept, strict=True))
    assert Registration.objects.get().answers == expected


def test_nothing_is_ticked_and_only_what_is_ticked_is_allowed(client, intake):
    assert "checked" not in client.get(FORM).content.decode()

    client.post(FORM, TYPED | {"consent_recruiter": "on"})

    consents = Registration.objects.get().consents.all()
    assert [one.purpose for one in consents] == [Purpose.RECRUITER]


def test_a_slot_says_what_is_left(client, intake):
    SlotFactory(intake=intake, capacity=3)
    SlotFactory(intake=intake, starts_at=timezone.now() + timedelta(hours=3), capacity=0)

    text = client.get(FORM).content.decode()

    assert "3 places" in text
    assert "complet : liste d’attente" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("facts", "state", "words"),
    [
        pytest.param({}, "open", "M’inscrire", id="open"),
        pytest.param({"taken": 20}, "waiting", "Rejoindre la liste d’attente", id="waiting"),
        pytest.param(
            {"taken": 20, "keeps_waiting_list": False}, "full", "C’est complet", id="full"
        ),
        pytest.param({"closes_at": timezone.now()}, "closed", "sont closes", id="closed"),
        pytest.param(
            {"opens_at": timezone.now() + timedelta(days=9)}, "soon", "ouvrent le", id="soon"
        ),
        pytest.param(
            {"called_off_at": timezone.now(), "called_off_reason": "Il neige."},
            "called_off",
            "Il neige.",
            id="called-off",
        ),
    ],
)
def test_the_form_and_the_way_in_say_how_it_stands(client, intake, facts, state, words):
    type(intake).objects.update(**facts)

    answer = client.get(FORM)

    assert way_in(node_at("visite")).state == state
    assert words in answer.content.decode()
    assert (answer.context["form"] is None) == (state not in {"open", "waiting"})
    expected = 200 if state in {"open", "waiting"} else 409
    assert client.post(FORM, TYPED).status_code == expected


def test_where_nobody_has_to_register_there_is_no_form(client):
    EventFactory(slug="libre")
    IntakeFactory(node=EventFactory(slug="brouillon", status="draft"))

    assert way_in(node_at("libre")) is None
    for slug in ("libre", "brouillon", "nulle-part"):
        assert client.get(f"/c/{slug}/inscription/").status_code == 404


def test_the_ticket_shows_a_code_without_anything_personal(client, intake):
    made = RegistrationFactory(intake=intake)

    text = client.get(page_of(made)).content.decode()

    assert '<svg viewBox="0 0' in text
    assert f"{made.code[:4]} {made.code[4:]}" in text
    calendar = client.get(page_of(made, "campaigns:registration_calendar"))
    assert calendar["Content-Type"].startswith("text/calendar")
    assert b"Visite invent" in calendar.content
    assert made.code.encode() not in calendar.content


@pytest.mark.parametrize(
    "name",
    ["campaigns:accept_place", "campaigns:cancel_registration", "campaigns:change_registration"],
)
def test_a_link_of_a_mail_shows_a_button_and_does_nothing(client, intake, name):
    until = timezone.now() + timedelta(hours=1)
    made = RegistrationFactory(intake=intake, status=OFFERED, offered_until=until)

    answer = client.get(page_of(made, name))

    assert answer.status_code == 200
    assert "<button" in answer.content.decode()
    made.refresh_from_db()
    assert made.status == OFFERED


def test_the_buttons_do(client, intake):
    until = timezone.now() + timedelta(hours=1)
    made = RegistrationFactory(intake=intake, status=OFFERED, offered_until=until)
    type(intake).objects.update(taken=1)

    seen = []
    for name in ("campaigns:accept_place", "campaigns:cancel_registration"):
        assert client.post(page_of(made, name)).url == page_of(made)
        made.refresh_from_db()
        seen.append(made.status)

    assert seen == [CONFIRMED, CANCELLED]
    assert client.get(page_of(made, "campaigns:cancel_registration")).url == page_of(made)
    assert client.get(page_of(made, "campaigns:change_registration")).url == page_of(made)


def test_what_was_said_is_there_to_be_changed(client, intake):
    question = QuestionFactory(node=intake.node, kind=QuestionKind.YES_NO)
    made = RegistrationFactory(intake=intake, answers={str(question.pk): True}, needs="rampe")
    type(intake).objects.update(taken=1, largest_group=5)

    shown = client.get(page_of(made, "campaigns:change_registration"))
    typed = {"name": "Sara", "places": "3", "group_name": "Amis", "needs": ""}
    refused = client.post(page_of(made, "campaigns:change_registration"), typed | {"places": "9"})
    client.post(page_of(made, "campaigns:change_registration"), typed)

    assert shown.context["form"].initial[f"question_{question.pk}"] == "yes"
    assert refused.status_code == 422
    made.refresh_from_db()
    assert (made.name, made.places, made.needs, made.answers) == ("Sara", 3, "", {})
    assert made.email.endswith("@exemple.test")


@pytest.mark.parametrize(
    "name",
    ["campaigns:registration", "campaigns:change_registration", "campaigns:cancel_registration"],
)
def test_a_link_that_is_none_says_so(client, name):
    answer = client.get(reverse(name, args=["un-autre-lien"]))

    assert answer.status_code == 404
    assert "Ce lien n’ouvre rien" in answer.content.decode()


def test_a_lost_link_is_asked_for_and_the_page_says_nothing(client, intake):
    RegistrationFactory(intake=intake, email="yanis@exemple.test")
    path = reverse("campaigns:lost_link", args=["visite"])
    assert path in client.get(FORM).content.decode()

    told = []
    for email in ("yanis@exemple.test", "inconnu@exemple.test"):
        answer = client.post(path, {"email": email}, follow=True)
        told.append([str(message) for message in answer.context["messages"]])

    assert told[0] == told[1] == ["Si cette adresse est inscrite, son lien lui est envoyé."]
    assert client.post(path, {"email": "x"}).status_code == 422


def test_somebody_with_an_account_finds_their_registrations(client, intake):
    person = PersonFactory(email="yanis@exemple.test")
    client.force_login(person)
    assert client.get(FORM).context["form"].initial["email"] == person.email
    client.post(FORM, TYPED)
    other = RegistrationFactory(intake=intake)

    assert "La garder dans ma page" in client.get(page_of(other)).content.decode()
    client.post(page_of(other, "campaigns:claim_registration"))

    mine = client.get(reverse("people:my_page")).content.decode()
    for one in Registration.objects.filter(person=person):
        assert page_of(one) in mine
    assert Registration.objects.filter(person=person).count() == 2


def test_nobody_takes_the_registration_of_an_account(client, intake):
    made = RegistrationFactory(intake=intake, person=PersonFactory())
    owner = made.person_id

    for visitor in (None, PersonFactory()):
        if visitor:
            client.force_login(visitor)
        client.post(page_of(made, "campaigns:claim_registration"))

    made.refresh_from_db()
    assert made.person_id == owner


def test_an_address_is_not_registered_for_everything_in_a_day(client, monkeypatch):
    monkeypatch.setattr("boutdufil.rooms.campaigns.views.registering.MOST_A_DAY", 2)
    intakes = [IntakeFactory(node__slug=f"visite-{n}") for n in range(3)]

    answers = [client.post(f"/c/{one.node.slug}/inscription/", TYPED) for one in intakes]

    assert [answer.status_code for answer in answers] == [200, 200, 422]
    assert "beaucoup inscrite" in str(answers[-1].context["form"].errors["email"])


def test_my_page_costs_the_same_for_one_and_for_thirty(client):
    person = PersonFactory()
    client.force_login(person)

    def cost(count):
        for _ in range(count):
            RegistrationFactory(person=person)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:my_page"))
        return len(queries)

    first = cost(1)
    assert cost(29) == first
