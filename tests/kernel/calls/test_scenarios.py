"""Scenarios: read strictly, walked to an end from everywhere, told and never scored."""

import copy
import json
import re

import pytest
from django.template import Context, Template

from boutdufil.kernel.calls.errors import UnknownScenarioError
from boutdufil.kernel.calls.scenarios import (
    ScenarioError,
    all_scenarios,
    latest_scenarios,
    read_scenario,
    scenario,
    walk,
)
from boutdufil.kernel.calls.scenarios.shelf import FOLDER
from boutdufil.kernel.calls.selectors import doors_of, scenario_near, scenarios_for_door
from boutdufil.kernel.occupations import selectors as occupations

SLUGS = sorted(one.slug for one in latest_scenarios())
WORDS_OF_JUDGEMENT = re.compile(
    r"\b(?:score|points?|bravo|échec|réussi|raté|faux|mauvais|bonne réponse|wrong|correct|failed"
    r"|well done)\b",
    re.I,
)


@pytest.fixture
def data():
    path = FOLDER / "colis-jamais-arrive.1.json"
    return copy.deepcopy(json.loads(path.read_text(encoding="utf-8")))


def every_way(found):
    """Yield every complete walk of a scenario."""
    open_ways = [""]
    while open_ways:
        here = walk(found, open_ways.pop())
        if here.turn is None:
            yield here
            continue
        before = f"{here.keys}." if here.keys else ""
        open_ways += [before + choice.key for choice in here.turn.choices]


def test_three_scenarios_are_published():
    assert SLUGS == [
        "colis-jamais-arrive",
        "compte-qui-ne-s-ouvre-pas",
        "facture-payee-deux-fois",
    ]


@pytest.mark.parametrize("slug", SLUGS)
def test_every_way_comes_to_a_named_end_within_the_minutes(slug):
    found = scenario(slug)
    ways = list(every_way(found))

    assert {way.end.key for way in ways} == set(found.ends)
    assert max(len(way.steps) for way in ways) <= 8


@pytest.mark.parametrize("slug", SLUGS)
def test_a_scenario_tells_and_does_not_judge(slug):
    found = scenario(slug)
    told = [end.happened for end in found.ends.values()]
    told += [c.note for turn in found.turns.values() for c in turn.choices]

    assert [t.fr for t in told if WORDS_OF_JUDGEMENT.search(f"{t.fr} {t.en}")] == []


@pytest.mark.django_db
@pytest.mark.parametrize("slug", SLUGS)
def test_its_trades_and_doors_are_in_the_guide(slug):
    found = scenario(slug)
    doors = {door.code for door in occupations.open_doors()}

    assert set(found.doors) <= doors
    assert set(occupations.cards(found.occupations)) == set(found.occupations)
    assert [door.code for door in doors_of(found)] == list(found.doors)


def test_a_door_knows_its_scenarios():
    assert [one.slug for one in scenarios_for_door("I1404")] == ["compte-qui-ne-s-ouvre-pas"]
    assert len(scenarios_for_door("D1408")) == 3
    assert scenarios_for_door("N1101") == ()


@pytest.mark.parametrize("code", ["M1613", "G1703"])
def test_a_door_without_a_scenario_names_a_near_one_of_another_trade(code):
    near = scenario_near(code)

    assert scenarios_for_door(code) == ()
    assert near is not None
    assert code not in near.doors
    page = Template("{% load practice %}{% practice_links code %}").render(Context({"code": code}))
    assert "d’un autre métier" in page
    assert near.slug in page
    assert scenario_near("D1408") is None, "it has its own"


def test_a_version_is_found_and_an_unknown_one_is_not():
    assert scenario("colis-jamais-arrive", 1) is all_scenarios()["colis-jamais-arrive", 1]
    for wrong in (("colis-jamais-arrive", 9), ("inconnu", None)):
        with pytest.raises(UnknownScenarioError):
            scenario(*wrong)


def test_a_walk_is_what_its_address_says():
    found = scenario("colis-jamais-arrive")
    here = walk(found, "b.a")

    assert (here.turn.key, here.keys, here.back, here.rank) == ("recherche", "b.a", "b", 3)
    assert walk(found, "a.a.a.a").end.key == "regle"
    for lost in ("z", "a.a.a.a.a", ".", "a..a"):
        with pytest.raises(UnknownScenarioError):
            walk(found, lost)


def test_words_follow_the_reader(settings):
    from django.utils import translation

    title = scenario("colis-jamais-arrive").title
    with translation.override("en"):
        assert str(title) == "The parcel that never came"
    with translation.override("fr"):
        assert "colis" in str(title)


def first_choice(data):
    return data["turns"]["bonjour"]["choices"][0]


def lose_a_turn(data):
    data["turns"]["perdu"] = copy.deepcopy(data["turns"]["cloture"])


def go_round(data):
    data["turns"]["cloture"]["choices"][0]["to"] = "bonjour"
    data["ends"]["perdue"] = data["ends"].pop("regle")
    data["turns"]["cloture"]["choices"][1]["to"] = "perdue"
    first_choice(data)["to"] = "recherche"


def orphan_an_end(data):
    data["ends"]["jamais"] = copy.deepcopy(data["ends"]["regle"])


FAULTS = {
    "a choice that leads nowhere": lambda d: first_choice(d).update(to="ailleurs"),
    "a turn never reached": lose_a_turn,
    "an end never reached": orphan_an_end,
    "a circle": go_round,
    "a start that is no turn": lambda d: d.update(start="ailleurs"),
    "a single choice": lambda d: d["turns"]["cloture"].update(
        choices=d["turns"]["cloture"]["choices"][:1]
    ),
    "a key used twice": lambda d: d["turns"]["bonjour"]["choices"][1].update(key="a"),
    "a line of no procedure": lambda d: first_choice(d).update(procedure="autre"),
    "a missing translation": lambda d: d["title"].pop("en"),
    "an empty text": lambda d: d["title"].update(en="  "),
    "an unknown field": lambda d: d.update(score=3),
    "a missing field": lambda d: d.pop("criteria"),
    "a code that is none": lambda d: d.update(doors=["1408"]),
    "a channel that is none": lambda d: d.update(channels=["fax"]),
    "an address that is taken": lambda d: d.update(slug="invitation"),
    "a slug that is none": lambda d: d.update(slug="Le colis"),
    "a version that is none": lambda d: d.update(version=0),
    "too many minutes": lambda d: d.update(minutes=60),
    "a film that is none": lambda d: d["turns"]["bonjour"].update(film=3),
    "nothing to choose from": lambda d: d["turns"]["bonjour"].update(choices=[]),
    "no object at all": lambda d: d.update(turns=[]),
    "two criteria of one key": lambda d: d["criteria"].append(d["criteria"][0]),
    "a turn that is an end": lambda d: d["ends"].update(bonjour=d["ends"]["regle"]),
}


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_faulty_scenario_is_refused(fault, data):
    read_scenario(data)
    FAULTS[fault](data)

    with pytest.raises(ScenarioError):
        read_scenario(data)
