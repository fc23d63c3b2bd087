"""The simulated survey: who leads it, its frame."""

from __future__ import annotations

from datetime import date, timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext_noop

from boutdufil.kernel.organisations.enums import OrganisationKind, Role
from boutdufil.kernel.organisations.models import Organisation
from boutdufil.kernel.organisations.services import create_organisation, grant_role
from boutdufil.kernel.organisations.services.organisations import Description
from boutdufil.kernel.people.models import Person
from boutdufil.kernel.people.services import create_demo_person
from boutdufil.lib.tables import write_csv
from boutdufil.rooms.barometer.demo import answers
from boutdufil.rooms.barometer.demo.centres import simulated_list
from boutdufil.rooms.barometer.enums import Allocation, ImportKind, WaveState
from boutdufil.rooms.barometer.models import Survey
from boutdufil.rooms.barometer.rules.sirene_lines import Field
from boutdufil.rooms.barometer.rules.strata import StratumBy
from boutdufil.rooms.barometer.services.frame import ListDraft, take_list
from boutdufil.rooms.barometer.services.sampling import draw_sample
from boutdufil.rooms.barometer.services.surveys import SurveyDraft, create_survey
from boutdufil.rooms.barometer.services.waves import WaveDraft, create_wave, move_wave

SLUG = "relation-client"
CENTRES, SAMPLE = 350, 120
LEADER = "Observatoire inventé de la relation client"
COMMITMENT = (
    "Ce que vous répondez ne sert qu’à des chiffres d’ensemble. Aucun chiffre ne repose sur moins "
    "de trois groupes, ni à plus de 85 % sur un seul. Personne d’autre que l’équipe de l’enquête "
    "ne lit votre réponse. Vous pouvez la revoir, la corriger et la retirer. Cet engagement est "
    "écrit parce que la loi de 1951 sur le secret statistique ne couvre que les enquêtes publiques."
)


def furnish() -> None:
    """Make the survey, its statistician and its frame; a second time changes nothing."""
    person = create_demo_person(
        slug="statisticienne",
        name="Inès Marchetti",
        story=gettext_noop("Statisticienne du baromètre, de la liste des centres au chiffre"),
    )
    if Survey.objects.filter(slug=SLUG).exists():
        return
    leader = _leader()
    grant_role(
        organisation_id=leader.pk, person_id=person.pk, role=Role.STATISTICIAN, actor_id=None
    )
    draft = SurveyDraft(
        name="Baromètre de la relation client",
        slug=SLUG,
        presentation="Qui travaille dans les centres de contacts, où, sous quel contrat, et "
        "combien en partent chaque année. Vingt minutes, une fois l’an.",
        commitment=COMMITMENT,
        contact="barometre@demo.boutdufil.invalid",
    )
    survey = create_survey(organisation_id=leader.pk, draft=draft, actor_id=person.pk)
    table = simulated_list(CENTRES)
    content = write_csv(table.header, [row.cells for row in table.rows])
    brought = ListDraft(
        table=table,
        kind=ImportKind.CENTRES,
        file_name="centres-simules.csv",
        file_hash=sha256(content).hexdigest(),
        as_of=timezone.localdate(),
        field=Field(),
    )
    take_list(survey_id=survey.pk, draft=brought, actor_id=person.pk)
    answers.furnish(survey, person.pk)
    _wave(survey, person)


def _wave(survey: Survey, person: Person) -> None:
    """Draw a wave and open it to answers."""
    today = timezone.localdate()
    draft = WaveDraft(
        name=f"Vague {today.year - 1}",
        period_start=date(today.year - 1, 1, 1),
        period_end=date(today.year - 1, 12, 31),
        opens_on=today - timedelta(days=12),
        closes_on=today + timedelta(days=33),
        strata_by=(StratumBy.CENTRE_TYPE, StratumBy.SIZE),
        allocation=Allocation.NEYMAN,
        sample_size=SAMPLE,
        stratum_least=4,
    )
    wave = create_wave(survey_id=survey.pk, draft=draft, actor_id=person.pk)
    draw_sample(wave_id=wave.pk, actor_id=person.pk)
    move_wave(wave_id=wave.pk, to=WaveState.OPEN, actor_id=person.pk)


def _leader() -> Organisation:
    described = Description(name=LEADER, kind=OrganisationKind.ASSOCIATION, invented=True)
    return create_organisation(described=described, creator_id=None)
