"""The guide is whole, in our own words, bilingual, and true where it quotes ROME."""

import copy
from collections import Counter
from dataclasses import replace

import pytest

from tools import check_guide

FOLDER = check_guide.reference_folder()
needs_release = pytest.mark.skipif(
    FOLDER is None, reason="the official ROME release is not here (BOUTDUFIL_REFERENCE_DATA)"
)


@pytest.fixture(scope="module")
def guide():
    return check_guide.load_guide()


@pytest.fixture(scope="module")
def official():
    return check_guide.load_official(FOLDER)


def both_genders(label: str) -> bool:
    halves = label.split(" / ")
    return len(halves) == 1 or (len(halves) == 2 and halves[0] != halves[1])


def test_the_guide_is_in_order_by_itself(guide):
    assert check_guide.findings(guide, None) == []


@needs_release
def test_the_guide_agrees_with_the_official_release(guide, official):
    assert check_guide.findings(guide, official) == []


def test_there_are_some_sixty_cards_of_every_family(guide):
    assert 55 <= len(guide.cards) <= 65
    families = Counter(card["family"] for card in guide.cards.values())
    assert set(families) == {
        "customer_relations", "distance_selling", "office", "logistics",
        "sales", "banking", "insurance", "reception",
    }  # fmt: skip


def test_at_least_half_of_what_a_card_asks_survives_the_import(guide):
    for code in guide.cards:
        asked = guide.asked(code)
        coded = [key for key in asked if guide.skills[key]["rome"]]
        assert 2 * len(coded) >= len(asked), code


def test_every_card_marks_some_but_not_all_skills_as_core(guide):
    for code, card in guide.cards.items():
        core = [use for use in card["skills"] if use["core"]]
        assert 0 < len(core) < len(card["skills"]), code


def test_titles_come_in_both_genders_and_only_once(guide):
    for code, card in guide.cards.items():
        assert all(both_genders(text) for text in [card["label"], *card["titles"]]), code
        said = [text.casefold() for text in card["titles"] + card["everyday"]]
        assert len(said) == len(set(said)), code


def test_the_everyday_words_of_mail_order_lead_to_their_trades(guide):
    assert "je faisais les colis" in guide.cards["N1103"]["everyday"]
    assert "je prenais les commandes au téléphone" in guide.cards["D1408"]["everyday"]
    assert "Emballeur de colis / Emballeuse de colis" in guide.cards["N1103"]["titles"]


def test_the_order_picker_and_the_adviser_share_no_asked_skill(guide):
    assert guide.asked("N1103").isdisjoint(guide.asked("D1408"))


def test_the_administrative_agent_has_the_adviser_as_official_link(guide):
    assert "D1408" in guide.links["links"]["M1602"]
    assert "D1408" not in guide.links["links"]["N1103"]
    assert guide.links["source"] == check_guide.SOURCE


def test_behaviours_are_never_counted_as_asked(guide):
    for code in guide.cards:
        assert all(guide.skills[key]["kind"] != "behaviour" for key in guide.asked(code))


def test_every_french_text_has_its_english_one(guide):
    records = [*guide.skills.values(), *guide.groups.values(), *guide.interests, *guide.career]
    records += [row for card in guide.cards.values() for row in [card, *card["conditions"]]]
    records += [row for door in guide.doors for row in [door, *door["first_steps"]]]
    for record in records:
        for key in [name for name in record if name.endswith("_en")]:
            french, english = record[key.removesuffix("_en")], record[key]
            assert bool(french) == bool(english), record
            if isinstance(french, list):
                assert len(french) == len(english), record


def test_open_doors_say_who_stands_behind_them_and_count_nobody_yet(guide):
    assert 6 <= len(guide.doors) <= 10
    assert guide.doors[0]["code"] == "D1408"
    for door in guide.doors:
        assert door["source"]
        assert door["entrants"] is None
        assert door["aptitudes"]
        assert door["first_steps"]
        assert len(door["branch"]) <= 200


def test_no_door_is_confirmed_while_its_source_says_it_is_to_be(guide):
    for door in guide.doors:
        assert door["confirmed"] is not ("à confirmer" in door["source"]), door["code"]


def test_the_check_asks_whether_a_door_is_confirmed(guide):
    doors = copy.deepcopy(guide.doors)
    del doors[0]["confirmed"]
    found = check_guide.findings(replace(guide, doors=doors), None)
    assert found == ["door D1408: confirmed by its branch, or not?"]


def test_the_adviser_can_become_expert_supervisor_and_manager(guide):
    reached, frontier, kinds = {"D1408"}, ["D1408"], set()
    while frontier:
        code = frontier.pop()
        for step in guide.career:
            if step["from_code"] == code and step["to_code"] not in reached:
                kinds.add(step["kind"])
                reached.add(step["to_code"])
                frontier.append(step["to_code"])
    assert {"expert", "supervisor", "manager"} <= kinds
    assert "M1704" in reached


def test_interests_name_families_of_the_guide_and_score_nothing(guide):
    families = {card["family"] for card in guide.cards.values()}
    for interest in guide.interests:
        assert set(interest) == {"key", "label", "label_en", "families"}
        assert set(interest["families"]) <= families


def test_the_guide_stays_small():
    assert sum(path.stat().st_size for path in check_guide.GUIDE.rglob("*")) < 1_000_000


def with_skill(guide, code, key):
    """A copy of the guide in which one more skill stands on a card."""
    cards = copy.deepcopy(guide.cards)
    cards[code]["skills"].append({"key": key, "core": False, "group": "call"})
    return replace(guide, cards=cards)


@needs_release
def test_the_check_catches_a_skill_shared_against_the_truth(guide, official):
    spoilt = with_skill(guide, "N1103", "calm_upset_caller")
    assert any("ROME shares none" in text for text in check_guide.findings(spoilt, official))


@needs_release
def test_the_check_catches_words_taken_from_rome(guide, official):
    skills = copy.deepcopy(guide.skills)
    skills["pack_products"]["label"] = "Conditionner des produits"
    found = check_guide.findings(replace(guide, skills=skills), official)
    assert "skill pack_products: the words are those of ROME" in found


@pytest.mark.parametrize(
    "text", ["Qu'est-ce", "Pourquoi ?", "Voici : ceci", "10 000 colis", "a..."]
)
def test_the_check_catches_careless_typography(guide, text):
    skills = copy.deepcopy(guide.skills)
    skills["pack_products"]["label"] = text
    found = check_guide.findings(replace(guide, skills=skills), None)
    assert any("typography" in line for line in found)
