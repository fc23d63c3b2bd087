"""Pages of an edition: drawn by its organiser, read by everybody, replayable by anybody."""

from datetime import timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.enums import EditionStatus, StageKind, StageStatus
from boutdufil.rooms.contests.models import Edition, EditionPartner, Prize, RulesVersion, Stage
from boutdufil.rooms.contests.services.publishing import publish_edition
from tests.architecture.parts.applications import PDF
from tests.factories.campaigns import CampaignFactory
from tests.factories.contests import EditionFactory, EntryFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.rooms.contests.drafts import settle

pytestmark = pytest.mark.django_db
WHEN = "%Y-%m-%dT%H:%M"


@pytest.fixture
def firm():
    return OrganisationFactory(name="Association inventée")


@pytest.fixture
def organiser(firm, client):
    person = MembershipFactory(organisation=firm, role=Role.MANAGER).person
    client.force_login(person)
    return person


def at(days):
    return timezone.localtime(timezone.now() + timedelta(days=days)).strftime(WHEN)


def typed(**said):
    usual = {
        "ready": "election",
        "name": "Élection inventée",
        "entered_by": "individual",
        "team_least": "2",
        "team_most": "4",
        "opens_at": at(1),
        "closes_at": at(20),
        "appeal_days": "5",
        "contact": "concours@example.org",
    }
    return {**usual, **said}


def begin(client, firm, **said):
    address = reverse("contests:new_edition", args=[firm.pk])
    return client.post(address, typed(**said))


def body(client, name, *args):
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_association_draws_the_election_and_declares_it(client, organiser, firm):
    assert begin(client, firm).status_code == 302
    made = settle(Edition.objects.get())
    page = body(client, "contests:seat", made.pk)
    assert "Demi-finales en région" in page
    assert "Rien n’empêche de publier" in page
    answer = client.post(reverse("contests:publish", args=[made.pk]), follow=True)
    assert "version 1" in answer.content.decode()
    assert "rules_declared" in body(client, "contests:log", made.pk)
    client.logout()
    assert "Élection inventée" in body(client, "contests:directory")
    page = body(client, "contests:edition", made.slug)
    assert "application/ld+json" in page
    assert "Les 3 premières candidatures de chaque ville sont retenues." in page


def test_nothing_typed_is_lost_and_each_fault_stands_at_its_field(client, organiser, firm):
    answer = begin(client, firm, closes_at=at(0), team_most="1", unveiled_at="/c/nulle-part/")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"closes_at", "team_most", "unveiled_at"}
    assert 'value="Élection inventée"' in page
    assert not Edition.objects.exists()


def test_results_are_unveiled_at_a_campaign_by_its_address(client, organiser, firm):
    tour = CampaignFactory(name="Tour inventé", slug="tour-invente")
    begin(client, firm, unveiled_at="https://exemple.test/c/tour-invente/", ready="empty")
    made = Edition.objects.get()
    assert made.hangs_on == f"campaign:{tour.pk}"
    assert "Tour inventé" in body(client, "contests:seat", made.pk)
    assert "/c/tour-invente/" in body(client, "contests:edit", made.pk)


def test_the_rules_page_is_made_of_the_declared_version_alone(client, organiser, firm):
    begin(client, firm)
    made = settle(Edition.objects.get())
    publish_edition(edition_id=made.pk, actor_id=None)
    Stage.objects.filter(edition=made).update(takes=9)
    client.logout()
    page = body(client, "contests:rules", made.slug)
    version = RulesVersion.objects.get()
    assert version.sha256 in page
    assert made.seed_hash in page
    assert made.seed not in page
    assert "Les 3 premières candidatures de chaque ville" in page
    assert "Les 9 premières" not in page
    assert page.count("Un exemple d’égalité") == 3
    data = client.get(reverse("contests:rules_data", args=[made.slug, 1]))
    assert sha256(data.content).hexdigest() == version.sha256
    for number in (0, 2):
        for name in ("contests:rules_version", "contests:rules_data"):
            assert client.get(reverse(name, args=[made.slug, number])).status_code == 404


def test_a_change_is_shown_in_words_and_the_seed_comes_with_the_last_result(
    client, organiser, firm
):
    begin(client, firm)
    made = settle(Edition.objects.get())
    publish_edition(edition_id=made.pk, actor_id=None)
    address = reverse("contests:edit", args=[made.pk])
    kept = typed(appeal_days="9", opens_at=local(made.opens_at), closes_at=local(made.closes_at))
    refused = client.post(address, kept)
    assert set(refused.context["form"].errors) == {"reason"}
    assert client.post(address, {**kept, "reason": "Fêtes"}).status_code == 302
    page = body(client, "contests:rules", made.slug)
    assert "Ce que cette version change" in page
    assert "pendant 9 jours" in page
    assert "Fêtes" in page
    assert "remplacée" in body(client, "contests:rules_version", made.slug, 1)
    Stage.objects.filter(edition=made).update(status=StageStatus.PUBLISHED)
    assert made.seed in body(client, "contests:rules", made.slug)


def local(moment):
    return timezone.localtime(moment).strftime(WHEN)


def test_a_stage_is_added_changed_moved_and_taken_out(client, organiser, firm):
    begin(client, firm, ready="empty")
    made = Edition.objects.get()
    stage = {
        "kind": "panel",
        "name": "Jury inventé",
        "starts_at": at(30),
        "ends_at": at(31),
        "takes": "2",
        "per": "region",
        "first_key": "heaviest",
        "ties": "advance_all",
        "ranks_by": "raw",
    }
    address = reverse("contests:new_stage", args=[made.pk])
    assert client.post(address, {**stage, "ends_at": at(29)}).status_code == 422
    assert client.post(address, stage).status_code == 302
    client.post(address, {**stage, "kind": "quiz", "name": "Questionnaire", "first_key": "trade"})
    panel, quiz = made.stages.all()
    assert (panel.tie_keys, panel.ranks_by, quiz.tie_keys) == (["heaviest"], "raw", ["trade"])
    own = reverse("contests:stage", args=[made.pk, quiz.pk])
    assert "Note minimale" in client.get(own).content.decode()
    changed = {**stage, "name": "Questions", "first_key": "hard", "second_key": "trade"}
    client.post(own, {**changed, "minimum": "40", "pool_below": "4"})
    quiz.refresh_from_db()
    assert (quiz.kind, quiz.tie_keys, quiz.minimum) == ("quiz", ["hard", "trade"], 40)
    up = reverse("contests:stage_act", args=[made.pk, quiz.pk, "up"])
    assert client.get(up).status_code == 200
    client.post(up)
    assert list(made.stages.all()) == [quiz, panel]
    client.post(reverse("contests:stage_act", args=[made.pk, panel.pk, "remove"]))
    assert list(made.stages.all()) == [quiz]
    unknown = reverse("contests:stage_act", args=[made.pk, quiz.pk, "burn"])
    assert client.post(unknown).status_code == 404


def test_prizes_are_promised_handed_over_with_a_receipt_and_taken_back(client, organiser, firm):
    edition = EditionFactory(organiser=firm, status=EditionStatus.DRAFT, entered_by="team")
    address = reverse("contests:prizes", args=[edition.pk])
    client.post(address, {"rank": "1", "label": "Bourse", "amount": "1000,01", "giver": "Ville"})
    prize = Prize.objects.get()
    assert prize.amount_cents == 100_001
    page = client.get(address).content.decode()
    assert page.count("250\u00a0€") == 3
    assert "250,01" in page
    Edition.objects.filter(pk=edition.pk).update(status=EditionStatus.PUBLISHED)
    Stage.objects.create(
        edition=edition,
        position=1,
        kind=StageKind.PANEL,
        name="Jury",
        status=StageStatus.PUBLISHED,
        starts_at=timezone.now() - timedelta(days=2),
        ends_at=timezone.now() - timedelta(days=1),
    )
    handing = reverse("contests:hand_over", args=[edition.pk, prize.pk])
    said = {"handed_at": timezone.localdate().isoformat(), "handed_to": "K7M2P"}
    text = SimpleUploadedFile("recu.pdf", b"bonjour", "application/pdf")
    assert client.post(handing, {**said, "proof": text}).status_code == 422
    good = SimpleUploadedFile("recu.pdf", PDF, "application/pdf")
    assert client.post(handing, {**said, "proof": good}).status_code == 302
    receipt = client.get(reverse("contests:prize_proof", args=[edition.pk, prize.pk]))
    assert receipt.getvalue() == PDF
    removing = reverse("contests:remove_prize", args=[edition.pk, prize.pk])
    client.post(removing, {"reason": "Motif"})
    assert Prize.objects.filter(pk=prize.pk).exists()


def test_partners_are_named_in_the_order_that_is_chosen(client, organiser, firm):
    edition = EditionFactory(organiser=firm)
    address = reverse("contests:partners", args=[edition.pk])
    for name in ("Ville", "École"):
        client.post(address, {"name": name, "role": "partenaire", "website": ""})
    first, second = EditionPartner.objects.all()
    act = reverse("contests:partner", args=[edition.pk, second.pk])
    client.post(act, {"do": "up"})
    assert [one.name for one in EditionPartner.objects.all()] == ["École", "Ville"]
    client.post(reverse("contests:partner", args=[edition.pk, first.pk]), {"do": "remove"})
    assert [one.name for one in EditionPartner.objects.all()] == ["École"]


def test_a_contest_is_copied_dropped_and_found_on_ones_own_page(client, organiser, firm):
    edition = EditionFactory(organiser=firm, name="Élection 2027")
    answer = client.post(reverse("contests:duplicate", args=[edition.pk]))
    copy = Edition.objects.exclude(pk=edition.pk).get()
    assert answer.url == reverse("contests:seat", args=[copy.pk])
    assert "Élection 2027" in body(client, "people:my_page")
    assert "Élection 2027" in body(client, "contests:desk")
    client.post(reverse("contests:drop", args=[copy.pk]))
    client.post(reverse("contests:drop", args=[edition.pk]))
    assert list(Edition.objects.all()) == [edition]


def test_pages_cost_the_same_for_one_edition_and_for_thirty(
    client, organiser, firm, django_assert_max_num_queries
):
    EditionFactory.create_batch(30, organiser=firm)
    for entry in EditionFactory.create_batch(1):
        EntryFactory.create_batch(3, edition=entry)
    client.get(reverse("contests:desk"))
    for name in ("contests:desk", "contests:directory"):
        with django_assert_max_num_queries(8):
            client.get(reverse(name))
