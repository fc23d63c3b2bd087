"""The invented closing of a site: three hundred pseudonyms, posts on both sides, some answers.

Everything goes through the same acts as human resources would do them.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts import services as posts
from boutdufil.kernel.posts.drafts import VacancyDraft
from boutdufil.kernel.posts.enums import Contract, PayPeriod
from boutdufil.kernel.posts.models import Vacancy
from boutdufil.lib.tables import write_csv
from boutdufil.rooms.mobility.demo import organisations
from boutdufil.rooms.mobility.enums import DeliveryMeans, PlanAnswer
from boutdufil.rooms.mobility.models import Plan, Proposal
from boutdufil.rooms.mobility.selectors.rosters import employees
from boutdufil.rooms.mobility.services import (
    plan_answers,
    plan_criteria,
    plan_posts,
    plan_solving,
    plans,
    proposals,
    rosters,
)

TITLE = "Fermeture du site de Villeneuve-d’Ascq (inventée)"
PEOPLE = 300
# Occupations with their share of the site, in people out of ten.
JOBS = (
    "N1103", "N1103", "N1103", "N1103", "N1105", "N1105", "M1602", "M1607", "D1408", "D1401",
)  # fmt: skip
TOWNS = ("59650", "59100", "59200", "59000", "59510", "59390", "59780", "59160", "59280", "59810")
MONTHS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Offer:
    """An invented vacancy made for the plan: whose, which job, how many, for how much a month."""

    firm: str
    code: str
    title: str
    commune: str
    posts: int
    pay: int
    month: int
    home_days: int = 0
    sundays: bool = False


PICKER = "Préparateur ou préparatrice de commandes"
CLERK = "Agent administratif ou agente administrative"
ADVISER = "Conseiller client ou conseillère cliente"
OFFERS = (
    Offer("trois-etoffes", "N1103", PICKER, "59599", 30, 1_925, 0),
    Offer("trois-etoffes", "M1602", CLERK, "59599", 8, 1_980, 0),
    Offer("voix-du-beffroi", "D1408", f"{ADVISER}, débuts accompagnés", "59350", 90, 1_950, 0, 2),
    Offer("voix-du-beffroi", "D1408", f"{ADVISER}, dimanche", "59350", 30, 2_090, 0, sundays=True),
    Offer("logis-nord", "N1103", PICKER, "59343", 80, 1_940, 0),
    Offer("logis-nord", "N1105", "Agent ou agente de manutention", "59343", 30, 1_930, 1),
    Offer("banque-du-canal", "D1408", f"{ADVISER} à distance", "59512", 25, 2_050, 1, 3),
    Offer("banque-du-canal", "M1607", "Secrétaire", "59512", 12, 2_020, 0),
    Offer("banque-du-canal", "D1401", "Assistant ou assistante des ventes", "59512", 14, 2_080, 1),
)


@transaction.atomic
def furnish() -> None:
    """Walk the whole way once; a plan that is there already is left as it is."""
    site = organisations.find("trois-etoffes-site")
    if Plan.objects.filter(organisation=site).exists():
        return
    hr = Person.objects.get(demo_slug="rh-site")
    with override("fr"):
        plan = plans.create_plan(
            organisation_id=site.pk,
            settings=plans.PlanSettings(title=TITLE, closes_on=closing_day()),
            actor_id=hr.pk,
            confidential=False,
        )
        _fill(plan, hr.pk)
        _walk(plan, hr.pk)


def closing_day() -> date:
    """Return the last day of a month some months ahead."""
    month = timezone.localdate().replace(day=1)
    for _month in range(MONTHS_AHEAD + 1):
        month = (month + timedelta(days=32)).replace(day=1)
    return month - timedelta(days=1)


def roster() -> bytes:
    """Return the invented roster: the same three hundred lines each time."""
    header = [
        "Matricule", "Métier", "Commune", "Voiture", "Trajet maximum", "Heures", "Salaire",
        "Ancienneté", "Pas le dimanche", "Pas la nuit", "Jours à domicile", "Vœux",
    ]  # fmt: skip
    return write_csv(header, list(_lines()))


def _lines() -> Iterator[list[str]]:
    for number in range(PEOPLE):
        draw = Draw(number)
        yield [
            f"ET-{number + 1:03}",
            draw(JOBS),
            draw(TOWNS),
            draw(("oui", "oui", "oui", "non")),
            draw(("30", "45", "45", "60", "75")),
            draw(("35", "35", "35", "28")),
            str(1_850 + 10 * int(draw("0123456789")) + int(draw("0123456789"))),
            str(1 + 3 * int(draw("012345678"))),
            draw(("oui", "non", "non")),
            draw(("oui", "non", "non")),
            draw(("1", *["0"] * 24)),
            draw(("D1408", *[""] * 8)),
        ]


class Draw:
    """Draws for one person, the same each time: bytes of a hash, no chance in it."""

    def __init__(self, number: int) -> None:
        self._bytes = iter(hashlib.sha256(f"ET-{number}".encode()).digest())

    def __call__(self, choices: Sequence[str]) -> str:
        """Return one of the choices."""
        return choices[next(self._bytes) % len(choices)]


def _fill(plan: Plan, actor_id: int) -> None:
    """Declare the criteria, read the roster, choose the posts."""
    plan_criteria.declare_criteria(
        plan=plan, criteria=["seniority", "wish", "fit"], actor_id=actor_id
    )
    one = rosters.bring_roster(plan=plan, content=roster(), filename="liste.csv", actor_id=actor_id)
    rosters.load_roster(one=one, actor_id=actor_id)
    for number, offer in enumerate(OFFERS, start=1):
        plan_posts.add_post(
            plan=plan,
            vacancy_id=_vacancy(f"PLAN-{number:02}", offer, plan.closes_on).pk,
            places=offer.posts,
            classification=_("Niveau III, coefficient 170 (inventé)"),
            actor_id=actor_id,
        )


def _vacancy(reference: str, offer: Offer, closes_on: date) -> Vacancy:
    draft = VacancyDraft(
        code=offer.code,
        title=offer.title,
        contract=Contract.PERMANENT,
        commune=offer.commune,
        posts=offer.posts,
        reference=reference,
        description=_(
            "Poste inventé pour la démonstration, ouvert aux personnes d’un site qui ferme."
            " Une formation d’arrivée est prévue, avec un tuteur ou une tutrice."
        ),
        weekly_hours=Decimal(35),
        works_sundays=offer.sundays,
        pay_min=100 * offer.pay,
        pay_max=100 * (offer.pay + 120),
        pay_period=PayPeriod.MONTH,
        home_days=offer.home_days,
        starts_on=closes_on + timedelta(days=1 + 30 * offer.month),
    )
    firm = organisations.find(offer.firm)
    vacancy = posts.create_vacancy(organisation_id=firm.pk, draft=draft, actor_id=None)
    posts.publish_vacancy(vacancy_id=vacancy.pk, actor_id=None, confirmed=True)
    return vacancy


def _walk(plan: Plan, actor_id: int) -> None:
    """Compute, hand over, take some answers."""
    plan_solving.solve_plan(plan=plan, actor_id=actor_id)
    post_list = proposals.open_to_people(plan=plan, actor_id=actor_id)
    handed = [person.entry_id for person in employees(plan) if person.number % 6]
    proposals.record_delivery(
        plan=plan,
        entry_ids=handed,
        delivered_on=timezone.localdate(),
        means=DeliveryMeans.HAND,
        actor_id=actor_id,
    )
    for proposal in post_list.proposals.filter(entry_id__in=handed, proposed__isnull=False)[:36]:
        _answer(proposal, actor_id)
    plan_solving.solve_plan(plan=plan, actor_id=actor_id)


def _answer(proposal: Proposal, actor_id: int) -> None:
    refuses = proposal.entry.number % 5 == 0
    said = PlanAnswer.REFUSED if refuses else PlanAnswer.ACCEPTED
    plan_answers.answer_proposal(
        proposal=proposal,
        draft=plan_answers.AnswerDraft(said, on_paper=True),
        actor_id=actor_id,
    )
