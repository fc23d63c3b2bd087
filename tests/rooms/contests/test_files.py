"""A team's file: nothing typed is lost, the last second counts, then nothing changes."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.contests.enums import LatePolicy, StageStatus
from boutdufil.rooms.contests.errors import ContestError, RulesFrozenError, TooLateError
from boutdufil.rooms.contests.models import (
    CaseQuestion,
    LogLine,
    OtherText,
    Submission,
    SubmissionAnswer,
)
from boutdufil.rooms.contests.rules.files import CaseTimes, count_words, is_film_address
from boutdufil.rooms.contests.selectors.case_settings import settings_of
from boutdufil.rooms.contests.selectors.submissions import file_page, receipt_json, ways_in
from boutdufil.rooms.contests.services import cases, submissions
from boutdufil.rooms.contests.services.cases import Acting, CaseDraft, CaseQuestionDraft
from boutdufil.rooms.contests.services.submissions import Paper, hand_in, save_answers
from tests.factories.contests import AccommodationFactory, StageFactory
from tests.rooms.contests.entry_world import case_stage, organiser_of, said, team_of, whose
from tests.rooms.contests.papers import pdf

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOURS = CaseTimes(NOON, NOON + timedelta(hours=3), LatePolicy.REFUSE, 0)


def test_the_last_second_counts_and_the_next_does_not():
    hours = HOURS.for_factor(Decimal(1))
    due = NOON + timedelta(hours=3)
    assert hours.is_open(due)
    assert hours.is_open(due + timedelta(microseconds=999_999))
    assert not hours.is_open(due + timedelta(seconds=1))
    assert not hours.is_released(NOON - timedelta(microseconds=1))


def test_a_late_file_is_taken_as_long_as_was_said_and_is_marked():
    hours = CaseTimes(*HOURS_OF, LatePolicy.MARK, 10).for_factor(Decimal(1))
    late = hours.due_at + timedelta(minutes=10)
    assert hours.is_open(late)
    assert hours.is_late(late)
    assert not hours.is_late(hours.due_at)
    assert not hours.is_open(late + timedelta(seconds=1))


HOURS_OF = (HOURS.released_at, HOURS.due_at)


@given(
    factor=st.decimals(min_value=1, max_value=3, places=3),
    seconds=st.integers(1, 10**6),
    late=st.integers(0, 1440),
)
def test_a_factor_stretches_every_limit_and_shortens_none(factor, seconds, late):
    times = CaseTimes(NOON, NOON + timedelta(seconds=seconds), LatePolicy.MARK, late)
    plain, own = times.for_factor(Decimal(1)), times.for_factor(factor)
    assert plain.due_at == times.due_at
    assert Decimal((own.due_at - NOON).total_seconds()) >= Decimal(seconds) * factor
    assert own.last_at - own.due_at >= timedelta(minutes=late)


def test_words_are_counted_as_people_read_them():
    assert count_words("") == count_words(" … — ") == 0
    assert count_words("C’est peut-être l’agent 3.") == 4


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://films.exemple.test/v/12", True),
        ("http://films.exemple.test/v/12", False),
        ("javascript:alert(1)", False),
        ("https://nom:secret@exemple.test/", False),
        ("https://localhost/", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_a_film_is_at_a_safe_address(address, is_one):
    assert is_film_address(address) is is_one


@pytest.fixture
def world(db):
    case = case_stage()
    entry, people = team_of(case.stage.edition)
    return case, entry, people


def text_of(case, number=1):
    return SubmissionAnswer.objects.get(question__case=case, question__number=number).text


def test_an_answer_is_kept_with_its_revision(world):
    case, entry, (ines, _malik) = world
    mine = whose(entry, case, ines)
    [kept] = save_answers(whose=mine, said=[said(case, "Rappeler.\r\nPrévenir.\x00")])
    assert (kept.revision, kept.words, kept.conflict_with) == (1, 2, "")
    assert text_of(case) == "Rappeler.\nPrévenir."
    [again] = save_answers(whose=mine, said=[said(case, "Rappeler.\nPrévenir.", 0)])
    assert again.revision == 1
    assert Submission.objects.get().revision == 1


def test_two_members_who_write_at_once_are_both_kept(world):
    case, entry, (ines, malik) = world
    save_answers(whose=whose(entry, case, ines), said=[said(case, "Le mien")])
    [clash] = save_answers(whose=whose(entry, case, malik), said=[said(case, "Le sien")])
    assert clash.conflict_with == "Inès Fontaine"
    [longer] = save_answers(
        whose=whose(entry, case, malik), said=[said(case, "Le sien, plus long")]
    )
    assert longer.conflict_with == "Inès Fontaine"
    assert text_of(case) == "Le mien"
    [other] = file_page(entry.pk, case.stage_id).answers[0].others
    assert (other.text, other.written_by) == ("Le sien, plus long", "Malik Roussel")
    submissions.choose_text(whose=whose(entry, case, ines), other_id=other.id, takes_other=True)
    assert text_of(case) == "Le sien, plus long"
    assert not OtherText.objects.exists()


def test_who_read_the_other_first_writes_on(world):
    case, entry, (ines, malik) = world
    save_answers(whose=whose(entry, case, ines), said=[said(case, "Un")])
    [kept] = save_answers(whose=whose(entry, case, malik), said=[said(case, "Un, deux", 1)])
    assert (kept.revision, kept.conflict_with) == (2, "")


def test_a_file_handed_in_has_a_receipt_that_can_be_found_again(world):
    case, entry, (ines, malik) = world
    mine = whose(entry, case, ines)
    save_answers(whose=mine, said=[said(case, "Rappeler.")])
    submissions.attach_paper(whose=mine, paper=Paper(pdf("Notre projet"), "projet.pdf"))
    done = hand_in(whose=mine)
    content = receipt_json(done.pk)
    assert done.sha256 == sha256(content).hexdigest()
    facts = json.loads(content)
    assert facts["answers"] == [{"number": 1, "text": "Rappeler."}, {"number": 2, "text": ""}]
    assert facts["paper_sha256"] == sha256(pdf("Notre projet")).hexdigest()
    assert facts["entry"] == entry.number
    assert hand_in(whose=whose(entry, case, malik)).sha256 == done.sha256
    assert Submission.objects.get().handed_in_by == ines
    line = LogLine.objects.get(kind="file_handed_in")
    assert line.facts == {"entry": entry.pk, "stage": case.stage_id, "sha256": done.sha256}


def test_after_handing_in_nothing_changes(world):
    case, entry, (ines, malik) = world
    mine, his = whose(entry, case, ines), whose(entry, case, malik)
    save_answers(whose=mine, said=[said(case, "Rappeler.")])
    hand_in(whose=mine)
    acts = [
        lambda: save_answers(whose=his, said=[said(case, "Autre", 1)]),
        lambda: submissions.set_film(whose=his, address="https://films.exemple.test/1"),
        lambda: submissions.attach_paper(whose=his, paper=Paper(pdf("x"), "x.pdf")),
        lambda: submissions.detach_paper(whose=his),
    ]
    for act in acts:
        with pytest.raises(ContestError, match="plus rien"):
            act()
    assert text_of(case) == "Rappeler."


@pytest.mark.parametrize(("after", "counts"), [(0, True), (999, True), (1000, False)])
def test_a_file_is_handed_in_until_its_last_second(world, monkeypatch, after, counts):
    case, entry, (ines, _malik) = world
    mine = whose(entry, case, ines)
    save_answers(whose=mine, said=[said(case, "Rappeler.")])
    due = case.due_at.replace(microsecond=0)
    case.due_at = due
    case.save()
    now = due + timedelta(milliseconds=after)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    if counts:
        done = hand_in(whose=mine)
        assert (done.handed_in_at, done.is_late) == (due, False)
        return
    with pytest.raises(TooLateError) as told:
        hand_in(whose=mine)
    shown = timezone.localtime(now)
    assert f"{shown:%H:%M:%S}" in str(told.value)
    assert Submission.objects.get().handed_in_at is None


def test_extra_time_is_a_members_and_the_whole_teams(world):
    case, entry, (ines, malik) = world
    case.released_at, case.due_at = (timezone.now() - timedelta(minutes=m) for m in (60, 1))
    case.save()
    mine = whose(entry, case, ines)
    with pytest.raises(TooLateError):
        save_answers(whose=mine, said=[said(case, "Rappeler.")])
    AccommodationFactory(person=malik, time_factor="1.334")
    save_answers(whose=mine, said=[said(case, "Rappeler.")])
    assert not hand_in(whose=mine).is_late


def test_a_late_file_is_marked_where_the_rules_take_it(world):
    case, entry, (ines, _malik) = world
    mine = whose(entry, case, ines)
    now = timezone.now()
    case.due_at, case.late_policy, case.late_minutes = (
        now - timedelta(minutes=1),
        LatePolicy.MARK,
        5,
    )
    case.save()
    save_answers(whose=mine, said=[said(case, "Rappeler.")])
    assert hand_in(whose=mine).is_late


def test_an_answer_with_too_many_words_and_an_empty_file_are_not_handed_in(world):
    case, entry, (ines, _malik) = world
    mine = whose(entry, case, ines)
    with pytest.raises(ContestError, match="vide"):
        hand_in(whose=mine)
    save_answers(whose=mine, said=[said(case, "mot " * 51)])
    with pytest.raises(ContestError, match="51 mots, 50"):
        hand_in(whose=mine)
    assert file_page(entry.pk, case.stage_id).too_long


def test_a_case_is_unseen_before_its_hour_and_by_those_outside(world):
    case, entry, (ines, _malik) = world
    stranger, _people = team_of(case_stage().stage.edition)
    assert file_page(stranger.pk, case.stage_id) is None
    assert ways_in(entry.pk, entry.edition_id)[0].is_released
    case.released_at = timezone.now() + timedelta(minutes=5)
    case.save()
    assert file_page(entry.pk, case.stage_id) is None
    assert not ways_in(entry.pk, entry.edition_id)[0].is_released
    with pytest.raises(ContestError, match="pas encore dévoilé"):
        save_answers(whose=whose(entry, case, ines), said=[said(case, "Rappeler.")])
    assert "title" not in json.dumps(settings_of(case.stage_id))
    assert case.title not in json.dumps(settings_of(case.stage_id))


def test_a_decided_stage_takes_no_file(world):
    case, entry, (ines, _malik) = world
    case.stage.status = StageStatus.DECIDED
    case.stage.save()
    with pytest.raises(TooLateError):
        save_answers(whose=whose(entry, case, ines), said=[said(case, "Rappeler.")])


def case_draft(stage, **told):
    first = {
        "title": "Une file qui s’allonge",
        "text": "",
        "released_at": stage.starts_at,
        "due_at": stage.starts_at + timedelta(hours=3),
        "late_policy": LatePolicy.REFUSE,
        "late_minutes": 0,
        "takes_paper": True,
        "takes_film": False,
    }
    return CaseDraft(**(first | told))


def stage_to_come():
    start = timezone.now() + timedelta(days=11)
    return StageFactory(kind="file", starts_at=start, ends_at=start + timedelta(days=1))


@pytest.mark.django_db
def test_a_published_case_changes_with_a_reason_that_is_published():
    stage = stage_to_come()
    organiser = organiser_of(stage.edition)
    plain = Acting(stage.pk, organiser.pk)
    with pytest.raises(RulesFrozenError):
        cases.save_case(acting=plain, draft=case_draft(stage))
    acting = Acting(stage.pk, organiser.pk, "Le cas est prêt")
    cases.save_case(acting=acting, draft=case_draft(stage))
    for words in ("Première", "Deuxième", "Troisième"):
        cases.save_question(acting=acting, draft=CaseQuestionDraft(words, 300))
    first = CaseQuestion.objects.get(number=1)
    cases.remove_question(acting=acting, question_id=first.pk)
    kept = CaseQuestion.objects.values_list("number", "text")
    assert list(kept) == [(1, "Deuxième"), (2, "Troisième")]
    assert stage.edition.rules.last().reason == "Le cas est prêt"
    # The words of a case are no rule: they are changed freely until they are seen.
    cases.save_case(acting=plain, draft=case_draft(stage, title="Un autre titre"))


@pytest.mark.django_db
def test_what_was_seen_stays_and_hours_fit_the_stage():
    case = case_stage(minutes=30)
    acting = Acting(case.stage_id, organiser_of(case.stage.edition).pk, "Une erreur")
    same = {"title": case.title, "text": case.text, "released_at": case.released_at}
    changed = case_draft(case.stage, **same | {"title": "Autre", "due_at": case.due_at})
    with pytest.raises(ContestError, match="ne changent plus"):
        cases.save_case(acting=acting, draft=changed)
    with pytest.raises(ContestError, match="ses questions ne changent plus"):
        cases.save_question(acting=acting, draft=CaseQuestionDraft("Encore", 300))
    beyond = case.stage.ends_at + timedelta(seconds=1)
    with pytest.raises(ContestError) as told:
        cases.save_case(acting=acting, draft=case_draft(case.stage, due_at=beyond))
    assert told.value.field == "due_at"
