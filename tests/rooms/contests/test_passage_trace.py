"""What passages leave behind: lines a stranger verifies, and hours in the minutes."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from pypdf import PdfReader

from boutdufil.engines.sealing import contents, read_canonical, verify
from boutdufil.rooms.contests.enums import StageStatus
from boutdufil.rooms.contests.models import Passage
from boutdufil.rooms.contests.rules import sealed
from boutdufil.rooms.contests.selectors.editions import edition_row
from boutdufil.rooms.contests.selectors.results import stage_result
from boutdufil.rooms.contests.selectors.stages import stage_row
from boutdufil.rooms.contests.services.minutes import typeset_minutes
from boutdufil.rooms.contests.services.passage_desk import (
    begin_passage,
    end_passage,
    note_absence,
)
from boutdufil.rooms.contests.services.seals import seal_edition
from tests.factories.contests import JuryFactory, PassageFactory
from tests.rooms.contests.deciding import Scene

pytestmark = pytest.mark.django_db
sealed.register()


@pytest.fixture
def scene():
    """Return a published stage where one passed, one did not come and one withdrew."""
    made = Scene(has_next=False)
    made.stage.status = StageStatus.OPEN
    made.stage.save()
    jury = JuryFactory(stage=made.stage, name="Jury national")
    past = timezone.now() - timedelta(hours=1)
    for number, mark in (("AAA", 6), ("BBB", 5)):
        entry = made.entry(number, mark)
        PassageFactory(stage=made.stage, jury=jury, entry=entry, starts_at=past)
    first, second = Passage.objects.order_by("entry__number").values_list("pk", flat=True)
    for act, passage in ((begin_passage, first), (end_passage, first), (note_absence, second)):
        act(passage_id=passage, actor_id=made.boss.pk)
    made.stage.status = StageStatus.CLOSED
    made.stage.save()
    made.decide()
    made.publish()
    return made


def test_a_sealed_edition_with_its_passages_is_verified(scene):
    made = seal_edition(edition_id=scene.edition.pk, actor_id=scene.boss.pk)

    verdict = verify(made.archive)

    assert verdict.ok, verdict.findings
    kinds = [one["kind"] for one in read_canonical(contents(made.archive)[sealed.LOG])]
    assert [one for one in kinds if one.startswith("passage_")] == [
        "passage_began",
        "passage_ended",
        "passage_absent",
    ]


def test_the_minutes_list_who_passed_when_and_who_did_not_come(scene):
    paper = typeset_minutes(
        edition=edition_row(scene.edition.pk), result=stage_result(stage_row(scene.stage.pk))
    )

    told = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    held = Passage.objects.get(entry__number="AAA")
    assert "Les passages" in told
    assert f"{timezone.localtime(held.began_at):%H:%M}" in told
    assert "absence notée" in told.replace("\n", " ")
