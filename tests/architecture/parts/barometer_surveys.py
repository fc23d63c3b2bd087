"""A frame of the inhabited site: centres, one that closed, two that look alike."""

from datetime import date, timedelta

from django.utils import timezone

from boutdufil.lib.tables import read_table
from boutdufil.rooms.barometer.enums import Allocation, ImportKind, MailingKind, WaveState
from boutdufil.rooms.barometer.models import DuplicatePair, Survey, Unit, Wave
from boutdufil.rooms.barometer.rules.sirene_lines import Field
from boutdufil.rooms.barometer.services.contacts import ContactDraft, add_contact
from boutdufil.rooms.barometer.services.frame import ListDraft, take_list
from boutdufil.rooms.barometer.services.mailings import plan_mailing
from boutdufil.rooms.barometer.services.sampling import draw_sample
from boutdufil.rooms.barometer.services.surveys import SurveyDraft, create_survey
from boutdufil.rooms.barometer.services.waves import WaveDraft, create_wave, move_wave

LIST = """identifiant;nom;siret;naf;type;commune;effectif;groupe;nom du groupe;ouverture;fermeture
A1;Alpha Contact SAS;73282932000074;82.20Z;prestataire;57463;60;G1;Alpha;2019-03-01;
A2;ALPHA-CONTACT;;82.20Z;prestataire;57463;58;G1;Alpha;;
A3;Banque Bêta;;64.19Z;interne;59350;1250;G2;Bêta;2015-02-01;
A4;Vente Gamma;;47.91B;interne;59350;80;;;2001-01-01;2024-06-30
"""
OF_A_SURVEY = ("survey", "edit_survey", "units", "new_list", "duplicates", "new_wave", "contacts")
OF_A_DRAWN_WAVE = (
    "wave",
    "edit_wave",
    "move_wave",
    "sample_file",
    "draw_file",
    "mailings",
    "microdata",
)


def inhabit_surveys(leader_id: int) -> dict[str, dict[str, object]]:
    """Give an organisation a survey with a frame."""
    survey = simulated_survey(leader_id, "enquete-de-la-page")
    of = {"survey": survey.slug}
    unit = Unit.objects.get(survey=survey, source_key="A1")
    pair = DuplicatePair.objects.get(first__survey=survey)
    drawn, draft = _wave(survey), _wave(survey)
    draw_sample(wave_id=drawn.pk, actor_id=None)
    move_wave(wave_id=drawn.pk, to=WaveState.OPEN, actor_id=None)
    contact = add_contact(
        survey_id=survey.pk,
        draft=ContactDraft("Ana Contact", "ana@exemple.test", position="Direction du centre"),
        keys=["A1", "A2"],
        actor_id=None,
    )
    letter = plan_mailing(
        wave_id=drawn.pk,
        kind=MailingKind.INVITATION,
        planned_on=timezone.localdate() + timedelta(days=7),
        actor_id=None,
    )
    return {
        "barometer:contact_table": of,
        "barometer:end_contact": of | {"contact_id": contact.pk},
        "barometer:drop_mailing": of | {"number": drawn.number, "mailing_id": letter.pk},
        **{f"barometer:{name}": of for name in OF_A_SURVEY},
        **{f"barometer:{name}": of | {"number": drawn.number} for name in OF_A_DRAWN_WAVE},
        "barometer:draw": of | {"number": draft.number},
        "barometer:unit": of | {"unit_id": unit.pk},
        "barometer:decide_duplicate": of | {"pair_id": pair.pk},
    }


def simulated_survey(leader_id: int, slug: str) -> Survey:
    """Return a survey whose frame was taken from a list."""
    draft = SurveyDraft(
        name=f"Enquête {slug}",
        slug=slug,
        presentation="Les effectifs et leurs mouvements, une fois l’an.",
        commitment="Vos réponses ne servent qu’à des chiffres d’ensemble.",
        contact="statistique@exemple.test",
    )
    survey = create_survey(organisation_id=leader_id, draft=draft, actor_id=None)
    table = read_table(LIST.encode(), filename="centres.csv")
    brought = ListDraft(
        table=table,
        kind=ImportKind.CENTRES,
        file_name="centres.csv",
        file_hash="0" * 64,
        as_of=date(2026, 1, 1),
        field=Field(),
    )
    take_list(survey_id=survey.pk, draft=brought, actor_id=None)
    return survey


def _wave(survey: Survey) -> Wave:
    draft = WaveDraft(
        name=f"Vague de {survey.slug}",
        period_start=date(2025, 1, 1),
        period_end=date(2025, 12, 31),
        opens_on=date(2026, 1, 10),
        closes_on=timezone.localdate() + timedelta(days=60),
        strata_by=("centre_type",),
        allocation=Allocation.PROPORTIONAL,
        sample_size=2,
        stratum_least=1,
    )
    return create_wave(survey_id=survey.pk, draft=draft, actor_id=None)
