"""Who may not judge whom: found, declared, enforced, and never a hint of who entered."""

import pytest

from boutdufil.rooms.contests.enums import ConflictKind
from boutdufil.rooms.contests.errors import ConflictError, ContestError
from boutdufil.rooms.contests.models import Conflict, Reading
from boutdufil.rooms.contests.rules.conflicts import (
    EntryFacts,
    JurorFacts,
    Tie,
    conflicts_between,
)
from boutdufil.rooms.contests.selectors.conflicts import conflicts_of, has_conflict
from boutdufil.rooms.contests.services.readers import add_reader
from boutdufil.rooms.contests.services.readings import save_reading
from boutdufil.rooms.contests.services.recusals import recuse
from boutdufil.rooms.contests.services.ties import TieDraft, declare_ties, note_conflict
from tests.factories.contests import MemberFactory
from tests.factories.organisations import MembershipFactory, OrganisationFactory
from tests.rooms.contests.jury_world import jury_world

ENTRY = EntryFacts(
    id=1,
    region="44",
    school="Lycée Mercure, Metz",
    employers=("Les Fils de l’Est",),
    groups=frozenset({7}),
    people=("Léa Fontaine",),
    person_ids=frozenset({9}),
)
CASES = {
    "nothing": (JurorFacts(1, region="44", school="Autre lycée"), False, ()),
    "group": (JurorFacts(1, groups=frozenset({7})), False, ("employer",)),
    "employer_name": (JurorFacts(1, employer_name="LES FILS DE L'EST"), False, ("employer",)),
    "school": (JurorFacts(1, school="lycee mercure metz"), False, ("school",)),
    "region_where_it_bars": (JurorFacts(1, region="44"), True, ("region",)),
    "own_entry": (JurorFacts(1, person_id=9), False, ("declared",)),
    "school_said": (
        JurorFacts(1, ties=(Tie(ConflictKind.SCHOOL, "Mercure"),)),
        False,
        ("school",),
    ),
    "employer_said": (
        JurorFacts(1, ties=(Tie(ConflictKind.EMPLOYER, "fils de l’Est"),)),
        False,
        ("employer",),
    ),
    "pupil": (JurorFacts(1, ties=(Tie(ConflictKind.PUPIL, "Fontaine Léa"),)), False, ("pupil",)),
    "somebody_else": (JurorFacts(1, ties=(Tie(ConflictKind.PUPIL, "Léandre"),)), False, ()),
    "person_of_that_name_as_school": (
        JurorFacts(1, ties=(Tie(ConflictKind.SCHOOL, "Léa"),)),
        False,
        (),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_conflict_is_found_by_equality(case):
    juror, bars_region, expected = CASES[case]

    assert conflicts_between(juror, ENTRY, bars_region=bars_region) == expected


@pytest.fixture
def world(db):
    return jury_world(files=2, jurors=2)


def test_a_group_is_one_employer_through_its_sites_and_roles(world):
    group = OrganisationFactory()
    site, other = OrganisationFactory(parent=group), OrganisationFactory(parent=group)
    juror, entry = world.jurors[0], world.entries[0]
    entry.employer = site
    entry.save()
    assert not has_conflict(juror.pk, entry.pk)

    MembershipFactory(person=juror.person, organisation=other)

    found = conflicts_of([one.pk for one in world.jurors], [one.pk for one in world.entries])
    assert found == {(juror.pk, entry.pk): (ConflictKind.EMPLOYER,)}


def test_a_declared_name_takes_the_file_away_and_hands_it_on(world):
    juror, other = world.jurors[:2]
    entry = world.entries[0]
    MemberFactory(entry=entry, name="Zoé Inventée", person=None, email="zoe@example.org")
    reading = world.reading(juror, entry)

    declare_ties(juror_id=juror.pk, ties=[TieDraft("pupil", "Zoé Inventée")])

    reading.refresh_from_db()
    assert reading.recused_at is not None
    assert Reading.objects.get(entry=entry, recused_at=None).juror == other
    kinds = Conflict.objects.filter(juror=juror, entry=entry).values_list("kind", flat=True)
    assert list(kinds) == [ConflictKind.PUPIL]
    declare_ties(juror_id=juror.pk, ties=[])
    assert has_conflict(juror.pk, entry.pk), "what was noted stays"


@pytest.mark.parametrize(
    "tie", [("pupil", "!"), ("region", "44"), ("school", "x" * 161)], ids=["sign", "region", "long"]
)
def test_a_name_that_says_nothing_is_refused(world, tie):
    with pytest.raises(ContestError):
        declare_ties(juror_id=world.jurors[0].pk, ties=[TieDraft(*tie)])


def test_every_act_refuses_a_conflict(world):
    juror, entry = world.jurors[0], world.entries[0]
    reading = world.reading(juror, entry)
    note_conflict(
        juror_id=juror.pk, number=entry.number.lower(), kind="employer", reason="", actor_id=None
    )
    reading.refresh_from_db()
    assert reading.recused_at is not None
    Reading.objects.filter(pk=reading.pk).update(recused_at=None)

    with pytest.raises(ConflictError):
        save_reading(reading_id=reading.pk, person_id=juror.person_id, draft=world.draft(1, 1))
    Reading.objects.filter(entry=entry).delete()
    with pytest.raises(ConflictError):
        add_reader(stage_id=world.stage.pk, number=entry.number, juror_id=juror.pk, actor_id=None)


def test_who_recognises_a_file_lays_it_down(world):
    juror, other = world.jurors[:2]
    reading = world.reading(juror, world.entries[0])

    taken = recuse(reading_id=reading.pk, person_id=juror.person_id, reason="Je reconnais le style")

    assert (taken.juror, taken.entry) == (other, world.entries[0])
    assert has_conflict(juror.pk, world.entries[0].pk)
    with pytest.raises(ContestError):
        recuse(reading_id=reading.pk, person_id=juror.person_id, reason="")


def test_where_nobody_is_free_no_reading_is_invented(world):
    juror, other = world.jurors[:2]
    other.most_files = 1
    other.save()
    world.reading(other, world.entries[1])
    reading = world.reading(juror, world.entries[0])

    assert recuse(reading_id=reading.pk, person_id=juror.person_id, reason="") is None
    assert not Reading.objects.filter(entry=world.entries[0], recused_at=None).exists()


def test_a_linking_file_goes_to_another_region(world):
    reading = world.reading(world.jurors[2], world.entries[0], is_linking=True)

    taken = recuse(reading_id=reading.pk, person_id=world.jurors[2].person_id, reason="")

    assert taken.juror == world.jurors[3]
    assert taken.is_linking


def test_nobody_lays_down_the_file_of_another(world):
    reading = world.reading(world.jurors[0], world.entries[0])

    with pytest.raises(ContestError):
        recuse(reading_id=reading.pk, person_id=world.jurors[1].person_id, reason="")
