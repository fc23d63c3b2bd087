"""Lists of centres: what they bring in, what they change, what is refused and why."""

from datetime import date

import pytest

from boutdufil.lib.tables import read_table
from boutdufil.rooms.barometer.enums import (
    CentreType,
    DuplicateState,
    ImportKind,
    UnitEventKind,
    UnitKind,
)
from boutdufil.rooms.barometer.errors import BarometerError, FrameFileError, FrozenError
from boutdufil.rooms.barometer.models import DuplicatePair, FrameImport, Unit, UnitEvent
from boutdufil.rooms.barometer.rules.sirene_lines import Field
from boutdufil.rooms.barometer.selectors.duplicates import open_pairs
from boutdufil.rooms.barometer.services.duplicates import decide_pair
from boutdufil.rooms.barometer.services.frame import (
    ListDraft,
    ListRefusedError,
    Taken,
    take_list,
    try_list,
)
from tests.factories.barometer import DrawnFactory, SurveyFactory, UnitFactory, WaveFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
HEADER = "identifiant;nom;siret;naf;type;commune;effectif;groupe;ouverture;fermeture"
TWO = f"""{HEADER}
A1;Alpha Contact;73282932000074;82.20Z;prestataire;57463;60;G1;2019-03-01;
A2;Banque Bêta;;64.19Z;interne;59350;1 250;G2;01/02/2015;
"""
SIRENE = """siret,denominationUniteLegale,activitePrincipaleEtablissement,codeCommuneEtablissement,\
trancheEffectifsEtablissement,dateCreationEtablissement,etatAdministratifEtablissement,dateDebut
73282932000074,ALPHA CONTACT,82.20Z,57463,21,2019-03-01,A,2019-03-01
35600000000048,LA POSTE,53.10Z,75115,NN,1991-01-01,A,1991-01-01
"""


def draft(text, *, kind=ImportKind.CENTRES, as_of=date(2026, 1, 1), **more):
    table = read_table(text.encode(), filename="centres.csv")
    facts = {"table": table, "kind": kind, "as_of": as_of, "field": Field()} | more
    return ListDraft(file_name="centres.csv", file_hash="0" * 64, **facts)


def take(survey, text, **more):
    return take_list(survey_id=survey.pk, draft=draft(text, **more), actor_id=None)


def test_a_list_brings_its_centres_with_their_places_and_groups():
    survey = SurveyFactory()

    taken = take(survey, TWO)

    alpha, bank = Unit.objects.order_by("source_key")
    assert taken == Taken(new=2, changed=0, same=0, closed=0, left_out=0, alike=0)
    assert (alpha.region, alpha.department, alpha.centre_type) == ("44", "57", CentreType.PROVIDER)
    assert (bank.headcount, bank.born_on, bank.group.key) == (1250, date(2015, 2, 1), "G2")
    births = UnitEvent.objects.filter(kind=UnitEventKind.BIRTH).order_by("happened_on")
    assert [one.happened_on for one in births] == [date(2015, 2, 1), date(2019, 3, 1)]


def test_a_list_may_be_in_english():
    survey = SurveyFactory()
    text = """key,name,centre type,commune,headcount,kind,opened on
A1,Alpha,in-house,57463,60,centre,2019-03-01
G1,Beta Group,,,,company,
"""

    taken = take(survey, text)

    assert taken.new == 2
    alpha = Unit.objects.get(source_key="A1")
    assert (alpha.centre_type, alpha.headcount) == (CentreType.IN_HOUSE, 60)
    assert Unit.objects.get(source_key="G1").kind == UnitKind.COMPANY


def test_the_same_list_twice_changes_nothing():
    survey = SurveyFactory()
    take(survey, TWO)

    assert take(survey, TWO).same == 2
    assert (Unit.objects.count(), UnitEvent.objects.count()) == (2, 2)


def test_a_later_list_tells_what_changed_and_what_closed():
    survey = SurveyFactory()
    take(survey, TWO)
    later = TWO.replace(";60;", ";75;").replace("01/02/2015;", "01/02/2015;2026-05-31")

    taken = take(survey, later, as_of=date(2026, 6, 1))

    alpha, bank = Unit.objects.order_by("source_key")
    assert (taken.changed, taken.closed) == (2, 1)
    assert (alpha.headcount, bank.died_on) == (75, date(2026, 5, 31))
    assert UnitEvent.objects.get(kind=UnitEventKind.CHANGE).note == "headcount"


def test_what_a_whole_list_names_no_more_is_closed_within_its_field():
    survey = SurveyFactory()
    take(survey, TWO)
    alone = "\n".join(TWO.splitlines()[:2])
    north = Field(departments=frozenset({"57"}))

    assert take(survey, alone, is_whole=True, field=north).closed == 0
    assert take(survey, alone, is_whole=True, as_of=date(2026, 6, 1)).closed == 1
    assert Unit.objects.get(source_key="A2").died_on == date(2026, 6, 1)


def test_a_trial_changes_nothing():
    survey = SurveyFactory()

    assert try_list(survey_id=survey.pk, draft=draft(TWO)).new == 2
    assert (Unit.objects.count(), FrameImport.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("line", "column", "remedy"),
    [
        (";Sans identifiant;;;;;;;;", "identifiant", "Il manque"),
        ("A3;;;;;;;;;", "nom", "Il manque"),
        ("A3;Centre;12345;;;;;;;", "SIRET", "14 chiffres"),
        ("A3;Centre;;;externe;;;;;", "type", "« interne » ou « prestataire »"),
        ("A3;Centre;;;;99999;;;;", "commune", "« 99999 »"),
        ("A3;Centre;;;;;-12;;;", "effectif", "« -12 »"),
        ("A3;Centre;;;;;;;hier;", "ouverture", "2026-12-31"),
        ("A3;Centre;;;;;;;2020-01-02;2020-01-01", "fermeture", "avant l’ouverture"),
        ("A1;Encore;;;;;;;;", "identifiant", "ligne 2"),
    ],
)
def test_a_bad_line_is_named_with_its_remedy_and_nothing_is_taken(line, column, remedy):
    survey = SurveyFactory()

    with pytest.raises(ListRefusedError) as refused:
        take(survey, TWO + line)

    (problem,) = refused.value.problems
    assert (problem.line, problem.column) == (4, column)
    assert remedy in problem.text
    assert not Unit.objects.exists()


def test_a_list_without_its_columns_is_refused():
    with pytest.raises(FrameFileError, match="identifiant"):
        take(SurveyFactory(), "ville;effectif\nMetz;60\n")


def test_the_register_brings_the_wanted_field_and_the_middle_of_a_size():
    survey = SurveyFactory()
    field = Field(activities=frozenset({"82.20Z"}))

    taken = take(survey, SIRENE, kind=ImportKind.SIRENE, field=field)

    unit = Unit.objects.get()
    assert (taken.new, taken.left_out) == (1, 1)
    assert (unit.headcount, unit.group.key, unit.group.name) == (74, "732829320", "ALPHA CONTACT")
    assert unit.centre_type == CentreType.PROVIDER


def test_a_closed_establishment_of_the_register_has_its_day():
    closed = SIRENE.replace("A,2019-03-01\n", "F,2024-06-30\n", 1)

    take(SurveyFactory(), closed, kind=ImportKind.SIRENE, field=Field())

    assert Unit.objects.get(activity="82.20Z").died_on == date(2024, 6, 30)


TWINS = f"""{HEADER}
A1;Alpha Contact SAS;73282932000074;82.20Z;;57463;60;;;
A2;ALPHA-CONTACT;;82.20Z;;57463;58;;;
A3;Alpha Contact;;82.20Z;;59350;58;;;
"""


def test_two_units_that_look_alike_are_shown_once_with_the_reason():
    survey = SurveyFactory()

    assert take(survey, TWINS).alike == 1
    assert take(survey, TWINS).alike == 1
    pair = DuplicatePair.objects.get()
    assert pair.reasons == ["name_and_commune"]
    assert (pair.first.source_key, pair.second.source_key) == ("A1", "A2")


def test_a_duplicate_gives_way_to_the_one_that_stays():
    survey, judge = SurveyFactory(), PersonFactory()
    take(survey, TWINS)
    pair = DuplicatePair.objects.get()

    decide_pair(pair_id=pair.pk, stays_id=pair.first_id, actor_id=judge.pk)

    assert Unit.objects.get(source_key="A2").same_as.source_key == "A1"
    assert not open_pairs(survey.pk).exists()
    with pytest.raises(BarometerError, match="déjà"):
        decide_pair(pair_id=pair.pk, stays_id=None, actor_id=judge.pk)


def test_two_centres_stay_two_and_are_not_asked_again():
    survey = SurveyFactory()
    take(survey, TWINS)
    pair = DuplicatePair.objects.get()

    decide_pair(pair_id=pair.pk, stays_id=None, actor_id=PersonFactory().pk)

    assert take(survey, TWINS).alike == 0
    assert DuplicatePair.objects.get().state == DuplicateState.DIFFERENT


def test_what_was_drawn_stays():
    survey = SurveyFactory()
    take(survey, TWINS)
    pair = DuplicatePair.objects.get()
    DrawnFactory(wave=WaveFactory(survey=survey), unit=pair.second)

    with pytest.raises(FrozenError, match="tiré"):
        decide_pair(pair_id=pair.pk, stays_id=pair.first_id, actor_id=PersonFactory().pk)


def test_a_name_borne_by_many_pairs_nobody():
    survey = SurveyFactory()
    for _ in range(13):
        UnitFactory(survey=survey, name="Centre de contacts")

    assert take(survey, TWO).alike == 0
