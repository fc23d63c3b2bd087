"""Papers are marked all at once and exactly; a question taken out marks everybody again."""

from fractions import Fraction
from random import Random

import pytest
from django.urls import reverse
from django.utils import timezone

from boutdufil.rooms.contests.enums import (
    AttemptKind,
    DecisionState,
    EntryStatus,
    QuizMode,
    SimilarityWord,
    StageStatus,
)
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.events import QuizSubmitted
from boutdufil.rooms.contests.models import (
    Attempt,
    Decision,
    Entry,
    KeyChange,
    LogLine,
    Stage,
)
from boutdufil.rooms.contests.selectors.quiz_analysis import analysis_page, question_page
from boutdufil.rooms.contests.selectors.quiz_scores import quiz_scores
from boutdufil.rooms.contests.selectors.ranking import standing
from boutdufil.rooms.contests.selectors.similarities import similarity_page
from boutdufil.rooms.contests.services.decisions import decide_stage
from boutdufil.rooms.contests.services.marking import mark_stage, mark_submitted
from boutdufil.rooms.contests.services.similarities import settle_similarity
from boutdufil.rooms.contests.services.withdrawals import change_key, withdraw_question
from tests.factories.people import PersonFactory
from tests.rooms.contests.marked_world import papers, quiz_over

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    """A quiz of three questions, the last one hard: three papers that come to 2/3, 1/3 and 2/3."""
    quiz, versions = quiz_over(3, hard={2})
    a, b, c = (one.pk for one in versions)
    made = papers(
        quiz, [{a: "a", b: "a", c: "b"}, {a: "a", c: None, b: "b"}, {c: "a", b: "a", a: "c"}]
    )
    return quiz, versions, made


def score(quiz, number):
    return next(one.scores for one in quiz_scores(quiz.stage_id) if one.number == number)


def withdraw(quiz, version, reason="Deux réponses étaient justes"):
    actor = PersonFactory()
    return withdraw_question(
        stage_id=quiz.stage_id, version_id=version.pk, actor_id=actor.pk, reason=reason
    )


def test_a_stage_is_marked_to_the_fraction(three):
    quiz, _versions, made = three
    assert mark_stage(stage_id=quiz.stage_id) == 3
    assert mark_stage(stage_id=quiz.stage_id) == 0
    said = [Attempt.objects.get(pk=one.pk).score for one in made]
    assert said == ["40/3", "20/3", "40/3"]
    assert score(quiz, "K00000") == {"score": Fraction(40, 3), "trade": Fraction(40, 3), "hard": 0}
    assert score(quiz, "K00002")["hard"] == 20
    assert standing(quiz.stage_id).selected == ("K00002",) or "hard" not in quiz.stage.tie_keys


def test_a_paper_that_goes_on_is_neither_marked_nor_ranked(three):
    quiz, _versions, made = three
    Attempt.objects.filter(pk=made[0].pk).update(ended_at=None)
    mark_submitted(QuizSubmitted(made[0].pk))
    mark_submitted(QuizSubmitted(made[1].pk))
    assert [Attempt.objects.get(pk=one.pk).score for one in made] == ["", "20/3", ""]
    assert [one.number for one in quiz_scores(quiz.stage_id)] == ["K00001", "K00002"]
    Entry.objects.filter(number="K00001").update(status=EntryStatus.WITHDRAWN)
    assert [one.number for one in quiz_scores(quiz.stage_id)] == ["K00002"]


def test_fifteen_hundred_papers_of_forty_questions_are_marked_right():
    quiz, versions = quiz_over(40)
    rows = [
        {one.pk: "a" if place < paper % 41 else "b" for place, one in enumerate(versions)}
        for paper in range(1500)
    ]
    made = papers(quiz, rows)
    assert mark_stage(stage_id=quiz.stage_id) == 1500
    found = dict(Attempt.objects.values_list("pk", "score"))
    for paper, one in enumerate(made):
        assert Fraction(found[one.pk]) == Fraction(20 * (paper % 41), 40)


def test_an_open_quiz_ranks_by_its_confirmation_alone():
    quiz, versions = quiz_over(2, mode=QuizMode.OPEN)
    a, b = (one.pk for one in versions)
    papers(quiz, [{a: "a", b: "a"}, {a: "a", b: "b"}])
    assert quiz_scores(quiz.stage_id) == []
    papers(quiz, [{b: "b"}, {b: "a"}], kind=AttemptKind.CONFIRMATION)
    assert {one.number: one.scores["score"] for one in quiz_scores(quiz.stage_id)} == {
        "K00000": 0,
        "K00001": 20,
    }


def test_a_question_withdrawn_marks_everybody_again_and_lists_the_effect(three):
    quiz, versions, _made = three
    mark_stage(stage_id=quiz.stage_id)
    made = withdraw(quiz, versions[2])
    assert dict(Attempt.objects.values_list("entry__number", "score")) == {
        "K00000": "20",
        "K00001": "10",
        "K00002": "10",
    }
    moves = {one["number"]: one for one in made.effect["moves"]}
    assert moves["K00000"]["score"] == ["40/3", "20"]
    assert moves["K00002"]["score"] == ["40/3", "10"]
    assert standing(quiz.stage_id).selected == ("K00000",)
    line = LogLine.objects.get(kind="question_withdrawn")
    assert line.facts["version"] == versions[2].pk
    assert line.facts["entered"] == made.effect["entered"]
    page = analysis_page(quiz.stage_id)
    assert page.changes[0].reason == "Deux réponses étaient justes"
    assert [one.is_withdrawn for one in page.lines] == [False, False, True]


def test_who_did_not_draw_the_question_keeps_their_mark():
    quiz, versions = quiz_over(3)
    a, b, c = (one.pk for one in versions)
    papers(quiz, [{a: "a", b: "b"}, {b: "a", c: "b"}])
    made = withdraw(quiz, versions[0])
    moves = {one["number"]: one["score"] for one in made.effect["moves"]}
    assert moves["K00000"] == ["10", "0"]
    assert moves.get("K00001", ["10", "10"]) == ["10", "10"]
    assert score(quiz, "K00001")["score"] == 10
    assert score(quiz, "K00000")["score"] == 0


def test_a_changed_key_counts_and_leaves_the_bank_as_it_was(three):
    quiz, versions, _made = three
    mark_stage(stage_id=quiz.stage_id)
    actor = PersonFactory()
    change_key(
        stage_id=quiz.stage_id,
        version_id=versions[0].pk,
        answers="un\ndeux\n* trois",
        actor_id=actor.pk,
        reason="La bonne réponse était « trois »",
    )
    assert score(quiz, "K00002")["score"] == 20
    versions[0].refresh_from_db()
    assert versions[0].key == "a"
    assert KeyChange.objects.get().effect["moves"]
    page = question_page(quiz.stage_id, versions[0].pk)
    assert [one.is_right for one in page.given] == [False, False, True]
    assert page.key_lines == "un\ndeux\n* trois"


@pytest.mark.parametrize("status", [StageStatus.PLANNED, StageStatus.OPEN])
def test_nothing_is_withdrawn_while_the_stage_goes_on(three, status):
    quiz, versions, _made = three
    Stage.objects.filter(pk=quiz.stage_id).update(status=status)
    with pytest.raises(ContestError, match="Attendez la fin"):
        withdraw(quiz, versions[0])


def test_a_withdrawal_takes_a_reason_and_a_question_somebody_had(three):
    quiz, versions, _made = three
    _other, foreign = quiz_over(1)
    with pytest.raises(ContestError, match="Dites pourquoi"):
        withdraw(quiz, versions[0], reason=" ")
    with pytest.raises(ContestError, match="Personne n’a eu"):
        withdraw(quiz, foreign[0])
    withdraw(quiz, versions[0])
    with pytest.raises(ContestError, match="déjà retirée"):
        withdraw(quiz, versions[0])


def test_the_analysis_says_what_each_question_was_worth():
    quiz, versions = quiz_over(3)
    rows = [
        {versions[0].pk: "a", versions[1].pk: "a" if n % 2 else "b", versions[2].pk: "c"}
        for n in range(40)
    ]
    papers(quiz, rows)
    easy, middle, hard = analysis_page(quiz.stage_id).lines
    assert (easy.difficulty, middle.difficulty, hard.difficulty) == (1, 0.5, 0)
    assert easy.flags == ("presque tout le monde a juste",)
    assert hard.flags[0] == "presque tout le monde a faux"
    assert hard.discrimination is None
    given = question_page(quiz.stage_id, versions[1].pk).given
    assert [(one.text, one.count, one.best, one.last) for one in given] == [
        ("un", 20, 10, 0),
        ("deux", 20, 0, 10),
        ("trois", 0, 0, 0),
    ]


def test_papers_that_agree_in_their_mistakes_are_a_sign_that_a_person_settles():
    quiz, versions = quiz_over(30)
    ids = [one.pk for one in versions]
    chance = Random(7)
    wrong = [{pk: chance.choice("bc") for pk in ids} for _n in range(12)]
    twin = dict(wrong[0])
    papers(quiz, [*wrong, twin])
    page = similarity_page(quiz.stage_id)
    pair = page.pairs[0]
    assert (pair.first, pair.second) == ("K00000", "K00012")
    assert (pair.both_wrong, pair.same_wrong, pair.word) == (30, 30, None)
    actor = PersonFactory()
    told = {"stage_id": quiz.stage_id, "word": SimilarityWord.NOTHING, "actor_id": actor.pk}
    with pytest.raises(ContestError, match="Dites pourquoi"):
        settle_similarity(entry_ids=(pair.first_id, pair.second_id), reason="", **told)
    settle_similarity(entry_ids=(pair.second_id, pair.first_id), reason="Deux salles", **told)
    settled = similarity_page(quiz.stage_id).pairs[0]
    assert (settled.word, settled.reason) == (SimilarityWord.NOTHING, "Deux salles")
    assert len(quiz_scores(quiz.stage_id)) == 13


def test_a_stage_that_was_decided_is_decided_again_with_the_reason(three):
    quiz, versions, _made = three
    first = decide_stage(stage_id=quiz.stage_id, actor_id=None)
    withdraw(quiz, versions[2])
    first.refresh_from_db()
    current = Decision.objects.get(stage=quiz.stage, state=DecisionState.CURRENT)
    assert first.state == DecisionState.REPLACED
    assert (current.number, current.reason) == (2, "Deux réponses étaient justes")
    chosen = current.outcomes.get(is_selected=True)
    assert (chosen.entry.number, chosen.score) == ("K00000", "20")


def test_what_a_withdrawal_changed_is_public_once_the_result_is(three, client):
    quiz, versions, _made = three
    decide_stage(stage_id=quiz.stage_id, actor_id=None)
    withdraw(quiz, versions[2])
    address = reverse("contests:question_changes", args=[quiz.stage.edition.slug])
    assert "Deux réponses étaient justes" not in client.get(address).content.decode()
    Decision.objects.filter(state=DecisionState.CURRENT).update(published_at=timezone.now())
    shown = client.get(address).content.decode()
    assert "Deux réponses étaient justes" in shown
    assert "K00002" in shown
    assert versions[2].stem not in shown
