"""An invented site with its human resources, and a plan that is as far as a test needs it."""

from dataclasses import dataclass
from datetime import date

from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.posts.models import Vacancy
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
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.factories.people import PersonFactory
from tests.factories.posts import PostFactory, VacancyFactory

HEADER = (
    "Matricule;Métier;Commune;Voiture;Trajet maximum;Heures;Salaire;Ancienneté;Fin du contrat;"
    "Pas le dimanche;Vœux"
)
ROWS = (
    "M-001;Préparatrice de commandes;59650;oui;40;35;1900;12;31/03/2027;oui;D1408",
    "M-002;N1103;Roubaix;non;60;35;1850;2015-04-01;31/03/2027;non;",
    "M-003;Agent administratif;59100;oui;30;28;2100;3;30/04/2027;non;",
)


@dataclass(frozen=True)
class Firm:
    """A company with a site, and who acts for them."""

    site: object
    hr: Person
    colleague: Person
    manager: Person
    reader: Person


def firm() -> Firm:
    """Return an invented firm with two people of human resources, a manager and a reader."""
    company = OrganisationFactory()
    site = OrganisationFactory(kind="site", parent=company, commune="59009")

    def member(role: Role) -> Person:
        return MembershipFactory(organisation=company, role=role).person

    return Firm(site, member(Role.HR), member(Role.HR), member(Role.MANAGER), member(Role.READER))


def begun_plan(of: Firm, *, confidential: bool = True) -> Plan:
    """Return a plan in preparation, begun by human resources."""
    return plans.create_plan(
        organisation_id=of.site.pk,
        settings=plans.PlanSettings(title="Fermeture inventée", closes_on=date(2027, 3, 31)),
        actor_id=of.hr.pk,
        confidential=confidential,
    )


def declared_plan(of: Firm, *, confidential: bool = True) -> Plan:
    """Return a plan whose criteria are declared."""
    plan = begun_plan(of, confidential=confidential)
    plan_criteria.declare_criteria(plan=plan, criteria=["seniority", "wish"], actor_id=of.hr.pk)
    return plan


def roster_file(*rows: str, header: str = HEADER) -> bytes:
    """Return a roster as human resources export it."""
    return "\r\n".join([header, *(rows or ROWS)]).encode("utf-8-sig")


def loaded_plan(of: Firm, *rows: str, confidential: bool = True) -> Plan:
    """Return a plan with its roster read."""
    plan = declared_plan(of, confidential=confidential)
    one = rosters.bring_roster(
        plan=plan, content=roster_file(*rows), filename="liste.csv", actor_id=of.hr.pk
    )
    rosters.load_roster(one=one, actor_id=of.hr.pk)
    plan.refresh_from_db()
    return plan


def stranger() -> Person:
    """Return somebody with an account and no role anywhere."""
    return PersonFactory()


def offered(places: int = 2, *, employer: object = None, **facts: object) -> Vacancy:
    """Return a published vacancy with open posts, of another employer unless said."""
    employer = employer or OrganisationFactory()
    vacancy = VacancyFactory(organisation=employer, **facts)
    for number in range(1, places + 1):
        PostFactory(vacancy=vacancy, number=number)
    return vacancy


def solved_plan(of: Firm, *rows: str, confidential: bool = True) -> Plan:
    """Return a computed plan: two posts at another employer's, one in the group."""
    plan = loaded_plan(of, *rows, confidential=confidential)
    outside = offered(2, starts_on=date(2027, 4, 1))
    inside = offered(
        1, employer=of.site, code="M1602", starts_on=date(2027, 5, 1), title="Agent inventé"
    )
    for vacancy, places in ((outside, 2), (inside, 1)):
        plan_posts.add_post(
            plan=plan,
            vacancy_id=vacancy.pk,
            places=places,
            actor_id=of.hr.pk,
            classification="Niveau III",
        )
    plan_solving.solve_plan(plan=plan, actor_id=of.hr.pk)
    plan.refresh_from_db()
    return plan


def open_plan(of: Firm, *rows: str) -> Plan:
    """Return a plan whose proposals are handed to its people by code."""
    plan = solved_plan(of, *rows, confidential=False)
    proposals.open_to_people(plan=plan, actor_id=of.hr.pk)
    plan.refresh_from_db()
    return plan


def answer_for_everybody(plan: Plan) -> None:
    """Refuse, on paper, whatever still waits for an answer: nobody has a right to answer left."""
    for proposal in plan.lists.first().proposals.filter(answer=""):
        plan_answers.answer_proposal(
            proposal=proposal,
            draft=plan_answers.AnswerDraft("refused", on_paper=True),
            actor_id=None,
        )


def proposal_of(plan: Plan, pseudonym: str) -> Proposal:
    """Return what somebody was handed last."""
    (person,) = [one for one in employees(plan) if one.pseudonym == pseudonym]
    return plan.lists.first().proposals.get(entry_id=person.entry_id)
