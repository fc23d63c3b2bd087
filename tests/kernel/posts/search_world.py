"""Vacancies to search among, and the slowest honest way to search them."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.engines.matching import Profile
from boutdufil.kernel.occupations.selectors import matching_index
from boutdufil.kernel.posts.enums import Contract, SignLanguage, VacancyStatus
from boutdufil.kernel.posts.models import Vacancy, VacancySkill
from boutdufil.kernel.posts.selectors.search import Sort, VacancyQuery
from boutdufil.kernel.territories.models import Commune
from boutdufil.kernel.territories.selectors import PACES
from boutdufil.lib import geo
from boutdufil.lib.text import words
from tests.factories.organisations import OrganisationFactory
from tests.factories.posts import NeedFactory, VacancyFactory

# Lille, Roubaix, Tourcoing, Lens, Dunkerque, Metz, Nancy, Ajaccio.
PLACES = ("59350", "59512", "59599", "62498", "59183", "57463", "54395", "2A004")
CODES = ("D1408", "D1401", "N1103", "M1602")
SKILLS = tuple("abcdefgh")
# No title of a job holds these: words alone must find them.
WORDS = ("quartz", "wapiti", "ylang", "zénith")


def make_vacancies(rng, count=60):
    """Make vacancies of every kind, some of which nobody may see."""
    employers = OrganisationFactory.create_batch(3)
    needs = [NeedFactory(organisation=employer) for employer in employers]
    secret = NeedFactory(organisation=employers[0], confidential=True)
    communes = Commune.objects.in_bulk(PLACES)
    return [_vacancy(rng, employers, [*needs, secret], communes) for _ in range(count)]


def _vacancy(rng, employers, needs, communes):
    place = communes[rng.choice(PLACES)]
    number = rng.randrange(3)
    need = needs[3] if rng.random() < 0.1 else needs[number]
    pay = rng.randrange(180, 260) * 1000
    vacancy = VacancyFactory(
        organisation=employers[number],
        need=need,
        code=rng.choice(CODES),
        title=f"Poste {rng.choice(WORDS)} {rng.choice(WORDS)}",
        description=f"Une équipe {rng.choice(WORDS)}.",
        contract=rng.choice(Contract.values),
        weekly_hours=rng.choice([None, 20, 35, 39]),
        works_sundays=rng.random() < 0.4,
        works_nights=rng.random() < 0.3,
        month_pay_min=pay,
        month_pay_max=pay + 20_000,
        commune=place.code,
        latitude=place.latitude,
        longitude=place.longitude,
        home_days=rng.randrange(4),
        sign_language=rng.choice(SignLanguage.values),
        languages=dict.fromkeys(rng.sample(["en", "de", "es"], rng.randrange(3)), ""),
        outbound=rng.random() < 0.2,
        status=VacancyStatus.PUBLISHED if rng.random() < 0.9 else VacancyStatus.DRAFT,
        hidden_at=timezone.now() if rng.random() < 0.1 else None,
        apply_until=rng.choice([None, _day(-1), _day(0), _day(9)]),
        published_at=timezone.now() - timedelta(minutes=rng.randrange(10_000)),
    )
    VacancySkill.objects.bulk_create(
        VacancySkill(vacancy=vacancy, skill=code, label=code, required=rng.random() < 0.5)
        for code in rng.sample(SKILLS, rng.randrange(6))
    )
    return vacancy


def _day(offset):
    return timezone.localdate() + timedelta(days=offset)


def random_query(rng):
    """Return a query of which each filter is set now and then."""

    def maybe(value, empty=None, share=0.25):
        return value if rng.random() < share else empty

    place = maybe(rng.choice(PLACES), "", 0.6)
    return VacancyQuery(
        words=maybe(rng.choice(WORDS), ""),
        codes=maybe((rng.choice(CODES),), ()),
        place=place,
        minutes=rng.choice([15, 30, 60, None]) if place else None,
        contracts=maybe((rng.choice(Contract.values), Contract.PERMANENT), ()),
        pay_min=maybe(2100),
        hours_min=maybe(30),
        hours_max=maybe(35),
        home_days=maybe(2),
        no_sunday=rng.random() < 0.25,
        no_night=rng.random() < 0.25,
        no_outbound=rng.random() < 0.25,
        sign_language=rng.random() < 0.25,
        languages=maybe(("en",), ()),
        sort=rng.choice([*Sort, None]),
    )


def is_visible(vacancy):
    open_still = vacancy.apply_until is None or vacancy.apply_until >= timezone.localdate()
    published = vacancy.status == VacancyStatus.PUBLISHED and vacancy.hidden_at is None
    return published and open_still and not vacancy.need.confidential


def passes(vacancy, query):
    """Tell whether a vacancy passes a query, filter by filter."""
    km = km_between(vacancy, query)
    tests = [
        not query.words or set(words(query.words)) <= said(vacancy),
        not query.codes or vacancy.code in query.codes,
        query.minutes is None or geo.travel_minutes(km, PACES[query.by]) <= query.minutes,
        not query.contracts or vacancy.contract in query.contracts,
        not query.pay_min or vacancy.month_pay_min >= query.pay_min * 100,
        query.hours_min is None or (vacancy.weekly_hours or 0) >= query.hours_min,
        query.hours_max is None or (vacancy.weekly_hours or 99) <= query.hours_max,
        vacancy.home_days >= (query.home_days or 0),
        not (query.no_sunday and vacancy.works_sundays),
        not (query.no_night and vacancy.works_nights),
        not (query.no_outbound and vacancy.outbound),
        not query.sign_language or vacancy.sign_language != SignLanguage.NONE,
        set(query.languages) <= set(vacancy.languages),
    ]
    return all(tests)


def said(vacancy):
    return set(words(f"{vacancy.title} {vacancy.description} {vacancy.organisation.name}"))


def km_between(vacancy, query):
    if not query.place:
        return 0.0
    place = Commune.objects.get(code=query.place)
    return geo.distance_km(
        geo.Position(place.latitude, place.longitude),
        geo.Position(vacancy.latitude, vacancy.longitude),
    )


def fit_of(vacancy, held):
    """Return the fit from its definition, in ten-thousandths to a unit or so; None if unknown."""
    asked = {row.skill: 2 if row.required else 1 for row in vacancy.skills.all()}
    match = matching_index().explain(Profile(frozenset(held)), vacancy.code)
    card = match.share if match else None
    if not asked:
        return None if not card else card * 10_000
    own = sum(weight for code, weight in asked.items() if code in held) / sum(asked.values())
    return (3 * own + (card or 0)) / 4 * 10_000


def brute_force(query):
    """Return the identifiers that pass, without any index."""
    rows = Vacancy.objects.select_related("need", "organisation").prefetch_related("skills")
    return {row.pk: row for row in rows if is_visible(row) and passes(row, query)}
