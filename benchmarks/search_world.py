"""Fill a database with made vacancies, through the site's own tables."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import islice

import numpy as np
from django.db import connection

from benchmarks.made_vacancies import Cards, Drawn, Towns
from boutdufil.kernel.occupations.models import JobTitle, Skill
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.posts.models import Need, Vacancy

EMPLOYERS, BATCH = 4000, 2000
CONTRACTS = ("permanent", "permanent", "permanent", "fixed_term", "temporary", "apprenticeship")
HOURS = tuple(Decimal(hours) for hours in (20, 30, 35, 35, 35, 39))
NOW = datetime.now(UTC)
SENTENCES = (
    "Vous rejoignez une équipe de proximité, avec un accueil et une formation au poste.",
    "Le poste demande de la rigueur, de l’écoute et le goût du travail bien fait.",
    "Des horaires réguliers, un planning connu trois semaines à l’avance.",
    "Matériel fourni, mutuelle, prime annuelle et restauration sur place.",
)


def fill(drawn: Drawn, cards: Cards, towns: Towns, chance: np.random.Generator) -> None:
    """Write employers, needs, vacancies and what they ask."""
    employers = Organisation.objects.bulk_create(
        Organisation(name=f"Entreprise mesurée {n}", kind="company", invented=True)
        for n in range(EMPLOYERS)
    )
    made = vacancies(drawn, cards, towns, chance)
    keys: list[int] = []
    while batch := list(islice(made, BATCH)):
        owners = [employers[(len(keys) + row) * 7919 % EMPLOYERS] for row in range(len(batch))]
        needs = Need.objects.bulk_create(
            Need(organisation=owner, origin="employer", headcount=1) for owner in owners
        )
        for vacancy, need in zip(batch, needs, strict=True):
            vacancy.need, vacancy.organisation = need, need.organisation
        keys += [row.pk for row in Vacancy.objects.bulk_create(batch)]
    write_skills(keys, drawn, cards)


def write_skills(keys: list[int], drawn: Drawn, cards: Cards) -> None:
    """Write a million lines and more by COPY, which alone is quick enough."""
    labels = dict(Skill.objects.values_list("code", "label"))
    columns = "vacancy_id, skill, label, required"
    statement = f"copy posts_vacancyskill ({columns}) from stdin"
    with connection.cursor() as cursor, cursor.copy(statement) as into:
        for key, skills in zip(keys, drawn.asked.tolist(), strict=True):
            for number, place in enumerate(skills):
                code = cards.skills[place]
                into.write_row((key, code, labels.get(code, code), number < 6))


def titles_of(cards: Cards) -> dict[str, list[str]]:
    """Return the titles of each card in force."""
    titles: dict[str, list[str]] = {code: [] for code in cards.codes}
    rows = JobTitle.objects.filter(card__code__in=cards.codes, everyday=False).order_by("pk")
    for code, label in rows.values_list("card__code", "label"):
        titles[code].append(label)
    return titles


def vacancies(
    drawn: Drawn, cards: Cards, towns: Towns, chance: np.random.Generator
) -> Iterator[Vacancy]:
    """Yield unsaved vacancies."""
    titles = titles_of(cards)
    for card, town in zip(drawn.cards.tolist(), drawn.towns.tolist(), strict=True):
        code = cards.codes[card]
        vacancy = plain_vacancy(code, titles[code] or [code], chance.random(8).tolist())
        vacancy.commune = towns.codes[town]
        vacancy.latitude = float(towns.latitudes[town])
        vacancy.longitude = float(towns.longitudes[town])
        yield vacancy


def plain_vacancy(code: str, titles: list[str], odds: list[float]) -> Vacancy:
    """Return a published vacancy of a job, its facts drawn by numbers in [0, 1)."""
    pay = 185_000 + int(odds[0] * 1350) * 100
    return Vacancy(
        code=code,
        title=pick(titles, odds[1])[:160],
        description=" ".join(pick(SENTENCES, odd) for odd in odds[2:5]),
        contract=pick(CONTRACTS, odds[2]),
        weekly_hours=pick(HOURS, odds[3]),
        works_sundays=odds[4] < 0.25,
        works_nights=odds[5] < 0.15,
        pay_min=pay,
        pay_max=pay + 20_000,
        pay_period="month",
        month_pay_min=pay,
        month_pay_max=pay + 20_000,
        home_days=int(odds[6] * 4),
        outbound=odds[7] < 0.03,
        status="published",
        published_at=NOW - timedelta(minutes=int(odds[1] * 40_000)),
        changed_at=NOW,
    )


def pick(values: Iterable, odd: float) -> object:
    """Return one of the values by a number in [0, 1)."""
    known = tuple(values)
    return known[int(odd * len(known))]
