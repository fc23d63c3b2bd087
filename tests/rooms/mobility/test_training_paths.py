"""From an open door or a near job to vacancies: trainings, legal way, days without pay."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.models import Agreement
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.models import NeedAnswer
from boutdufil.kernel.training.events import BlockAchieved, EnrolmentChanged
from boutdufil.rooms.mobility import demo
from boutdufil.rooms.mobility.demo import training as demo_training
from boutdufil.rooms.mobility.models import BlockOffer, Situation
from boutdufil.rooms.mobility.selectors.profiles import held_skills
from boutdufil.rooms.mobility.selectors.training_paths import training_path
from boutdufil.rooms.mobility.services import training_paths as services
from boutdufil.rooms.mobility.services.pouring import pour_profile
from tests.factories.mobility import (
    BlockOfferFactory,
    PastJobFactory,
    ProfileFactory,
    SituationFactory,
)
from tests.factories.people import PersonFactory
from tests.factories.posts import NeedFactory
from tests.factories.training import (
    BlockFactory,
    BlockResultFactory,
    EnrolmentFactory,
    ProgrammeFactory,
    SessionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(demo_world, db):
    return Person.objects.get(demo_slug="preparatrice")


@pytest.fixture
def picker(client, nadia):
    client.force_login(nadia)
    return client


def path_of(person, code="D1408"):
    return training_path(person.mobility_profile, code)


def test_the_picker_reaches_the_trade_by_a_cqpi(nadia):
    page = path_of(nadia)

    assert page.door is not None
    assert (len(page.gap.held), page.gap.known) == (0, True)
    assert len(page.gap.essential) == page.plan.covered == 9
    assert [row.programme.label for row in page.plan.sessions] == [
        demo_training.PROGRAMMES[0].label
    ]
    assert (page.plan.hours, page.plan.euros, page.plan.proven) == (280, 3920, True)
    assert page.plan.sessions[0].place == "Lille"


def test_a_cqpi_stands_beside_the_plan_with_both_branches(nadia):
    whole = {each.certificate.label: each for each in path_of(nadia).certificates}
    cqpi = whole[demo_training.CQPI]

    assert [branch.name for branch in cqpi.certificate.branches] == [
        "Relation client",
        "Vente à distance",
    ]
    # Metz is too far from Villeneuve-d'Ascq to be proposed.
    assert [row.place for row in cqpi.sessions] == ["Lille", "Roubaix"]


def test_days_without_pay_run_from_the_last_income_to_the_first_job(nadia):
    page = path_of(nadia)
    until = page.situation.income_until

    assert page.unpaid == (page.plan.ready_on - until).days
    csp = next(f for f in page.vehicles if f.vehicle.key == "csp")
    assert (csp.state, csp.unpaid) == ("open", 0)


def test_nothing_known_is_said_so(nadia):
    page = path_of(nadia, "M1607")

    assert page.plan.sessions == ()
    assert len(page.plan.unknown) == len(page.gap.essential) > 0
    assert (page.plan.complete, page.unpaid) == (False, None)
    assert [moment.kind for moment in page.timeline.moments] == ["today", "income"]


def test_without_an_end_of_income_the_days_are_unknown(nadia):
    Situation.objects.update(income_until=None)

    assert path_of(nadia).unpaid is None


def test_the_page_says_it_all(picker):
    page = picker.get(reverse("mobility:training_path", args=["D1408"])).content.decode()

    assert "0 sur 36 compétences demandées" in page
    assert "jours sans revenu" in page
    assert "L.1233-65" in page
    assert "Reconnue par" in page


def test_a_recognition_under_a_lapsed_agreement_is_said_on_the_path(picker):
    Agreement.objects.update(ends_on=date(2026, 3, 31))
    page = picker.get(reverse("mobility:training_path", args=["D1408"])).content.decode()

    assert "est échu depuis le 31 mars 2026" in page


def test_an_unknown_job_is_no_page(picker):
    assert picker.get(reverse("mobility:training_path", args=["Z9999"])).status_code == 404


def test_a_visitor_without_path_is_sent_to_the_first_step(client):
    answer = client.get(reverse("mobility:training_path", args=["D1408"]))

    assert answer.url == reverse("mobility:past_jobs")


def test_answers_are_kept_and_may_be_taken_back(picker, nadia):
    address = reverse("mobility:training_path", args=["D1408"])
    picker.post(address, {"standing": "permanent", "employer_agrees": "yes"})
    said = Situation.objects.get(profile=nadia.mobility_profile)
    assert (said.standing, said.employer_size, said.income_until) == ("permanent", "", None)

    assert picker.post(address, {"standing": "marquis"}).status_code == 422
    assert picker.post(address, {"income_until": "demain"}).status_code == 422
    said.refresh_from_db()
    assert said.standing == "permanent"


def test_a_lasting_contract_leaves_no_day_without_pay(nadia):
    services.say_situation(
        profile=nadia.mobility_profile,
        answers={"standing": "permanent", "employer_agrees": "yes", "host_agrees": "yes"},
        income_until=None,
    )
    page = path_of(nadia)
    states = {finding.vehicle.key: finding.state for finding in page.vehicles}

    assert page.unpaid == 0
    assert states["reconversion_external"] == states["training_plan"] == "open"
    assert states["csp"] == states["redeployment_leave"] == "closed"


def test_two_paths_side_by_side(picker):
    address = reverse("mobility:compare_training_paths")
    page = picker.get(address, {"a": "D1408", "b": "D1401"}).content.decode()
    assert "Jours sans revenu, au mieux" in page

    assert "deux fois le même" in picker.get(address, {"a": "D1408", "b": "D1408"}).content.decode()
    assert (
        "n’est pas dans la liste"
        in picker.get(address, {"a": "D1408", "b": "Z9999"}).content.decode()
    )
    assert picker.get(address).status_code == 200


def test_the_law_is_public_with_its_sources(client):
    page = client.get(reverse("mobility:legal_ways")).content.decode()

    assert "L.6324-1" in page
    assert "Lu le 22 novembre 2026" in page


def test_an_achieved_block_is_offered_never_imposed(nadia, django_user_model):
    block = demo_training.Certificate.objects.get(label=demo_training.CQPI).blocks.get(number=1)
    result = BlockResultFactory(person=nadia, block=block)
    event = BlockAchieved(result_id=result.pk, block_id=block.pk)
    offer = services.offer_block(event)
    services.offer_block(event)

    assert BlockOffer.objects.count() == 1
    assert not held_skills(nadia.mobility_profile) & set(block.skills)
    services.answer_block_offer(offer_id=offer.pk, accepted=True)
    services.answer_block_offer(offer_id=offer.pk, accepted=False)

    assert held_skills(nadia.mobility_profile) >= set(block.skills)
    assert services.offer_block(event) is None


def test_a_result_erased_meanwhile_offers_nothing():
    assert services.offer_block(BlockAchieved(result_id=1, block_id=1)) is None


def test_somebody_without_a_path_gets_one_with_the_offer():
    result = BlockResultFactory()
    offer = services.offer_block(BlockAchieved(result_id=result.pk, block_id=result.block_id))

    assert offer.profile.person == result.person


@pytest.mark.parametrize(("visitor", "status"), [("owner", 302), ("other", 404), ("nobody", 302)])
@pytest.mark.parametrize("do", ["add", "leave"])
def test_only_the_owner_answers_about_a_block(visitor, status, do):
    owner = PersonFactory()
    offer = BlockOfferFactory(profile__person=owner)
    client = Client()
    if visitor != "nobody":
        client.force_login(owner if visitor == "owner" else PersonFactory())

    answer = client.post(reverse("mobility:answer_block", args=[offer.pk]), {"do": do})

    offer.refresh_from_db()
    assert answer.status_code == status
    assert offer.accepted == ((do == "add") if visitor == "owner" else None)


def test_places_asked_for_a_need_are_counted_in_the_ledger(demo_world):
    need = NeedFactory()
    session = demo_training.Programme.objects.first().sessions.first()
    enrolments = [EnrolmentFactory(session=session, need_id=need.pk) for _ in range(3)]

    def told(state):
        services.count_places(EnrolmentChanged(enrolments[0].pk, session.pk, state, need.pk))
        answer = NeedAnswer.objects.get(need=need)
        return answer.kind, answer.ref, answer.places

    assert told("asked") == ("training", f"session:{session.pk}", 3)
    enrolments[0].state = "cancelled"
    enrolments[0].save()
    assert told("cancelled")[2] == 2
    services.count_places(EnrolmentChanged(1, session.pk, "asked"))


def test_what_was_said_is_taken_away_and_erased(nadia):
    BlockOfferFactory(profile=nadia.mobility_profile)

    told = services.export_training_path(nadia)
    assert told["situation"]["standing"] == "dismissal"
    assert told["blocks"][0]["accepted"] is None
    services.erase_training_path(nadia)
    assert not Situation.objects.filter(profile=nadia.mobility_profile).exists()
    assert services.export_training_path(PersonFactory()) == {}


def offer_certificates(count):
    for block in BlockFactory.create_batch(count):
        starts_on = timezone.localdate() + timedelta(days=30)
        SessionFactory(
            programme=ProgrammeFactory(blocks=[block]),
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=9),
        )


def test_ten_certificates_cost_as_many_queries_as_two(picker, django_assert_max_num_queries):
    address = reverse("mobility:training_path", args=["D1408"])
    picker.get(address)
    with django_assert_max_num_queries(52):
        picker.get(address)
    offer_certificates(2)
    with django_assert_max_num_queries(60) as few:
        picker.get(address)
    offer_certificates(8)
    with django_assert_max_num_queries(len(few)):
        page = picker.get(address).content.decode()

    assert page.count("Certificat inventé") >= 10


def test_a_certificate_is_taught_whole_by_its_own_blocks_alone(nadia):
    first, second = BlockFactory(number=1), BlockFactory()
    BlockFactory(certificate=first.certificate, number=2)
    starts_on = timezone.localdate() + timedelta(days=30)
    mixed = SessionFactory(
        programme=ProgrammeFactory(blocks=[first, second]), starts_on=starts_on, ends_on=starts_on
    )
    whole = {each.certificate.id: each.sessions for each in path_of(nadia).certificates}

    assert whole[first.certificate_id] == ()
    assert [row.id for row in whole[second.certificate_id]] == [mixed.pk]


def test_a_second_furnishing_changes_nothing(demo_world):
    before = demo_training.Programme.objects.count()
    demo.furnish()

    assert demo_training.Programme.objects.count() == before == 5


def test_the_sessions_of_the_demo_are_always_to_come(demo_world):
    assert demo_training.first_monday() > timezone.localdate() + timedelta(days=27)
    assert demo_training.first_monday().weekday() == 0


def test_a_guest_without_skills_sees_the_whole_card():
    job = PastJobFactory()
    page = training_path(job.profile, "D1408")

    assert page.gap.known is False
    assert page.unpaid is None


def test_vacancies_that_ask_nothing_come_first_behind_an_open_door(nadia):
    rows = path_of(nadia).vacancies.rows
    asking = [not each.beginners for each in rows]

    assert rows
    assert asking == sorted(asking)


def test_what_a_guest_said_of_their_situation_follows_them():
    guest, own = ProfileFactory(), ProfileFactory(person=PersonFactory())
    SituationFactory(profile=guest, standing="job_seeker")
    SituationFactory(profile=own, standing="permanent")

    pour_profile(guest=guest, own=own)

    assert [said.standing for said in Situation.objects.filter(profile=own)] == ["job_seeker"]
