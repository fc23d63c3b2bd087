"""Needs, posts, contacts, hires: each written once, none lost, none counted twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.posts import services
from boutdufil.kernel.posts.enums import (
    ClosingReason,
    ContactKind,
    NeedOrigin,
    PostState,
    VacancyStatus,
)
from boutdufil.kernel.posts.errors import (
    NoOpenPostError,
    NothingToOpenError,
    TooFewOpenPostsError,
)
from boutdufil.kernel.posts.models import Contact, Hire, NeedAnswer, Post, Vacancy
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import AttachmentFactory, ContactFactory, NeedFactory, VacancyFactory

BUS = "campaign:12"
WEEK = "campaign:13"

pytestmark = pytest.mark.django_db


def vacancy_with(posts: int) -> Vacancy:
    vacancy = VacancyFactory()
    services.open_posts(vacancy_id=vacancy.pk, count=posts)
    return vacancy


def hire(vacancy, person, on=None):
    return services.record_hire(
        vacancy_id=vacancy.pk,
        person_id=person.pk,
        hired_on=on or timezone.localdate(),
        recorded_by_id=None,
    )


def test_a_need_says_who_asks_and_for_how_many():
    organisation = OrganisationFactory()

    need = services.open_need(
        organisation_id=organisation.pk,
        origin=NeedOrigin.EMPLOYER,
        draft=services.NeedDraft(headcount=12, code="D1408", commune="59350"),
        actor_id=None,
    )

    assert (need.headcount, need.code, need.closed_at) == (12, "D1408", None)
    assert AuditEntry.objects.filter(verb="posts.open_need").count() == 1


def test_a_need_for_nobody_is_refused():
    with pytest.raises(NothingToOpenError):
        services.open_need(
            organisation_id=OrganisationFactory().pk,
            origin=NeedOrigin.EMPLOYER,
            draft=services.NeedDraft(headcount=0),
            actor_id=None,
        )


def test_a_closed_need_keeps_its_first_reason():
    need = NeedFactory()

    services.close_need(need_id=need.pk, reason=ClosingReason.BUDGET, actor_id=None)
    again = services.close_need(need_id=need.pk, reason=ClosingReason.MISTAKE, actor_id=None)

    assert again.closing_reason == ClosingReason.BUDGET


def test_an_answer_to_a_need_is_one_line_per_reference():
    need = NeedFactory()

    for places in (8, 10):
        services.answer_need(need_id=need.pk, kind="training", ref="session:3", places=places)

    assert NeedAnswer.objects.get(need=need).places == 10


def test_posts_are_numbered_after_those_there_are():
    vacancy = vacancy_with(2)

    services.open_posts(vacancy_id=vacancy.pk, count=1)

    assert list(vacancy.posts.values_list("number", flat=True)) == [1, 2, 3]


def test_a_hire_fills_the_first_open_post_and_the_same_person_is_one_hire():
    vacancy, person = vacancy_with(2), PersonFactory()

    first, second = hire(vacancy, person), hire(vacancy, person)

    assert first == second
    assert list(vacancy.posts.values_list("state", flat=True)) == [PostState.FILLED, PostState.OPEN]


def test_the_last_hire_fills_the_vacancy_and_nobody_more_is_hired():
    vacancy = vacancy_with(1)

    hire(vacancy, PersonFactory())

    vacancy.refresh_from_db()
    assert vacancy.status == VacancyStatus.FILLED
    with pytest.raises(NoOpenPostError):
        hire(vacancy, PersonFactory())


def test_a_hire_that_did_not_hold_opens_its_post_again():
    vacancy, person = vacancy_with(1), PersonFactory()
    undone = hire(vacancy, person)

    for _twice in range(2):
        services.cancel_hire(hire_id=undone.pk, reason="essai", actor_id=None)

    vacancy.refresh_from_db()
    assert vacancy.status == VacancyStatus.PUBLISHED
    assert hire(vacancy, person).pk != undone.pk


def test_closing_more_posts_than_are_open_closes_none():
    vacancy = vacancy_with(2)

    with pytest.raises(TooFewOpenPostsError):
        services.close_posts(
            vacancy_id=vacancy.pk, count=3, reason=ClosingReason.BUDGET, actor_id=None
        )

    assert vacancy.posts.filter(state=PostState.OPEN).count() == 2


def test_a_hire_is_counted_through_the_first_recent_contact_there():
    vacancy, person = vacancy_with(1), PersonFactory()
    for to in (BUS, WEEK):
        AttachmentFactory(vacancy=vacancy, to=to, attached_at=timezone.now() - timedelta(days=200))
    for days, through in ((120, BUS), (30, WEEK), (20, BUS), (40, "")):
        Contact.objects.filter(through=through).exists() or ContactFactory(
            vacancy=vacancy,
            person=person,
            through=through,
            kind=ContactKind.VISIT,
            at=timezone.now() - timedelta(days=days),
        )

    # The bus was met 120 days ago, which is too long: the week counts.
    assert hire(vacancy, person).contact.through == WEEK


@pytest.mark.parametrize(("days", "counted"), [(0, BUS), (90, BUS), (91, "")])
def test_ninety_days_are_counted_to_the_day(days, counted):
    vacancy, person = vacancy_with(1), PersonFactory()
    # The same hour of a day of the calendar, on either side of a change of clocks.
    met = timezone.localtime() - timedelta(days=days)
    AttachmentFactory(vacancy=vacancy, to=BUS, attached_at=met - timedelta(hours=1))
    ContactFactory(vacancy=vacancy, person=person, through=BUS, at=met)
    ContactFactory(vacancy=vacancy, person=person, through="", at=met)

    assert hire(vacancy, person).contact.through == counted


def test_a_contact_where_the_vacancy_was_not_shown_counts_for_nothing():
    vacancy, person = vacancy_with(1), PersonFactory()
    ContactFactory(vacancy=vacancy, person=person, through=BUS)

    assert hire(vacancy, person).contact is None


def test_a_contact_counts_although_the_vacancy_was_taken_off_since():
    vacancy, person = vacancy_with(1), PersonFactory()
    services.attach(vacancy_id=vacancy.pk, to=BUS)
    services.record_contact(
        vacancy_id=vacancy.pk, person_id=person.pk, kind=ContactKind.VISIT, through=BUS
    )

    services.detach(vacancy_id=vacancy.pk, to=BUS)

    assert hire(vacancy, person).contact.through == BUS


def test_the_first_meeting_stays_the_first():
    vacancy, person = vacancy_with(1), PersonFactory()

    ways = [
        services.record_contact(vacancy_id=vacancy.pk, person_id=person.pk, kind=kind, through=BUS)
        for kind in (ContactKind.VISIT, ContactKind.APPLICATION)
    ]

    assert ways[0] == ways[1]
    assert ways[1].kind == ContactKind.VISIT


@pytest.mark.parametrize("model", [Post, Contact, Hire])
def test_lines_of_the_ledger_are_never_deleted(model):
    vacancy, person = vacancy_with(1), PersonFactory()
    services.record_contact(
        vacancy_id=vacancy.pk, person_id=person.pk, kind=ContactKind.APPLICATION
    )
    hire(vacancy, person)

    with pytest.raises(DatabaseError, match="never deleted"), transaction.atomic():
        model.objects.all()._raw_delete("default")


def test_a_hire_is_never_rewritten():
    vacancy = vacancy_with(1)
    made = hire(vacancy, PersonFactory())

    with pytest.raises(DatabaseError, match="never rewritten"), transaction.atomic():
        Hire.objects.filter(pk=made.pk).update(hired_on=date(2020, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_fill_three_posts_with_three_hires():
    vacancy = vacancy_with(3)
    people = [PersonFactory() for _ in range(8)]

    def try_to_hire(person):
        try:
            hire(vacancy, person)
        except NoOpenPostError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        hired = list(pool.map(try_to_hire, people))

    assert sum(hired) == 3
    assert Hire.objects.count() == Post.objects.filter(state=PostState.FILLED).count() == 3
