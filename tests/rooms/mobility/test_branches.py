"""Branches: their public pages, and the three steps that open the platform to a sector."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.occupations.models import BranchCard, DoorDeclaration
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Agreement, Branch, Invitation
from boutdufil.lib.tables import write_xlsx
from tests.factories.occupations import BranchCardFactory
from tests.factories.organisations import (
    AffiliationFactory,
    AgreementFactory,
    BranchFactory,
    MembershipFactory,
    OrganisationFactory,
    SignatureFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.training import RecognitionFactory

pytestmark = pytest.mark.django_db
ADVISER, PICKER = "D1408", "N1103"
OPEN = {
    "name": "Propreté inventée",
    "slug": "",
    "idcc": "3043",
    "body": "Association de la propreté (inventée)",
    "presentation": "",
    "officer": "officier@example.org",
}


@pytest.fixture
def branch():
    branch = BranchFactory(name="Relation inventée", slug="relation-inventee")
    BranchCardFactory(branch=branch, code=ADVISER)
    return branch


@pytest.fixture
def officer(branch):
    return MembershipFactory(organisation=branch.organisation, role=Role.BRANCH_OFFICER).person


@pytest.fixture
def administrator():
    return PersonFactory(is_staff=True, is_superuser=True)


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def address(name, *args):
    return reverse(name, args=args)


def test_the_list_names_every_branch(client, branch):
    AffiliationFactory(branch=branch)
    shown = text_of(client.get(address("mobility:branches")))

    assert "Relation inventée" in shown
    assert "1 employeur" in shown


def test_a_branch_says_which_agreement_lapsed_under_a_certificate_it_recognises(client, branch):
    lapsed = AgreementFactory(title="Accord d’hier", ends_on=date(2026, 3, 31))
    recognition = RecognitionFactory(branch=branch, agreement=lapsed)
    shown = text_of(client.get(address("mobility:branch", branch.slug)))
    assert "Accord d’hier" in shown
    assert "est échu depuis le 31 mars 2026" in shown

    other = text_of(client.get(address("mobility:branch", BranchFactory().slug)))
    assert "échu depuis" not in other
    lapsed.ends_on = None
    lapsed.save()
    standing = text_of(client.get(address("mobility:branch", branch.slug)))
    assert recognition.certificate.label in standing
    assert "échu depuis" not in standing


def test_a_branch_shows_its_jobs_doors_employers_agreements_and_posts(client, branch):
    employer = AffiliationFactory(branch=branch, organisation__name="Centre inventé")
    AffiliationFactory(branch=branch, organisation__closed_on=timezone.localdate())
    agreement = AgreementFactory(title="Accord de mobilité inventé")
    for party in (branch, BranchFactory(name="Vente inventée")):
        SignatureFactory(agreement=agreement, branch=party)

    shown = text_of(client.get(address("mobility:branch", branch.slug)))

    for part in (
        "Conseiller client à distance",
        "à confirmer par la branche",
        employer.organisation.name,
        "Accord de mobilité inventé",
        "Vente inventée",
        "en vigueur",
        "Comment c’est compté",
    ):
        assert part in shown, part
    assert f"branch={branch.slug}" in shown


def test_an_unknown_branch_is_not_found(client):
    assert client.get(address("mobility:branch", "nulle-part")).status_code == 404
    assert client.get(address("mobility:agreement", 0)).status_code == 404


def test_an_agreement_says_its_parties_its_term_and_who_has_not_confirmed(client, branch):
    agreement = AgreementFactory()
    SignatureFactory(agreement=agreement, branch=branch)
    SignatureFactory(agreement=agreement, branch__name="Vente inventée", confirmed_at=None)

    shown = text_of(client.get(address("mobility:agreement", agreement.pk)))

    assert "sans terme" in shown
    assert "à confirmer par ses signataires" in shown
    assert "Confirmer au nom" not in shown


def test_an_officer_writes_an_agreement_down_and_the_other_confirms(client, branch, officer):
    other = BranchFactory(name="Vente inventée")
    theirs = MembershipFactory(organisation=other.organisation, role=Role.BRANCH_OFFICER).person
    typed = {
        "title": "Accord inventé",
        "parties": [other.pk],
        "signed_on": "2026-10-14",
        "in_force_on": "2026-10-14",
    }
    client.force_login(officer)
    client.post(address("mobility:new_agreement", branch.slug), typed)
    made = Agreement.objects.get()
    assert "à confirmer par la branche" in text_of(
        client.get(address("mobility:agreement", made.pk))
    )
    not_ours = client.post(address("mobility:confirm_agreement", other.slug, made.pk))
    assert not_ours.status_code == 403

    client.force_login(theirs)
    assert "Confirmer au nom de Vente inventée" in text_of(
        client.get(address("mobility:agreement", made.pk))
    )
    client.post(address("mobility:confirm_agreement", other.slug, made.pk))
    assert "en vigueur" in text_of(client.get(address("mobility:agreement", made.pk)))
    again = client.post(address("mobility:confirm_agreement", other.slug, made.pk))
    assert again.status_code == 404


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"parties": []}, "au moins une autre branche"),
        ({"in_force_on": "2026-10-13"}, "avant sa signature"),
        ({"ends_on": "2026-10-13"}, "vient après"),
        ({"signed_on": "hier"}, "Écrivez le jour ainsi"),
    ],
)
def test_an_agreement_that_contradicts_itself_is_refused(client, branch, officer, typed, told):
    other = BranchFactory()
    client.force_login(officer)
    good = {
        "title": "Accord inventé",
        "parties": [other.pk],
        "signed_on": "2026-10-14",
        "in_force_on": "2026-10-14",
    }

    answer = client.post(address("mobility:new_agreement", branch.slug), good | typed)

    assert told in text_of(answer)
    assert not Agreement.objects.exists()


def test_an_administrator_opens_a_branch_and_invites_its_officer(client, administrator):
    client.force_login(administrator)

    answer = client.post(address("mobility:open_branch"), OPEN)

    made = Branch.objects.get(slug="proprete-inventee")
    assert answer.url == address("mobility:branch_cards", made.slug)
    assert (made.idcc, made.organisation.name) == ("3043", OPEN["body"])
    invited = Invitation.objects.get()
    assert (invited.email, invited.role) == (OPEN["officer"], Role.BRANCH_OFFICER)
    assert invited.organisation == made.organisation


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Écrivez le nom de la branche"),
        ({"body": ""}, "Écrivez le nom de cet organisme"),
        ({"idcc": "12A"}, "en chiffres"),
        ({"slug": "é à"}, "Lettres sans accents"),
        ({"slug": "ouvrir"}, "déjà prise"),
        ({"slug": "relation-inventee"}, "déjà prise"),
        ({"officer": "pas une adresse"}, "pas complète"),
    ],
)
def test_a_branch_badly_named_is_not_opened(client, administrator, branch, typed, told):
    client.force_login(administrator)

    answer = client.post(address("mobility:open_branch"), OPEN | typed)

    assert told in text_of(answer)
    assert Branch.objects.count() == 1


def read(client, branch, act="preview", **data):
    return client.post(address("mobility:branch_cards", branch.slug), {"act": act, **data})


def test_a_list_of_codes_is_looked_over_before_it_is_taken(client, branch, officer):
    client.force_login(officer)
    codes = "N1103 préparateur\nK9999\nD1408"

    shown = text_of(read(client, branch, codes=codes))
    assert "Ligne 2" in shown
    assert "Le code K9999 n’existe pas" in shown
    assert "1 métier reconnu" in shown
    assert "1 métier était déjà là" in shown
    assert not BranchCard.objects.filter(code=PICKER).exists()

    answer = read(client, branch, act="import", codes=codes)
    assert answer.status_code == 302
    assert set(BranchCard.objects.values_list("code", flat=True)) == {ADVISER, PICKER}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_of_codes_keeps_its_line_numbers(client, branch, officer, kind):
    client.force_login(officer)
    content = (
        "code;métier\nN1103;Préparateur\n\nK9999;Rien\n".encode()
        if kind == "csv"
        else write_xlsx(["code", "métier"], [["N1103", "Préparateur"], ["", ""], ["K9999", "x"]])
    )

    shown = text_of(read(client, branch, file=SimpleUploadedFile(f"codes.{kind}", content)))

    assert "Ligne 4" in shown
    assert "1 métier reconnu" in shown
    assert "N1103 Préparateur" in shown  # in the box, to be mended on the spot


def test_a_file_without_heading_loses_no_code(client, branch, officer):
    client.force_login(officer)

    shown = text_of(read(client, branch, file=SimpleUploadedFile("codes.csv", b"N1103\nN1105\n")))

    assert "2 métiers reconnus" in shown


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"codes": " \n "}, "Collez au moins un code ROME"),
        ({"file": SimpleUploadedFile("x.pdf", b"%PDF-1.7")}, "n’est pas un tableau"),
        ({"file": SimpleUploadedFile("x.csv", b"N1103")}, "collez plutôt ce code"),
    ],
)
def test_nothing_to_read_is_said(client, branch, officer, data, told):
    client.force_login(officer)

    assert told in text_of(read(client, branch, **data))


def test_a_job_is_taken_out_again(client, branch, officer):
    client.force_login(officer)

    client.post(address("mobility:remove_branch_card", branch.slug, ADVISER))

    assert not BranchCard.objects.exists()


def test_employers_are_invited_by_lines_and_bad_ones_named(client, branch, officer):
    client.force_login(officer)
    page = address("mobility:branch_employers", branch.slug)

    wrong = text_of(client.post(page, {"emails": "a@example.org\n\npas une adresse"}))
    assert "Ligne 3" in wrong
    assert not Invitation.objects.exists()
    client.post(page, {"emails": "a@example.org\nB@example.org\na@example.org"})

    assert set(Invitation.objects.values_list("email", flat=True)) == {
        "a@example.org",
        "b@example.org",
    }
    shown = text_of(client.get(page))
    assert "a@example.org" in shown
    too_many = "\n".join(f"x{n}@example.org" for n in range(201))
    assert "200 adresses au plus" in text_of(client.post(page, {"emails": too_many}))


def test_an_employer_is_taken_out_again(client, branch, officer):
    joined = AffiliationFactory(branch=branch)
    client.force_login(officer)

    client.post(address("mobility:remove_branch_employer", branch.slug, joined.organisation_id))

    assert joined.organisation.name not in text_of(
        client.get(address("mobility:branch", branch.slug))
    )


DOOR = {"act": "declare", "aptitudes": "Écouter\n\nParler", "source": "Accord inventé de 2026"}


def test_an_officer_confirms_corrects_and_closes_a_door(client, branch, officer):
    client.force_login(officer)
    page = address("mobility:branch_door", branch.slug, ADVISER)
    assert "Confirmer tel quel" in text_of(client.get(page))

    client.post(page, {"act": "confirm"})
    shown = text_of(client.get(address("mobility:card", ADVISER)))
    assert "Déclaré par : <a" in shown
    assert "Relation inventée</a>" in shown
    client.post(page, DOOR | {"payer": "La branche", "entrants": "12"})
    corrected = text_of(client.get(address("mobility:card", ADVISER)))
    assert "La branche" in corrected
    assert "Écouter · Parler" in corrected
    client.post(page, {"act": "close"})
    assert "Une porte ouverte" not in text_of(client.get(address("mobility:card", ADVISER)))
    assert DoorDeclaration.objects.count() == 3


def test_a_door_the_guide_does_not_know_is_declared_not_confirmed(client, branch, officer):
    BranchCardFactory(branch=branch, code="M1704")
    client.force_login(officer)
    page = address("mobility:branch_door", branch.slug, "M1704")

    assert "Confirmer tel quel" not in text_of(client.get(page))
    assert client.post(page, {"act": "confirm"}).status_code == 404
    assert "Écrivez au moins une aptitude" in text_of(client.post(page, DOOR | {"aptitudes": ""}))
    client.post(page, DOOR)
    assert "Une porte ouverte" in text_of(client.get(address("mobility:card", "M1704")))


def test_a_job_of_another_branch_has_no_door_here(client, branch, officer):
    client.force_login(officer)

    assert client.get(address("mobility:branch_door", branch.slug, PICKER)).status_code == 404


FURNISHING = [
    ("mobility:branch_cards", []),
    ("mobility:branch_employers", []),
    ("mobility:remove_branch_card", [ADVISER]),
    ("mobility:remove_branch_employer", [1]),
]
SPEAKING = [
    ("mobility:branch_door", [ADVISER]),
    ("mobility:new_agreement", []),
    ("mobility:branch_presentation", []),
    ("mobility:confirm_agreement", [1]),
]
VISITORS = {
    "stranger": set(),
    "person": set(),
    "employer": set(),
    "reader": set(),
    "other_officer": set(),
    "officer": {"furnish", "speak"},
    "administrator": {"furnish", "open"},
}


def visitor(name, branch):
    body = branch.organisation
    roles = {
        "employer": (AffiliationFactory(branch=branch).organisation, Role.MANAGER),
        "reader": (body, Role.READER),
        "officer": (body, Role.BRANCH_OFFICER),
        "other_officer": (BranchFactory().organisation, Role.BRANCH_OFFICER),
    }
    if name in roles:
        place, role = roles[name]
        return MembershipFactory(organisation=place, role=role).person
    if name == "stranger":
        return None
    return PersonFactory(is_staff=name == "administrator", is_superuser=name == "administrator")


@pytest.mark.parametrize("name", VISITORS)
@pytest.mark.parametrize(
    ("right", "page", "args"),
    [
        ("open", "mobility:open_branch", None),
        *(("furnish", page, args) for page, args in FURNISHING),
        *(("speak", page, args) for page, args in SPEAKING),
    ],
)
def test_the_matrix_of_pages(client, branch, name, right, page, args):
    person = visitor(name, branch)
    if person:
        client.force_login(person)
    where = address(page) if args is None else address(page, branch.slug, *args)

    statuses = {client.get(where).status_code, client.post(where).status_code}

    if person is None:
        assert statuses == {302}
    elif right in VISITORS[name]:
        assert 403 not in statuses
    else:
        assert statuses <= {403, 405}
        assert 403 in statuses


@pytest.mark.parametrize("count", [1, 30])
def test_pages_cost_the_same_queries_few_or_many(
    client, branch, count, django_assert_max_num_queries
):
    for _ in range(count):
        AffiliationFactory(branch=branch, organisation=OrganisationFactory())
        SignatureFactory(branch=branch)
        BranchFactory()
    client.get(address("mobility:branches"))

    with django_assert_max_num_queries(6):
        client.get(address("mobility:branches"))
    with django_assert_max_num_queries(19):
        client.get(address("mobility:branch", branch.slug))


def test_whoever_cannot_open_a_branch_reads_who_does(client):
    told = "adressez-vous à l’équipe qui tient ce site"

    assert told in text_of(client.get(reverse("mobility:branches")))

    client.force_login(PersonFactory(is_staff=True, is_superuser=True))
    assert told not in text_of(client.get(reverse("mobility:branches")))


def test_an_officer_finds_the_branch_on_their_own_page(client, branch, officer):
    client.force_login(officer)
    assert address("mobility:branch", branch.slug) in text_of(client.get(reverse("people:my_page")))

    client.force_login(PersonFactory())
    assert "Mes branches" not in text_of(client.get(reverse("people:my_page")))


def test_an_officer_says_anew_what_the_branch_is(client, branch, officer):
    client.force_login(officer)
    edit = address("mobility:branch_presentation", branch.slug)
    page = address("mobility:branch", branch.slug)
    assert edit in text_of(client.get(page))

    told = client.post(edit, {"presentation": "Ceux qui répondent."}, follow=True)
    assert "La présentation est enregistrée" in text_of(told)
    assert "Ceux qui répondent." in text_of(client.get(page))
    assert "Ceux qui répondent." in text_of(client.get(edit))
    client.post(edit, {"presentation": "Ceux qui répondent."})
    assert AuditEntry.objects.filter(verb="organisations.present_branch").count() == 1
    long = client.post(edit, {"presentation": "long " * 500})
    assert (long.status_code, "long long" in text_of(long)) == (422, True)
    client.post(edit, {"presentation": ""})
    assert "Ceux qui répondent." not in text_of(client.get(page))
