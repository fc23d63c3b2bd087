"""Searching vacancies: the same as going through them all, in fewer steps."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.engines.matching import Profile
from boutdufil.kernel.occupations.enums import COUNTED_KINDS
from boutdufil.kernel.occupations.models import CardSkill, OfficialLink
from boutdufil.kernel.occupations.selectors.ruling import cards_in_force
from boutdufil.kernel.posts.enums import VacancyStatus
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.kernel.posts.selectors import search
from boutdufil.kernel.posts.selectors.search import (
    Sort,
    UnknownValueError,
    VacancyQuery,
    job_cards,
    near_counts,
    places,
    ranking,
    search_vacancies,
)
from boutdufil.kernel.posts.selectors.search import shelf as shelves
from boutdufil.kernel.posts.selectors.search.job_cards import cards_index
from boutdufil.kernel.posts.selectors.search.neighbours import MOST_NEIGHBOURS, neighbours
from tests.factories.organisations import OrganisationFactory
from tests.factories.posts import NeedFactory, VacancyFactory, VacancySkillFactory
from tests.kernel.posts.search_world import (
    brute_force,
    fit_of,
    km_between,
    make_vacancies,
    random_query,
)

pytestmark = pytest.mark.django_db

LILLE, ROUBAIX, METZ = "59350", "59512", "57463"
HELD = frozenset("abcd")


@pytest.fixture(autouse=True)
def fresh_shelf():
    search.keeper.forget()
    yield
    search.keeper.forget()


def all_rows(query, profile=None):
    first = search_vacancies(query, profile)
    rows = list(first.rows)
    for number in range(2, first.pages + 1):
        rows += search_vacancies(query, profile, page=number).rows
    return first, rows


@pytest.mark.parametrize("seed", range(6))
def test_search_equals_brute_force(seed):
    rng = random.Random(seed)
    make_vacancies(rng)
    for _ in range(25):
        query = random_query(rng)
        wanted = brute_force(query)
        page, rows = all_rows(query, Profile(HELD))
        if page.widening is not None:
            assert wanted == {}
            continue
        assert page.total == len(wanted), query
        assert {row.id for row in rows} == set(wanted)
        assert_order(page, rows, wanted, query)


def assert_order(page, rows, wanted, query):
    fits = [fit_of(wanted[row.id], HELD) for row in rows]
    for row, fit in zip(rows, fits, strict=True):
        assert (row.fit.share is None) == (fit is None)
        assert fit is None or abs(row.fit.share * 10_000 - fit) < 4
    keys = {
        Sort.FIT: [-1 if row.fit.share is None else row.fit.share for row in rows],
        Sort.TIME: [-km_between(wanted[row.id], query) for row in rows],
        Sort.DATE: [int(wanted[row.id].published_at.timestamp()) for row in rows],
    }[page.sort]
    assert keys == sorted(keys, reverse=True)


def test_the_first_page_of_many_equals_a_sort_of_all(monkeypatch):
    rng = random.Random(11)
    make_vacancies(rng)
    query = VacancyQuery(place=LILLE, sort=Sort.FIT)
    whole = [row.id for row in all_rows(query, Profile(HELD))[1]]
    monkeypatch.setattr(ranking, "SMALL", 2)
    assert [row.id for row in all_rows(query, Profile(HELD))[1]] == whole


def test_nothing_is_scored_for_a_visitor_without_a_path():
    VacancySkillFactory()
    page = search_vacancies(VacancyQuery(sort=Sort.FIT))
    assert not page.scored
    assert page.sort is Sort.DATE
    assert page.rows[0].fit is None
    assert search_vacancies(VacancyQuery(place=LILLE)).sort is Sort.TIME
    assert not search_vacancies(VacancyQuery(), Profile(frozenset(), ("D1408",))).scored


def test_a_row_tells_what_it_is_made_of():
    vacancy = VacancyFactory(code="Z9999", commune=ROUBAIX, latitude=50.69421, longitude=3.17456)
    for code in "abx":
        VacancySkillFactory(vacancy=vacancy, skill=code)
    row = search_vacancies(VacancyQuery(place=LILLE, minutes=30), Profile(HELD)).rows[0]
    assert (row.fit.held, row.fit.asked, row.fit.card) == (2, 3, 0)
    assert row.fit.share == pytest.approx(0.75 * 2 / 3, abs=0.001)
    assert row.place == "Roubaix"
    assert 15 <= row.minutes <= 30
    assert row.minutes % 5 == 0
    assert (row.pay_min, row.pay_max) == (1900, 2100)


def test_a_vacancy_that_names_no_skill_and_whose_card_is_unknown_has_no_score():
    VacancyFactory(code="Z9999")
    fit = search_vacancies(VacancyQuery(), Profile(HELD)).rows[0].fit
    assert (fit.share, fit.held, fit.asked) == (None, 0, 0)


@pytest.mark.parametrize(
    "words",
    [
        "énergie",
        "energies",
        "ÉNERGIE",
        "enrgie",
        "énergei",
        "conseil énergie",
        "factures",
        "Fil d’Or",
        "télévente",
    ],
)
def test_words_are_found_in_spite_of_accents_plurals_and_slips(words):
    wanted = VacancyFactory(
        code="Z9999",
        title="Conseil en énergie",
        other_titles=["Télévente"],
        description="Expliquer la facture.",
        organisation=OrganisationFactory(name="Fil d'Or"),
    )
    VacancyFactory(code="Z9998", title="Conduite de chariots")
    page = search_vacancies(VacancyQuery(words=words))
    assert [row.id for row in page.rows] == [wanted.pk]


def test_a_title_finds_its_job_whatever_the_vacancy_calls_itself():
    wanted = VacancyFactory(code="N1103", title="Au cœur de l’entrepôt")
    page = search_vacancies(VacancyQuery(words="préparatrise de comandes"))
    assert [row.id for row in page.rows] == [wanted.pk]
    assert "N1103" in dict(page.jobs)


def test_words_cannot_speak_to_the_database():
    VacancyFactory(title="Accueil")
    for text in ("accueil & !", "a:* | b", "'; drop table", "\\", "C++ accueil", "%s accueil"):
        search_vacancies(VacancyQuery(words=text))
    assert search_vacancies(VacancyQuery(words="accueil !")).total == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        (VacancyQuery(codes=("Z0000",)), "codes"),
        (VacancyQuery(place="99999"), "place"),
        (VacancyQuery(employer=987_654), "employer"),
    ],
)
def test_what_nobody_bears_is_an_error_and_never_a_zero(query, field):
    with pytest.raises(UnknownValueError) as caught:
        search_vacancies(query)
    assert caught.value.field == field


def test_an_employer_renamed_is_found_by_the_new_name():
    vacancy = VacancyFactory()
    vacancy.organisation.name = "Zéphyr Services"
    vacancy.organisation.save()
    assert search_vacancies(VacancyQuery(words="zephyr")).total == 1


def test_nothing_near_leads_to_near_jobs_and_says_what_they_share():
    VacancyFactory(code="D1401")
    page = search_vacancies(VacancyQuery(codes=("D1408",), place=LILLE, minutes=30))
    assert page.widening.neighbours
    assert not page.widening.farther
    kinship = page.rows[0].kinship
    assert kinship.official or kinship.shared > 0
    assert kinship.of == dict(page.jobs)["D1408"]


def test_nothing_near_leads_farther_when_no_near_job_is_there():
    wanted = VacancyFactory(code="D1408", commune="59183", latitude=51.0308, longitude=2.37524)
    page = search_vacancies(VacancyQuery(codes=("D1408",), place=LILLE, minutes=30))
    assert (page.widening.neighbours, page.widening.minutes) == (False, 90)
    assert [row.id for row in page.rows] == [wanted.pk]
    assert page.rows[0].minutes > 30


def test_the_near_jobs_of_typed_words_are_looked_at_too():
    VacancyFactory(code="D1401", title="Autre chose")
    page = search_vacancies(VacancyQuery(words="téléconseillère", place=LILLE, minutes=30))
    assert page.widening.neighbours
    assert page.total == 1


def test_neighbours_may_be_asked_for_at_once():
    VacancyFactory(code="D1401")
    VacancyFactory(code="D1408")
    page = search_vacancies(VacancyQuery(codes=("D1408",), neighbours=True))
    assert page.widening is None
    assert page.total == 2
    by_code = {row.code: row.kinship for row in page.rows}
    assert by_code["D1408"] is None
    assert by_code["D1401"] is not None


def test_nothing_at_all_is_said_to_be_nothing():
    page = search_vacancies(VacancyQuery(words="zzzzzz", place=LILLE, minutes=30))
    assert (page.total, page.rows, page.widening, page.pages) == (0, (), None, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"status": VacancyStatus.WITHDRAWN},
        {"hidden_at": timezone.now()},
        {"apply_until": timezone.localdate() - timedelta(days=1)},
    ],
)
def test_what_may_not_be_seen_leaves_at_once(change):
    vacancy = VacancyFactory()
    assert search_vacancies(VacancyQuery()).total == 1
    Vacancy.objects.filter(pk=vacancy.pk).update(**change)
    assert search_vacancies(VacancyQuery()).total == 0
    assert near_counts(["D1408"]) == {"D1408": 0}


def test_a_confidential_need_hides_its_vacancies():
    need = NeedFactory(confidential=True)
    VacancyFactory(need=need, organisation=need.organisation)
    assert search_vacancies(VacancyQuery()).total == 0


def test_a_change_of_skills_is_ranked_within_the_time_promised(monkeypatch):
    vacancy = VacancyFactory(code="Z9999")
    VacancySkillFactory(vacancy=vacancy, skill="x")
    profile = Profile(HELD)
    assert search_vacancies(VacancyQuery(), profile).rows[0].fit.held == 0
    VacancySkillFactory(vacancy=vacancy, skill="a")
    vacancy.changed_at = timezone.now()
    vacancy.save()
    monkeypatch.setattr(shelves, "CHECK_SECONDS", 0.0)
    assert search_vacancies(VacancyQuery(), profile).rows[0].fit.held == 1


def test_counts_within_reach():
    VacancyFactory(code="D1408")
    VacancyFactory(code="D1408", commune=METZ, latitude=49.1081, longitude=6.1955)
    VacancyFactory(code="D1401")
    assert near_counts(["D1408", "N1103"], LILLE) == {"D1408": 1, "N1103": 0}
    assert near_counts(["D1408"]) == {"D1408": 2}
    assert near_counts([], LILLE) == {}


def test_facets_count_what_was_found():
    VacancyFactory(home_days=2)
    VacancyFactory(contract="temporary", works_sundays=True)
    page = search_vacancies(VacancyQuery())
    assert {facet.value: facet.count for facet in page.contracts} == {
        "permanent": 1,
        "temporary": 1,
    }
    assert (page.home, page.no_sunday, page.no_night) == (1, 1, 2)


def test_thirty_vacancies_cost_as_many_questions_as_one(django_assert_num_queries, monkeypatch):
    for module in (shelves, job_cards):
        monkeypatch.setattr(module, "CHECK_SECONDS", 3600.0)

    def make():
        vacancy = VacancyFactory()
        VacancySkillFactory.create_batch(2, vacancy=vacancy)

    query = VacancyQuery(place=LILLE, minutes=30, codes=("D1408",))
    make()
    search_vacancies(query, Profile(HELD))
    with django_assert_num_queries(2):
        search_vacancies(query, Profile(HELD))
    for _ in range(29):
        make()
    search_vacancies(query, Profile(HELD))
    with django_assert_num_queries(2):
        page = search_vacancies(query, Profile(HELD))
    assert page.total == 30
    assert len(page.rows) == 20


def test_communes_read_at_the_start_are_not_asked_again(django_assert_num_queries):
    places.forget()
    with django_assert_num_queries(1):
        places.learn_all()
    with django_assert_num_queries(0):
        assert places.centre(LILLE).name == "Lille"
    with pytest.raises(UnknownValueError):
        places.centre("00000")


def test_the_share_of_the_card_is_told_beside_the_vacancys_own_skills():
    held = sorted(cards_index().asked_skills("D1408"))
    vacancy = VacancyFactory(code="D1408")
    VacancySkillFactory(vacancy=vacancy, skill=held[0])
    VacancySkillFactory(vacancy=vacancy)
    fit = search_vacancies(VacancyQuery(), Profile(frozenset(held))).rows[0].fit
    assert fit.card == pytest.approx(1, abs=0.001)
    assert fit.share == pytest.approx(0.75 * 0.5 + 0.25, abs=0.001)


def test_neighbours_are_the_nearest_cards_then_the_official_targets():
    index = cards_index()
    for code in ("D1408", "D1401", "N1103", "M1607", "Z9999"):
        asks = CardSkill.objects.filter(
            card__code=code,
            card__in=cards_in_force().values("pk"),
            skill__kind__in=COUNTED_KINDS,
        )
        profile = Profile(frozenset(asks.values_list("skill_id", flat=True)), past=(code,))
        links = OfficialLink.objects.filter(card__in=cards_in_force([code]).values("pk"))
        official = set(links.values_list("target_code", flat=True))
        near = index.rank(profile, limit=MOST_NEIGHBOURS)
        others = official - {match.code for match in near}
        near += index.rank(profile, only=others) if others else []

        told = neighbours((code,)).values()
        assert [(one.code, one.shared, one.asked, one.official) for one in told] == [
            (one.code, tuple(part.skill for part in one.held), one.asked, one.code in official)
            for one in near
        ]


def test_a_second_search_for_neighbours_asks_the_tables_nothing(
    django_assert_num_queries, monkeypatch
):
    monkeypatch.setattr(job_cards, "CHECK_SECONDS", 600.0)
    neighbours(("D1408",))
    with django_assert_num_queries(0):
        neighbours(("D1401", "N1103", "M1607"))
