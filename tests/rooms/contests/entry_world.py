"""Editions, entries and cases for the tests of candidates."""

from datetime import timedelta

from django.utils import timezone

from boutdufil.kernel.organisations.enums import Role
from boutdufil.rooms.contests.enums import EntryKind, StageKind
from boutdufil.rooms.contests.rules.entries import EntryDraft
from boutdufil.rooms.contests.services.submissions import Said, Whose
from tests.factories.contests import (
    CaseQuestionFactory,
    CaseStudyFactory,
    EditionFactory,
    EntryFactory,
    MemberFactory,
    RulesVersionFactory,
    StageFactory,
)
from tests.factories.organisations import MembershipFactory
from tests.factories.people import PersonFactory

METZ = "57463"


def open_edition(**told):
    """Return an edition whose entries are open, with its rules declared."""
    edition = EditionFactory(**told)
    RulesVersionFactory(edition=edition)
    return edition


def team_edition(**told):
    """Return an edition of teams of two to three."""
    return open_edition(entered_by=EntryKind.TEAM, team_least=2, team_most=3, **told)


def draft(**told):
    """Return what somebody types."""
    return EntryDraft(**({"city": METZ, "rules_number": 1} | told))


def organiser_of(edition):
    """Return somebody who runs an edition."""
    return MembershipFactory(organisation=edition.organiser, role=Role.MANAGER).person


def case_stage(edition=None, *, minutes=60, questions=2, **told):
    """Return the case of a stage that goes on, due in so many minutes."""
    now = timezone.now()
    stage = StageFactory(
        edition=edition or team_edition(),
        kind=StageKind.FILE,
        name="Dossier",
        starts_at=now - timedelta(hours=2),
        ends_at=now + timedelta(days=2),
    )
    hours = {"released_at": now - timedelta(hours=1), "due_at": now + timedelta(minutes=minutes)}
    case = CaseStudyFactory(stage=stage, **(hours | told))
    for _number in range(questions):
        CaseQuestionFactory(case=case, number=_number + 1, most_words=50)
    return case


def team_of(edition, size=2, **told):
    """Return an entry with its members, the captain first."""
    entry = EntryFactory(edition=edition, team_name="Les Standardistes", **told)
    names = ["Inès Fontaine", "Malik Roussel", "Jade Perrin"]
    people = [PersonFactory(name=names[number]) for number in range(size)]
    for number, person in enumerate(people):
        MemberFactory(entry=entry, person=person, name=person.name, is_captain=number == 0)
    return entry, people


def whose(entry, case, person):
    """Return whose file is written by whom."""
    return Whose(entry.pk, case.stage_id, person.pk)


def said(case, text, revision=0, number=1):
    """Return what a page says of a numbered question."""
    return Said(case.questions.get(number=number).pk, text, revision)
