"""Questionnaires: what is asked, what is found, and that neither ever fails."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boutdufil.rooms.barometer.rules.expressions import ARITY, Known, evaluate, problems
from boutdufil.rooms.barometer.rules.questionnaires import (
    FormError,
    asked,
    counted,
    figure,
    findings,
    parse,
    unanswered,
)
from boutdufil.rooms.barometer.services.questionnaires import SHIPPED

FORMS = {
    path.stem: parse(tomllib.loads(path.read_text(encoding="utf-8")))
    for path in sorted(SHIPPED.glob("*.toml"))
}
CENTRE = FORMS["centre_1"]
WHOLE = {"heads_start": 60, "hires": 12, "moved_in": 0, "exits": 10, "moved_out": 2}
WHOLE |= {"heads_end": 60, "fte_end": 55.5}


def answers(form):
    """Answers of any kind to any questions, unknown and absurd ones included."""

    def one(question):
        keys = [option.key for option in question.options]
        kinds = {
            "choice": st.sampled_from(keys) if keys else st.none(),
            "choices": st.lists(st.sampled_from(keys), unique=True) if keys else st.none(),
        }
        numbers = st.integers(0, 300) | st.floats(0, 300)
        return st.none() | kinds.get(question.kind, numbers)

    return st.fixed_dictionaries({}, optional={q.code: one(q) for q in form.questions})


FORM_AND_ANSWERS = st.sampled_from(sorted(FORMS)).flatmap(
    lambda name: st.tuples(st.just(FORMS[name]), answers(FORMS[name]), answers(FORMS[name]))
)


@given(FORM_AND_ANSWERS)
@settings(max_examples=40, deadline=None)
def test_a_hidden_answer_counts_in_nothing(case):
    form, values, before = case
    shown = {one.code for one in asked(form, values)}
    without = {code: value for code, value in values.items() if code in shown}

    assert set(counted(form, values)) <= shown
    assert asked(form, values) == asked(form, without)
    assert findings(form, values, before) == findings(form, without, before)
    for name in form.figures:
        assert figure(form, name, values) == figure(form, name, without)


@given(FORM_AND_ANSWERS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_answering_does_not_matter(case, shuffler):
    form, values, before = case
    other = list(values.items())
    shuffler.shuffle(other)

    assert asked(form, dict(other)) == asked(form, values)
    assert findings(form, dict(other), before) == findings(form, values, before)


@pytest.mark.parametrize("name", sorted(FORMS))
def test_every_question_can_be_reached(name):
    form = FORMS[name]
    reached = set()

    def yes_to_all(question):
        if question.kind == "choices":
            return [[option.key for option in question.options]]
        return [option.key for option in question.options] or [0, 50]

    # One answer is varied at a time, the others being those that open most.
    open_values = {q.code: yes_to_all(q)[-1] for q in form.questions}
    for question in form.questions:
        for value in yes_to_all(question):
            reached |= {one.code for one in asked(form, open_values | {question.code: value})}

    assert reached == {one.code for one in form.questions}


def test_an_ordinary_centre_answers_few_questions():
    """Twenty minutes at some fifteen seconds a question, reading included."""
    values = {"centre_kind": "in_house", "counting_rule": "half", "counts_by": "heads"}
    values |= {**WHOLE, "channels": ["voice", "email"], "vacancies": 2, "home_people": 10}

    assert len(asked(CENTRE, values)) <= 60
    assert max(len(group.questions) for group in CENTRE.groups) <= 18


def found(values, before=None):
    return {one.code: one for one in findings(CENTRE, values, before)}


def test_people_who_come_and_leave_make_the_end():
    assert found(WHOLE) == {}

    one = found(WHOLE | {"exits": 11})["identity"]
    assert one.severity == "hard"
    assert one.facts == {"there": 59, "end": 60}


def test_what_is_unknown_is_no_mistake_and_no_zero():
    assert found(WHOLE | {"exits": None}) == {}
    assert figure(CENTRE, "turnover", WHOLE | {"exits": None}) is None
    assert figure(CENTRE, "turnover", WHOLE | {"exits": 0}) == 0
    assert figure(CENTRE, "turnover", WHOLE) == pytest.approx(10 / 60)
    assert figure(CENTRE, "rotation", WHOLE) == pytest.approx(22 / 120)
    assert "exits" not in {one.code for one in unanswered(CENTRE, WHOLE | {"exits": None})}


def test_more_full_time_equivalents_than_people_cannot_be():
    assert found(WHOLE | {"fte_end": 60.5})["fte_within_heads"].severity == "hard"
    assert "fte_within_heads" not in found(WHOLE | {"fte_end": 60})


@pytest.mark.parametrize(("before", "asks"), [(60, False), (43, False), (42, True), (101, True)])
def test_a_change_of_two_fifths_is_explained(before, asks):
    assert ("heads_end:moved" in found(WHOLE, {"heads_end": before})) is asks


def test_a_small_centre_may_double_unasked():
    small = {"heads_start": 2, "hires": 4, "moved_in": 0, "exits": 0, "moved_out": 0}

    assert found(small | {"heads_end": 6}, {"heads_end": 2}) == {}


def test_parts_are_compared_with_what_is_asked_alone():
    by_heads = WHOLE | {"counts_by": "heads", "heads_permanent": 40, "heads_fixed": 20}
    by_heads |= {"heads_interim": 0, "heads_apprentices": 0, "heads_independents": 0}
    assert found(by_heads) == {}
    assert found(by_heads | {"heads_fixed": 19})["contracts_heads"].facts["parts"] == 59
    # Counted in full-time equivalents instead, what was typed in people weighs nothing.
    assert found(by_heads | {"heads_fixed": 19, "counts_by": "fte"}) == {}


DEEP = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.sampled_from(["a", "b"]),
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["value", "before", "known"]), st.sampled_from("abc")),
        st.tuples(st.just("has"), st.sampled_from("abc"), st.just("x")),
        st.tuples(st.just("sum"), st.sampled_from("abc"), st.sampled_from("abc")),
        st.tuples(st.sampled_from(["not", "abs"]), inner),
        st.tuples(
            st.sampled_from([n for n, (least, most) in ARITY.items() if least <= 2 <= most]),
            inner,
            inner,
        ).filter(lambda one: one[0] not in {"has", "sum"}),
    ).map(list),
    max_leaves=8,
)
ANYTHING = st.none() | st.booleans() | st.integers(-9, 9) | st.just(["x"]) | st.just("a")


@given(DEEP, st.dictionaries(st.sampled_from("abc"), ANYTHING), st.sets(st.sampled_from("abc")))
@settings(max_examples=120, deadline=None)
def test_what_is_written_right_never_fails(expression, values, hidden):
    if not list(problems(expression)):
        evaluate(expression, Known(values, {}, hidden))


@pytest.mark.parametrize(
    "wrong",
    [["value"], ["=", 1], ["nothing", 1], [], [["value", "a"]], ["value", 1], ["has", "a"]],
)
def test_what_is_written_wrong_is_named(wrong):
    assert list(problems(wrong))


def form_with(**changes):
    why = {"fr": "Pour savoir.", "en": "To know."}
    first = {"code": "a", "kind": "count", "label": {"fr": "A", "en": "A"}, "why": why}
    second = first | {"code": "b", "visible_if": [">", ["value", "a"], 0]} | changes
    group = {"key": "g", "title": {"fr": "G", "en": "G"}, "questions": [first, second]}
    return {"kind": "centre", "version": 9, "name": {"fr": "N", "en": "N"}, "groups": [group]}


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"visible_if": ["value", "b"]}, "no question before it: b"),
        ({"kind": "text"}, "no such kind"),
        ({"kind": "choice"}, "a choice has options"),
        ({"code": "a"}, "given twice: a"),
        ({"why": {"fr": "Pour savoir.", "en": ""}}, "reason is missing"),
        ({"label": {"fr": "B"}}, "missing or misplaced"),
    ],
)
def test_a_questionnaire_that_cannot_be_is_refused_whole(changes, told):
    assert parse(form_with()).question("b") is not None
    with pytest.raises(FormError, match=told):
        parse(form_with(**changes))
