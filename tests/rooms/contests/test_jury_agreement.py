"""How far a jury agrees, what one juror changes: said in the meeting, to organisers, in appeals."""

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.contests.enums import Per, RanksBy, StageStatus
from boutdufil.rooms.contests.models import Entry, Jury, Reading, Stage
from boutdufil.rooms.contests.rules.agreement import LEAST_FILES, agreement
from boutdufil.rooms.contests.selectors.declared import declared_settings
from boutdufil.rooms.contests.selectors.meetings import meeting_page
from boutdufil.rooms.contests.selectors.panels import panel_row
from boutdufil.rooms.contests.selectors.without_juror import entry_without, without_jurors
from boutdufil.rooms.contests.services.appeals import make_appeal
from boutdufil.rooms.contests.services.decisions import decide_stage, publish_decision
from boutdufil.rooms.contests.services.freezing import declare_rules
from boutdufil.rooms.contests.services.readings import give_reading
from tests.rooms.contests.jury_world import jury_world

SCORES = [3.0, 9.0, 14.0, 7.0, 18.0, 11.0, 5.0, 16.0, 12.0, 8.0]


def read_by(*shifts, scores=SCORES):
    return [{juror: score + shift for juror, shift in enumerate(shifts)} for score in scores]


def test_jurors_of_one_mind_agree_fully():
    found = agreement(read_by(0, 0, 0))

    assert (found.files, found.alpha) == (10, pytest.approx(1.0))
    assert found.fidelity == pytest.approx(1.0)
    assert "s’accordent :" in found.words


def test_a_strict_juror_costs_agreement_and_opposed_ones_have_none():
    strict = agreement(read_by(0, -3, 0))
    opposed = agreement([{1: score, 2: 20 - score} for score in SCORES])

    assert 0.667 < strict.alpha < 1
    assert opposed.alpha < 0
    assert "ne s’accordent pas assez" in opposed.words


@pytest.mark.parametrize(
    ("files", "why"),
    [
        (read_by(0, 0)[: LEAST_FILES - 1], "9 dossiers seulement"),
        (read_by(0), "0 dossiers seulement"),
        (read_by(0, 0, scores=[7.0] * 10), "les mêmes"),
    ],
    ids=["few", "alone", "equal"],
)
def test_agreement_is_unknown_where_too_little_was_read(files, why):
    found = agreement(files)

    assert (found.alpha, found.fidelity) == (None, None)
    assert why in found.words


def test_fidelity_is_unknown_where_jurors_read_different_files():
    files = [{at % 3: score, 3: score} for at, score in enumerate(SCORES)]

    assert agreement(files).alpha == pytest.approx(1.0)
    assert agreement(files).fidelity is None


@pytest.fixture
def world():
    """One national jury's marks: the second juror alone carries the second file to the top."""
    world = jury_world(files=5, jurors=2)
    for at, entry in enumerate(world.entries):
        first, second = (world.jurors[:2], world.jurors[2:])[at >= 5]
        give(world, first, entry, 4 - at % 5)
        give(world, second, entry, 4 if at == 1 else 0)
    return world


def give(world, juror, entry, mark):
    one = world.reading(juror, entry)
    draft = world.draft(mark, mark)
    give_reading(reading_id=one.pk, person_id=juror.person_id, draft=draft)


def declare(world):
    Stage.objects.update(per=Per.ALL, takes=1)
    declare_rules(
        edition_id=world.edition.pk,
        settings=declared_settings(world.edition.pk),
        reason="",
        actor_id=world.organiser.pk,
    )


def open_all():
    Jury.objects.update(meeting_opened_at=timezone.now())


@pytest.mark.django_db
def test_the_meeting_says_how_far_it_agrees_and_how_strict_each_was(world, client):
    open_all()
    jury = panel_row(world.juries[0].pk)
    client.force_login(world.organiser)

    told = client.get(reverse("contests:meeting", args=[jury.id])).content.decode()

    page = meeting_page(jury, world.organiser)
    assert page.agreement.files == 5
    assert "Accord inconnu : 5 dossiers seulement" in told
    assert "Alpha de Krippendorff" in told
    client.force_login(world.jurors[0].person)
    own = client.get(reverse("contests:meeting", args=[jury.id])).content.decode()
    assert "Alpha de Krippendorff" in own
    assert "Sévérité des jurés" not in own, "who leads sees it, and nobody else"


@pytest.mark.django_db
def test_what_one_juror_changes_is_told_by_number(world):
    declare(world)
    first, second, *_ = world.entries

    found = without_jurors(world.stage.pk)

    assert found[world.jurors[0].pk].changes_nothing
    alone = found[world.jurors[1].pk]
    other = Entry.objects.get(pk=first.pk).number
    assert alone.left == (second.number,)
    assert set(alone.entered) & {other, world.entries[5].number}
    Reading.objects.filter(juror=world.jurors[1]).exclude(entry=second).delete()
    Reading.objects.filter(juror=world.jurors[0], entry=second).delete()
    assert without_jurors(world.stage.pk)[world.jurors[1].pk].unread == (second.number,)
    Stage.objects.update(ranks_by=RanksBy.CALIBRATED)
    assert without_jurors(world.stage.pk) == {}, "each moves the correction of the others"


@pytest.mark.django_db
def test_an_appeal_shows_its_organiser_the_entry_without_each_juror(world, client):
    declare(world)
    Stage.objects.update(status=StageStatus.CLOSED)
    decide_stage(stage_id=world.stage.pk, actor_id=world.organiser.pk)
    publish_decision(stage_id=world.stage.pk, actor_id=world.organiser.pk)
    second = world.entries[1]
    made = make_appeal(
        entry_id=second.pk, stage_id=world.stage.pk, actor_id=world.organiser.pk, text="Pourquoi ?"
    )
    client.force_login(world.organiser)

    told = client.get(reverse("contests:appeal", args=[world.edition.pk, made.pk]))

    rows = {one.juror: one for one in entry_without(second.number, world.stage.pk)}
    assert rows[world.jurors[0].name].is_selected
    assert not rows[world.jurors[1].name].is_selected
    assert "Sans l’un de ses jurés" in told.content.decode()
