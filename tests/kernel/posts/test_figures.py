"""Every figure of posts is a query on the ledger, and equals a recount by hand."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.kernel.people.registry import subject_data
from boutdufil.kernel.posts import references, services
from boutdufil.kernel.posts.enums import ClosingReason, ContactKind, NeedOrigin, PostState
from boutdufil.kernel.posts.models import Hire, Post
from boutdufil.kernel.posts.selectors import (
    Scope,
    counted_vacancies,
    open_posts,
    post_figure,
    vacancies_with_open_posts,
)
from tests.factories.organisations import AffiliationFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import DraftFactory, NeedFactory, VacancyFactory

BUS, WEEK = "fair:12", "fair:13"

pytestmark = pytest.mark.django_db


@pytest.fixture
def fairs():
    """An invented room that names its fairs, and leaves number 99 unnamed."""

    def name(number):
        return None if number == 99 else references.Reference(f"fair:{number}", "Le bus")

    references.register_references("fair", name)
    yield
    references.forget_references("fair")


def vacancy(posts, filled_through=(), closed=0, **fields):
    made = VacancyFactory(**fields)
    services.open_posts(vacancy_id=made.pk, count=posts)
    for through in filled_through:
        person = PersonFactory()
        if through:
            services.attach(vacancy_id=made.pk, to=through)
            services.record_contact(
                vacancy_id=made.pk, person_id=person.pk, kind=ContactKind.VISIT, through=through
            )
        services.record_hire(
            vacancy_id=made.pk,
            person_id=person.pk,
            hired_on=timezone.localdate(),
            recorded_by_id=None,
        )
    if closed:
        services.close_posts(
            vacancy_id=made.pk, count=closed, reason=ClosingReason.BUDGET, actor_id=None
        )
    return made


def world():
    """Vacancies of two employers in two places, shown by a bus and a week."""
    group = OrganisationFactory()
    site = OrganisationFactory(parent=group)
    first = vacancy(5, (BUS, BUS, ""), closed=1, organisation=site)
    second = vacancy(4, (BUS, WEEK), organisation=group, code="M1602", commune="57463")
    third = vacancy(2, (), commune="2A004")
    for shown in (first, second):
        services.attach(vacancy_id=shown.pk, to=WEEK)
    DraftFactory()
    hidden = vacancy(7)
    type(hidden).objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    return group, site, first, second, third


def recount(scope, vacancies):
    """Count without the database's help: every post and hire, one by one."""
    posts = [
        p
        for p in Post.objects.select_related("vacancy")
        if p.vacancy in vacancies and p.closing_reason != ClosingReason.MISTAKE
    ]
    through = [
        h
        for h in Hire.objects.select_related("contact", "post__vacancy")
        if h.cancelled_at is None
        and h.post.vacancy in vacancies
        and h.contact is not None
        and h.contact.through in scope.through
    ]
    states = [p.state for p in posts]
    return (len(posts), *(states.count(s) for s in ("open", "filled", "closed")), len(through))


def counts(figure):
    return (figure.offered, figure.open, figure.filled, figure.closed, figure.filled_through)


def test_each_scope_equals_its_recount():
    group, site, first, second, third = world()
    everything = [first, second, third]
    AffiliationFactory(branch__slug="relation-client", organisation=site)
    scopes = {
        Scope(): everything,
        Scope(organisation_id=group.pk): [first, second],
        Scope(organisation_id=site.pk): [first],
        Scope(branch="relation-client"): [first],
        Scope(code="M1602"): [second],
        Scope(department="57"): [second],
        Scope(department="2A"): [third],
        Scope(through=(BUS,)): [first, second],
        Scope(through=(WEEK,)): [first, second],
        Scope(through=(BUS, WEEK)): [first, second],
        Scope(vacancy_id=third.pk): [third],
        Scope(need_id=first.need_id): [first],
        Scope(opened_from=timezone.localdate()): everything,
        Scope(opened_until=timezone.localdate() - timedelta(days=1)): [],
    }

    for scope, vacancies in scopes.items():
        assert counts(post_figure(scope)) == recount(scope, vacancies), scope


def test_the_figure_of_a_group_holds_the_sites_of_its_companies():
    group = OrganisationFactory()
    site = OrganisationFactory(parent=OrganisationFactory(parent=group))
    vacancy(3, organisation=site)

    assert post_figure(Scope(organisation_id=group.pk)).offered == 3


def test_offered_is_what_became_of_it_and_other_hires_stand_apart():
    world()

    figure = post_figure(Scope(through=(BUS,)))

    assert figure.offered == figure.open + figure.filled + figure.closed == 9
    assert (figure.filled_through, figure.filled_otherwise) == (3, 2)


def test_a_hire_is_counted_through_one_thing_alone():
    world()

    alone = [post_figure(Scope(through=(ref,))).filled_through for ref in (BUS, WEEK)]

    assert sum(alone) == post_figure(Scope(through=(BUS, WEEK))).filled_through == 4


def test_mistakes_confidential_needs_and_cancelled_hires_do_not_count():
    made = vacancy(3, ("",))
    services.close_posts(vacancy_id=made.pk, count=1, reason=ClosingReason.MISTAKE, actor_id=None)
    services.cancel_hire(hire_id=Hire.objects.get().pk, reason="essai", actor_id=None)
    vacancy(4, need=NeedFactory(confidential=True))

    assert counts(post_figure(Scope())) == (2, 2, 0, 0, 0)


def test_the_lines_of_a_figure_add_up_to_it():
    world()
    scope = Scope(through=(BUS, WEEK))

    lines = list(counted_vacancies(scope)[:100])

    figure = post_figure(scope)
    assert len(counted_vacancies(scope)) == len(lines) == 2
    for name in ("offered", "open", "filled", "closed", "filled_through"):
        assert sum(getattr(line, name) for line in lines) == getattr(figure, name)
    assert counted_vacancies(scope)[1] == lines[1]


def test_the_page_says_how_it_was_counted(client, fairs):
    world()
    figure = post_figure(Scope(through=(BUS,)))

    answer = client.get(figure.counted_url)

    assert answer.status_code == 200
    assert answer.context["figure"] == figure
    assert "Le bus" in answer.text
    assert reverse("posts:counted") in figure.counted_url


def test_the_file_recounts_to_the_same_figure(client, fairs):
    world()
    figure = post_figure(Scope(through=(BUS,)))

    answer = client.get(f"{reverse('posts:counted_file')}?{figure.scope.query()}")

    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert sum(int(line[4]) for line in lines[1:]) == figure.offered
    assert sum(int(line[6]) for line in lines[1:]) == figure.filled


@pytest.mark.parametrize(
    "query",
    [
        "code=Z9999",
        "code=x",
        "department=99",
        "branch=inconnue",
        "organisation_id=999999",
        "through=fair:99",
        "through=plan:1",
        "through=nothing",
        "opened_from=hier",
        "opened_from=2026-02-01&opened_until=2026-01-01",
    ],
)
@pytest.mark.parametrize("name", ["posts:counted", "posts:counted_file"])
def test_an_unknown_filter_is_an_error_and_never_a_zero(client, fairs, name, query):
    answer = client.get(f"{reverse(name)}?{query}")

    assert answer.status_code == 400
    assert "pourvu" not in answer.text


def hidden(**fields):
    return vacancy(1, hidden_at=timezone.now(), **fields)


def confidential():
    return vacancy(1, need=NeedFactory(confidential=True))


def draft():
    made = DraftFactory(title="Hôtesse d’un brouillon")
    services.open_posts(vacancy_id=made.pk, count=1)
    return made


@pytest.mark.parametrize("make", [draft, hidden, confidential])
@pytest.mark.parametrize("field", ["vacancy_id", "need_id"])
@pytest.mark.parametrize("name", ["posts:counted", "posts:counted_file"])
def test_a_number_opens_nothing_that_is_not_public(client, name, field, make):
    made = make()
    number = made.pk if field == "vacancy_id" else made.need_id

    answer = client.get(reverse(name), {field: number})

    assert answer.status_code == 400
    assert made.title not in answer.text
    nobody = client.get(reverse(name), {field: 999_999})
    assert answer.context["form"].errors == nobody.context["form"].errors


@pytest.mark.parametrize("name", ["posts:counted", "posts:counted_file"])
def test_how_many_leave_a_site_is_never_told_by_the_number_of_a_need(client, name):
    need = NeedFactory(origin=NeedOrigin.REDEPLOYMENT, headcount=300)
    vacancy(1, need=need)

    answer = client.get(reverse(name), {"need_id": need.pk})

    assert answer.status_code == 400
    assert "300" not in answer.text


def test_what_is_public_is_named_without_how_many_were_asked(client):
    made = vacancy(2, need=NeedFactory(headcount=77))

    by_need = client.get(reverse("posts:counted"), {"need_id": made.need_id})
    by_vacancy = client.get(reverse("posts:counted"), {"vacancy_id": made.pk})

    assert (by_need.status_code, by_vacancy.status_code) == (200, 200)
    assert "77" not in dict(by_need.context["narrowings"])["Besoin"]
    assert dict(by_vacancy.context["narrowings"]) == {"Offre": made.title}
    assert str(NeedFactory(headcount=8)).endswith("8 × D1408")


def test_the_page_costs_the_same_for_one_vacancy_and_for_thirty(
    client, django_assert_max_num_queries
):
    vacancy(1)
    for _ in range(29):
        vacancy(1)

    with django_assert_max_num_queries(8):
        client.get(reverse("posts:counted"))


def test_an_erased_person_leaves_the_counts_true():
    made = vacancy(2, (BUS,))
    person = Hire.objects.get().person
    posts = next(data for data in subject_data() if data.name == "posts")
    assert posts.export(person)["hires"][0]["hired_on"] == date.today().isoformat()  # noqa: DTZ011

    before = post_figure(Scope(through=(BUS,)))
    posts.erase(person)

    assert post_figure(Scope(through=(BUS,))) == before
    assert Hire.objects.get().person is None
    assert made.posts.filter(state=PostState.FILLED).count() == 1


def test_open_posts_are_those_of_the_ledger_hidden_and_unpublished_ones_too(db):
    _group, _site, first, second, third = world()
    draft, hidden = vacancy(2, status="draft", published_at=None), vacancy(3)
    type(hidden).objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    full = vacancy(1, ("",))
    asked = [one.pk for one in (first, second, third, draft, hidden, full)]
    by_hand = {
        pk: sum(
            post.vacancy_id == pk and post.state == PostState.OPEN for post in Post.objects.all()
        )
        for pk in asked
    }

    assert open_posts(asked) == by_hand
    assert (by_hand[draft.pk], by_hand[hidden.pk], by_hand[full.pk]) == (2, 3, 0)
    still = {row["vacancy_id"] for row in vacancies_with_open_posts()} & set(asked)
    assert still == {pk for pk, count in by_hand.items() if count}
