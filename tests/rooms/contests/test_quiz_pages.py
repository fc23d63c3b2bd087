"""The quiz day in pages: begun, answered with and without scripts, moved, ended, watched."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.enums import ItemKind, Presence, QuizMode
from boutdufil.rooms.contests.models import Attempt
from tests.factories.contests import (
    ItemVersionFactory,
    MemberFactory,
    RollLineFactory,
    SittingFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.quiz_world import kept, person_of, quiz_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(client):
    """Give a paper of somebody who pressed the button, in their browser."""
    quiz = quiz_of(count=4)
    return begin(client, quiz)


def begin(client, quiz, member=None, **sent):
    member = member or MemberFactory(entry__edition=quiz.stage.edition)
    client.force_login(member.person)
    way = reverse("contests:quiz", args=[member.entry_id, quiz.pk, "epreuve"])
    assert client.get(way).status_code == 200
    client.post(f"{way}commencer/", sent)
    return Attempt.objects.filter(entry=member.entry).first()


def lease_on(page):
    return re.search(r'data-lease="([^"]+)"', page.content.decode()).group(1)


def test_a_candidate_begins_and_answers_by_the_browsers_way(client, begun):
    page = client.get(reverse("contests:paper", args=[begun.pk]))
    assert page.content.decode().count("data-item=") == 4
    said = {"lease": lease_on(page), "answers": [{"n": 1, "p": 0, "v": "a", "ago": 5}]}
    address = reverse("contests:paper_answers", args=[begun.pk])
    told = client.post(address, json.dumps(said), content_type="application/json").json()
    assert (told["kept"], told["live"], told["ended"]) == ([1], True, False)
    assert kept(begun) == {0: "a"}
    assert client.get(address).json()["ends"] == told["ends"]
    assert client.post(address, "{", content_type="application/json").status_code == 400


def test_answers_take_a_session_and_a_token_of_the_site(begun):
    address = reverse("contests:paper_answers", args=[begun.pk])
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person_of(begun))
    assert strict.post(address, "{}", content_type="application/json").status_code == 403
    assert Client().post(address, "{}", content_type="application/json").status_code == 302


def test_nobody_elses_paper_is_there(client, begun):
    client.force_login(PersonFactory())
    said = json.dumps({"lease": begun.lease, "answers": []})
    pages = (("contests:paper", []), ("contests:paper_question", [1]), ("contests:paper_film", [0]))
    for name, args in pages:
        address = reverse(name, args=[begun.pk, *args])
        assert client.get(address).status_code == 404
    address = reverse("contests:paper_answers", args=[begun.pk])
    assert client.get(address).status_code == 404
    answer = client.post(address, said, content_type="application/json")
    assert answer.status_code == 404
    for name in ("contests:take_paper", "contests:end_paper"):
        assert client.post(reverse(name, args=[begun.pk])).status_code == 404
    way = reverse("contests:quiz", args=[begun.entry_id, begun.quiz_id, "epreuve"])
    assert client.get(way).status_code == 404


def test_without_scripts_one_question_a_page(client, begun):
    page = client.get(reverse("contests:paper", args=[begun.pk])).content.decode()
    first = reverse("contests:paper_question", args=[begun.pk, 1])
    assert first in page
    answer = client.post(first, {"q0": "b", "go": "on"})
    assert answer.url == reverse("contests:paper_question", args=[begun.pk, 2])
    back = client.post(answer.url, {"q1": "c", "go": "back"})
    assert back.url == first
    assert "checked" in client.get(first).content.decode()
    last = reverse("contests:paper_question", args=[begun.pk, 4])
    assert client.post(last, {"q3": "a", "go": "list"}).url == reverse(
        "contests:paper", args=[begun.pk]
    )
    assert kept(begun) == {0: "b", 1: "c", 3: "a"}
    assert client.get(f"{first[:-2]}5/").status_code == 404


def test_without_scripts_an_unfinished_order_is_told_and_not_kept(client, begun):
    ranks = ItemVersionFactory(kind=ItemKind.ORDER, key=["a", "b", "c"])
    begun.draw[0] = {"version": ranks.pk, "options": ["c", "a", "b"]}
    begun.save()
    first = reverse("contests:paper_question", args=[begun.pk, 1])
    answer = client.post(first, {"q0-a": "1", "q0-b": "1", "q0-c": "3", "go": "on"}, follow=True)
    assert "une seule fois" in answer.content.decode()
    client.post(first, {"q0-a": "2", "q0-b": "1", "q0-c": "3", "go": "on"})
    assert kept(begun) == {0: ["b", "a", "c"]}


def test_another_browser_goes_on_and_the_first_one_is_told(client, begun):
    other = Client()
    other.force_login(person_of(begun))
    paper = reverse("contests:paper", args=[begun.pk])
    first = lease_on(client.get(paper))
    assert "Continuer ici" in other.get(paper).content.decode()
    other.post(reverse("contests:take_paper", args=[begun.pk]))
    assert lease_on(other.get(paper)).startswith("1.")
    said = json.dumps({"lease": first, "answers": [{"n": 1, "p": 0, "v": "a", "ago": 60_000}]})
    address = reverse("contests:paper_answers", args=[begun.pk])
    told = client.post(address, said, content_type="application/json").json()
    assert (told["live"], told["kept"]) == (False, [1])
    assert "Continuer ici" in client.get(paper).content.decode()


def test_a_paper_handed_in_says_so_and_a_late_one_waits_for_what_is_on_its_way(client, begun):
    paper = reverse("contests:paper", args=[begun.pk])
    begun.ends_at = timezone.now() - timedelta(seconds=1)
    begun.save()
    assert "restées en route" in client.get(paper).content.decode()
    begun.ends_at = timezone.now() + timedelta(minutes=1)
    begun.save()
    client.post(reverse("contests:end_paper", args=[begun.pk]))
    page = client.get(paper).content.decode()
    assert "Votre copie est rendue" in page
    assert "data-late" not in page


def test_the_code_of_the_room_is_asked_and_tried_a_few_times(client):
    quiz = quiz_of(mode=QuizMode.SUPERVISED)
    member = MemberFactory(entry__edition=quiz.stage.edition)
    sitting = SittingFactory(quiz=quiz, held_at=timezone.now(), code="ACDEFG")
    RollLineFactory(sitting=sitting, entry=member.entry, presence=Presence.PRESENT)
    assert begin(client, quiz, member, code="WRONG2") is None
    assert begin(client, quiz, member, code="acdefg").sitting == sitting
    address = reverse("contests:start_quiz", args=[member.entry_id, quiz.pk, "epreuve"])
    answers = {client.post(address, {"code": "X"}).status_code for _try in range(20)}
    assert answers == {302, 429}


def test_the_paper_asks_the_same_of_the_database_for_two_questions_and_for_twenty(
    client, django_assert_max_num_queries
):
    for count in (2, 20):
        paper = begin(client, quiz_of(count=count))
        with django_assert_max_num_queries(14):
            client.get(reverse("contests:paper", args=[paper.pk]))


def test_who_watches_calls_begins_gives_minutes_and_closes(client):
    quiz = quiz_of(mode=QuizMode.SUPERVISED)
    sitting = SittingFactory(quiz=quiz, starts_at=timezone.now(), code="ACDEFG")
    member = MemberFactory(entry__edition=quiz.stage.edition, name="Léa Fontaine")
    RollLineFactory(sitting=sitting, entry=member.entry)
    client.force_login(sitting.invigilator)
    seat = reverse("contests:sitting", args=[sitting.pk])
    assert "ACDEFG" in client.get(seat).content.decode()
    client.post(reverse("contests:call_roll", args=[sitting.pk]), {"present": "all"})
    act = reverse("contests:sitting_act", args=[sitting.pk])
    client.post(act, {"do": "begin"})
    candidate = Client()
    paper = begin(candidate, quiz, member, code="ACDEFG")
    book = reverse("contests:incident", args=[sitting.pk])
    words = {"entry": str(member.entry_id), "kind": "network", "text": "Coupure", "minutes": "5"}
    client.post(book, words)
    given, before = Attempt.objects.get(pk=paper.pk).ends_at, paper.ends_at
    assert given - before == timedelta(minutes=5)
    assert client.post(book, words | {"minutes": "99"}).status_code == 422
    part = client.get(seat, {"partie": "appel"}).content.decode()
    assert ("Léa Fontaine" in part, "<html" in part) == (True, False)
    client.post(act, {"do": "close"})
    assert "Séance close" in client.get(seat).content.decode()
    assert (
        "Le temps est écoulé"
        in candidate.get(reverse("contests:paper", args=[paper.pk])).content.decode()
    )


def test_nobody_else_opens_a_room(client):
    sitting = SittingFactory(quiz=quiz_of(mode=QuizMode.SUPERVISED))
    client.force_login(PersonFactory())
    assert client.get(reverse("contests:sitting", args=[sitting.pk])).status_code == 404
    for name in ("contests:call_roll", "contests:sitting_act", "contests:incident"):
        address = reverse(name, args=[sitting.pk])
        assert client.post(address, {"do": "close"}).status_code == 404


def test_the_organiser_sets_rooms_fills_them_and_moves_people(client):
    quiz = quiz_of(mode=QuizMode.SUPERVISED)
    edition = quiz.stage.edition
    entry = MemberFactory(entry__edition=edition).entry
    client.force_login(MembershipFactory(organisation=edition.organiser, role=Role.MANAGER).person)
    hour = timezone.localtime(quiz.stage.starts_at + timedelta(minutes=1))
    typed = {"place": "Centre (inventé)", "city": "Metz", "capacity": "30"}
    typed |= {"starts_at": f"{hour:%Y-%m-%dT%H:%M}"}
    new = reverse("contests:new_room", args=[edition.pk, quiz.pk])
    assert client.post(new, typed | {"city": "Nulle-Part-Ici"}).status_code == 422
    for _number in range(2):
        assert client.post(new, typed).status_code == 302
    first, second = quiz.sittings.order_by("pk")
    assert (
        "1 personne sans salle"
        in client.get(reverse("contests:rooms", args=[edition.pk])).content.decode()
    )
    client.post(reverse("contests:fill_rooms", args=[edition.pk, quiz.pk]))
    assert first.roll.get().entry == entry
    move = reverse("contests:move_person", args=[edition.pk, first.pk])
    client.post(move, {"entry": str(entry.pk), "to": str(second.pk)})
    assert second.roll.get().entry == entry
    edit = reverse("contests:edit_room", args=[edition.pk, first.pk])
    assert client.post(edit, typed | {"room": "B 12"}).status_code == 302
    client.post(reverse("contests:remove_room", args=[edition.pk, first.pk]))
    assert [one.pk for one in quiz.sittings.all()] == [second.pk]


def test_nobody_else_sets_rooms(client):
    sitting = SittingFactory(quiz=quiz_of(mode=QuizMode.SUPERVISED))
    client.force_login(sitting.invigilator)
    edition = sitting.quiz.stage.edition
    for name, args in (
        ("contests:rooms", []),
        ("contests:new_room", [sitting.quiz_id]),
        ("contests:edit_room", [sitting.pk]),
    ):
        assert client.get(reverse(name, args=[edition.pk, *args])).status_code == 404
