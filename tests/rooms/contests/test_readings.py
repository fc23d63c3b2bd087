"""Marks are kept as they are set, given once, shown to nobody before; exact when they count."""

from fractions import Fraction

import pytest
from django.utils import timezone

from boutdufil.rooms.contests.enums import RanksBy, StageKind, StageStatus
from boutdufil.rooms.contests.errors import ContestError, RevisionError, TooLateError
from boutdufil.rooms.contests.models import LogLine, Mark, Stage
from boutdufil.rooms.contests.rules.scores import Scale, entry_scores, reading_score
from boutdufil.rooms.contests.selectors.juror_desk import juror_desk, reading_page
from boutdufil.rooms.contests.selectors.jury_feedback import feedback_of
from boutdufil.rooms.contests.selectors.jury_scores import jury_scores
from boutdufil.rooms.contests.services.readings import give_reading, save_reading
from tests.rooms.contests.jury_world import jury_world


def test_a_score_is_exact_and_its_scales_are_brought_together():
    rubric = (Scale(1, 2, 4), Scale(2, 1, 5), Scale(3, 7, 0))

    assert reading_score({1: 3, 2: 5}, rubric) == Fraction(50, 3)
    assert entry_scores([{1: 3, 2: 5}, {1: 0, 2: 0}, {1: 4, 2: 4}], rubric[:2]) == {
        "score": (Fraction(50, 3) + 0 + Fraction(56, 3)) / 3,
        "heaviest": Fraction(35, 3),
    }
    assert entry_scores([], rubric) == {}


@pytest.fixture
def world(db):
    return jury_world(files=1, jurors=2)


def mine(world, juror=0, entry=0):
    one = world.jurors[juror]
    return {"reading_id": world.reading(one, world.entries[entry]).pk, "person_id": one.person_id}


def test_the_same_sent_twice_is_kept_once(world):
    own = mine(world)

    first = save_reading(**own, draft=world.draft(3))
    again = save_reading(**own, draft=world.draft(3))

    assert (first.revision, again.revision) == (1, 1)
    assert list(Mark.objects.values_list("mark", flat=True)) == [3]


def test_another_device_is_told_and_overwrites_nothing(world):
    own = mine(world)
    save_reading(**own, draft=world.draft(3))

    with pytest.raises(RevisionError):
        save_reading(**own, draft=world.draft(1))

    assert save_reading(**own, draft=world.draft(1, 2, revision=1)).revision == 2
    assert list(Mark.objects.values_list("mark", flat=True)) == [1, 2]


def test_a_mark_is_taken_back(world):
    own = mine(world)
    save_reading(**own, draft=world.draft(3, 2))

    save_reading(**own, draft=world.draft(3, revision=1))

    assert Mark.objects.count() == 1


def test_it_is_given_all_at_once_and_once(world):
    own = mine(world)
    with pytest.raises(ContestError, match="chaque critère"):
        give_reading(**own, draft=world.draft(3))
    assert not Mark.objects.exists(), "nothing half given is kept by a refusal"

    given = give_reading(**own, draft=world.draft(3, 4, comment="Clair"))
    again = give_reading(**own, draft=world.draft(3, 4, comment="Clair", revision=1))

    assert given.given_at == again.given_at
    assert LogLine.objects.filter(kind="reading_given").count() == 1
    with pytest.raises(TooLateError):
        give_reading(**own, draft=world.draft(0, 0, revision=1))


def test_a_mark_no_level_has_is_refused(world):
    with pytest.raises(ContestError, match="niveaux"):
        save_reading(**mine(world), draft=world.draft(5))


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (StageKind.PANEL, StageStatus.PLANNED),
        (StageKind.FILE, StageStatus.OPEN),
        (StageKind.PANEL, StageStatus.DECIDED),
        (StageKind.PANEL, StageStatus.PUBLISHED),
    ],
    ids=["planned", "file_open", "decided", "published"],
)
def test_out_of_its_time_nothing_is_kept(world, kind, status):
    Stage.objects.update(kind=kind, status=status)

    with pytest.raises(TooLateError):
        save_reading(**mine(world), draft=world.draft(1))


def test_once_the_jury_meets_nothing_more_is_given(world):
    jury = world.juries[0]
    jury.meeting_opened_at = timezone.now()
    jury.save()

    with pytest.raises(TooLateError, match="réunion"):
        give_reading(**mine(world), draft=world.draft(1, 1))
    give_reading(**mine(world, juror=2, entry=1), draft=world.draft(1, 1))


@pytest.mark.parametrize("who", ["other_juror", "declined", "recused"])
def test_nobody_marks_what_is_not_in_their_hands(world, who):
    own, juror = mine(world), world.jurors[0]
    if who == "other_juror":
        own["person_id"] = world.jurors[1].person_id
    elif who == "declined":
        juror.declined_at = timezone.now()
        juror.save()
    else:
        juror.readings.update(recused_at=timezone.now())

    with pytest.raises(ContestError, match="entre vos mains"):
        save_reading(**own, draft=world.draft(1))
    assert reading_page(own["reading_id"], own["person_id"]) is None


def test_scores_are_means_of_what_was_given(world):
    give_reading(**mine(world), draft=world.draft(3, 4))
    give_reading(**mine(world, juror=1), draft=world.draft(1, 0))
    save_reading(**mine(world, juror=2), draft=world.draft(0, 0))

    (found,) = jury_scores(world.stage.pk)

    assert found.number == world.entries[0].number
    assert found.scores == {
        "score": (Fraction(20 * 10, 12) + Fraction(20 * 2, 12)) / 2,
        "heaviest": Fraction(10),
    }


def test_calibrated_scores_are_refused_with_the_reason_where_nothing_links_the_juries(world):
    Stage.objects.update(ranks_by=RanksBy.CALIBRATED)
    give_reading(**mine(world), draft=world.draft(3, 4))
    give_reading(**mine(world, juror=2, entry=1), draft=world.draft(3, 4))

    with pytest.raises(ContestError, match="ne relie"):
        jury_scores(world.stage.pk)


def test_candidates_read_marks_and_words_without_a_name(world):
    give_reading(**mine(world), draft=world.draft(3, 4, comment="Très clair", private_note="Bof"))
    give_reading(**mine(world, juror=1), draft=world.draft(1, 0, comment="Trop court"))

    told = feedback_of(world.entries[0].pk, world.stage.pk)

    assert sorted(told.scores) == [Fraction(10, 3), Fraction(50, 3)]
    assert [sorted(line.marks) for line in told.lines] == [[1, 3], [0, 4]]
    assert sorted(told.comments) == ["Trop court", "Très clair"]
    place = told.scores.index(Fraction(50, 3))
    assert [line.marks[place] for line in told.lines] == [3, 4], "one reading stays one column"
    assert "Bof" not in repr(told)
    assert all(one.name not in repr(told) for one in world.jurors)
    assert feedback_of(world.entries[1].pk, world.stage.pk) is None


def test_a_queue_knows_numbers_and_own_marks_alone(world):
    own = mine(world)
    give_reading(**mine(world, juror=1), draft=world.draft(1, 0, comment="Trop court"))
    save_reading(**own, draft=world.draft(3))

    (queue,) = juror_desk(own["person_id"]).queues
    page = reading_page(**own)

    assert [(one.number, one.marked) for one in queue.lines] == [(world.entries[0].number, 1)]
    assert [line.mark for line in page.lines] == [3, None]
    assert "Trop court" not in repr(page)
    assert "Léa" not in repr(page) + repr(queue)
