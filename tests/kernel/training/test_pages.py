"""Pages of trainings: who reads what, who decides what, and what a mistake says."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.training.enums import EnrolmentState
from boutdufil.kernel.training.models import (
    Accreditation,
    BlockResult,
    Enrolment,
    Programme,
    Session,
    TrainingBody,
)
from tests.factories.organisations import BranchFactory, MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.training import (
    AccreditationFactory,
    BlockFactory,
    EnrolmentFactory,
    SessionFactory,
    TrainingBodyFactory,
)
from tests.kernel.training.conftest import with_role

pytestmark = pytest.mark.django_db


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def text(answer):
    return answer.content.decode()


def test_anybody_reads_certificates_and_sessions_near_a_place(client, school):
    school.session.commune = "59350"
    school.session.save()
    start = reverse("training:start")

    assert school.programme.label in text(client.get(start))
    near = text(client.get(start, {"near": "Roubaix", "minutes": "45"}))
    assert "min en voiture" in near
    far = text(client.get(start, {"near": "Metz", "minutes": "30"}))
    assert "Rien d’assez près" in far
    wrong = client.get(start, {"near": "Nullepart-les-Oies"})
    assert wrong.status_code == 422
    assert "Aucune commune trouvée" in text(wrong)


def test_a_certificate_tells_who_prepares_for_it(client, school):
    page = text(client.get(reverse("training:certificate", args=[school.certificate.pk])))

    assert school.body.organisation.name in page
    assert school.blocks[1].label in page
    assert client.get(reverse("training:certificate", args=[999_999])).status_code == 404


def test_a_programme_tells_what_it_costs(client, school):
    page = text(client.get(reverse("training:programme", args=[school.programme.pk])))

    assert "2\u202f100\u00a0€" in page.replace("&nbsp;", "\u00a0")
    assert client.get(reverse("training:programme", args=[999_999])).status_code == 404


def test_a_programme_tells_the_languages_it_is_taught_in(school):
    client = signed_in(school.trainer())
    address = reverse("training:new_programme", args=[school.body.pk])
    said = {"label": "Écouter en signes", "blocks": [school.blocks[0].pk], "hours": "35"}
    said |= {"mode": "on_site", "languages": ["uk", "fsl"]}
    nothing = client.post(address, {**said, "languages": []})
    assert nothing.status_code == 422
    assert "Choisissez au moins une langue" in text(nothing)
    assert client.post(address, {**said, "languages": ["klingon"]}).status_code == 422
    assert client.post(address, said).status_code == 302

    made = Programme.objects.get(label="Écouter en signes")
    assert (made.languages, made.in_sign_language) == (["uk", "fsl"], True)
    page = text(client.get(reverse("training:programme", args=[made.pk])))
    assert "langue des signes française (LSF) · ukrainien" in page
    made.languages = []
    made.save()
    page = text(client.get(reverse("training:programme", args=[made.pk])))
    assert "langue des signes française (LSF)" in page


@pytest.mark.parametrize("count", [1, 30])
def test_a_list_costs_the_same_for_one_and_for_thirty(
    client, school, django_assert_max_num_queries, count
):
    for _ in range(count - 1):
        SessionFactory(
            programme=school.programme,
            starts_on=school.session.starts_on,
            ends_on=school.session.ends_on,
        )
    with django_assert_max_num_queries(14):
        client.get(reverse("training:start"))


@pytest.mark.parametrize("count", [1, 30])
def test_a_seat_costs_the_same_for_one_body_and_for_thirty(
    school, django_assert_max_num_queries, count
):
    trainer = school.trainer()
    for _ in range(count - 1):
        organisation = SessionFactory().programme.body.organisation
        MembershipFactory(organisation=organisation, person=trainer, role=Role.TRAINER)
    client = signed_in(trainer)
    with django_assert_max_num_queries(24):
        page = text(client.get(reverse("training:seat")))
    assert page.count("Habilitations") == count


def test_a_person_asks_reads_and_cancels(school, person):
    client = signed_in(person)
    ask = reverse("training:ask_seat", args=[school.session.pk])
    assert school.programme.label in text(client.get(ask))
    assert client.post(ask, {"payer": "my aunt"}).status_code == 422
    answer = client.post(ask, {"payer": "opco"}, follow=True)
    assert "Demande envoyée" in text(answer)

    enrolment = Enrolment.objects.get(person=person)
    assert (enrolment.state, enrolment.payer) == ("asked", "opco")
    assert "Mes formations" in text(client.get(reverse("people:my_page")))
    client.post(reverse("training:cancel_seat", args=[enrolment.pk]))
    enrolment.refresh_from_db()
    assert enrolment.state == "cancelled"


def test_a_session_that_began_is_said_so(school, person, today):
    school.session.starts_on = today
    school.session.save()
    client = signed_in(person)
    ask = reverse("training:ask_seat", args=[school.session.pk])

    assert "n’est plus ouverte" in text(client.get(ask))
    assert "a commencé" in text(client.post(ask, {"payer": "unknown"}, follow=True))
    assert client.get(reverse("training:ask_seat", args=[999_999])).status_code == 404


def test_no_name_of_the_enrolled_is_public(client, school):
    enrolled = EnrolmentFactory(session=school.session).person
    for page in (
        reverse("training:start"),
        reverse("training:programme", args=[school.programme.pk]),
        reverse("training:certificate", args=[school.certificate.pk]),
    ):
        assert enrolled.name not in text(client.get(page))


def decide(client, enrolment, **said):
    address = reverse("training:decide_seat", args=[enrolment.pk])
    return text(client.post(address, said, follow=True))


def test_the_trainer_decides(school):
    client = signed_in(school.trainer())
    people = [EnrolmentFactory(session=school.session) for _ in range(3)]

    assert "Place confirmée" in decide(client, people[0], do="confirm")
    assert "Place confirmée" in decide(client, people[1], do="confirm")
    assert "Plus de place" in decide(client, people[2], do="confirm")
    assert "liste d’attente" in decide(client, people[2], do="wait")
    assert "se motive" in decide(client, people[1], do="cancel", reason="")
    assert "Inscription annulée" in decide(client, people[1], do="cancel", reason="À sa demande")
    people[2].refresh_from_db()
    assert people[2].state == EnrolmentState.CONFIRMED


def test_the_trainer_records_results(school, today):
    school.session.starts_on = today - timedelta(3)
    school.session.save()
    enrolment = EnrolmentFactory(session=school.session, state=EnrolmentState.CONFIRMED)
    client = signed_in(school.trainer())
    address = reverse("training:record_results", args=[enrolment.pk])
    said = {"blocks": [school.blocks[0].pk], "achieved_on": today.isoformat()}

    assert "Cochez au moins un bloc" in text(client.post(address, {}, follow=True))
    late = {**said, "achieved_on": (today + timedelta(2)).isoformat()}
    assert "premier jour de la session" in text(client.post(address, late, follow=True))
    assert "Résultat inscrit" in text(client.post(address, said, follow=True))
    assert BlockResult.objects.get().person == enrolment.person


def test_the_trainer_adds_a_programme_and_opens_a_session(school, today):
    client = signed_in(school.trainer())
    address = reverse("training:new_programme", args=[school.body.pk])
    said = {
        "label": "Écouter, niveau deux",
        "blocks": [school.blocks[0].pk],
        "hours": "35",
        "euros": "490,50",
        "mode": "remote",
        "languages": ["fr"],
    }
    assert client.post(address, {**said, "blocks": []}).status_code == 422
    stranger = BlockFactory(certificate__owner=BranchFactory())
    refused = client.post(address, {**said, "blocks": [stranger.pk]})
    assert refused.status_code == 422
    assert "Pas d’habilitation" in text(refused)
    assert "Écouter, niveau deux" in text(refused)
    assert client.post(address, said).status_code == 302
    made = Programme.objects.get(label="Écouter, niveau deux")
    assert made.cost_cents == 49_050

    address = reverse("training:new_session", args=[made.pk])
    dates = {
        "starts_on": (today + timedelta(9)).isoformat(),
        "ends_on": (today + timedelta(20)).isoformat(),
        "seats": "6",
    }
    assert client.get(address).status_code == 200
    assert client.post(address, {**dates, "near": "Nullepart-les-Oies"}).status_code == 422
    back = client.post(address, {**dates, "ends_on": today.isoformat()})
    assert "La fin vient avant le début" in text(back)
    assert client.post(address, {**dates, "near": "Lille"}).status_code == 302
    assert Session.objects.get(programme=made).commune == "59350"

    client.post(reverse("training:close_programme", args=[made.pk]))
    assert "arrêté" in text(client.post(address, {**dates, "near": "Lille"}))


def test_the_trainer_cancels_a_session_with_a_reason(school):
    client = signed_in(school.trainer())
    address = reverse("training:cancel_session", args=[school.session.pk])

    assert "Dites pourquoi" in text(client.post(address, {"reason": ""}, follow=True))
    assert "Session annulée" in text(client.post(address, {"reason": "Travaux"}, follow=True))


def test_an_organisation_declares_itself(person):
    organisation = OrganisationFactory(kind="training_body")
    client = signed_in(with_role(organisation, Role.MANAGER))
    seat = reverse("training:seat")
    address = reverse("training:declare_body", args=[organisation.pk])

    assert "pas encore déclaré" in text(client.get(seat))
    assert "11 chiffres" in text(client.post(address, {"declaration": "12"}))
    client.post(address, {"declaration": "32590000000", "qualiopi_scope": ["training"]})
    body = TrainingBody.objects.get(organisation=organisation)
    assert (body.declaration, body.qualiopi_scope) == ("32590000000", ["training"])
    assert "pas de certificat valable" in text(client.get(seat))
    assert "32590000000" in text(client.get(address))
    assert "Aucun organisme" in text(signed_in(person).get(seat))


def grant(client, school, body, **more):
    today = timezone.localdate()
    said = {
        "body": body.pk,
        "branch": school.branch.pk,
        "kinds": ["cqp"],
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(900)).isoformat(),
        "evidence": "Visite du site",
    }
    return client.post(reverse("training:grant_accreditation"), {**said, **more})


def test_the_officer_grants_renews_and_withdraws(school):
    client, body = signed_in(school.officer()), TrainingBodyFactory()
    assert grant(client, school, body, kinds=[]).status_code == 422
    assert grant(client, school, body).status_code == 302
    made = Accreditation.objects.get(body=body)
    assert "Visite du site" in text(client.get(reverse("training:accreditations")))

    renew = reverse("training:renew_accreditation", args=[made.pk])
    early = {"ends_on": made.starts_on.isoformat(), "evidence": "Même dossier"}
    assert client.get(renew).status_code == 200
    assert "La fin vient avant le début" in text(client.post(renew, early))
    later = {**early, "ends_on": (made.ends_on + timedelta(400)).isoformat()}
    assert client.post(renew, later).status_code == 302
    withdraw = reverse("training:withdraw_accreditation", args=[made.pk])
    assert client.post(withdraw, {"reason": ""}).status_code == 422
    assert client.post(withdraw, {"reason": "Locaux fermés"}).status_code == 302
    assert "Locaux fermés" in text(client.get(reverse("training:accreditations")))
    assert client.post(renew, later).status_code == 422


def test_an_officer_speaks_for_their_own_branch_only(school):
    elsewhere = with_role(BranchFactory().organisation, Role.BRANCH_OFFICER)

    assert grant(signed_in(elsewhere), school, TrainingBodyFactory()).status_code == 422
    assert Accreditation.objects.count() == 1


WITHOUT_NUMBER = {"grant_accreditation", "new_certificate"}
ROLES = ("nobody", "person", "reader", "recruiter", "trainer", "manager", "elsewhere", "officer")
RUNS = {"trainer", "manager"}
ACTS = {
    "declare_body": ("get", RUNS),
    "new_programme": ("get", RUNS),
    "new_session": ("get", RUNS),
    "session_seat": ("get", RUNS),
    "close_programme": ("post", RUNS),
    "cancel_session": ("post", RUNS),
    "decide_seat": ("post", RUNS),
    "record_results": ("post", RUNS),
    "cancel_seat": ("post", RUNS),
    "grant_accreditation": ("get", {"officer"}),
    "new_certificate": ("get", {"officer"}),
    "recognise": ("get", {"officer"}),
    "renew_accreditation": ("get", {"officer"}),
    "withdraw_accreditation": ("get", {"officer"}),
}


def visitor(school, role):
    """Return a client of somebody with this role; "elsewhere" trains for another body."""
    if role == "nobody":
        return Client()
    people = {
        "person": lambda: PersonFactory(),
        "elsewhere": lambda: with_role(TrainingBodyFactory().organisation, Role.TRAINER),
        "officer": school.officer,
    }
    held = people.get(role, lambda: with_role(school.body.organisation, Role(role)))
    return signed_in(held())


def number(school, act):
    enrolment = EnrolmentFactory(session=school.session)
    numbers = {
        "declare_body": school.body.organisation_id,
        "new_programme": school.body.pk,
        "new_session": school.programme.pk,
        "close_programme": school.programme.pk,
        "recognise": school.certificate.pk,
        "session_seat": school.session.pk,
        "cancel_session": school.session.pk,
        "renew_accreditation": school.body.accreditations.get().pk,
        "withdraw_accreditation": school.body.accreditations.get().pk,
    }
    if act in WITHOUT_NUMBER:
        return []
    return [numbers.get(act, enrolment.pk)]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(school, role, act):
    method, allowed = ACTS[act]
    address = reverse(f"training:{act}", args=number(school, act))
    status = getattr(visitor(school, role), method)(address).status_code

    if role == "nobody":
        assert status == 302
    else:
        assert (status != 403) == (role in allowed)


def test_a_role_in_the_parent_holds_in_its_body(school):
    parent = OrganisationFactory(kind="group")
    school.body.organisation.parent = parent
    school.body.organisation.save()
    client = signed_in(with_role(parent, Role.TRAINER))

    assert client.get(reverse("training:session_seat", args=[school.session.pk])).status_code == 200


def test_an_ended_membership_opens_nothing(school):
    trainer = school.trainer()
    trainer.memberships.update(ended_at=timezone.now())

    address = reverse("training:session_seat", args=[school.session.pk])
    assert signed_in(trainer).get(address).status_code == 403


@pytest.mark.parametrize("act", sorted(set(ACTS) - WITHOUT_NUMBER - {"declare_body"}))
def test_what_is_not_there_is_said_so(school, act):
    client = signed_in(school.trainer())

    address = reverse(f"training:{act}", args=[999_999])
    assert getattr(client, ACTS[act][0])(address).status_code == 404


def test_an_accreditation_soon_over_is_marked(school, today):
    AccreditationFactory(
        body=school.body, decided_by=school.branch.organisation, ends_on=today + timedelta(20)
    )
    page = text(signed_in(school.officer()).get(reverse("training:accreditations")))

    assert "bientôt échue" in page
