"""Figures from elsewhere of the inhabited site: entered ones, and claims with counts."""

from datetime import date

from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.barometer.enums import RoomFactKind
from boutdufil.rooms.barometer.models import Indicator
from boutdufil.rooms.barometer.services.entered_facts import withdraw_fact
from tests.factories.barometer import QuotedFactFactory, RoomFactFactory, SurveyFactory

SLUG = "enquete-des-chiffres"


def inhabit_facts(person: Person, leader: Organisation) -> dict[str, dict[str, object]]:
    """Count things of every kind in two months, and enter two figures, one withdrawn."""
    for kind in RoomFactKind:
        for simulated in (False, True):
            for month in (3, 4):
                RoomFactFactory(
                    kind=kind,
                    subject=f"page:{month}:{simulated}",
                    happened_on=date(2026, month, 2),
                    count=month,
                    region="44",
                    simulated=simulated,
                )
    SurveyFactory(slug=SLUG, organisation=leader)
    entered = {"indicator": Indicator.objects.get(slug="effectif"), "entered_by": person}
    fact = QuotedFactFactory(**entered, period="2019", definition="Tous les centres")
    gone = QuotedFactFactory(**entered, period="2018")
    withdraw_fact(fact_id=gone.pk, reason="L’article a été corrigé.", actor_id=person.pk)
    of = {"survey": SLUG}
    return {
        **{f"barometer:{name}": of for name in ("entered_facts", "enter_fact", "fact_table")},
        "barometer:withdraw_fact": of | {"fact_id": fact.pk},
    }
