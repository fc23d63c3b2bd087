"""A stage that is over and not decided: so many entries, judged by one juror from 0 to 6."""

from django.utils import timezone

from boutdufil.rooms.contests.enums import Per, StageKind, StageStatus
from boutdufil.rooms.contests.selectors.declared import declared_settings
from boutdufil.rooms.contests.selectors.stages import entrants
from boutdufil.rooms.contests.services.decisions import decide_stage, publish_decision
from boutdufil.rooms.contests.services.freezing import declare_rules
from tests.factories.contests import (
    CriterionFactory,
    EditionFactory,
    EntryFactory,
    JurorFactory,
    LevelFactory,
    MarkFactory,
    ReadingFactory,
    StageFactory,
)
from tests.factories.people import PersonFactory


class Scene:
    """A stage that two of each city leave, judged by one juror from 0 to 6."""

    def __init__(self, *, has_next=True, edition=None, **stage):
        self.edition = edition or EditionFactory()
        self.stage = StageFactory(
            edition=self.edition,
            position=1,
            kind=StageKind.ORAL,
            status=StageStatus.CLOSED,
            **{"takes": 2, "per": Per.CITY} | stage,
        )
        if has_next:
            self.next = StageFactory(edition=self.edition, position=2, kind=StageKind.PANEL)
        self.criterion = CriterionFactory(stage=self.stage)
        LevelFactory(criterion=self.criterion, mark=6)
        self.juror = JurorFactory(edition=self.edition)
        self.boss = PersonFactory()
        settings = declared_settings(self.edition.pk)
        declare_rules(edition_id=self.edition.pk, settings=settings, reason="", actor_id=None)

    def entry(self, number, mark, **more):
        entry = EntryFactory(edition=self.edition, number=number, **more)
        reading = ReadingFactory(
            stage=self.stage, juror=self.juror, entry=entry, given_at=timezone.now()
        )
        MarkFactory(reading=reading, criterion=self.criterion, mark=mark)
        return entry

    def decide(self, reason=""):
        return decide_stage(stage_id=self.stage.pk, actor_id=self.boss.pk, reason=reason)

    def selected(self):
        return sorted(one.number for one in entrants(self.next.pk))

    def publish(self):
        return publish_decision(stage_id=self.stage.pk, actor_id=self.boss.pk)
