"""The practice line as people meet it: in one click, turn by turn, alone or with somebody."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from boutdufil.kernel.calls import services
from boutdufil.kernel.calls.enums import ParticipantRole
from boutdufil.kernel.calls.models import Call, CallEvent, ObserverSheet, Participant
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.tokens import hash_token
from tests.factories.calls import ObserverSheetFactory
from tests.factories.mobility import ProfileFactory, ShareLinkFactory
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SLUG = "colis-jamais-arrive"
CALL = "/essai/colis-jamais-arrive/appel/"


def text(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def open_call(client, channel="voice"):
    """Open a call with somebody and return the address of the seat."""
    return client.post(reverse("calls:open_together", args=[SLUG]), {"channel": channel}).url


def code_in(page):
    return re.search(r"/essai/invitation/(\w{6})/", text(page))[1]


def test_a_call_starts_in_one_click(client):
    page = text(client.get(reverse("calls:practice")))
    assert f'href="{CALL}"' in page

    first = text(client.get(CALL))
    assert "dix jours que j’attends" in first
    assert "?pas=a" in first


def test_nothing_typed_can_be_sent(client):
    page = text(client.get(CALL))
    (field,) = re.findall(r"<textarea[^>]*>", page)

    assert "name=" not in field
    assert '<form method="post"' not in page.partition("<main")[2].partition("</main")[0]
    client.get(CALL + "?pas=a.a.a.a")
    assert not Call.objects.exists()


@pytest.mark.parametrize("query", ["?pas=z", "?pas=a.a.a.a.a", "?pas=a&version=9"])
def test_a_way_that_does_not_exist_is_no_page(client, query):
    assert client.get(CALL + query).status_code == 404


def test_an_unknown_scenario_is_no_page(client):
    for name in ("calls:scenario", "calls:turn"):
        assert client.get(reverse(name, args=["inconnu"])).status_code == 404
    for name in ("calls:keep", "calls:open_together"):
        assert client.post(reverse(name, args=["inconnu"])).status_code == 404


def test_the_result_is_told_in_words(client):
    page = text(client.get(CALL + "?pas=b.a.a.c.a.b"))

    assert "C’est réglé, mais elle rappellera pour le savoir" in page
    assert "Accueillir une personne mécontente" in page
    assert "L’entreprise demande" in page
    assert "/mobilite/metiers/D1408/" in page
    assert "/mobilite/offres/?metier=D1408" in page
    assert not re.search(r"\d+ ?%|\d+ ?/ ?\d+|\bpoints?\b", page.partition("<main")[2])


def test_a_guest_keeps_a_call_reads_it_again_and_takes_it_out(client):
    client.post(reverse("calls:keep", args=[SLUG]), {"pas": "a.a.a.a", "version": "1"})

    page = text(client.get(reverse("calls:mine")))
    assert "?pas=a.a.a.a&amp;version=1" in page
    seat = Participant.objects.get()
    assert Client().post(reverse("calls:forget", args=[seat.pk])).status_code == 403
    client.post(reverse("calls:forget", args=[seat.pk]))
    assert "Aucun appel gardé" in text(client.get(reverse("calls:mine")))


def test_a_call_that_goes_on_is_not_kept(client):
    assert client.post(reverse("calls:keep", args=[SLUG]), {"pas": "a"}).status_code == 404


def test_the_list_costs_the_same_for_one_call_and_for_many(client):
    def keep():
        client.post(reverse("calls:keep", args=[SLUG]), {"pas": "a.a.a.a"})

    def questions():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("calls:mine"))
            return len(asked)

    keep()
    one = questions()
    for _ in range(8):
        keep()

    assert questions() == one


def test_two_people_meet_by_a_code(client):
    seat, friend = open_call(client), Client()
    code = code_in(client.get(seat))

    led = friend.post(reverse("calls:enter_code"), {"code": code.lower()}).url
    offer = text(friend.get(led))
    assert "Jouer la personne qui appelle" in offer
    assert not Participant.objects.filter(role="caller").exists()
    theirs = friend.post(led).url
    page = text(friend.get(theirs))

    assert "Vous jouez Odile Ferrant" in page
    assert "data-conversation" in page
    assert f'data-url="/appels/voie/?jeton={theirs.split("/")[-2]}' in page
    assert "Ce code n’invite plus à rien" in text(Client().get(led))
    assert "Votre écran" in text(client.get(seat))


def test_a_wrong_code_says_what_a_code_is(client):
    answer = client.post(reverse("calls:enter_code"), {"code": "ABC"})

    assert answer.status_code == 422
    assert "six lettres ou chiffres" in text(answer)


def test_a_forged_seat_opens_nothing(client):
    for name, method in (("conversation", "get"), ("observation", "post"), ("hang_up", "post")):
        answer = getattr(client, method)(reverse(f"calls:{name}", args=["x" * 60]))
        assert answer.status_code == (200 if method == "get" else 404)
    assert "Ce lien n’ouvre plus d’appel" in text(
        client.get(reverse("calls:conversation", args=["x"]))
    )


@pytest.mark.parametrize("role", ParticipantRole.values)
def test_only_the_two_who_talk_end_a_call_for_everybody(client, role):
    open_call(client)
    call = Call.objects.get()
    seat = services.add_participant(call=call, role=role)
    services.join_call(participant_id=seat.pk)
    page = reverse("calls:conversation", args=[services.leg_token(seat.pk)])
    ends_it = role in {ParticipantRole.CALLER, ParticipantRole.AGENT}
    assert ("pour tout le monde" in text(client.get(page))) is ends_it

    client.post(f"{page}raccrocher/")

    call.refresh_from_db()
    seat.refresh_from_db()
    assert (call.state == "ended") is ends_it
    assert seat.left_at is not None


def test_hanging_up_ends_the_call_for_both(client):
    seat = open_call(client)

    client.post(f"{seat}raccrocher/")

    assert Call.objects.get().end_cause == "hung_up"
    page = text(client.get(seat))
    assert "L’appel est terminé" in page
    assert "data-conversation" not in page


@pytest.fixture
def together(client):
    """A seat with a trained caller: (seat's address, observer's client, sheet's form)."""
    observer = client_of(MembershipFactory(role=Role.SUPERVISOR).person)
    seat = open_call(client)
    theirs = observer.post(reverse("calls:invitation", args=[code_in(client.get(seat))])).url
    return seat, observer, theirs, reverse("calls:write_sheet", args=[Call.objects.get().pk])


def written(client, together):
    """Agree, and have the sheet written; return its address."""
    seat, observer, _theirs, write = together
    client.post(f"{seat}observation/", {"do": "agree"})
    said = {f"seen_{key}": "partly" for key in ("welcome", "identity", "screen")}
    said |= {f"seen_{key}": "not_asked" for key in ("matters", "decides", "closes")}
    return observer.post(write, {**said, "remark_welcome": "A laissé finir."}).url


def test_a_sheet_waits_for_consent(client, together):
    seat, observer, theirs, write = together
    assert observer.get(write).status_code == 403
    assert "sans son accord" in text(observer.get(theirs))

    client.post(f"{seat}observation/", {"do": "agree"})

    assert write in text(observer.get(theirs))
    wrong = observer.post(write, {"remark": "Tout le monde y était."})
    assert wrong.status_code == 422
    assert "quatre réponses" in text(wrong)
    assert "Tout le monde y était." in text(wrong)


def test_a_sheet_belongs_to_the_person_it_is_about(client, together):
    sheet, observer = written(client, together), together[1]

    page = text(client.get(sheet))
    assert "A laissé finir." in page
    assert "Cette fiche est à vous" in page
    assert "Cette fiche est à vous" not in text(observer.get(sheet))
    assert client_of(PersonFactory()).get(sheet).status_code == 404
    assert observer.post(f"{sheet}decider/", {"do": "share"}).status_code == 404


def test_its_owner_answers_shares_takes_back_and_deletes(client, together):
    sheet, observer = written(client, together), together[1]
    decide = f"{sheet}decider/"

    client.post(decide, {"do": "reply", "words": "Je ne l’avais pas vu."})
    assert "Je ne l’avais pas vu." in text(observer.get(sheet))
    client.post(decide, {"do": "share"})
    assert ObserverSheet.objects.get().shared_at is not None
    client.post(decide, {"do": "withdraw"})
    assert ObserverSheet.objects.get().shared_at is None
    client.post(decide, {"do": "delete"})
    assert observer.get(sheet).status_code == 404


def test_an_answer_that_is_too_long_is_not_cut(client, together):
    sheet = written(client, together)
    words = "Je ne l’avais pas vu. " * 50

    refused = client.post(f"{sheet}decider/", {"do": "reply", "words": words})

    assert refused.status_code == 422
    assert words.strip() in text(refused)
    assert ObserverSheet.objects.get().reply == ""


@pytest.mark.parametrize("version", ["0", "", "1", "-1", "nonsense", "9" * 5_000])
def test_an_odd_version_is_no_fault(client, version):
    answer = client.get(CALL, {"version": version})

    assert answer.status_code == 200


def test_consent_is_taken_back(client):
    seat = open_call(client)
    client.post(f"{seat}observation/", {"do": "agree"})
    assert "Je ne suis plus d’accord" in text(client.get(seat))

    client.post(f"{seat}observation/", {"do": "decline"})

    kinds = list(CallEvent.objects.values_list("kind", flat=True))
    assert kinds == ["opened", "observation_accepted", "observation_declined"]


def test_my_page_and_my_path_show_what_was_kept():
    client = client_of(PersonFactory())
    assert (
        "Mes appels d’essai"
        not in text(client.get(reverse("people:my_page")))
        .partition("<main")[2]
        .partition("</main")[0]
    )

    client.post(reverse("calls:keep", args=[SLUG]), {"pas": "a.a.a.a"})

    assert "Le colis qui n’est jamais arrivé" in text(client.get(reverse("people:my_page")))


def test_a_link_to_a_path_shows_the_sheets_its_owner_added(client):
    profile = ProfileFactory(person=PersonFactory())
    sheet = ObserverSheetFactory(
        call__scenario=SLUG,
        call__scenario_version=1,
        observed__person=profile.person,
        answers={"welcome": {"seen": "seen", "remark": "A laissé finir."}},
    )
    ShareLinkFactory(profile=profile, token_hash=hash_token("z" * 43))
    shared = reverse("mobility:shared", args=["z" * 43])
    assert "A laissé finir." not in text(client.get(shared))

    services.sheets.share_sheet(sheet_id=sheet.pk, actor_id=profile.person.pk)

    page = text(client.get(shared))
    assert "A laissé finir." in page
    assert sheet.observer.name in page
    assert profile.person.name not in page


@pytest.mark.parametrize("code", ["D1408", "I1404"])
def test_an_open_door_leads_to_its_calls(client, code):
    page = text(client.get(reverse("mobility:card", args=[code])))

    assert "Essayer un appel, tout de suite" in page
    assert reverse("calls:scenario", args=["compte-qui-ne-s-ouvre-pas"]) in page


def test_a_door_without_a_call_offers_none(client):
    assert "tout de suite" not in text(client.get(reverse("mobility:card", args=["N1101"])))


def test_the_line_speaks_english(client):
    client.cookies["django_language"] = "en"
    page = text(client.get(CALL, headers={"accept-language": "en"}))

    assert "I have been waiting for my bed set" in page
