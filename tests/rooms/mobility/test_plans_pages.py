"""The pages of a plan, walked by hand: what they show, what they refuse, what stays typed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.mobility.models import Plan, Proposal
from boutdufil.rooms.mobility.selectors.personal_pages import code_of
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services import plan_privacy, plans
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory
from tests.rooms.mobility.plan_world import (
    ROWS,
    answer_for_everybody,
    begun_plan,
    declared_plan,
    firm,
    loaded_plan,
    offered,
    open_plan,
    proposal_of,
    roster_file,
    solved_plan,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return firm()


@pytest.fixture
def hr(client, ours):
    """Return a client signed in as human resources."""
    client.force_login(ours.hr)
    return client


def at(name, *args):
    return reverse(name, args=args)


def upload(*rows):
    return {"file": SimpleUploadedFile("liste.csv", roster_file(*rows))}


def test_a_plan_is_begun_and_listed(hr, ours):
    assert "Commencer un plan" in hr.get(at("mobility:plans")).content.decode()
    answer = hr.post(
        at("mobility:new_plan"),
        {
            "organisation": ours.site.pk,
            "title": "Fermeture inventée",
            "closes_on": "2027-03-31",
            "confidential": "on",
            "floor": "30",
            "max_minutes": "45",
        },
    )
    plan = Plan.objects.get()

    assert answer.url == at("mobility:plan", plan.pk)
    assert plan.confidential
    assert "Fermeture inventée" in hr.get(at("mobility:plans")).content.decode()


def test_what_was_typed_stays_on_a_refused_form(hr, ours):
    answer = hr.post(at("mobility:new_plan"), {"organisation": ours.site.pk, "title": "Mon titre"})

    assert answer.status_code == 422
    assert 'value="Mon titre"' in answer.content.decode()


def test_whoever_is_not_human_resources_begins_nothing(client, ours):
    client.force_login(ours.manager)

    assert "aucun établissement" in client.get(at("mobility:new_plan")).content.decode()
    answer = client.post(at("mobility:new_plan"), {"organisation": ours.site.pk, "title": "x"})
    assert answer.status_code == 422
    assert not Plan.objects.exists()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (begun_plan, "Déclarer les critères"),
        (declared_plan, "Apporter la liste"),
        (loaded_plan, "Choisir les postes"),
        (solved_plan, "Sortir du mode confidentiel"),
        (lambda of: solved_plan(of, confidential=False), "Ouvrir aux personnes"),
        (open_plan, "Suivre les réponses"),
    ],
)
def test_the_home_names_the_next_act(hr, ours, made, words):
    assert words in hr.get(at("mobility:plan", made(ours).pk)).content.decode()


def test_criteria_are_declared_and_changed_with_a_reason(hr, ours):
    address = at("mobility:plan_criteria", loaded_plan(ours).pk)
    refused = hr.post(address, {"first": "fit", "criterion_2": "wish"})
    assert refused.status_code == 422

    hr.post(address, {"first": "fit", "reason": "Accord du 12 janvier 2027"})
    assert "Accord du 12 janvier" in hr.get(address).content.decode()


def test_a_file_is_mapped_previewed_and_loaded(hr, ours):
    plan = declared_plan(ours)
    answer = hr.post(at("mobility:roster", plan.pk), upload(ROWS[0], "M-009;zzz;59650;;;;;;;;"))
    one = plan.imports.get()
    assert answer.url == at("mobility:roster_import", plan.pk, one.pk)
    page = hr.get(answer.url).content.decode()
    assert "1 ligne est à corriger" in page
    assert "zzz" in page
    bad = hr.get(at("mobility:roster_bad_lines", plan.pk, one.pk))
    assert "M-009" in bad.content.decode("utf-8-sig")

    columns = {f"column_{field}": place for field, place in one.columns.items()}
    hr.post(answer.url, {**columns, "title_0": "N1103", "do": "check"})
    assert "2 personnes peuvent être lues" in hr.get(answer.url).content.decode()
    hr.post(answer.url, {**columns, "title_0": "N1103", "do": "load"})

    assert [person.pseudonym for person in employees(plan)] == ["M-001", "M-009"]
    assert "M-009" in hr.get(at("mobility:roster", plan.pk)).content.decode()


def test_a_file_that_cannot_be_read_says_why(hr, ours):
    plan = declared_plan(ours)
    file = SimpleUploadedFile("liste.pdf", b"%PDF-1.7 xyz")
    answer = hr.post(at("mobility:roster", plan.pk), {"file": file})

    assert answer.status_code == 422
    assert "enregistrez-le en CSV ou en XLSX" in answer.content.decode()


def test_a_file_is_forgotten_and_a_roster_emptied(hr, ours):
    plan = loaded_plan(ours)
    hr.post(at("mobility:roster", plan.pk), upload())
    one = plan.imports.get()
    hr.post(at("mobility:roster_import", plan.pk, one.pk), {"do": "drop"})
    hr.post(at("mobility:roster", plan.pk), {"do": "empty"})

    assert not plan.imports.exists()
    assert employees(plan) == []
    assert hr.get(at("mobility:roster_template", plan.pk)).status_code == 200


def test_an_import_of_another_plan_is_not_found(hr, ours):
    other = declared_plan(firm())
    mine = declared_plan(ours)
    hr.post(at("mobility:roster", mine.pk), upload())

    assert hr.get(at("mobility:roster_import", other.pk, mine.imports.get().pk)).status_code == 404
    assert hr.get(at("mobility:roster_import", mine.pk, 10**9)).status_code == 404


def test_posts_are_searched_added_changed_and_taken_off(hr, ours):
    plan, vacancy = loaded_plan(ours), offered(4)
    address = at("mobility:plan_posts", plan.pk)
    assert vacancy.title in hr.get(address, {"near": "Lille", "km": 20}).content.decode()
    unknown = hr.get(address, {"near": "Nullepart-sur-Rien"}).content.decode()
    assert "n’est pas connue" in unknown

    hr.post(address, {"do": "add", "post": vacancy.pk, "places": 3, "classification": ""})
    row = plan.vacancies.get()
    hr.post(address, {"do": "change", "post": row.pk, "places": 2, "classification": "II"})
    row.refresh_from_db()
    assert (row.places, row.classification) == (2, "II")
    refused = hr.post(address, {"do": "change", "post": row.pk, "places": 0}, follow=True)
    assert "Postes pour ce plan" in " ".join(map(str, refused.context["messages"]))
    row.refresh_from_db()
    assert row.places == 2
    hr.post(address, {"do": "remove", "post": row.pk})
    assert not plan.vacancies.filter(removed_at=None).exists()
    assert hr.post(address, {"do": "remove", "post": "x"}).status_code == 404
    assert hr.post(address, {"do": "remove", "post": "9" * 5000}).status_code == 404


def test_results_show_goals_people_and_one_explanation(hr, ours):
    plan = solved_plan(ours)
    page = hr.get(at("mobility:plan_results", plan.pk)).content.decode()
    assert "3 personnes sur 3" in page
    assert "prouvé" in page
    person = employees(plan)[0]

    told = hr.get(at("mobility:plan_person", plan.pk, person.entry_id)).content.decode()
    assert "Pourquoi pas celui-ci" in told
    assert hr.get(at("mobility:plan_person", plan.pk, 10**9)).status_code == 404
    hr.post(at("mobility:plan_results", plan.pk))
    assert plan.versions.count() == 2
    assert hr.get(at("mobility:plan_results", plan.pk), {"voir": "attente"}).status_code == 200


def test_a_running_computation_says_so(hr, ours):
    plan = solved_plan(ours)
    plan.versions.update(state="waiting")

    assert "Calcul en cours" in hr.get(at("mobility:plan_results", plan.pk)).content.decode()


def test_a_manager_reads_goals_and_no_person(client, ours):
    plan = solved_plan(ours, confidential=False)
    client.force_login(ours.manager)
    page = client.get(at("mobility:plan_results", plan.pk)).content.decode()

    assert "prouvé" in page
    assert "M-001" not in page
    assert client.post(at("mobility:plan_results", plan.pk)).status_code == 403
    for name in (
        "mobility:roster",
        "mobility:proposals",
        "mobility:plan_letters",
        "mobility:plan_archive",
    ):
        assert client.get(at(name, plan.pk)).status_code == 404


def test_opening_delivering_and_noting_an_answer_on_paper(hr, ours):
    plan = solved_plan(ours, confidential=False)
    address = at("mobility:proposals", plan.pk)
    hr.post(address, {"do": "open"})
    tomorrow = timezone.localdate() + timedelta(days=1)
    refused = hr.post(
        address,
        {"do": "deliver", "everybody": "1", "delivered_on": tomorrow.isoformat(), "means": "hand"},
    )
    assert refused.status_code == 422
    today = timezone.localdate().isoformat()
    hr.post(
        address, {"do": "deliver", "everybody": "1", "delivered_on": today, "means": "registered"}
    )
    one = proposal_of(plan, "M-001")
    assert (one.means, one.last_day is not None) == ("registered", True)

    paper = at("mobility:paper_answer", plan.pk, one.pk)
    assert paper in hr.get(address).content.decode()
    hr.post(paper, {"answer": "refused", "received_on": today})
    one.refresh_from_db()
    assert (one.answer, one.answered_on_paper) == ("refused", True)
    assert hr.get(at("mobility:paper_answer", plan.pk, 10**9)).status_code == 404
    letters = hr.get(at("mobility:plan_letters", plan.pk))
    assert letters["Content-Type"] == "application/pdf"


def test_somebody_opens_their_page_by_code_and_answers(client, ours):
    plan = open_plan(ours)
    code = code_of(proposal_of(plan, "M-001").entry)
    wrong = client.post(at("mobility:personal_code"), {"code": "AAAAA-BBBBB"})
    assert wrong.status_code == 422
    opened = client.post(at("mobility:personal_code"), {"code": code.lower().replace("-", " ")})
    assert opened.url == at("mobility:personal_page", code)

    page = client.get(opened.url).content.decode()
    assert "Votre proposition" in page
    assert "D.1233-2-1" in page
    missing = client.post(opened.url, {"answer": "other"})
    assert missing.status_code == 422
    asked = client.post(opened.url, {"answer": "refused"}).content.decode()
    assert "Est-ce bien votre réponse" in asked
    assert not Proposal.objects.exclude(answer="").exists()
    back = client.post(opened.url, {"answer": "refused", "back": "1"})
    assert back.status_code == 200
    assert not Proposal.objects.exclude(answer="").exists()
    client.post(opened.url, {"answer": "refused", "sure": "1"})
    assert "refusé" in client.get(opened.url).content.decode()
    assert Proposal.objects.get(entry__plan=plan, answer="refused")


def test_somebody_signed_in_ties_the_page_to_their_account(client, ours):
    plan = open_plan(ours)
    entry = proposal_of(plan, "M-002").entry
    address = at("mobility:personal_page", code_of(entry))
    client.post(address, {"do": "claim"})
    entry.refresh_from_db()
    assert entry.person is None
    person = PersonFactory()
    client.force_login(person)

    client.post(address, {"do": "claim"})
    entry.refresh_from_db()
    assert entry.person == person
    client.post(address, {"answer": "accepted", "shares_name": "on", "sure": "1"})

    told = plan_privacy.export_plans(person)
    assert told["proposals"][0]["answer"] == "accepted"
    plan_privacy.erase_plans(person)
    entry.refresh_from_db()
    assert entry.person is None
    assert plan_privacy.export_plans(person)["proposals"] == []


def test_my_page_leads_readers_to_their_plans(hr, ours):
    plan = begun_plan(ours)
    assert at("mobility:plan", plan.pk) in hr.get(reverse("people:my_page")).content.decode()


def test_announcing_and_destroying_ask_first(hr, ours):
    plan = loaded_plan(ours)
    assert hr.get(at("mobility:announce_plan", plan.pk)).status_code == 200
    hr.post(at("mobility:announce_plan", plan.pk), {"announced_on": "2026-11-20"})
    plan.refresh_from_db()
    assert plan.confidential
    hr.post(at("mobility:announce_plan", plan.pk), {"announced_on": "2026-11-20", "sure": "on"})
    plan.refresh_from_db()
    assert not plan.confidential

    assert hr.post(at("mobility:shred_plan", plan.pk), {"word": "non"}).status_code == 422
    hr.post(at("mobility:shred_plan", plan.pk), {"word": "Détruire"})
    plan.refresh_from_db()
    assert plan.state == "closed"


def test_readers_are_named_and_removed(hr, ours):
    plan = begun_plan(ours)
    address = at("mobility:plan_readers", plan.pk)
    hr.post(address, {"person": ours.reader.pk})
    named = plan.readers.get(person=ours.reader)
    assert ours.reader.name in hr.get(address).content.decode()
    hr.post(address, {"remove": named.pk})
    named.refresh_from_db()
    assert named.removed_at is not None


def test_settings_are_corrected(hr, ours):
    plan = begun_plan(ours)
    hr.post(
        at("mobility:plan_settings", plan.pk),
        {"title": "Autre titre", "closes_on": "2027-04-30", "floor": 40, "max_minutes": 60},
    )
    plan.refresh_from_db()

    assert (plan.title, plan.floor) == ("Autre titre", 40)


def test_the_sheet_is_shared_and_the_plan_frozen(hr, ours, monkeypatch, tmp_path):
    monkeypatch.setenv("BOUTDUFIL_HOME", str(tmp_path))
    plan = open_plan(ours)
    page = hr.post(at("mobility:plan_sheet", plan.pk)).content.decode()
    assert "/mobilite/synthese/" in page
    link = plan.sheet_links.get()
    hr.post(at("mobility:plan_sheet", plan.pk), {"withdraw": link.pk})
    link.refresh_from_db()
    assert link.withdrawn_at is not None
    assert hr.get(at("mobility:plan_sheet_pdf", plan.pk)).content.startswith(b"%PDF")

    waiting = hr.get(at("mobility:freeze_plan", plan.pk)).content.decode()
    assert "3 personnes n’ont pas encore leur liste" in waiting
    assert "Figer et sceller" not in waiting
    answer_for_everybody(plan)
    assert "Figer et sceller" in hr.get(at("mobility:freeze_plan", plan.pk)).content.decode()
    hr.post(at("mobility:freeze_plan", plan.pk))
    assert "Empreinte" in hr.get(at("mobility:freeze_plan", plan.pk)).content.decode()
    archive = hr.get(at("mobility:plan_archive", plan.pk))
    assert archive["Content-Type"] == "application/zip"


@pytest.mark.parametrize("name", ["mobility:roster", "mobility:plan_results", "mobility:proposals"])
def test_thirty_people_cost_as_many_queries_as_one(hr, ours, name, django_assert_max_num_queries):
    many = [f"M-{n:03};N1103;59650;oui;60;35;1900;{n};;;" for n in range(30)]
    small, large = open_plan(ours, many[0]), open_plan(ours, *many)
    hr.get(at(name, small.pk))
    with django_assert_max_num_queries(200) as first:
        hr.get(at(name, small.pk))
    with django_assert_max_num_queries(200) as second:
        hr.get(at(name, large.pk))

    assert len(first.captured_queries) == len(second.captured_queries)


def test_old_plans_are_destroyed_by_time(ours):
    plan = open_plan(ours)
    later = timezone.now() + timedelta(days=548 + 200)

    assert plan_privacy.shred_old_plans(timezone.now()) == 0
    assert plan_privacy.shred_old_plans(later) == 1
    plan.refresh_from_db()
    assert plan.state == "closed"
    assert plan_privacy.shred_old_plans(later) == 0


def test_a_site_of_another_group_is_another_group(ours, client):
    outsider = firm()
    MembershipFactory(organisation=outsider.site, role=Role.HR)
    plan = plans.create_plan(
        organisation_id=outsider.site.pk,
        settings=plans.PlanSettings(title="x", closes_on=timezone.localdate()),
        actor_id=outsider.hr.pk,
        confidential=False,
    )
    client.force_login(ours.hr)

    assert client.get(at("mobility:plan", plan.pk)).status_code == 404
