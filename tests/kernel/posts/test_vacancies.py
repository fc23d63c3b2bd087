"""The life of a vacancy: drafted, changed, published, renewed, withdrawn, expired, filled."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from boutdufil.kernel.audit.models import AuditEntry
from boutdufil.kernel.events.models import OutboxEvent
from boutdufil.kernel.posts import services
from boutdufil.kernel.posts.drafts import (
    LanguageAsked,
    SkillAsked,
    VacancyDraft,
    contract_month_pay,
    month_pay,
)
from boutdufil.kernel.posts.enums import ClosingReason, NeedOrigin, PostState, VacancyStatus
from boutdufil.kernel.posts.errors import (
    NoOpenPostError,
    NothingToOpenError,
    NotPublishableError,
    PublicationUnconfirmedError,
    WrongVacancyStateError,
)
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors.figures import Scope, post_figure
from boutdufil.kernel.posts.selectors.history import history
from boutdufil.kernel.posts.selectors.vacancies import (
    draft_of,
    employer_rows,
    employer_vacancies,
    proposed_skills,
    vacancy_page,
)
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import NeedFactory
from tests.kernel.posts.drafts import changed, good_draft

pytestmark = pytest.mark.django_db


def names_published():
    return list(OutboxEvent.objects.order_by("pk").values_list("name", flat=True))


@pytest.fixture
def recruiter():
    return PersonFactory()


@pytest.fixture
def draft_vacancy(recruiter):
    return services.create_vacancy(
        organisation_id=OrganisationFactory().pk, draft=good_draft(posts=2), actor_id=recruiter.pk
    )


@pytest.fixture
def published(draft_vacancy, recruiter):
    return services.publish_vacancy(vacancy_id=draft_vacancy.pk, actor_id=recruiter.pk)


def test_a_draft_is_born_with_its_need_and_its_posts(draft_vacancy):
    need = draft_vacancy.need

    assert draft_vacancy.status == VacancyStatus.DRAFT
    assert (need.origin, need.headcount, need.code) == (NeedOrigin.EMPLOYER, 2, "D1408")
    assert draft_vacancy.posts.filter(state=PostState.OPEN).count() == 2
    assert draft_of(draft_vacancy) == good_draft(posts=2)
    assert AuditEntry.objects.filter(subject=f"vacancy:{draft_vacancy.pk}").exists()


def test_a_vacancy_can_answer_a_need_that_is_there():
    need = NeedFactory()

    vacancy = services.create_vacancy(
        organisation_id=need.organisation_id, draft=good_draft(), actor_id=None, need_id=need.pk
    )

    assert vacancy.need == need


def test_a_vacancy_without_a_post_is_none():
    with pytest.raises(NothingToOpenError):
        services.create_vacancy(
            organisation_id=OrganisationFactory().pk, draft=good_draft(posts=0), actor_id=None
        )


def test_pay_of_a_month_and_the_place_are_computed(draft_vacancy):
    assert draft_vacancy.month_pay_min == 195_000
    assert draft_vacancy.latitude == pytest.approx(50.63, abs=0.01)


@pytest.mark.parametrize(
    ("cents", "period", "hours", "full", "own"),
    [
        (1_300, "hour", Decimal(35), 197_171, 197_171),
        (1_300, "hour", Decimal(20), 197_171, 112_669),
        (1_300, "hour", None, 197_171, 197_171),
        (195_000, "month", Decimal(35), 195_000, 195_000),
        (97_500, "month", Decimal("17.5"), 195_000, 97_500),
        (195_000, "month", Decimal(39), 195_000, 195_000),
        (2_400_000, "year", Decimal(35), 200_000, 200_000),
        (None, "month", Decimal(35), None, None),
        (195_000, "", Decimal(35), None, None),
    ],
)
def test_pays_are_brought_to_a_month(cents, period, hours, full, own):
    assert month_pay(cents, period, hours) == full
    assert contract_month_pay(cents, period, hours) == own


def test_publishing_dates_it_shows_it_and_tells(published):
    assert published.status == VacancyStatus.PUBLISHED
    assert published.published_at.date() == timezone.now().date()
    assert published.apply_until == timezone.localdate() + timedelta(days=60)
    assert names_published()[-1] == "posts.vacancy_published"
    figure = post_figure(Scope(vacancy_id=published.pk))
    assert (figure.offered, figure.open) == (2, 2)


def test_the_law_stops_a_publication_and_names_the_words(draft_vacancy, recruiter):
    bad = changed(
        good_draft(posts=2), description="Vous êtes jeune et célibataire. " * 3, pay_min=None
    )
    services.change_vacancy(vacancy_id=draft_vacancy.pk, draft=bad, actor_id=recruiter.pk)

    with pytest.raises(NotPublishableError) as refusal:
        services.publish_vacancy(vacancy_id=draft_vacancy.pk, actor_id=recruiter.pk, confirmed=True)

    assert {f.rule for f in refusal.value.findings if f.is_blocking} == {
        "young", "family", "missing_pay_min",
    }  # fmt: skip
    draft_vacancy.refresh_from_db()
    assert draft_vacancy.status == VacancyStatus.DRAFT


def test_a_warning_is_confirmed_once_and_kept_in_the_history(draft_vacancy, recruiter):
    outbound = changed(good_draft(posts=2), outbound=True)
    services.change_vacancy(vacancy_id=draft_vacancy.pk, draft=outbound, actor_id=recruiter.pk)
    with pytest.raises(PublicationUnconfirmedError):
        services.publish_vacancy(vacancy_id=draft_vacancy.pk, actor_id=recruiter.pk)

    services.publish_vacancy(vacancy_id=draft_vacancy.pk, actor_id=recruiter.pk, confirmed=True)

    entry = draft_vacancy.history.get(verb="published")
    assert entry.facts == {"confirmed": ["missing_outbound"]}


def test_a_pay_under_the_minimum_wage_asks_twice(draft_vacancy, recruiter):
    low = changed(good_draft(posts=2), pay_min=1_100, pay_max=1_200, pay_period="hour")
    services.change_vacancy(vacancy_id=draft_vacancy.pk, draft=low, actor_id=recruiter.pk)

    with pytest.raises(PublicationUnconfirmedError) as refusal:
        services.publish_vacancy(vacancy_id=draft_vacancy.pk, actor_id=recruiter.pk)

    assert [f.article.number for f in refusal.value.findings] == ["L.3231-2"]


def test_a_change_says_which_fields_and_only_a_change_is_told(published, recruiter):
    same = services.change_vacancy(
        vacancy_id=published.pk,
        draft=changed(draft_of(published)),
        actor_id=recruiter.pk,
    )
    assert not same.history.filter(verb="changed").exists()

    new = changed(
        draft_of(published),
        title="Conseillère ou conseiller à distance",
        languages=(LanguageAsked("en", "B2"),),
        skills=(SkillAsked("z:1", "Écouter", required=True),),
    )
    services.change_vacancy(vacancy_id=published.pk, draft=new, actor_id=recruiter.pk)

    entry = published.history.get(verb="changed")
    assert sorted(entry.facts["fields"]) == ["languages", "skills", "title"]
    assert names_published()[-1] == "posts.vacancy_changed"
    assert draft_of(Vacancy.objects.get(pk=published.pk)) == new


def test_a_published_vacancy_cannot_become_unlawful(published, recruiter):
    bad = changed(draft_of(published), description="Femmes uniquement. " * 5)

    with pytest.raises(NotPublishableError):
        services.change_vacancy(
            vacancy_id=published.pk, draft=bad, actor_id=recruiter.pk, confirmed=True
        )

    published.refresh_from_db()
    assert "Femmes" not in published.description


def test_the_posts_of_a_draft_follow_its_form(draft_vacancy, recruiter):
    for wanted in (5, 1):
        services.change_vacancy(
            vacancy_id=draft_vacancy.pk, draft=good_draft(posts=wanted), actor_id=recruiter.pk
        )
        assert draft_vacancy.posts.filter(state=PostState.OPEN).count() == wanted
    draft_vacancy.need.refresh_from_db()
    assert draft_vacancy.need.headcount == 1
    services.publish_vacancy(vacancy_id=draft_vacancy.pk, actor_id=recruiter.pk)
    figure = post_figure(Scope(vacancy_id=draft_vacancy.pk))
    (row,) = employer_rows(list(employer_vacancies([draft_vacancy.organisation_id])))
    assert figure.offered == 1
    assert (row.open, row.filled, row.closed) == (figure.open, figure.filled, figure.closed)


def test_withdrawing_closes_the_posts_with_the_reason(published, recruiter):
    services.withdraw_vacancy(
        vacancy_id=published.pk, reason=ClosingReason.BUDGET, actor_id=recruiter.pk
    )

    published.refresh_from_db()
    assert published.status == VacancyStatus.WITHDRAWN
    figure = post_figure(Scope(vacancy_id=published.pk))
    assert (figure.offered, figure.closed) == (2, 2)
    assert names_published()[-1] == "posts.vacancy_closed"
    with pytest.raises(WrongVacancyStateError):
        services.publish_vacancy(vacancy_id=published.pk, actor_id=recruiter.pk)


def test_it_expires_the_day_after_its_date_and_not_before(published):
    assert services.expire_vacancies(today=published.apply_until) == 0
    assert services.expire_vacancies(today=published.apply_until + timedelta(days=1)) == 1

    published.refresh_from_db()
    assert published.status == VacancyStatus.EXPIRED
    assert post_figure(Scope(vacancy_id=published.pk)).closed == 2


def test_renewing_an_expired_one_offers_the_same_posts_once(published, recruiter):
    services.expire_vacancies(today=date.max)

    services.renew_vacancy(vacancy_id=published.pk, until=None, actor_id=recruiter.pk)

    published.refresh_from_db()
    figure = post_figure(Scope(vacancy_id=published.pk))
    assert published.status == VacancyStatus.PUBLISHED
    assert (figure.offered, figure.open) == (2, 2)


def test_renewing_to_a_past_day_is_refused(published, recruiter):
    with pytest.raises(NotPublishableError):
        services.renew_vacancy(
            vacancy_id=published.pk, until=date(2020, 1, 1), actor_id=recruiter.pk
        )


def test_it_is_filled_by_its_last_hire_and_open_again_when_one_fails(published, recruiter):
    people = PersonFactory.create_batch(2)
    hires = [
        services.record_hire(
            vacancy_id=published.pk,
            person_id=person.pk,
            hired_on=timezone.localdate(),
            recorded_by_id=recruiter.pk,
        )
        for person in people
    ]
    published.refresh_from_db()
    assert published.status == VacancyStatus.FILLED

    services.cancel_hire(hire_id=hires[0].pk, reason="essai", actor_id=recruiter.pk)
    published.refresh_from_db()
    assert published.status == VacancyStatus.PUBLISHED


def test_without_an_open_post_nothing_is_published(draft_vacancy, recruiter):
    services.close_posts(
        vacancy_id=draft_vacancy.pk, count=2, reason=ClosingReason.BUDGET, actor_id=recruiter.pk
    )

    with pytest.raises(NoOpenPostError):
        services.publish_vacancy(vacancy_id=draft_vacancy.pk, actor_id=recruiter.pk)


def test_its_page_says_all_and_its_history_who_did_what(published, recruiter):
    page = vacancy_page(published.pk)

    assert page.is_open
    assert page.pay.given.startswith("de 1")
    assert page.pay.full_month == ""
    assert page.place.name == "Lille"
    assert page.card.code == "D1408"
    assert [(row.what, row.actor) for row in history(published.pk)] == [
        ("Publiée", recruiter.name),
        ("Brouillon écrit", recruiter.name),
    ]


def test_no_page_for_a_number_nobody_gave():
    assert vacancy_page(0) is None


def test_skills_are_proposed_from_the_card_its_core_first():
    rows = proposed_skills("D1408")

    assert rows
    assert [row.core for row in rows] == sorted((row.core for row in rows), reverse=True)
    assert proposed_skills("Z9999") == ()


def test_a_draft_says_nothing_it_was_not_told():
    bare = VacancyDraft(code="D1408", title="x", contract="permanent", commune="59350")

    assert bare.pay_min is None
    assert bare.weekly_hours is None
