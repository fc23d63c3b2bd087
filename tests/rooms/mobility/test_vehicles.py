"""The law read for somebody: asked, never guessed; days without pay counted on every way."""

import json
import re
from datetime import date, timedelta
from importlib.resources import files

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from boutdufil.rooms.mobility.enums import EmployerSize, Standing, YesNo
from boutdufil.rooms.mobility.selectors.situations import FACTS
from boutdufil.rooms.mobility.selectors.vehicles import (
    ASK,
    CLOSED,
    FACT_WORDS,
    HOURS,
    OPEN,
    Circumstances,
    days_without_pay,
    vehicles,
    vehicles_for,
)

TODAY = date(2026, 11, 22)
CHOICES = {
    "standing": Standing.values,
    "employer_size": EmployerSize.values,
    **dict.fromkeys(
        ("receivership", "employer_agrees", "host_agrees", "experience", "door"), YesNo.values
    ),
}
ANSWERS = st.fixed_dictionaries(
    {fact: st.sampled_from(["", *values]) for fact, values in CHOICES.items()}
)


def circumstances(answers=None, **more):
    return Circumstances(answers=answers or {}, today=TODAY, **more)


def states(answers, **more):
    return {f.vehicle.key: f.state for f in vehicles_for(circumstances(answers, **more))}


def way(key):
    return next(each for each in vehicles() if each.key == key)


def test_without_answers_nothing_is_open_and_nothing_is_closed_but_by_hours():
    found = vehicles_for(circumstances(hours=280))

    assert {finding.state for finding in found} == {ASK}
    assert all(finding.unanswered for finding in found)


@given(ANSWERS, st.integers(0, 600))
def test_one_more_answer_never_reopens_a_closed_way(answers, hours):
    found = states(answers, hours=hours)
    for fact in CHOICES:
        fewer = states({**answers, fact: ""}, hours=hours)
        assert all(fewer[key] in (ASK, state) for key, state in found.items() if state != CLOSED)


@given(ANSWERS)
def test_what_is_open_asks_nothing_more(answers):
    for finding in vehicles_for(circumstances(answers, hours=280)):
        assert (finding.state == OPEN) == (not finding.unanswered and not finding.refused)
        assert all(word for word in (*finding.questions, *finding.obstacles))


@pytest.mark.parametrize(
    ("size", "receivership", "leave", "csp"),
    [
        ("large", "no", OPEN, CLOSED),
        ("large", "yes", CLOSED, OPEN),
        ("under1000", "no", CLOSED, OPEN),
        ("under50", "", CLOSED, OPEN),
        ("large", "", ASK, ASK),
        ("", "no", ASK, ASK),
        ("", "yes", CLOSED, OPEN),
    ],
)
def test_the_size_of_the_firm_decides_between_leave_and_csp(size, receivership, leave, csp):
    found = states({"standing": "dismissal", "employer_size": size, "receivership": receivership})

    assert (found["redeployment_leave"], found["csp"]) == (leave, csp)


@pytest.mark.parametrize(
    ("hours", "state"), [(149, CLOSED), (150, OPEN), (450, OPEN), (451, CLOSED)]
)
def test_a_reconversion_period_lasts_150_to_450_hours(hours, state):
    said = {"standing": "permanent", "employer_agrees": "yes", "host_agrees": "yes"}

    assert states(said, hours=hours)["reconversion_external"] == state


def test_hours_nobody_knows_are_asked():
    said = {"standing": "permanent", "employer_agrees": "yes"}
    found = vehicles_for(circumstances(said, complete=False))
    internal = next(f for f in found if f.vehicle.key == "reconversion_internal")

    assert (internal.state, internal.unanswered) == (ASK, (HOURS,))


UNTIL = TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("key", "ready", "days"),
    [
        (None, 30, 0),
        (None, 31, 1),
        (None, 10, 0),
        (None, 50, 20),
        ("training_plan", 50, 20),
        ("reconversion_external", 50, 0),
        ("csp", 390, 0),
        ("csp", 392, 2),
        ("redeployment_leave", 150, 0),
        ("redeployment_leave", 200, None),
        ("open_door", 50, 0),
        ("poei", 50, 20),
    ],
)
def test_days_without_pay(key, ready, days):
    facts = circumstances(
        income_until=UNTIL,
        starts_on=TODAY + timedelta(days=20),
        ready_on=TODAY + timedelta(days=ready),
    )

    assert days_without_pay(way(key) if key else None, facts) == days


def test_no_end_said_is_not_known_and_a_lasting_contract_has_none():
    assert days_without_pay(None, circumstances()) is None
    assert days_without_pay(None, circumstances({"standing": "permanent"})) == 0
    assert days_without_pay(None, circumstances({"standing": "permanent"}, complete=False)) is None


@given(st.integers(-50, 500), st.integers(0, 400), st.integers(0, 400))
def test_more_income_never_adds_days_without_pay(until, more, ready):
    def days(income_until):
        return days_without_pay(
            None,
            circumstances(
                income_until=TODAY + timedelta(days=income_until),
                ready_on=TODAY + timedelta(days=ready),
            ),
        )

    assert 0 <= days(until + more) <= days(until)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_way_tells_everything_in_both_languages(language):
    with translation.override(language):
        for each in vehicles():
            for text in (each.name, each.pays, each.pay, each.longest, each.way_back, each.check):
                assert text
            assert each.steps
            assert each.documents
            assert each.key == "open_door" or (each.article and each.sources)


def test_every_condition_is_a_question_somebody_can_answer():
    for each in vehicles():
        for ask in each.asks:
            for choice in ask.get("any", [ask]):
                assert choice["fact"] in (*FACTS, "door")
                assert choice["fact"] in FACT_WORDS
                assert set(choice["any_of"]) <= set(CHOICES[choice["fact"]])


def test_the_hours_before_hiring_are_written_in_one_place():
    """The guide's doors name the two preparations; their hours stand with the law alone."""
    doors = files("boutdufil.kernel.occupations") / "data" / "guide" / "open_doors.json"
    for door in json.loads(doors.read_text(encoding="utf-8")):
        for told in (door["duration"], door["duration_en"]):
            assert not re.search(r"\d+\s(heures|hours)", told), told

    preparation = way("poei")
    assert "450\u00a0heures" in preparation.longest
    assert "400" not in preparation.longest
    assert "POEC" in preparation.check
