"""Pages of candidates and of those who run an edition: what they show, take, and keep closed."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.contests.enums import EmployerWord, EntryStatus
from boutdufil.rooms.contests.models import (
    Accommodation,
    CaseStudy,
    Entry,
    Member,
    OtherText,
    Submission,
)
from boutdufil.rooms.contests.services import employers, submissions, teams
from tests.factories.contests import EntryFactory, StageFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.entry_world import (
    case_stage,
    open_edition,
    organiser_of,
    said,
    team_edition,
    team_of,
    whose,
)
from tests.rooms.contests.papers import pdf

pytestmark = pytest.mark.django_db


def at(name, *args):
    return reverse(name, args=args)


def text_of(answer):
    return answer.content.decode()


def test_somebody_enters_in_one_form_and_sees_their_number(client):
    edition, person = open_edition(needs_employer=True), PersonFactory()
    signed_out = client.get(at("contests:enter", edition.slug))
    assert at("contests:enter", edition.slug) in signed_out.url
    client.force_login(person)
    typed = {"near": "Metz", "rules": "1", "employer_name": "Standard inventé"}
    wrong = client.post(at("contests:enter", edition.slug), typed)
    assert wrong.status_code == 422
    assert "Standard inventé" in text_of(wrong)
    right = client.post(at("contests:enter", edition.slug), typed | {"agrees": "on"})
    entry = Entry.objects.get()
    assert right.url == at("contests:entry", entry.pk)
    page = text_of(client.get(right.url))
    assert entry.number in page
    assert "Metz" in page
    assert client.get(at("contests:enter", edition.slug)).url == right.url
    assert at("contests:entry", entry.pk) in text_of(
        client.get(at("contests:edition", edition.slug))
    )
    assert at("contests:entry", entry.pk) in text_of(client.get(reverse("people:my_page")))
    client.force_login(PersonFactory())
    assert client.get(right.url).status_code == 404


def test_who_cannot_enter_is_told_why_and_has_no_form(client):
    edition = open_edition()
    client.force_login(organiser_of(edition))
    page = text_of(client.get(at("contests:enter", edition.slug)))
    assert "qui organise ne concourt pas" in page
    assert 'name="agrees"' not in page


def test_a_team_is_made_by_mail(client):
    edition = team_edition()
    captain, friend = PersonFactory(), PersonFactory()
    client.force_login(captain)
    typed = {"near": "57000", "rules": "1", "agrees": "on", "team_name": "Les Standardistes"}
    entry_url = client.post(at("contests:enter", edition.slug), typed).url
    entry = Entry.objects.get()
    client.post(at("contests:invite_member", entry.pk), {"email": friend.email})
    link = at("contests:team_invitation", teams.token_of(Member.objects.get(person=None).nonce))
    assert "autre adresse" not in text_of(client.get(link))
    client.post(link, {"do": "accept"})
    assert Member.objects.filter(joined_at__isnull=False).count() == 1
    client.force_login(friend)
    client.get(link)
    assert Member.objects.filter(joined_at__isnull=False).count() == 1
    assert client.post(link, {"do": "accept"}).url == entry_url
    assert Entry.objects.get().status == EntryStatus.ENTERED
    assert client.get(link).status_code == 410
    assert client.post(at("contests:withdraw_entry", entry.pk)).status_code == 404
    client.post(at("contests:leave_team", entry.pk))
    assert Entry.objects.get().status == EntryStatus.FORMING


def test_an_employer_is_asked_and_only_the_button_answers(client):
    edition, person = open_edition(needs_employer_consent=True), PersonFactory()
    client.force_login(person)
    typed = {"near": "Metz", "rules": "1", "agrees": "on", "employer_name": "Standard"}
    client.post(at("contests:enter", edition.slug), typed | {"employer_email": "rh@exemple.test"})
    client.post(at("contests:ask_employer", Entry.objects.get().pk), {"email": "dg@exemple.test"})
    client.logout()
    entry = Entry.objects.get()
    link = at("contests:employer_consent", employers.token_of(entry.employer_nonce))
    page = text_of(client.get(link))
    assert person.name in page
    assert entry.number not in page
    assert Entry.objects.get().employer_word == EmployerWord.ASKED
    client.post(link, {"do": "agree"})
    assert "Votre accord est noté" in text_of(client.get(link))
    assert Entry.objects.get().status == EntryStatus.ENTERED
    assert client.get(at("contests:employer_consent", "x" * 43)).status_code == 410


def test_an_accommodation_is_asked_decided_and_erased(client):
    entry, (ines, _malik) = team_of(team_edition())
    client.force_login(ines)
    asked = {"time_factor": "1.334", "large_print": "on"}
    assert client.post(at("contests:accommodation"), asked).status_code == 422
    client.post(at("contests:accommodation"), asked | {"consents": "on"})
    one, organiser = Accommodation.objects.get(), organiser_of(entry.edition)
    decision = at("contests:decide_accommodation", entry.edition_id, one.pk)
    assert client.post(decision, {"do": "grant"}).status_code == 404
    assert client.get(at("contests:accommodations", entry.edition_id)).status_code == 404
    client.force_login(organiser)
    assert ines.name in text_of(client.get(at("contests:accommodations", entry.edition_id)))
    client.post(decision, {"do": "grant"})
    client.post(at("contests:accommodations", entry.edition_id), {"person": str(organiser.pk)})
    own = text_of(client.get(reverse("people:my_page")))
    assert at("contests:accommodations", entry.edition_id) in own
    client.force_login(ines)
    assert "33" in text_of(client.get(at("contests:accommodation")))
    client.post(at("contests:withdraw_accommodation"))
    assert not Accommodation.objects.exists()


@pytest.fixture
def team():
    case = case_stage(takes_film=True)
    entry, people = team_of(case.stage.edition)
    return case, entry, people


def test_a_file_is_written_and_handed_in_without_scripts(client, team):
    case, entry, (ines, malik) = team
    client.force_login(ines)
    file = at("contests:submission", entry.pk, case.stage_id)
    first = case.questions.get(number=1)
    typed = {f"text_{first.pk}": "Rappeler.", f"rev_{first.pk}": "0"}
    wrong = client.post(file, typed | {"film": "http://exemple.test", "do": "save"})
    assert wrong.status_code == 422
    assert "http://exemple.test" in text_of(wrong)
    # What was right in it is kept all the same.
    assert Submission.objects.get().answers.get().text == "Rappeler."
    paper = SimpleUploadedFile("projet.pdf", pdf("Projet"))
    saved = client.post(file, typed | {"film": "", "paper": paper, "do": "review"})
    assert saved.url == at("contests:hand_in", entry.pk, case.stage_id)
    client.force_login(malik)
    assert "Rappeler." in text_of(client.get(saved.url))
    clash = client.post(file, {f"text_{first.pk}": "Autre.", f"rev_{first.pk}": "0", "do": "save"})
    assert clash.status_code == 302
    page = text_of(client.get(file))
    assert "Autre texte, de Malik Roussel" in page
    assert at("contests:submission_paper", entry.pk, case.stage_id) in page
    other = OtherText.objects.get()
    client.post(file, {"do": f"drop:{other.pk}"})
    assert not OtherText.objects.exists()


def test_a_receipt_is_read_printed_and_found_again(client, team):
    case, entry, (ines, _malik) = team
    mine = whose(entry, case, ines)
    submissions.save_answers(whose=mine, said=[said(case, "Rappeler.")])
    submissions.attach_paper(whose=mine, paper=submissions.Paper(pdf("Projet"), "projet.pdf"))
    client.force_login(ines)
    receipt = client.post(at("contests:hand_in", entry.pk, case.stage_id)).url
    done = Submission.objects.get()
    assert receipt == at("contests:receipt", entry.pk, case.stage_id)
    assert done.sha256 in text_of(client.get(receipt))
    content = client.get(at("contests:receipt_file", entry.pk, case.stage_id, "json")).content
    assert sha256(content).hexdigest() == done.sha256
    printed = client.get(at("contests:receipt_file", entry.pk, case.stage_id, "pdf"))
    assert printed.content.startswith(b"%PDF")
    assert (
        client.get(at("contests:receipt_file", entry.pk, case.stage_id, "zip")).status_code == 404
    )
    assert client.post(at("contests:submission", entry.pk, case.stage_id), {}).url == receipt
    given = client.get(at("contests:submission_paper", entry.pk, case.stage_id))
    assert given.content == pdf("Projet")


def test_a_script_is_told_what_the_server_holds(client, team):
    case, entry, (ines, malik) = team
    address = at("contests:save_answer", entry.pk, case.stage_id)
    first = case.questions.get(number=1)

    def send(words, revision=0, **more):
        sent = {"question": first.pk, "text": words, "revision": revision} | more
        return client.post(address, sent, content_type="application/json")

    client.force_login(ines)
    told = send("Rappeler.").json()
    assert (told["revision"], told["words"], told["conflict"]) == (1, 1, "")
    held = client.get(address).json()
    assert held["open"]
    assert held["revisions"][str(first.pk)] == 1
    for wrong in ({"question": "x"}, {"revision": -1}, {"text": 3}, {"question": 10**9}):
        assert send("Rappeler.", **wrong).status_code == 400
    client.force_login(malik)
    assert send("Autre.").json()["conflict"] == "Inès Fontaine"
    CaseStudy.objects.update(due_at=timezone.now() - timedelta(minutes=1))
    late = send("Trop tard.", 1)
    assert late.status_code == 410
    assert "horloge du serveur" in late.json()["error"]


def test_a_case_is_not_even_there_before_its_hour(client, team):
    case, entry, (ines, _malik) = team
    CaseStudy.objects.update(released_at=timezone.now() + timedelta(seconds=30))
    client.force_login(ines)
    for name in (
        "contests:submission",
        "contests:hand_in",
        "contests:case_text",
        "contests:submission_paper",
        "contests:receipt",
    ):
        assert client.get(at(name, entry.pk, case.stage_id)).status_code == 404
    assert case.title not in text_of(client.get(at("contests:entry", entry.pk)))
    assert client.get(at("contests:case", entry.edition_id, case.stage_id)).status_code == 404


def test_an_organiser_sets_a_case_and_its_questions(client):
    start = timezone.now() + timedelta(days=11)
    stage = StageFactory(kind="file", starts_at=start, ends_at=start + timedelta(days=1))
    edition_id = stage.edition_id
    client.force_login(organiser_of(stage.edition))
    here, due = timezone.localtime(start), timezone.localtime(start + timedelta(hours=5))
    typed = {
        "title": "Une file qui s’allonge",
        "text": "Un service inventé.",
        "released_at": f"{here + timedelta(minutes=1):%Y-%m-%dT%H:%M}",
        "due_at": f"{due:%Y-%m-%dT%H:%M}",
        "late_policy": "mark",
        "paper": SimpleUploadedFile("cas.pdf", pdf("Cas")),
    }
    page = at("contests:case", edition_id, stage.pk)
    assert client.post(page, typed).status_code == 422
    typed |= {"late_minutes": "10", "reason": "Le cas est prêt"}
    typed["paper"] = SimpleUploadedFile("cas.pdf", pdf("Cas"))
    assert client.post(page, typed).url == page
    assert client.get(at("contests:case_paper", edition_id, stage.pk)).content == pdf("Cas")
    asked = {"text": "Que proposez-vous ?", "most_words": "300", "reason": "Une question"}
    assert client.post(at("contests:new_case_question", edition_id, stage.pk), asked).url == page
    one = at("contests:case_question", edition_id, stage.pk, 1)
    client.post(one, asked | {"text": "Que changez-vous ?"})
    assert "Que changez-vous" in text_of(client.get(page))
    assert client.get(at("contests:case_question", edition_id, stage.pk, 2)).status_code == 404
    client.post(at("contests:remove_case_question", edition_id, stage.pk, 1), {"reason": "De trop"})
    assert not CaseStudy.objects.get().questions.exists()


def test_a_person_decides_what_the_jury_reads(client, team):
    case, entry, (ines, _malik) = team
    mine = whose(entry, case, ines)
    submissions.save_answers(whose=mine, said=[said(case, "Inès propose de rappeler.")])
    submissions.attach_paper(whose=mine, paper=submissions.Paper(pdf("Inès"), "projet.pdf"))
    one = submissions.hand_in(whose=mine)
    edition_id = entry.edition_id
    client.force_login(organiser_of(entry.edition))
    listed = text_of(client.get(at("contests:blind_files", edition_id, case.stage_id)))
    assert entry.number in listed
    page = at("contests:blind_file", edition_id, one.pk)
    shown = text_of(client.get(page))
    assert "<mark>Inès</mark>" in shown
    assert client.post(page, {"words": ["Inès"]}).status_code == 422
    assert client.post(page, {"words": ["Inès"], "has_read": "on"}).url == page
    assert "[…] propose de rappeler." in text_of(client.get(page))
    paper = client.get(at("contests:blind_file_paper", edition_id, one.pk, "equipe"))
    assert paper.content == pdf("Inès")
    assert (
        client.get(at("contests:blind_file_paper", edition_id, one.pk, "sans-nom")).status_code
        == 404
    )
    client.force_login(ines)
    assert client.get(page).status_code == 404


def test_an_organiser_narrows_the_list_and_takes_it_away(client):
    edition = open_edition()
    client.force_login(organiser_of(edition))
    for number in range(102):
        at_metz = number < 2
        EntryFactory(
            edition=edition,
            number=f"N{number:05}",
            city="57463" if at_metz else "59350",
            region="44" if at_metz else "32",
            status=EntryStatus.WITHDRAWN if number == 0 else EntryStatus.ENTERED,
        )
    page, file = at("contests:entries", edition.pk), at("contests:entries_file", edition.pk)
    first = client.get(page).content.decode()
    assert ("N00099" in first, "N00100" in first, "page=2" in first) == (True, False, True)
    assert "N00100" in client.get(page, {"page": "2"}).content.decode()
    metz = client.get(page, {"ville": "57463", "etat": "entered"}).content.decode()
    assert ("N00001" in metz, "N00000" in metz, "N00002" in metz) == (True, False, False)
    lines = client.get(file, {"region": "32"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 101
    assert "Lille" in lines[1]
    assert client.get(page, {"ville": "inventée", "etat": "x"}).status_code == 200
    client.force_login(PersonFactory())
    assert [client.get(one).status_code for one in (page, file)] == [404, 404]


def test_lists_ask_as_often_for_thirty_as_for_one(client):
    case = case_stage()
    edition = case.stage.edition
    client.force_login(organiser_of(edition))
    pages = [
        at("contests:entries", edition.pk),
        at("contests:blind_files", edition.pk, case.stage_id),
    ]

    def counts():
        asked = []
        for page in pages:
            with CaptureQueriesContext(connection) as captured:
                client.get(page)
            asked.append(len(captured))
        return asked

    def grow(count):
        for _number in range(count):
            entry, _people = team_of(edition)
            Submission.objects.create(case=case, entry=entry, handed_in_at=timezone.now())

    grow(1)
    counts()
    few = counts()
    grow(12)
    assert counts() == few
