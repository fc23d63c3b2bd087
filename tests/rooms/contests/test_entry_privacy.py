"""What entries hold of somebody is taken away, erased, and forgotten in time."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from boutdufil.rooms.contests.enums import EntryStatus
from boutdufil.rooms.contests.models import Accommodation, Entry, Member, Submission
from boutdufil.rooms.contests.services import entry_privacy
from boutdufil.rooms.contests.services.submissions import (
    Paper,
    attach_paper,
    hand_in,
    save_answers,
)
from tests.factories.contests import AccommodationFactory, MemberFactory, OtherTextFactory
from tests.rooms.contests.entry_world import case_stage, said, team_of, whose
from tests.rooms.contests.papers import pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    case = case_stage()
    entry, people = team_of(case.stage.edition, school="Lycée inventé")
    mine = whose(entry, case, people[0])
    save_answers(whose=mine, said=[said(case, "Rappeler.")])
    attach_paper(whose=mine, paper=Paper(pdf("Projet"), "projet.pdf"))
    hand_in(whose=mine)
    return entry, people


def test_everything_is_exported(team):
    entry, (ines, _malik) = team
    AccommodationFactory(person=ines)
    answer = Submission.objects.get().answers.first()
    OtherTextFactory(answer=answer, written_by=ines, text="Prévenir aussi.")
    told = entry_privacy.export_entries(ines)
    text = json.dumps(told, ensure_ascii=False)
    for words in (entry.number, "Lycée inventé", "Rappeler.", "Prévenir aussi.", "1.333"):
        assert words in text
    assert entry_privacy.export_entries(MemberFactory().person)["accommodation"] is None


def test_one_of_a_team_is_erased_and_the_team_goes_on(team):
    entry, (ines, malik) = team
    AccommodationFactory(person=ines)
    entry_privacy.erase_entries(ines)
    assert not Accommodation.objects.exists()
    assert not Member.objects.filter(email=ines.email).exists()
    assert Member.objects.get(person=malik).is_captain
    one = Submission.objects.get()
    assert one.handed_in_by is None
    assert one.paper.shredded_at is None
    assert Entry.objects.get(pk=entry.pk).number == entry.number


def test_the_last_one_takes_everything_but_the_number_with_them(team):
    entry, people = team
    for person in people:
        entry_privacy.erase_entries(person)
    left = Entry.objects.get(pk=entry.pk)
    assert (left.status, left.school, left.team_name) == (EntryStatus.WITHDRAWN, "", "")
    one = Submission.objects.get()
    assert one.paper.shredded_at is not None
    assert set(one.answers.values_list("text", flat=True)) == {""}
    assert set(Member.objects.values_list("person", "name", "email")) == {(None, "", "")}
    assert entry_privacy.export_entries(people[0])["entries"] == []


def test_two_years_after_its_end_an_edition_forgets_its_people(team):
    entry, _people = team
    ends = entry.edition.stages.last().ends_at
    assert entry_privacy.forget_entries(ends + timedelta(days=729)) == 0
    assert entry_privacy.forget_entries(ends + timedelta(days=731)) == 1
    assert entry_privacy.forget_entries(ends + timedelta(days=731)) == 0
    assert set(Member.objects.values_list("name", "email")) == {("", "")}


def test_accommodations_and_unanswered_invitations_are_forgotten():
    now = timezone.now()
    AccommodationFactory(asked_at=now - timedelta(days=731))
    AccommodationFactory()
    MemberFactory(person=None, joined_at=None, email="a@exemple.test")
    assert entry_privacy.forget_accommodations(now) == 1
    assert entry_privacy.forget_invitations(now + timedelta(days=29)) == 0
    assert entry_privacy.forget_invitations(now + timedelta(days=31)) == 1
    assert len(entry_privacy.RULES) == 3
