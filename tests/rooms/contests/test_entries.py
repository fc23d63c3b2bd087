"""Somebody enters once; a team forms; an employer is asked and told nothing else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from boutdufil.kernel.people.tokens import hash_token
from boutdufil.rooms.contests.enums import EmployerWord, EntryStatus
from boutdufil.rooms.contests.errors import ContestError, EligibilityError
from boutdufil.rooms.contests.models import Entry, LogLine, Member
from boutdufil.rooms.contests.rules.entries import NUMBER_LETTERS
from boutdufil.rooms.contests.selectors.entries import entries_of, entry_of
from boutdufil.rooms.contests.selectors.entry_lists import entries_in
from boutdufil.rooms.contests.services import employers, teams
from boutdufil.rooms.contests.services.entries import enter, withdraw_entry
from boutdufil.rooms.contests.services.entry_closing import close_entries, tell_refusal
from tests.factories.contests import JurorFactory, SittingFactory, StageFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.people import PersonFactory
from tests.rooms.contests.entry_world import draft, open_edition, organiser_of, team_edition

pytestmark = pytest.mark.django_db


def entered(edition=None, person=None, **typed):
    edition, person = edition or open_edition(), person or PersonFactory()
    return enter(edition_id=edition.pk, person_id=person.pk, draft=draft(**typed))


def refused(edition, person=None, **typed):
    with pytest.raises(EligibilityError) as told:
        entered(edition, person, **typed)
    assert not Entry.objects.exists()
    return told.value


def test_somebody_enters_and_gets_a_number():
    person = PersonFactory()
    entry = entered(person=person, city="75101")
    assert entry.status == EntryStatus.ENTERED
    assert len(entry.number) == 6
    assert set(entry.number) <= set(NUMBER_LETTERS)
    assert (entry.city, entry.region) == ("75056", "11")
    row = entry_of(person.pk, entry.edition_id)
    assert (row.number, row.city_name, row.is_team) == (entry.number, "Paris", False)
    assert [one.id for one in entries_of(person.pk)] == [entry.pk]
    line = LogLine.objects.get(kind="entry_entered")
    assert line.facts == {"entry": entry.pk, "number": entry.number}


def test_one_person_enters_an_edition_once():
    edition, person = open_edition(), PersonFactory()
    entered(edition, person)
    with pytest.raises(EligibilityError, match="une seule fois"):
        entered(edition, person)
    entered(open_edition(), person)
    assert Member.objects.filter(person=person).count() == 2


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"needs_employer": True}, "employer_name"),
        ({"needs_employer_consent": True}, "employer_email"),
        ({"needs_school": True}, "school"),
    ],
)
def test_what_the_rules_ask_is_asked(told, field):
    assert refused(open_edition(**told)).field == field


def test_before_and_after_the_dates_nobody_enters():
    now = timezone.now()
    soon = open_edition(opens_at=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    assert "ouvrent le" in str(refused(soon))
    past = open_edition(opens_at=now - timedelta(days=2), closes_at=now)
    assert "closes depuis" in str(refused(past))


def test_a_changed_rule_is_read_again():
    assert refused(open_edition(), rules_number=7).field == "agrees"


def test_jurors_organisers_and_invigilators_do_not_compete():
    edition = open_edition()
    juror = JurorFactory(edition=edition).person
    assert "jury" in str(refused(edition, juror))
    assert "organise" in str(refused(edition, organiser_of(edition)))
    sitting = SittingFactory(quiz__stage=StageFactory(edition=edition))
    assert "surveillez" in str(refused(edition, sitting.invigilator))


def test_ones_own_address_is_no_employers():
    person = PersonFactory()
    told = refused(open_edition(needs_employer_consent=True), person, employer_email=person.email)
    assert told.field == "employer_email"


def test_an_employer_known_here_is_recognised_by_its_one_name():
    firm = OrganisationFactory(name="Standard Inventé")
    assert entered(employer_name="standard inventé").employer == firm
    assert entered(employer_name="Un autre").employer is None


def token_for(entry):
    return employers.token_of(Entry.objects.get(pk=entry.pk).employer_nonce)


def test_an_employer_agrees_by_a_button_and_learns_nothing():
    edition = open_edition(needs_employer_consent=True)
    entry = entered(edition, employer_name="Standard", employer_email="rh@exemple.test")
    assert (entry.status, entry.employer_word) == (EntryStatus.WAITING, EmployerWord.ASKED)
    assert employers.send_question(entry_id=entry.pk)
    body = mail.outbox[-1].body
    assert mail.outbox[-1].to == ["rh@exemple.test"]
    assert token_for(entry) in body
    assert entry.number not in body
    assert hash_token(token_for(entry)) == entry.employer_token_hash
    for _twice in range(2):
        answered = employers.answer_employer(token=token_for(entry), agrees=True)
    assert answered.status == EntryStatus.ENTERED
    assert not employers.send_question(entry_id=entry.pk)


def test_an_employer_refuses_and_the_person_is_told_why():
    person = PersonFactory()
    edition = open_edition(needs_employer_consent=True)
    entry = entered(edition, person, employer_name="Standard", employer_email="rh@exemple.test")
    employers.answer_employer(token=token_for(entry), agrees=False)
    with pytest.raises(ContestError, match="ne se pose plus"):
        employers.answer_employer(token=token_for(entry), agrees=True)
    assert tell_refusal(entry_id=entry.pk) == 1
    assert mail.outbox[-1].to == [person.email]
    assert "pas donné son accord" in mail.outbox[-1].body
    again = entered(edition, person, employer_name="Standard", employer_email="dg@exemple.test")
    assert again.pk != entry.pk


def test_a_new_question_voids_the_one_before():
    edition = open_edition(needs_employer_consent=True)
    entry = entered(edition, employer_name="Standard", employer_email="rh@exemple.test")
    old = token_for(entry)
    employers.ask_employer(entry_id=entry.pk, email="dg@exemple.test", actor_id=PersonFactory().pk)
    with pytest.raises(ContestError):
        employers.answer_employer(token=old, agrees=True)


def team(edition=None):
    captain = PersonFactory()
    edition = edition or team_edition()
    return entered(edition, captain, team_name="Les Standardistes"), captain


def invited(entry, captain, person):
    one = teams.invite_member(entry_id=entry.pk, email=person.email, actor_id=captain.pk)
    return teams.token_of(one.nonce)


def status_of(entry):
    return Entry.objects.values_list("status", flat=True).get(pk=entry.pk)


def test_a_team_takes_part_once_it_is_complete():
    entry, captain = team()
    friend = PersonFactory()
    assert status_of(entry) == EntryStatus.FORMING
    token = invited(entry, captain, friend)
    assert teams.send_invitation(member_id=Member.objects.get(person=None).pk)
    assert token in mail.outbox[-1].body
    with pytest.raises(ContestError, match="autre adresse"):
        teams.accept_invitation(token=token, person=PersonFactory())
    teams.accept_invitation(token=token, person=friend)
    assert status_of(entry) == EntryStatus.ENTERED
    with pytest.raises(ContestError, match="ne sert plus"):
        teams.accept_invitation(token=token, person=friend)
    assert [one.name for one in entry_of(friend.pk, entry.edition_id).joined] == [
        captain.name,
        friend.name,
    ]


def test_a_team_has_no_more_than_the_rules_say_and_an_address_counts_once():
    entry, captain = team()
    for email in ("a@exemple.test", "A@exemple.test", "b@exemple.test"):
        teams.invite_member(entry_id=entry.pk, email=email, actor_id=captain.pk)
    with pytest.raises(ContestError, match="3 personnes"):
        teams.invite_member(entry_id=entry.pk, email="c@exemple.test", actor_id=captain.pk)
    first = Member.objects.get(email="a@exemple.test")
    teams.withdraw_invitation(entry_id=entry.pk, member_id=first.pk, actor_id=captain.pk)
    teams.invite_member(entry_id=entry.pk, email="c@exemple.test", actor_id=captain.pk)


def test_somebody_of_one_team_joins_no_other():
    edition = team_edition()
    entry, captain = team(edition)
    _other, taken = team(edition)
    with pytest.raises(EligibilityError, match="une seule fois"):
        teams.accept_invitation(token=invited(entry, captain, taken), person=taken)


def test_who_says_no_is_forgotten():
    entry, captain = team()
    friend = PersonFactory()
    teams.decline_invitation(token=invited(entry, captain, friend), person=friend)
    assert not Member.objects.filter(email=friend.email).exists()


def test_the_captain_leaves_and_the_next_answers_for_the_team():
    entry, captain = team()
    friend = PersonFactory()
    teams.accept_invitation(token=invited(entry, captain, friend), person=friend)
    teams.leave_team(entry_id=entry.pk, person_id=captain.pk)
    assert status_of(entry) == EntryStatus.FORMING
    assert Member.objects.get(entry=entry).is_captain
    teams.leave_team(entry_id=entry.pk, person_id=friend.pk)
    assert status_of(entry) == EntryStatus.WITHDRAWN


def test_an_incomplete_team_is_refused_at_the_close_and_told_why():
    entry, captain = team()
    whole, other = team(entry.edition)
    friend = PersonFactory()
    teams.accept_invitation(token=invited(whole, other, friend), person=friend)
    at = entry.edition.closes_at
    assert close_entries(now=at - timedelta(seconds=1)) == 0
    assert close_entries(now=at) == 1
    assert close_entries(now=at) == 0
    assert (status_of(entry), status_of(whole)) == (EntryStatus.REFUSED, EntryStatus.ENTERED)
    assert tell_refusal(entry_id=entry.pk) == 1
    assert mail.outbox[-1].to == [captain.email]
    assert "2 personnes" in mail.outbox[-1].body


def test_after_the_close_a_team_stays_as_it_is():
    entry, captain = team()
    entry.edition.closes_at = timezone.now()
    entry.edition.save()
    with pytest.raises(ContestError, match="ne change plus"):
        teams.leave_team(entry_id=entry.pk, person_id=captain.pk)
    with pytest.raises(ContestError, match="ne change plus"):
        teams.invite_member(entry_id=entry.pk, email="a@exemple.test", actor_id=captain.pk)


def test_an_entry_is_taken_back_once_and_its_person_may_return():
    edition, person = open_edition(), PersonFactory()
    entry = entered(edition, person)
    for _twice in range(2):
        withdraw_entry(entry_id=entry.pk, actor_id=person.pk, reason="Un empêchement")
    assert LogLine.objects.filter(kind="entry_withdrawn").count() == 1
    assert entry_of(person.pk, edition.pk).status == EntryStatus.WITHDRAWN
    again = entered(edition, person)
    assert entry_of(person.pk, edition.pk).id == again.pk
    listed = entries_in(edition.pk)
    assert (listed.entered, listed.incomplete, listed.out) == (1, 0, 1)


def test_who_was_excluded_does_not_come_back():
    edition, person = open_edition(), PersonFactory()
    entry = entered(edition, person)
    Entry.objects.filter(pk=entry.pk).update(status=EntryStatus.DISQUALIFIED)
    with pytest.raises(EligibilityError, match="exclue"):
        entered(edition, person)
    with pytest.raises(ContestError, match="ne compte plus"):
        withdraw_entry(entry_id=entry.pk, actor_id=person.pk)
