"""A stage with two regional juries, a rubric of two lines, and files to judge."""

from dataclasses import dataclass, field

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.enums import StageKind, StageStatus
from boutdufil.rooms.contests.models import Reading
from boutdufil.rooms.contests.services.readings import MarksDraft
from tests.factories.contests import (
    GRAND_EST,
    HAUTS_DE_FRANCE,
    CriterionFactory,
    EntryFactory,
    JurorFactory,
    JuryFactory,
    JurySeatFactory,
    LevelFactory,
    MemberFactory,
    StageFactory,
)
from tests.factories.organisations import MembershipFactory

REGIONS = (GRAND_EST, HAUTS_DE_FRANCE)


@dataclass
class JuryWorld:
    stage: object
    organiser: object
    juries: list
    jurors: list
    entries: list
    criteria: list = field(default_factory=list)

    @property
    def edition(self):
        return self.stage.edition

    def reading(self, juror, entry, **facts):
        return Reading.objects.create(stage=self.stage, juror=juror, entry=entry, **facts)

    def draft(self, *marks, revision=0, comment="", private_note=""):
        held = dict(zip((one.pk for one in self.criteria), marks, strict=False))
        return MarksDraft(revision, held, comment, private_note)


def add_criterion(stage, *, weight=1, top=4, **facts):
    line = CriterionFactory(stage=stage, weight=weight, **facts)
    for mark in range(top + 1):
        LevelFactory(criterion=line, mark=mark, anchor=f"Niveau {mark}")
    return line


def jury_world(*, files=4, jurors=2, kind=StageKind.PANEL, most_files=12, names=True):
    """Return the world: so many files and jurors in each of two regions."""
    stage = StageFactory(kind=kind, status=StageStatus.OPEN, name="Jury")
    organiser = MembershipFactory(organisation=stage.edition.organiser, role=Role.MANAGER).person
    world = JuryWorld(stage, organiser, [], [], [])
    for region in REGIONS:
        jury = JuryFactory(stage=stage, region=region, name=f"Jury {region}")
        world.juries.append(jury)
        for _ in range(jurors):
            juror = JurorFactory(edition=stage.edition, region=region, most_files=most_files)
            JurySeatFactory(jury=jury, juror=juror)
            world.jurors.append(juror)
        for _ in range(files):
            entry = EntryFactory(edition=stage.edition, region=region)
            world.entries.append(entry)
            if names:
                MemberFactory(entry=entry)
    world.criteria = [add_criterion(stage, weight=2), add_criterion(stage, weight=1)]
    return world
