"""Contests of the inhabited site: the person runs an election, declared and changed once."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.kernel.files.services import store_file
from boutdufil.kernel.organisations.enums import Role
from boutdufil.kernel.people.models import Person
from boutdufil.rooms.contests.enums import EntryKind
from boutdufil.rooms.contests.models import Edition
from boutdufil.rooms.contests.rules.pipelines import EditionDraft, Ready
from boutdufil.rooms.contests.selectors.stages import stages_of
from boutdufil.rooms.contests.services.editions import create_edition
from boutdufil.rooms.contests.services.partners import PartnerDraft, add_partner
from boutdufil.rooms.contests.services.pipelines import change_stage
from boutdufil.rooms.contests.services.prizes import PrizeDraft, add_prize
from boutdufil.rooms.contests.services.publishing import publish_edition
from tests.architecture.parts.applications import PDF
from tests.architecture.parts.contest_entries import inhabit_entries
from tests.architecture.parts.contest_items import inhabit_items
from tests.architecture.parts.contest_juries import inhabit_juries
from tests.architecture.parts.contest_quiz import inhabit_quiz
from tests.architecture.parts.contest_results import inhabit_results
from tests.factories.contests import PrizeFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.rooms.contests.drafts import edition_draft, settle, stage_draft

# Pages and buttons of an edition, by its number alone.
OF_AN_EDITION = ("seat", "edit", "duplicate", "log", "new_stage", "prizes", "partners")


def inhabit(person: Person) -> dict[str, dict[str, object]]:
    """Give the person a declared election with everything a page may show, and a draft."""
    firm = OrganisationFactory(name="Association du concours inventé")
    MembershipFactory(person=person, organisation=firm, role=Role.MANAGER)
    election, draft = _election(firm.pk), _draft(firm.pk)
    return {
        "contests:new_edition": {"organisation_id": firm.pk},
        **{f"contests:{name}": {"edition_id": election.pk} for name in OF_AN_EDITION},
        "contests:publish": {"edition_id": draft.pk},
        "contests:drop": {"edition_id": draft.pk},
        "contests:edition": {"slug": election.slug},
        "contests:rules": {"slug": election.slug},
        "contests:rules_version": {"slug": election.slug, "number": 1},
        "contests:rules_data": {"slug": election.slug, "number": 2},
        **_stages(election),
        **_gains(election),
        **inhabit_entries(person, firm),
        **inhabit_items(person),
        **inhabit_juries(person, firm),
        **inhabit_quiz(person, election),
        **inhabit_results(person, firm),
    }


def _election(organiser_id: int) -> Edition:
    made = create_edition(
        organiser_id=organiser_id,
        draft=edition_draft(
            name="Élection de la page",
            slug="election-de-la-page",
            presentation="Un questionnaire dans chaque ville, puis un jury.",
            needs_employer_consent=True,
            needs_school=True,
            other_conditions="Ne pas avoir gagné l’an dernier.",
            embargo_until=timezone.now() + timedelta(days=120),
        ),
        ready=Ready.ELECTION,
        actor_id=None,
    )
    panel = stages_of(settle(made).pk)[-1]
    add_prize(edition_id=made.pk, draft=PrizeDraft(1, "Bourse", 300_000, "Ville"), actor_id=None)
    publish_edition(edition_id=made.pk, actor_id=None)
    later = stage_draft(panel, takes=3, minimum=50)
    change_stage(stage_id=panel.id, draft=later, actor_id=None, reason="Trois lauréats, pas un")
    return made


def _draft(organiser_id: int) -> Edition:
    return create_edition(
        organiser_id=organiser_id,
        draft=EditionDraft("Concours de la page", EntryKind.TEAM),
        ready=Ready.STUDENTS,
        actor_id=None,
    )


def _stages(election: Edition) -> dict[str, dict[str, object]]:
    panel = {"edition_id": election.pk, "stage_id": stages_of(election.pk)[-1].id}
    return {"contests:stage": panel, "contests:stage_act": {**panel, "act": "open"}}


def _gains(election: Edition) -> dict[str, dict[str, object]]:
    handed = PrizeFactory(
        edition=election,
        rank=2,
        label="Livres de la page",
        handed_at=timezone.localdate(),
        handed_to="K00001",
        proof=store_file(content=PDF, name="recu.pdf", purpose="tests"),
    )
    partner = add_partner(
        edition_id=election.pk,
        draft=PartnerDraft("Ville inventée", "ville hôte", "https://example.org"),
        actor_id=None,
    )
    add_partner(
        edition_id=election.pk, draft=PartnerDraft("École inventée", "école"), actor_id=None
    )
    prize = {"edition_id": election.pk, "prize_id": handed.pk}
    names = ("hand_over", "remove_prize", "prize_proof")
    return {
        **{f"contests:{name}": prize for name in names},
        "contests:partner": {"edition_id": election.pk, "partner_id": partner.pk},
    }
