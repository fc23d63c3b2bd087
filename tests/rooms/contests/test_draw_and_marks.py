"""The draw of a paper and what an answer is worth: exact, the same whoever does it again."""

from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.rules.drawing import (
    BlueprintPart,
    PoolItem,
    confirmation_blueprint,
    draw,
    not_seen,
)
from boutdufil.rooms.contests.rules.items import answer_lines, new_key, read_answers
from boutdufil.rooms.contests.rules.marking import MarkedItem, as_number, has_form, points
from boutdufil.rooms.contests.rules.shown import ShownItem, ShownOption, answer_in
from boutdufil.rooms.contests.rules.tie_keys import TIE_KEY_WORDS, keys_of, words_of

ROOT = Path(__file__).parents[3]
POOL = tuple(PoolItem(n, 1 + n % 3, ("a", "b", "c")) for n in range(1, 31))
PLAN = (BlueprintPart(1, 2), BlueprintPart(2, 3), BlueprintPart(3, 1))
LETTERS = ("a", "b", "c", "d")


def of(kind, key, worth=4):
    return MarkedItem(kind, key, worth, LETTERS)


def test_a_draw_follows_the_blueprint_and_nothing_else():
    drawn = draw(seed="s", number="K1", blueprint=PLAN, pool=POOL)
    themes = [next(one.theme_id for one in POOL if one.version_id == d.version_id) for d in drawn]
    assert sorted(themes) == [1, 1, 2, 2, 2, 3]
    assert len({one.version_id for one in drawn}) == 6
    assert all(sorted(one.options) == ["a", "b", "c"] for one in drawn)
    assert drawn == draw(seed="s", number="K1", blueprint=PLAN[::-1], pool=POOL[::-1])
    assert drawn != draw(seed="s", number="K2", blueprint=PLAN, pool=POOL)


def test_anybody_can_draw_again_with_sha256_alone():
    def mark(purpose, thing):
        return sha256(f"seed:K7:{purpose}:{thing}".encode()).hexdigest()

    taken = []
    for part in PLAN:
        ids = [one.version_id for one in POOL if one.theme_id == part.theme_id]
        taken += sorted(ids, key=lambda pk: mark("take", pk))[: part.count]
    order = sorted(taken, key=lambda pk: mark("place", pk))
    drawn = draw(seed="seed", number="K7", blueprint=PLAN, pool=POOL)
    assert [one.version_id for one in drawn] == order
    first = drawn[0]
    own = sorted("abc", key=lambda key: mark("option", f"{first.version_id}.{key}"))
    assert list(first.options) == own


@given(st.permutations(POOL), st.text(max_size=8), st.sets(st.integers(1, 30), max_size=12))
def test_what_nobody_draws_changes_nobodys_draw(pool, number, gone):
    drawn = draw(seed="x", number=number, blueprint=PLAN, pool=pool)
    kept = {one.version_id for one in drawn}
    left = [one for one in pool if one.version_id in kept or one.version_id not in gone]
    assert draw(seed="x", number=number, blueprint=PLAN, pool=left) == drawn


def test_every_question_of_a_theme_is_drawn_about_as_often():
    counts = dict.fromkeys(range(1, 31), 0)
    for number in range(1500):
        for one in draw(seed="x", number=f"K{number}", blueprint=PLAN, pool=POOL):
            counts[one.version_id] += 1
    for part in PLAN:
        expected = 1500 * part.count / 10
        own = [counts[one.version_id] for one in POOL if one.theme_id == part.theme_id]
        # Chi-squared of ten questions: 33.7 is passed once in ten thousand fair draws.
        assert sum((count - expected) ** 2 / expected for count in own) < 33.7


def test_a_theme_that_is_too_small_is_refused():
    with pytest.raises(ContestError, match="pas assez de questions"):
        draw(seed="s", number="K1", blueprint=(BlueprintPart(1, 11),), pool=POOL)


def test_a_confirmation_asks_other_questions_in_the_same_proportions():
    assert confirmation_blueprint(PLAN, 4) == (
        BlueprintPart(1, 1),
        BlueprintPart(2, 2),
        BlueprintPart(3, 1),
    )
    assert sum(one.count for one in confirmation_blueprint(PLAN, 99)) == 6
    seen = {one.version_id for one in draw(seed="s", number="K1", blueprint=PLAN, pool=POOL)}
    again = draw(seed="s", number="K1", blueprint=PLAN, pool=not_seen(POOL, seen))
    assert seen.isdisjoint(one.version_id for one in again)


@pytest.mark.parametrize(
    ("item", "value", "worth"),
    [
        (of("single", "b"), "b", 4),
        (of("single", "b"), "a", 0),
        (of("single", "b"), ["b"], 0),
        (of("multiple", ["a", "c"]), ["c", "a"], 4),
        (of("multiple", ["a", "c"]), ["a"], 2),
        (of("multiple", ["a", "c"]), ["a", "b"], 0),
        (of("multiple", ["a", "c"]), ["a", "b", "c"], 2),
        (of("multiple", ["a", "c"]), list(LETTERS), 0),
        (of("multiple", ["a", "c"]), ["a", "a"], 0),
        (of("multiple", ["a", "c"]), ["a", "z"], 0),
        (of("order", ["b", "a", "d", "c"]), ["b", "a", "d", "c"], 4),
        (of("order", ["b", "a", "d", "c"]), ["a", "b", "d", "c"], Fraction(8, 3)),
        (of("order", ["b", "a", "d", "c"]), ["c", "d", "a", "b"], 0),
        (of("order", ["b", "a", "d", "c"]), ["b", "a", "d"], 0),
        (of("number", {"value": "12.5", "tolerance": "0.5"}), "13", 4),
        (of("number", {"value": "12.5", "tolerance": "0.5"}), "12,0", 4),
        (of("number", {"value": "12.5", "tolerance": "0.5"}), "13,01", 0),
        (of("number", {"value": "1234", "tolerance": "0"}), "1 234", 4),
        (of("number", {"value": "-3", "tolerance": "0"}), "\u22123", 4),
        (of("number", {"value": "3", "tolerance": "0"}), "3e0", 0),
        (of("text", {"accepted": ["Aristide Briand"]}), "  aristide  BRIAND ", 4),
        (of("text", {"accepted": ["Noël"]}), "noel", 4),
        (of("text", {"accepted": ["Noël"]}), "Pâques", 0),
        (of("text", {"accepted": ["Noël"]}), "", 0),
    ],
)
def test_what_an_answer_is_worth(item, value, worth):
    assert points(item, value) == worth


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
ITEMS = (
    of("single", "b"),
    of("multiple", ["a", "c"]),
    of("order", list(LETTERS)),
    of("number", {"value": "2", "tolerance": "0"}),
    of("text", {"accepted": ["oui"]}),
)


@given(st.sampled_from(ITEMS), JSON)
def test_whatever_comes_is_worth_something_between_nothing_and_all(item, value):
    worth = points(item, value)
    assert 0 <= worth <= item.points
    assert worth == 0 or has_form(item, value)


@given(st.permutations(LETTERS), st.permutations(LETTERS))
def test_a_right_neighbour_swap_never_costs_points(key, said):
    item, before = of("order", key), points(of("order", key), said)
    for place in range(3):
        first, then = said[place], said[place + 1]
        if key.index(first) > key.index(then):
            better = [*said[:place], then, first, *said[place + 2 :]]
            assert points(item, better) >= before


@given(st.sets(st.sampled_from(LETTERS)), st.sampled_from(LETTERS))
def test_ticking_a_wrong_answer_never_gains(ticked, more):
    item = of("multiple", ["a", "c"])
    gain = points(item, sorted(ticked | {more})) - points(item, sorted(ticked))
    assert gain >= 0 if more in "ac" else gain <= 0


@pytest.mark.parametrize("text", ["", "12.", ",5", "1e3", "NaN", "\u0663", "1" * 31, None, 12])
def test_what_is_no_number(text):
    assert as_number(text) is None


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("single", "* Bonjour\nNe quittez pas"),
        ("multiple", "* un\ndeux\n* trois"),
        ("order", "saluer\nreformuler\nrépondre\nconclure"),
        ("number", "12,5 ± 0,5"),
        ("number", "7"),
        ("text", "Noël\nla Nativité"),
    ],
)
def test_answers_as_lines_come_back_as_they_were_written(kind, text):
    found = read_answers(kind, text)
    assert answer_lines(kind, found.options, found.key) == text


def test_the_keys_of_an_order_tell_nothing_of_it():
    same = [read_answers("order", "\n".join(lines)) for lines in (["x", "y", "z"], ["z", "y", "x"])]
    assert same[0].options == same[1].options
    assert same[0].key == same[1].key[::-1]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("single", "* seule"),
        ("single", "aucune\nétoile"),
        ("single", "* deux\n* étoiles"),
        ("single", "* la même\nLa même"),
        ("single", "*\noui"),
        ("multiple", "\n".join(f"* {n}" for n in range(11))),
        ("order", "* un\ndeux"),
        ("number", "douze"),
        ("number", "1 ± 2 ± 3"),
        ("number", "1 ± -2"),
        ("number", ""),
        ("text", "  \n "),
        ("text", "?!"),
    ],
)
def test_answers_that_cannot_be_marked_are_refused_with_a_sentence(kind, text):
    with pytest.raises(ContestError) as refusal:
        read_answers(kind, text)
    assert refusal.value.field == "answers"
    assert str(refusal.value).endswith(".")


def test_another_key_keeps_what_was_proposed():
    written = read_answers("single", "* un\ndeux")
    assert new_key("single", written.options, "un\n* deux") == "b"
    with pytest.raises(ContestError, match="ne changent plus"):
        new_key("single", written.options, "un\n* trois")
    order = read_answers("order", "un\ndeux\ntrois")
    assert new_key("order", order.options, "trois\ndeux\nun") == order.key[::-1]
    with pytest.raises(ContestError, match="ne changent plus"):
        new_key("order", order.options, "trois\ndeux\nzéro")


class Form(dict):
    def getlist(self, key):
        return self.get(key, [])


def test_a_form_without_javascript_says_an_answer():
    options = tuple(ShownOption(key, key) for key in "abc")
    several = ShownItem(0, 1, "multiple", "?", 1, options)
    assert answer_in(Form(q0=["a", "c"]), several) == ["a", "c"]
    assert answer_in(Form(), several) is None
    order = ShownItem(1, 1, "order", "?", 1, options)
    assert answer_in(Form({"q1-a": "2", "q1-b": "3", "q1-c": "1"}), order) == ["c", "a", "b"]
    assert answer_in(Form({"q1-a": "2", "q1-b": "2", "q1-c": "1"}), order) is None
    assert answer_in(Form({"q1-a": "2"}), order) is None
    short = ShownItem(2, 1, "text", "?", 1)
    assert answer_in(Form(q2="  oui "), short) == "oui"
    assert answer_in(Form(q2="  "), short) is None


def test_every_tie_key_has_its_words():
    for kind in ("quiz", "file", "panel", "oral"):
        assert set(keys_of(kind)) <= TIE_KEY_WORDS.keys()
    assert words_of("trade") == "les points aux questions du métier"
    assert words_of("unknown") == "unknown"


def test_the_worked_example_of_the_reference_is_the_draw(capsys):
    page = (ROOT / "docs/reference/contest-draw.md").read_text(encoding="utf-8")
    code, told = (page.split(f"```{name}\n")[1].split("```")[0] for name in ("python", "text"))
    given: dict[str, object] = {}
    exec(compile(code, "contest-draw.md", "exec"), given)  # noqa: S102 -- our own page
    assert capsys.readouterr().out == told
    pool = [
        PoolItem(version, theme, tuple(keys))
        for theme, versions in given["POOL"].items()
        for version, keys in versions.items()
    ]
    plan = [BlueprintPart(theme, count) for theme, count in given["PLAN"].items()]
    drawn = draw(seed=given["SEED"], number=given["NUMBER"], blueprint=plan, pool=pool)
    lines = [" ".join((str(one.version_id), *one.options)) for one in drawn]
    assert lines == told.splitlines()
