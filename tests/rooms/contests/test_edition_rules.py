"""Findings of a pipeline, the example of a tie, shares of a prize, the seed of a draw."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.contests.enums import (
    EditionStatus,
    EntryKind,
    Per,
    RanksBy,
    StageKind,
    StageStatus,
    Ties,
)
from boutdufil.rooms.contests.rules.findings import Pipeline, findings_of
from boutdufil.rooms.contests.rules.prizes import shares
from boutdufil.rooms.contests.rules.rows import EditionRow, StageRow
from boutdufil.rooms.contests.rules.selecting import rule_of, stage_seed
from boutdufil.rooms.contests.rules.selection_words import example_of, selection_sentences
from boutdufil.rooms.contests.rules.tie_keys import keys_of

NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def edition_row(**said):
    """Return an edition nothing is wrong with: it takes entries for ten days."""
    usual = {
        "id": 1,
        "name": "Élection",
        "slug": "election",
        "organiser_id": 1,
        "organiser": "Association",
        "is_invented": True,
        "status": EditionStatus.DRAFT,
        "presentation": "",
        "entered_by": EntryKind.INDIVIDUAL,
        "team_least": 2,
        "team_most": 4,
        "opens_at": NOON,
        "closes_at": NOON + 10 * DAY,
        "needs_employer": False,
        "needs_employer_consent": False,
        "needs_school": False,
        "other_conditions": "",
        "appeal_days": 5,
        "contact": "concours@example.org",
        "hangs_on": "",
        "embargo_until": None,
        "seed_hash": "",
        "published_at": None,
    }
    return EditionRow(**{**usual, **said})


def stage_row(place, kind=StageKind.QUIZ, **said):
    """Return a stage nothing is wrong with, on a day of its own after entries close."""
    usual = {
        "id": place,
        "edition_id": 1,
        "edition_name": "Élection",
        "position": place,
        "kind": kind,
        "name": f"Épreuve {place}",
        "status": StageStatus.PLANNED,
        "starts_at": NOON + (10 + place) * DAY,
        "ends_at": NOON + (10 + place) * DAY + DAY / 2,
        "takes": 3,
        "per": Per.ALL,
        "ties": Ties.BREAK,
        "tie_keys": (),
        "minimum": 0,
        "pool_below": 0,
        "ranks_by": RanksBy.RAW,
        "is_first": place == 1,
        "is_last": False,
    }
    return StageRow(**{**usual, **said})


def found(stages, *, edition=None, at_home=(), prize_ranks=(), ready=None):
    """Return what is found, as (level, number of the stage)."""
    pipeline = Pipeline(
        edition=edition or edition_row(),
        stages=stages,
        ready=frozenset(one.id for one in stages) if ready is None else frozenset(ready),
        at_home=frozenset(at_home),
        prize_ranks=frozenset(prize_ranks),
    )
    return [(one.level, one.stage_id) for one in findings_of(pipeline, NOON)]


PANEL = StageKind.PANEL
CASES = {
    "sound": ([stage_row(1), stage_row(2, PANEL)], {}, []),
    "empty": ([], {}, [("error", None)]),
    "no_dates": ([stage_row(1)], {"edition": edition_row(opens_at=None)}, [("error", None)]),
    "closed": ([stage_row(1)], {"edition": edition_row(closes_at=NOON)}, [("error", None)]),
    "too_early": ([stage_row(1, starts_at=NOON)], {}, [("error", 1)]),
    "overlap": (
        [stage_row(1, ends_at=NOON + 20 * DAY), stage_row(2, PANEL)],
        {},
        [("error", 2)],
    ),
    "not_ready": ([stage_row(1), stage_row(2, PANEL)], {"ready": [1]}, [("error", 2)]),
    "home_alone": ([stage_row(1)], {"at_home": [1]}, [("error", 1)]),
    "home_last": (
        [stage_row(1), stage_row(2)],
        {"at_home": [1, 2]},
        [("error", 1), ("error", 2)],
    ),
    "home_then_room": ([stage_row(1), stage_row(2)], {"at_home": [1]}, []),
    "home_then_jury": ([stage_row(1), stage_row(2, PANEL)], {"at_home": [1]}, []),
    "quiz_calibrated": ([stage_row(1, ranks_by=RanksBy.CALIBRATED)], {}, [("error", 1)]),
    "jury_calibrated": ([stage_row(1, PANEL, ranks_by=RanksBy.CALIBRATED)], {}, [("warn", 1)]),
    "foreign_key": ([stage_row(1, PANEL, tie_keys=("trade",))], {}, [("error", 1)]),
    "pool_of_all": ([stage_row(1, pool_below=4)], {}, [("warn", 1)]),
    "prize_beyond": ([stage_row(1, takes=1)], {"prize_ranks": [1, 2]}, [("warn", 1)]),
    "last_by_place": ([stage_row(1, per=Per.CITY)], {}, [("warn", 1)]),
    "shared_prize": (
        [stage_row(1, ties=Ties.ADVANCE_ALL)],
        {"prize_ranks": [1]},
        [("warn", 1)],
    ),
    "same_name": (
        [stage_row(1, name="Jury"), stage_row(2, PANEL, name="Jury")],
        {},
        [("warn", None)],
    ),
    "no_contact": ([stage_row(1)], {"edition": edition_row(contact="")}, [("warn", None)]),
    "embargo_early": (
        [stage_row(1)],
        {"edition": edition_row(embargo_until=NOON)},
        [("warn", None)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_found_of_a_pipeline(case):
    stages, known, expected = CASES[case]
    assert found(stages, **known) == expected


def declared(**said):
    usual = {
        "kind": "quiz",
        "takes": 3,
        "per": "city",
        "ties": "break",
        "tie_keys": ["trade", "hard"],
        "minimum": 50,
        "pool_below": 4,
        "ranks_by": "raw",
    }
    return {**usual, **said}


@pytest.mark.parametrize("kind", StageKind)
@pytest.mark.parametrize("ties", Ties)
def test_the_example_of_a_tie_is_what_the_engine_would_decide(kind, ties):
    for count in range(len(keys_of(kind)) + 1):
        stage = declared(kind=kind, ties=ties, tie_keys=list(keys_of(kind)[:count]))
        example = example_of(stage)
        assert len(example.key_words) == count
        by_number = {line.number: line for line in example.lines}
        chosen = {number for number, line in by_number.items() if line.is_selected}
        equals = {"B2", "C3"}
        assert "A1" in chosen
        assert "D4" not in chosen
        assert len(chosen & equals) == (2 if ties == Ties.ADVANCE_ALL else 1)
        if ties == Ties.BREAK:
            drawn = min(equals, key=lambda one: sha256(f"exemple:{one}".encode()).hexdigest())
            assert chosen == {"A1", drawn}
            assert "tirage" in by_number[drawn].words


def test_sentences_say_every_part_of_the_rule():
    told = " ".join(selection_sentences(declared(), is_last=False))
    for part in ("Les 3 premières", "chaque ville", "moins de 4", "50", "métier", "tirage"):
        assert part in told
    last = " ".join(selection_sentences(declared(per="all", takes=1), is_last=True))
    assert "l’emporte" in last


def test_a_rule_is_the_declared_one():
    rule = rule_of(declared(), draw_seed="graine", most_points=Fraction(40))
    assert (rule.top, rule.per, rule.pool_below, rule.minimum) == (3, "city", 4, 20)
    assert (rule.tie_keys, rule.draw_seed) == (("trade", "hard"), "graine")
    assert rule_of(declared(per="all"), draw_seed="s", most_points=None).pool_below == 0


@given(st.integers(0, 10**9), st.integers(1, 10))
def test_a_team_shares_to_the_cent(cents, members):
    parts = shares(cents, members)
    assert sum(parts) == cents
    assert len(parts) == members
    assert max(parts) - min(parts) <= 1
    assert list(parts) == sorted(parts, reverse=True)


def test_each_stage_draws_with_a_seed_of_its_own():
    seeds = {stage_seed("ab" * 32, place) for place in range(1, 5)}
    assert len(seeds) == 4
    assert stage_seed("s", 1) == sha256(b"s:stage:1").hexdigest()
