"""Who reads what: the best plan through the service, or why none; what was begun stays."""

from collections import Counter
from itertools import pairwise

import pytest
from django.utils import timezone

from boutdufil.engines.judging import is_connected
from boutdufil.rooms.contests.enums import ConflictKind, EntryStatus, StageKind
from boutdufil.rooms.contests.errors import ConflictError, ContestError
from boutdufil.rooms.contests.models import Conflict, Entry, Juror, JurySeat, Reading
from boutdufil.rooms.contests.selectors.distributions import distribution_page
from boutdufil.rooms.contests.services.distributions import DistributionDraft, distribute
from boutdufil.rooms.contests.services.meetings import open_meeting
from boutdufil.rooms.contests.services.panels import PanelDraft, save_panel, seat_by_region
from boutdufil.rooms.contests.services.readers import add_reader, remove_reader
from boutdufil.rooms.contests.services.readings import give_reading, save_reading
from tests.factories.contests import (
    EditionFactory,
    EntryFactory,
    JurorFactory,
    JuryFactory,
    StageFactory,
)
from tests.rooms.contests.jury_world import add_criterion, jury_world

pytestmark = pytest.mark.django_db
FILES, JURORS, REVIEWS = 150, 45, 3
REGIONS = ("11", "24", "27", "28", "32")


def spread(world, **draft):
    return distribute(stage_id=world.stage.pk, draft=DistributionDraft(**draft), actor_id=None)


def read(world):
    found = Reading.objects.filter(stage=world.stage, recused_at=None)
    return set(found.values_list("entry_id", "juror_id"))


@pytest.fixture
def world():
    return jury_world(files=5, jurors=3, names=False)


def large_stage():
    """Return a stage of 150 files and 45 jurors of five regions."""
    edition = EditionFactory()
    stage = StageFactory(edition=edition, kind=StageKind.FILE)
    add_criterion(stage)
    Entry.objects.bulk_create(
        Entry(
            edition=edition,
            number=f"D{at:03d}",
            status=EntryStatus.ENTERED,
            school=f"Lycée {at % 40}",
            city="57463",
            region=REGIONS[at % 5],
            rules_number=1,
        )
        for at in range(FILES)
    )
    jurors = Juror.objects.bulk_create(
        Juror(
            edition=edition,
            name=f"Juré {at}",
            school=f"lycee {at % 40}",
            region=REGIONS[at % 5],
            accepted_at=timezone.now(),
        )
        for at in range(JURORS)
    )
    for region in REGIONS:
        jury = JuryFactory(stage=stage, region=region, name=f"Jury {region}")
        own = [one for one in jurors if one.region == region]
        JurySeat.objects.bulk_create(JurySeat(jury=jury, juror=one) for one in own)
    return stage


def test_150_files_are_read_by_3_of_45_jurors_with_a_fifth_linking(
    django_assert_max_num_queries,
):
    stage = large_stage()

    made = distribute(stage_id=stage.pk, draft=DistributionDraft(), actor_id=None)

    found = list(Reading.objects.filter(stage=stage).select_related("entry", "juror"))
    per_file = Counter(one.entry_id for one in found)
    loads = Counter(one.juror_id for one in found)
    away = [one for one in found if one.entry.region != one.juror.region]
    assert set(per_file.values()) == {REVIEWS}
    assert len(per_file) == FILES
    assert set(loads.values()) == {FILES * REVIEWS // JURORS}
    assert len(away) == sum(one.is_linking for one in found) == FILES // 5
    assert is_connected((str(one.entry_id), str(one.juror_id)) for one in found)
    assert not any(one.entry.school.lower().replace("é", "e") == one.juror.school for one in found)
    assert made.facts["connected"] is True
    assert (made.facts["linking"], made.facts["most_load"]) == (30, 10)
    with django_assert_max_num_queries(12):
        distribution_page(stage.pk)


def test_conflicts_are_written_down_before_and_never_read(world):
    school = "Lycée Inventé"
    Entry.objects.filter(pk=world.entries[0].pk).update(school=school)
    Juror.objects.filter(pk=world.jurors[0].pk).update(school="lycee invente")

    spread(world, reviews=2)

    pair = world.entries[0].pk, world.jurors[0].pk
    assert pair not in read(world)
    assert Conflict.objects.filter(entry=pair[0], juror=pair[1]).get().kind == ConflictKind.SCHOOL


def test_where_region_bars_nobody_reads_their_own_and_it_can_be_taken_back(world):
    spread(world, reviews=2, bars_region=True)
    regions = {one.pk: one.region for one in (*world.entries, *world.jurors)}
    entries = {one.pk: one.region for one in world.entries}
    jurors = {one.pk: one.region for one in world.jurors}
    assert regions
    assert all(entries[entry] != jurors[juror] for entry, juror in read(world))

    spread(world, reviews=2, linking=0)

    assert all(entries[entry] == jurors[juror] for entry, juror in read(world))


def test_done_again_it_leaves_what_was_begun_or_given(world):
    spread(world, reviews=2)
    first, second = Reading.objects.filter(stage=world.stage).select_related("juror")[:2]
    save_reading(reading_id=first.pk, person_id=first.juror.person_id, draft=world.draft(1))
    give_reading(reading_id=second.pk, person_id=second.juror.person_id, draft=world.draft(1, 2))
    EntryFactory(edition=world.edition, region=world.juries[0].region)

    spread(world, reviews=2)

    held = set(Reading.objects.filter(stage=world.stage).values_list("pk", flat=True))
    assert {first.pk, second.pk} <= held
    assert Counter(entry for entry, _ in read(world)).most_common()[-1][1] == 2
    assert len(read(world)) == 22


def test_without_enough_hands_the_files_and_jurors_in_the_way_are_named(world):
    Juror.objects.update(most_files=1)

    with pytest.raises(ContestError) as told:
        spread(world, reviews=3, linking=0)

    assert world.entries[0].number in str(told.value)
    assert world.jurors[0].name in str(told.value)
    assert not Reading.objects.exists()


def test_a_file_whose_region_has_no_jury_is_named(world):
    alone = EntryFactory(edition=world.edition, region="94")

    with pytest.raises(ContestError, match=alone.number):
        spread(world)


def test_a_whole_jury_may_judge_every_one_of_its_entries(world):
    spread(world, reviews=0)

    assert len(read(world)) == 2 * 5 * 3
    page = distribution_page(world.stage.pk)
    assert len(page.parts) == 2, "juries that share no file are shown apart"


def test_by_hand_a_file_is_given_and_taken_within_the_same_bounds(world):
    spread(world, reviews=2, linking=0)
    entry = world.entries[0]
    own = {juror for pk, juror in read(world) if pk == entry.pk}
    free = next(one for one in world.jurors[:3] if one.pk not in own)
    add = {"stage_id": world.stage.pk, "number": entry.number, "actor_id": None}

    made = add_reader(juror_id=free.pk, **add)

    with pytest.raises(ContestError, match="déjà"):
        add_reader(juror_id=free.pk, **add)
    Juror.objects.filter(pk=world.jurors[3].pk).update(most_files=1)
    with pytest.raises(ContestError, match="tous les dossiers"):
        add_reader(juror_id=world.jurors[3].pk, **add)
    remove_reader(stage_id=world.stage.pk, reading_id=made.pk, actor_id=None)
    assert (entry.pk, free.pk) not in read(world)
    linking = add_reader(juror_id=world.jurors[4].pk, **add)
    assert linking.is_linking
    save_reading(reading_id=linking.pk, person_id=world.jurors[4].person_id, draft=world.draft(1))
    with pytest.raises(ContestError, match="commencée"):
        remove_reader(stage_id=world.stage.pk, reading_id=linking.pk, actor_id=None)
    entry.school = free.school = "Lycée"
    entry.save()
    free.save()
    with pytest.raises(ConflictError):
        add_reader(juror_id=free.pk, **add)


def test_once_a_jury_meets_nothing_is_moved(world):
    spread(world, reviews=0)
    one = Reading.objects.filter(stage=world.stage).select_related("juror").first()
    give_reading(reading_id=one.pk, person_id=one.juror.person_id, draft=world.draft(1, 1))
    open_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk, reason="Trop tard")

    with pytest.raises(ContestError, match="réunion"):
        spread(world)


def test_jurors_are_seated_by_region_once(world):
    more = JurorFactory(edition=world.edition, region="94")
    nowhere = JurorFactory(edition=world.edition, region="")

    assert seat_by_region(stage_id=world.stage.pk, actor_id=None) == 2
    assert seat_by_region(stage_id=world.stage.pk, actor_id=None) == 0

    seats = {(one.jury.region, one.juror_id) for one in JurySeat.objects.select_related("jury")}
    assert {("94", more.pk), ("", nowhere.pk)} <= seats
    assert all(a != b for a, b in pairwise(sorted(juror for _, juror in seats)))


@pytest.mark.parametrize("wrong", ["twice", "stranger", "chair", "region"])
def test_a_seat_that_cannot_be_is_refused(world, wrong):
    juror = JurorFactory(edition=world.edition)
    drafts = {
        "twice": PanelDraft("Jury", "94", (world.jurors[0].pk,)),
        "stranger": PanelDraft("Jury", "94", (JurorFactory().pk,)),
        "chair": PanelDraft("Jury", "94", (juror.pk,), world.jurors[0].pk),
        "region": PanelDraft("Jury", world.juries[0].region, (juror.pk,)),
    }

    with pytest.raises(ContestError):
        save_panel(stage_id=world.stage.pk, draft=drafts[wrong], actor_id=None)
