"""Pages of organisations, as their people meet them."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.organisations.models import Affiliation, Membership, Organisation
from boutdufil.kernel.organisations.permissions import has_role
from boutdufil.kernel.organisations.tokens import derive_invitation_token
from tests.factories.organisations import (
    BranchFactory,
    InvitationFactory,
    MembershipFactory,
    OrganisationFactory,
)
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SIRET = "73282932000074"
FORM = {"name": "Neuve (inventée)", "kind": "company", "centre": "provider"}


@pytest.fixture
def manager(client):
    held = MembershipFactory(role=Role.MANAGER, organisation__name="Maison inventée")
    client.force_login(held.person)
    return held


def text_of(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def page(client, name, *args):
    return text_of(client.get(reverse(f"organisations:{name}", args=args)))


def test_somebody_inscribes_an_organisation(client):
    person = PersonFactory()
    client.force_login(person)
    assert "Inscrire une organisation" in text_of(client.get(reverse("people:my_page")))

    answer = client.post(
        reverse("organisations:create"),
        FORM | {"siret": "732 829 320 00074", "near": "lille", "activity": "82.20z"},
        follow=True,
    )

    made = Organisation.objects.get(name="Neuve (inventée)")
    assert (made.siret, made.commune, made.activity) == (SIRET, "59350", "8220Z")
    assert has_role(person, {Role.MANAGER}, made.pk)
    assert "déclaré, non vérifié" in text_of(answer)
    assert "Neuve (inventée)" in text_of(client.get(reverse("people:my_page")))


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", "", "Écrivez le nom"),
        ("siret", "123", "Celui-ci en a 3"),
        ("siret", "7328293200007X", "n’a que des chiffres"),
        ("siret", "73282932100074", "SIREN"),
        ("siret", "73282932000075", "la clé ne tombe pas juste"),
        ("near", "Zzzzz", "Nous ne connaissons pas cette commune"),
        ("activity", "822", "Quatre chiffres et une lettre"),
        ("website", "x y", "n’est pas complète"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(client, field, typed, told):
    client.force_login(PersonFactory())

    answer = client.post(
        reverse("organisations:create"), FORM | {"address": "1 rue gardée", field: typed}
    )

    assert answer.status_code == 200
    assert told in text_of(answer)
    assert "1 rue gardée" in text_of(answer)
    assert not Organisation.objects.filter(address="1 rue gardée").exists()


def test_a_known_siret_leads_to_asking_its_managers(client):
    held = MembershipFactory(organisation__siret=SIRET, role=Role.MANAGER)
    client.force_login(PersonFactory())

    answer = client.post(reverse("organisations:create"), FORM | {"siret": SIRET})
    assert "déjà inscrite ici" in text_of(answer)
    assert "Demander une invitation" in text_of(answer)

    client.post(reverse("organisations:ask_to_join"), {"siret": SIRET})
    assert mail.outbox[0].to == [held.person.email]
    missing = client.post(reverse("organisations:ask_to_join"), {"siret": "0"}, follow=True)
    assert "Aucune organisation" in text_of(missing)


def test_a_manager_adds_a_site_corrects_and_closes(client, manager):
    house = manager.organisation_id
    client.post(
        reverse("organisations:add_part", args=[house]), FORM | {"name": "Le site", "kind": "site"}
    )
    site = Organisation.objects.get(name="Le site")
    assert site.parent_id == house
    assert "Le site" in page(client, "organisation", house)

    client.post(reverse("organisations:change", args=[site.pk]), FORM | {"name": "Le site nord"})
    client.post(reverse("organisations:close", args=[site.pk]), {"closed_on": "2026-12-31"})
    shown = page(client, "organisation", site.pk)
    assert "Le site nord" in shown
    assert "fermeture le 31 décembre 2026" in shown
    assert "par Maison inventée" in shown


def test_a_manager_of_both_puts_one_under_the_other(client, manager):
    group = MembershipFactory(
        person=manager.person, role=Role.MANAGER, organisation__name="Groupe inventé"
    ).organisation
    strange = OrganisationFactory(name="Maison d’autrui")
    address = reverse("organisations:attach", args=[manager.organisation_id])
    assert "Groupe inventé" in page(client, "attach", manager.organisation_id)
    assert "Maison d’autrui" not in page(client, "attach", manager.organisation_id)

    refused = client.post(address, {"parent": strange.pk})
    assert refused.status_code == 200
    client.post(address, {"parent": group.pk})
    assert Organisation.objects.get(pk=manager.organisation_id).parent_id == group.pk
    client.post(address, {"parent": ""})
    assert Organisation.objects.get(pk=manager.organisation_id).parent_id is None


def test_a_changed_siret_that_is_taken_is_refused(client, manager):
    OrganisationFactory(siret=SIRET)

    answer = client.post(
        reverse("organisations:change", args=[manager.organisation_id]), FORM | {"siret": SIRET}
    )

    assert "déjà inscrite ici" in text_of(answer)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"siret": None}, "Aucun SIRET déclaré"),
        ({"siret": SIRET}, "déclaré, non vérifié"),
        ({"siret": SIRET, "verified_at": timezone.now()}, "vérifié par le registre"),
        ({"siret": SIRET, "register_answer": "unknown"}, "inconnu du registre"),
        ({"siret": SIRET, "register_answer": "closed"}, "fermé selon le registre"),
    ],
)
def test_the_page_says_what_is_known_of_the_siret(client, facts, told):
    held = MembershipFactory(
        role=Role.READER, **{f"organisation__{k}": v for k, v in facts.items()}
    )
    client.force_login(held.person)

    assert told in page(client, "organisation", held.organisation_id)


def test_the_register_is_asked_on_a_button(client, manager, settings, queue):
    Organisation.objects.update(siret=SIRET, invented=False)
    address = reverse("organisations:check", args=[manager.organisation_id])
    assert "interrogé ici" in text_of(client.post(address, follow=True))

    settings.BOUTDUFIL_SIRENE = "official"
    assert "Demander au registre" in page(client, "organisation", manager.organisation_id)
    client.post(address)
    assert queue[-1][0] == "organisations.check_siret"


def invite(client, house, email, role="hr"):
    client.post(reverse("organisations:invite", args=[house]), {"email": email, "role": role})
    return re.search(r"http://[^/]+(/organisations/invitation/\S+)", mail.outbox[-1].body).group(1)


def test_an_invitation_is_sent_shown_accepted(client, manager):
    link = invite(client, manager.organisation_id, "Inv@Example.org")
    shown = page(client, "organisation", manager.organisation_id)
    assert "inv@example.org" in shown
    assert link in shown  # the demo sends no mail

    invited = PersonFactory(email="inv@example.org")
    client.force_login(invited)
    assert "Voir l’invitation" in text_of(client.get(reverse("people:my_page")))
    assert "ressources humaines" in text_of(client.get(link))
    assert not Membership.objects.filter(person=invited).exists()

    answer = client.post(link, follow=True)
    assert "Invitation acceptée" in text_of(answer)
    assert has_role(invited, {Role.HR}, manager.organisation_id)
    assert client.get(link).status_code == 410


def test_a_production_site_never_shows_the_link(client, manager, settings):
    link = invite(client, manager.organisation_id, "inv@example.org")
    settings.DEMO = False

    assert link not in page(client, "organisation", manager.organisation_id)


def test_an_invitation_waits_for_its_own_address(client, manager):
    link = invite(client, manager.organisation_id, "inv@example.org")

    client.force_login(PersonFactory(email="autre@example.org"))
    answer = client.post(link)
    assert "Cette invitation est pour inv@example.org" in text_of(answer)
    client.logout()
    assert "Se connecter" in text_of(client.post(link))
    assert Membership.objects.count() == 1


def test_an_invitation_is_withdrawn(client, manager):
    link = invite(client, manager.organisation_id, "inv@example.org")
    one = manager.organisation.invitations.get()
    here = reverse("organisations:organisation", args=[manager.organisation_id])

    answer = client.post(
        reverse("organisations:withdraw_invitation", args=[one.pk]), {"next": here}
    )

    assert answer.url == here
    assert client.get(link).status_code == 410
    unknown = client.post(reverse("organisations:withdraw_invitation", args=[0]))
    assert unknown.status_code == 404


def test_only_a_branch_offers_to_speak_for_it(client, manager):
    assert "branch_officer" not in page(client, "invite", manager.organisation_id)
    BranchFactory(organisation=manager.organisation)
    assert "branch_officer" in page(client, "invite", manager.organisation_id)


def test_roles_end_but_the_last_manager_stays(client, manager):
    reader = MembershipFactory(organisation=manager.organisation, role=Role.READER)
    end = "organisations:end_membership"
    client.post(reverse(end, args=[reader.pk]))
    reader.refresh_from_db()
    assert reader.ended_at

    answer = client.post(reverse(end, args=[manager.pk]), follow=True)
    assert "au moins une personne responsable" in text_of(answer)
    assert client.post(reverse(end, args=[reader.pk])).status_code == 404


def test_somebody_lays_down_their_role_and_lands_on_their_page(client):
    held = MembershipFactory(role=Role.READER)
    client.force_login(held.person)

    answer = client.post(reverse("organisations:end_membership", args=[held.pk]))

    assert answer.url == reverse("people:my_page")


def test_an_employer_joins_a_branch_with_what_it_has(client, manager):
    branch = BranchFactory(name="Branche inventée")
    one = InvitationFactory(email=manager.person.email, organisation=None, branch=branch)
    link = reverse("organisations:invitation", args=[derive_invitation_token(one.nonce)])
    assert "Rejoindre avec Maison inventée" in text_of(client.get(link))

    other = OrganisationFactory()
    client.post(link, {"organisation": other.pk})
    assert not Affiliation.objects.exists()
    answer = client.post(link, {"organisation": manager.organisation_id}, follow=True)

    assert "fait partie de la branche Branche inventée" in text_of(answer)
    assert Affiliation.objects.get().organisation == manager.organisation


def test_an_employer_joins_a_branch_with_a_new_organisation(client):
    OrganisationFactory(siret=SIRET)
    person = PersonFactory()
    client.force_login(person)
    one = InvitationFactory(email=person.email, organisation=None, branch=BranchFactory())
    link = reverse("organisations:invitation", args=[derive_invitation_token(one.nonce)])

    assert "Écrivez le nom" in text_of(client.post(link, FORM | {"name": ""}))
    assert "Demander une invitation" in text_of(client.post(link, FORM | {"siret": SIRET}))
    client.post(link, FORM)
    assert Affiliation.objects.get().organisation.name == FORM["name"]


SEEN_BY_ITS_PEOPLE = ["organisations:organisation"]
DONE_BY_MANAGERS = [
    "organisations:change",
    "organisations:add_part",
    "organisations:attach",
    "organisations:close",
    "organisations:invite",
]


@pytest.mark.parametrize("name", SEEN_BY_ITS_PEOPLE + DONE_BY_MANAGERS)
def test_pages_open_for_managers_only(client, manager, name):
    address = reverse(name, args=[manager.organisation_id])
    assert client.get(address).status_code == 200

    client.force_login(MembershipFactory(role=Role.MANAGER).person)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code in {403, 405}
    reader = MembershipFactory(organisation=manager.organisation, role=Role.READER)
    client.force_login(reader.person)
    assert client.get(address).status_code == (200 if name in SEEN_BY_ITS_PEOPLE else 403)


@pytest.mark.parametrize("name", [*DONE_BY_MANAGERS, *SEEN_BY_ITS_PEOPLE])
def test_an_unknown_organisation_is_not_found(client, manager, name):
    assert client.get(reverse(name, args=[0])).status_code == 404


def test_a_reader_sees_no_invitation_and_no_address(client, manager):
    invite(client, manager.organisation_id, "inv@example.org")
    reader = MembershipFactory(organisation=manager.organisation, role=Role.READER)
    client.force_login(reader.person)

    shown = page(client, "organisation", manager.organisation_id)

    assert "inv@example.org" not in shown
    assert manager.person.email not in shown


@pytest.mark.parametrize("act", ["withdraw_invitation", "end_membership"])
def test_the_manager_of_another_house_does_nothing_here(client, manager, act):
    one = InvitationFactory(organisation=manager.organisation)
    client.force_login(MembershipFactory(role=Role.MANAGER).person)
    target = one.pk if act == "withdraw_invitation" else manager.pk

    assert client.post(reverse(f"organisations:{act}", args=[target])).status_code == 403


@pytest.mark.parametrize("count", [1, 30])
def test_a_page_costs_the_same_queries_few_or_many(
    client, manager, count, django_assert_max_num_queries
):
    for _ in range(count):
        MembershipFactory(organisation=manager.organisation)
        OrganisationFactory(parent=manager.organisation)
        InvitationFactory(organisation=manager.organisation)

    with django_assert_max_num_queries(17):
        page(client, "organisation", manager.organisation_id)
