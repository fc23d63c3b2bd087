"""Nobody sees a mark before giving theirs; in the meeting all see, and changes leave a trace."""

from fractions import Fraction

import pytest
from django.utils import timezone

from boutdufil.rooms.contests.enums import EntryStatus, RanksBy
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Entry, Jury, LogLine, Mark, Reading, Stage
from boutdufil.rooms.contests.permissions import juries as permissions
from boutdufil.rooms.contests.selectors.juror_desk import juror_desk
from boutdufil.rooms.contests.selectors.jury_scores import jury_scores, raw_scores
from boutdufil.rooms.contests.selectors.meetings import meeting_page
from boutdufil.rooms.contests.selectors.panels import panel_row
from boutdufil.rooms.contests.selectors.severity import severity_page
from boutdufil.rooms.contests.services.meetings import close_meeting, open_meeting, review_mark
from boutdufil.rooms.contests.services.readings import give_reading
from boutdufil.rooms.contests.services.ties import note_conflict
from tests.factories.contests import ConflictFactory, MemberFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.jury_world import jury_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """Two juries of two; one file of the first is read by both and by a linking juror."""
    world = jury_world(files=2, jurors=2)
    for juror in (*world.jurors[:2], world.jurors[2]):
        world.reading(juror, world.entries[0], is_linking=juror == world.jurors[2])
    world.juries[0].chair = world.jurors[0]
    world.juries[0].save()
    return world


def give(world, juror, *marks, entry=0, **words):
    one = Reading.objects.get(juror=world.jurors[juror], entry=world.entries[entry])
    give_reading(
        reading_id=one.pk,
        person_id=world.jurors[juror].person_id,
        draft=world.draft(*marks, **words),
    )
    return one


def people(world):
    member = MemberFactory(entry=world.entries[1]).person
    return {
        "chair": world.jurors[0].person,
        "member": world.jurors[1].person,
        "linking": world.jurors[2].person,
        "elsewhere": world.jurors[3].person,
        "organiser": world.organiser,
        "candidate": member,
        "stranger": PersonFactory(),
    }


SEEN = {
    "nobody_gave": set(),
    "all_gave": set(),
    "meeting": {"chair", "member", "linking", "organiser"},
    "meeting_one_owes": {"chair", "linking", "organiser"},
    "meeting_conflict": {"chair", "linking", "organiser"},
    "closed": {"chair", "member", "linking", "organiser"},
}


@pytest.mark.parametrize("moment", SEEN)
def test_who_sees_marks_and_when(world, moment):
    owing = moment in {"nobody_gave", "meeting_one_owes"}
    give(world, 0, 4, 4)
    give(world, 2, 0, 0)
    if not owing:
        give(world, 1, 2, 2)
    if moment == "meeting_conflict":
        ConflictFactory(juror=world.jurors[1], entry=world.entries[0])
    if moment.startswith("meeting") or moment == "closed":
        open_meeting(
            jury_id=world.juries[0].pk, actor_id=world.organiser.pk, reason="Le temps presse"
        )
    if moment == "closed":
        close_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk)
    jury = panel_row(world.juries[0].pk)

    seen = {
        name
        for name, person in people(world).items()
        if permissions.can_see_marks(person, jury, world.entries[0].pk)
    }
    shown = {name for name, person in people(world).items() if meeting_page(jury, person).entries}

    assert seen == shown == SEEN[moment]


MAY = {
    "enter": {"chair", "member", "organiser", "linking"},
    "lead": {"chair", "organiser"},
    "severity": {"chair", "organiser"},
}


def test_who_enters_leads_and_sees_severity(world):
    for juror in (0, 1, 2):
        give(world, juror, 2, 2)
    before = panel_row(world.juries[0].pk)
    open_meeting(jury_id=before.id, actor_id=world.organiser.pk)
    early = panel_row(before.id)
    assert not permissions.can_see_severity(world.organiser, early), "another jury still reads"
    Jury.objects.update(meeting_opened_at=timezone.now())
    jury, everybody = panel_row(before.id), people(world).items()

    assert {n for n, p in everybody if permissions.can_enter_meeting(p, jury)} == MAY["enter"]
    assert {n for n, p in everybody if permissions.can_lead_meeting(p, jury)} == MAY["lead"]
    assert {n for n, p in everybody if permissions.can_see_severity(p, jury)} == MAY["severity"]
    assert not any(permissions.can_see_severity(p, before) for _, p in everybody)


def test_a_meeting_waits_for_all_or_says_why_not(world):
    with pytest.raises(ContestError, match="rien à discuter"):
        open_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk)
    give(world, 0, 4, 4)
    with pytest.raises(ContestError, match="Il manque"):
        open_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk)

    open_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk, reason="Un juré malade")

    assert panel_row(world.juries[0].pk).meeting_reason == "Un juré malade"


def test_nobody_waits_for_a_file_that_was_withdrawn(world):
    world.reading(world.jurors[0], world.entries[1])
    for juror in (0, 1, 2):
        give(world, juror, 2, 2)
    Entry.objects.filter(pk=world.entries[1].pk).update(status=EntryStatus.WITHDRAWN)

    open_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk)

    (queue,) = juror_desk(world.jurors[0].person_id).queues
    assert [one.number for one in queue.lines] == [world.entries[0].number]


def test_in_a_meeting_a_conflict_takes_a_reading_out_and_gives_none_away(world):
    for juror in (0, 1, 2):
        give(world, juror, 2, 2)
    open_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk)

    note_conflict(
        juror_id=world.jurors[1].pk,
        number=world.entries[0].number,
        kind="pupil",
        reason="",
        actor_id=None,
    )

    assert Reading.objects.count() == 3
    assert Reading.objects.filter(recused_at=None).count() == 2


def test_ones_own_mark_is_reviewed_with_a_trace_and_counts(world):
    own = give(world, 0, 4, 4)
    other = give(world, 1, 0, 0)
    give(world, 2, 2, 2)
    heavy = world.criteria[0].pk
    change = {"criterion_id": heavy, "mark": 2, "person_id": world.jurors[0].person_id}
    with pytest.raises(ContestError, match="pendant la réunion"):
        review_mark(reading_id=own.pk, **change)
    open_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk)
    (before,) = raw_scores(world.stage.pk)

    review_mark(reading_id=own.pk, **change)

    with pytest.raises(ContestError):
        review_mark(reading_id=other.pk, **change)
    with pytest.raises(ContestError, match="niveaux"):
        review_mark(reading_id=own.pk, **{**change, "mark": 9})
    mark = Mark.objects.get(reading=own, criterion=heavy)
    assert (mark.mark, mark.changed_in_meeting) == (2, True)
    line = LogLine.objects.get(kind="mark_reviewed")
    assert (line.facts["before"], line.facts["after"]) == (4, 2)
    (after,) = raw_scores(world.stage.pk)
    assert before.scores["score"] - after.scores["score"] == Fraction(20 * 2 * 2, 12) / 3
    close_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk)
    with pytest.raises(ContestError):
        review_mark(reading_id=own.pk, **{**change, "mark": 4})


def test_the_widest_spread_comes_first(world):
    world.reading(world.jurors[0], world.entries[1])
    world.reading(world.jurors[1], world.entries[1])
    for juror, marks in ((0, (2, 2)), (1, (2, 1)), (2, (2, 2))):
        give(world, juror, *marks)
    give(world, 0, 4, 4, entry=1)
    give(world, 1, 0, 0, entry=1)
    open_meeting(jury_id=world.juries[0].pk, actor_id=world.organiser.pk)

    page = meeting_page(panel_row(world.juries[0].pk), world.organiser)

    assert [one.number for one in page.entries] == [
        world.entries[1].number,
        world.entries[0].number,
    ]
    assert [one.is_wide for one in page.entries] == [True, False]


def judged(world, *, linking):
    """Let every juror read the files of their region, and some of the other one."""
    Reading.objects.all().delete()
    strict = world.jurors[0].pk
    for at, entry in enumerate(world.entries):
        own = world.jurors[:2] if at < len(world.entries) // 2 else world.jurors[2:]
        more = [world.jurors[3 if own[0] == world.jurors[0] else 0]] if at in linking else []
        for juror in (*own, *more):
            quality = at % 4 + 1 - (juror.pk == strict)
            world.reading(juror, entry, is_linking=juror in more)
            place = world.jurors.index(juror)
            give(world, place, quality, max(0, quality - at % 2), entry=at)


def test_linked_juries_are_calibrated_and_may_select_where_declared():
    world = jury_world(files=6, jurors=2, names=False)
    judged(world, linking={0, 3, 6, 9})
    Stage.objects.update(ranks_by=RanksBy.CALIBRATED)

    page = severity_page(world.stage.pk)
    found = {one.number: one.scores["score"] for one in jury_scores(world.stage.pk)}

    assert (page.refusal, page.may_select, page.linking_percent) == ("", True, 33)
    assert page.jurors[0].juror == world.jurors[0].name, "the strict one comes first"
    assert all(one.rank_low <= one.rank <= one.rank_high for one in page.ranks)
    assert len(found) == 12
    assert all(isinstance(one, Fraction) and 1000 % one.denominator == 0 for one in found.values())
    assert found == {one.number: one.scores["score"] for one in jury_scores(world.stage.pk)}


@pytest.mark.parametrize(("linking", "why"), [(set(), "ne relie"), ({0, 6}, "il en faut 20")])
def test_without_enough_links_calibration_does_not_select(linking, why):
    world = jury_world(files=6, jurors=2, names=False)
    judged(world, linking=linking)
    Stage.objects.update(ranks_by=RanksBy.CALIBRATED)

    page = severity_page(world.stage.pk)

    assert not page.may_select
    assert bool(page.refusal) == (not linking)
    assert len(page.parts) == (0 if linking else 2)
    with pytest.raises(ContestError, match=why):
        jury_scores(world.stage.pk)
    Stage.objects.update(ranks_by=RanksBy.RAW)
    assert len(jury_scores(world.stage.pk)) == 12


def test_a_recused_reading_counts_nowhere(world):
    give(world, 0, 4, 4)
    give(world, 1, 0, 0)
    Reading.objects.filter(juror=world.jurors[1]).update(recused_at=timezone.now())

    (found,) = raw_scores(world.stage.pk)

    assert found.scores["score"] == 20
