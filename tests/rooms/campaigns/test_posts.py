"""Posts stay the ledger's: shown by a node, counted for all beneath it, each once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.posts import services as ledger
from boutdufil.kernel.posts.models import NeedAnswer
from boutdufil.kernel.posts.references import named_reference
from boutdufil.rooms.campaigns.enums import NodeStatus
from boutdufil.rooms.campaigns.errors import CampaignError
from boutdufil.rooms.campaigns.selectors.nodes import node_row, tree_of
from boutdufil.rooms.campaigns.selectors.posts import figure_of, references_of, shown_vacancies
from boutdufil.rooms.campaigns.services.posts import answer_need, hide_vacancy, show_vacancy
from tests.factories.campaigns import CampaignFactory, NodeFactory, PartnerFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import NeedFactory, PostFactory, VacancyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tour():
    return CampaignFactory()


@pytest.fixture
def organiser(tour, client):
    person = MembershipFactory(organisation=tour.organiser, role=Role.MANAGER).person
    client.force_login(person)
    return person


def vacancy_of(firm, posts=1):
    vacancy = VacancyFactory(organisation=firm)
    for number in range(posts):
        PostFactory(vacancy=vacancy, number=number + 1)
    return vacancy


def test_a_figure_counts_what_is_shown_beneath_each_post_once(tour, organiser):
    stop, draft = NodeFactory(parent=tour), NodeFactory(parent=tour, status=NodeStatus.DRAFT)
    both, hidden = vacancy_of(tour.organiser, 3), vacancy_of(tour.organiser, 5)
    for node, vacancy in ((tour, both), (stop, both), (draft, hidden)):
        show_vacancy(node=node_row(node.pk), vacancy_id=vacancy.pk, person=organiser)
    person = PersonFactory()
    ledger.record_contact(
        vacancy_id=both.pk, person_id=person.pk, kind="visit", through=f"campaign:{stop.pk}"
    )
    ledger.record_hire(
        vacancy_id=both.pk,
        person_id=person.pk,
        hired_on=timezone.localdate() + timedelta(days=1),
        recorded_by_id=None,
    )

    tree = tree_of(tour.pk)
    figure = figure_of(tree, tour.pk)

    assert (figure.offered, figure.filled, figure.filled_through) == (3, 1, 1)
    assert figure_of(tree, draft.pk) is None
    assert figure.counted_url.startswith(reverse("posts:counted"))


def test_how_it_was_counted_can_be_read(tour, organiser, client):
    show_vacancy(node=node_row(tour.pk), vacancy_id=vacancy_of(tour.organiser).pk, person=organiser)

    answer = client.get(figure_of(tree_of(tour.pk), tour.pk).counted_url)

    assert answer.status_code == 200
    assert tour.name in answer.content.decode()


def test_a_reference_names_what_is_public_alone(tour):
    draft = NodeFactory(parent=tour, status=NodeStatus.DRAFT)

    assert named_reference(f"campaign:{tour.pk}").url == f"/c/{tour.slug}/"
    assert named_reference(f"campaign:{draft.pk}") is None
    assert references_of(tree_of(tour.pk), tour.pk) == (f"campaign:{tour.pk}",)


@pytest.mark.parametrize(
    ("employer", "shown"),
    [("organiser", True), ("company", True), ("partner", True), ("own", True), ("other", False)],
)
def test_only_employers_that_take_part_are_shown(tour, organiser, employer, shown):
    firm = tour.organiser if employer == "organiser" else OrganisationFactory()
    if employer == "company":
        NodeFactory(parent=tour, organiser=firm)
    if employer == "partner":
        PartnerFactory(node=tour, organisation=firm)
    if employer == "own":
        MembershipFactory(person=organiser, organisation=firm, role=Role.RECRUITER)
    vacancy, row = vacancy_of(firm), node_row(tour.pk)

    if shown:
        show_vacancy(node=row, vacancy_id=vacancy.pk, person=organiser)
    else:
        with pytest.raises(CampaignError):
            show_vacancy(node=row, vacancy_id=vacancy.pk, person=organiser)

    assert [one.id for one in shown_vacancies((row.reference,))] == [vacancy.pk] * shown


def test_what_is_hidden_again_is_no_longer_shown(tour, organiser):
    row, vacancy = node_row(tour.pk), vacancy_of(tour.organiser)
    show_vacancy(node=row, vacancy_id=vacancy.pk, person=organiser)

    hide_vacancy(node=row, vacancy_id=vacancy.pk, actor_id=organiser.pk)

    assert shown_vacancies((row.reference,)) == ()
    with pytest.raises(CampaignError):
        hide_vacancy(node=row, vacancy_id=vacancy.pk, actor_id=organiser.pk)


def test_a_need_of_ones_own_is_answered_by_a_stop(tour, organiser):
    row, need = node_row(tour.pk), NeedFactory(organisation=tour.organiser, headcount=20)

    for places in (10, 12):
        answer_need(node=row, need_id=need.pk, places=places, person=organiser)

    answer = NeedAnswer.objects.get()
    assert (answer.need, answer.ref, answer.places) == (need, f"campaign:{tour.pk}", 12)
    for other in (NeedFactory(), NeedFactory(organisation=tour.organiser, confidential=True)):
        with pytest.raises(CampaignError):
            answer_need(node=row, need_id=other.pk, places=1, person=organiser)


def test_the_page_of_vacancies_shows_and_hides(tour, organiser, client):
    vacancy, need = vacancy_of(tour.organiser), NeedFactory(organisation=tour.organiser)
    page = reverse("campaigns:vacancies", args=[tour.pk])

    assert client.post(page, {"vacancies": ["x"]}).status_code == 422
    assert client.post(page, {"vacancies": [vacancy.pk]}).url == page
    assert vacancy.title in client.get(page).content.decode()
    client.post(reverse("campaigns:hide_vacancy", args=[tour.pk]), {"vacancy": vacancy.pk})
    assert shown_vacancies((f"campaign:{tour.pk}",)) == ()
    client.post(reverse("campaigns:answer_need", args=[tour.pk]), {"need": need.pk, "places": "3"})
    assert NeedAnswer.objects.get().places == 3


@pytest.mark.parametrize("vacancy", ["", "x", "9" * 40])
def test_a_number_that_is_none_hides_nothing(tour, organiser, client, vacancy):
    answer = client.post(reverse("campaigns:hide_vacancy", args=[tour.pk]), {"vacancy": vacancy})

    assert answer.status_code == 404


def test_a_vacancy_says_through_what_one_came(tour, organiser, client):
    stop = NodeFactory(parent=tour)
    both, below = vacancy_of(tour.organiser), vacancy_of(tour.organiser)
    for node, vacancy in ((tour, both), (stop, both), (stop, below)):
        show_vacancy(node=node_row(node.pk), vacancy_id=vacancy.pk, person=organiser)

    shown = shown_vacancies(references_of(tree_of(tour.pk), tour.pk))

    ways = {one.id: one.path.partition("?par=")[2] for one in shown}
    assert ways == {both.pk: f"campaign:{tour.pk}", below.pk: f"campaign:{stop.pk}"}
    assert client.get(shown[0].path).status_code == 200
