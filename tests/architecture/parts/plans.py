"""Plans in every state a page may show: confidential with a file on its way in, open, frozen."""

from datetime import date

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.mobility.models import Plan
from boutdufil.rooms.mobility.selectors.personal_pages import code_of
from boutdufil.rooms.mobility.services import (
    plan_criteria,
    plan_freezing,
    plan_posts,
    plan_sheets,
    plan_solving,
    plans,
    proposals,
    rosters,
)
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.rooms.mobility.plan_world import answer_for_everybody, offered, roster_file

OPEN = (
    "plan", "plan_criteria", "roster", "plan_posts", "plan_counted", "plan_results", "proposals",
    "plan_letters",
    "plan_sheet", "plan_sheet_pdf", "freeze_plan", "plan_settings",
)  # fmt: skip
CONFIDENTIAL = ("plan_readers", "announce_plan", "shred_plan", "roster_template")


def inhabit(person) -> dict[str, dict[str, object]]:
    """Make the person the human resources of an invented site with three plans."""
    site = OrganisationFactory(kind="site", commune="59009")
    MembershipFactory(organisation=site, person=person, role=Role.HR)
    secret, running, frozen = (
        _plan(site, person, confidential=confidential) for confidential in (True, False, False)
    )
    one = _file(secret, person)
    for plan in (running, frozen):
        _open(plan, person)
    token = plan_sheets.create_sheet_link(plan=running, actor_id=person.pk)
    answer_for_everybody(frozen)
    plan_freezing.freeze_plan(plan=frozen, actor_id=person.pk)
    entry = running.entries.first()
    return {
        **{f"mobility:{name}": {"plan_id": running.pk} for name in OPEN},
        **{f"mobility:{name}": {"plan_id": secret.pk} for name in CONFIDENTIAL},
        "mobility:plan_archive": {"plan_id": frozen.pk},
        "mobility:paper_answer": {
            "plan_id": running.pk,
            "proposal_id": entry.proposals.get().pk,
        },
        "mobility:plan_person": {"plan_id": running.pk, "entry_id": entry.pk},
        "mobility:roster_import": {"plan_id": secret.pk, "import_id": one.pk},
        "mobility:roster_bad_lines": {"plan_id": secret.pk, "import_id": one.pk},
        "mobility:shared_sheet": {"token": token},
        "mobility:personal_page": {"code": code_of(entry)},
    }


def _plan(site, person, *, confidential: bool) -> Plan:
    settings = plans.PlanSettings(title="Fermeture inventée", closes_on=date(2027, 3, 31))
    plan = plans.create_plan(
        organisation_id=site.pk, settings=settings, actor_id=person.pk, confidential=confidential
    )
    plan_criteria.declare_criteria(plan=plan, criteria=["seniority"], actor_id=person.pk)
    return plan


def _file(plan: Plan, person):
    return rosters.bring_roster(
        plan=plan, content=roster_file(), filename="liste.csv", actor_id=person.pk
    )


def _open(plan: Plan, person) -> None:
    rosters.load_roster(one=_file(plan, person), actor_id=person.pk)
    vacancy = offered(3)
    plan_posts.add_post(plan=plan, vacancy_id=vacancy.pk, places=3, actor_id=person.pk)
    plan_solving.solve_plan(plan=plan, actor_id=person.pk)
    proposals.open_to_people(plan=plan, actor_id=person.pk)
