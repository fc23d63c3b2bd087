"""The matching engine: a reference worked by hand, an oracle, and the rules of its answers."""

import math

import pytest

from boutdufil.engines.matching import Card, MatchingIndex, Profile, SkillUse

LABELS = {
    "answer": "Répondre aux appels téléphoniques des clients",
    "calls": "Répondre aux appels téléphoniques",
    "sell": "Vendre des produits",
    "pack": "Emballer des colis",
    "drive": "Conduire un chariot",
}
CARDS = (
    Card("ADVISER", (SkillUse("answer", core=True), SkillUse("sell")), "Conseiller clientèle"),
    Card("DRIVER", (SkillUse("drive"),), "Cariste"),
    Card("PACKER", (SkillUse("pack", core=True), SkillUse("drive")), "Préparateur"),
    Card("SELLER", (SkillUse("sell"), SkillUse("calls")), "Vendeur"),
    Card("VOID", (), "Métier sans compétence connue"),
)


@pytest.fixture(scope="module")
def index():
    return MatchingIndex.build(CARDS, LABELS)


def test_share_agrees_with_a_reference_worked_by_hand(index):
    # Five cards; "sell" and "drive" are asked twice, the others once.
    once, twice = math.log(6 / 2) + 1, math.log(6 / 3) + 1
    expected = twice / (1.5 * once + twice)

    match = index.explain(Profile(frozenset({"sell"})), "ADVISER")

    assert match.share == pytest.approx(expected, abs=1e-12)
    assert match.share == pytest.approx(0.3497, abs=5e-5)
    assert [part.skill for part in match.held] == ["sell"]
    assert [part.skill for part in match.missing] == ["answer"]
    assert match.asked == 2


def test_a_near_label_gives_part_of_the_credit_and_says_through_what(index):
    match = index.explain(Profile(frozenset({"calls"})), "ADVISER")

    assert match.share == 0.0
    (part,) = match.close
    assert (part.skill, part.through) == ("answer", "calls")
    assert 0 < part.credit <= 0.5
    assert match.score == pytest.approx(part.weight * part.credit, abs=1e-12)


def test_it_is_directional(index):
    whole = index.explain(Profile(frozenset({"pack", "drive"})), "DRIVER")
    half = index.explain(Profile(frozenset({"drive"})), "PACKER")

    assert whole.share == 1.0
    assert half.share < 0.5


def test_a_core_skill_weighs_more(index):
    plain = MatchingIndex.build(
        [Card(c.code, tuple(SkillUse(u.skill) for u in c.skills), c.text) for c in CARDS], LABELS
    )
    profile = Profile(frozenset({"pack"}))

    assert index.explain(profile, "PACKER").share > plain.explain(profile, "PACKER").share


def test_a_card_without_skills_or_an_unknown_card_has_no_score(index):
    profile = Profile(frozenset({"sell"}), ("SELLER",))

    assert index.explain(profile, "VOID") is None
    assert index.explain(profile, "NOWHERE") is None
    assert index.common_ground(profile, "NOWHERE") is None
    assert "VOID" not in {match.code for match in index.rank(profile)}


def test_rank_leaves_out_cards_of_which_nothing_is_held(index):
    profile = Profile(frozenset({"calls"}), ("SELLER",))

    assert index.explain(profile, "ADVISER").score > 0
    assert index.rank(profile) == []


def test_rank_leaves_out_past_jobs_and_excluded_codes(index):
    held = frozenset({"sell", "drive"})

    assert {match.code for match in index.rank(Profile(held))} == {
        "ADVISER", "DRIVER", "PACKER", "SELLER",
    }  # fmt: skip
    shown = index.rank(Profile(held, ("SELLER",)), exclude={"DRIVER"})
    assert {match.code for match in shown} == {"ADVISER", "PACKER"}


def test_equal_scores_go_by_code():
    cards = [Card(code, (SkillUse("sell"),)) for code in ("C", "A", "B")]

    ranked = MatchingIndex.build(cards, LABELS).rank(Profile(frozenset({"sell"})))

    assert [match.code for match in ranked] == ["A", "B", "C"]


def test_a_profile_without_anything_known_ranks_nothing(index):
    assert index.rank(Profile(frozenset())) == []
    assert index.rank(Profile(frozenset({"unheard"}), ("NOWHERE",))) == []


def test_two_cards_with_one_code_are_refused():
    with pytest.raises(ValueError, match="same code"):
        MatchingIndex.build([Card("A", ()), Card("A", ())], {})


def test_an_index_may_be_empty():
    index = MatchingIndex.build([], {})

    assert index.rank(Profile(frozenset({"sell"}), ("A",))) == []


def test_the_past_is_explained_by_shared_skills_and_words():
    cards = (
        Card("SELLER", (SkillUse("sell"), SkillUse("calls")), "Vendeur en magasin", ("Vendeur",)),
        Card("SHOP", (SkillUse("sell"), SkillUse("pack")), "Gérant de magasin", ("Vendeur chef",)),
        Card("DRIVER", (SkillUse("drive"),), "Cariste", ("Cariste",)),
    )
    index = MatchingIndex.build(cards, LABELS)
    profile = Profile(frozenset({"sell"}), ("SELLER", "DRIVER"))

    ground = index.common_ground(profile, "SHOP")

    assert ground.past == "SELLER"
    assert ground.skills == ("sell",)
    assert ground.words == ("magasin",)
    assert ground.amount == dict(index.explain(profile, "SHOP").parts)["past"]
    assert index.common_ground(profile, "DRIVER") is None


def test_a_short_ranking_is_the_beginning_of_the_long_one(index):
    profile = Profile(frozenset({"sell", "drive", "answer"}))
    whole = index.rank(profile)

    assert index.rank(profile, limit=2) == whole[:2]
    assert index.rank(profile, only={"PACKER"}) == [m for m in whole if m.code == "PACKER"]
    assert index.shares(profile.held) == {match.code: match.share for match in whole}
    assert index.shares({"unknown"}) == {}
