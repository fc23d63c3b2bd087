"""An independent oracle of the matching engine: plain Python, no arrays, one pair at a time."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from boutdufil.engines.matching import Card
from boutdufil.lib.text import words

CORE_WEIGHT = 1.5
CLOSE_CREDIT = 0.5
NEAR = 0.55
LOOSE_FIRST = 0.8 * NEAR


def weights(cards: Sequence[Card], code: str) -> dict[str, float]:
    """Share of each skill in all that the card asks."""
    frequency = Counter(skill for card in cards for skill in {use.skill for use in card.skills})
    card = next(card for card in cards if card.code == code)
    core = {use.skill for use in card.skills if use.core}
    raw = {
        skill: (math.log((1 + len(cards)) / (1 + frequency[skill])) + 1)
        * (CORE_WEIGHT if skill in core else 1)
        for skill in {use.skill for use in card.skills}
    }
    total = math.fsum(raw.values())
    return {skill: weight / total for skill, weight in raw.items()}


def share(cards: Sequence[Card], code: str, held: frozenset[str]) -> float:
    return math.fsum(w for skill, w in weights(cards, code).items() if skill in held)


def brought(
    cards: Sequence[Card], labels: Mapping[str, str], code: str, held: frozenset[str]
) -> float:
    """Weight of held skills plus half of the closeness of near ones."""
    near = closeness(cards, labels)
    known = {use.skill for card in cards for use in card.skills} & held
    return math.fsum(
        weight * max((credit(near, skill, other) for other in known), default=0.0)
        for skill, weight in weights(cards, code).items()
    )


def credit(near: Mapping[tuple[str, str], float], asked: str, held: str) -> float:
    return 1.0 if asked == held else CLOSE_CREDIT * near.get((asked, held), 0.0)


def closeness(cards: Sequence[Card], labels: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Closeness of every pair of different skills whose labels are near."""
    skills = sorted({use.skill for card in cards for use in card.skills})
    beginnings = {s: Counter(word[:5] for word in words(labels.get(s, ""))) for s in skills}
    by_words = cosines(beginnings)
    loose = {pair for pair, cosine in by_words.items() if cosine >= LOOSE_FIRST}
    compared = sorted({skill for pair in loose for skill in pair})
    letters = {s: Counter(groups(" ".join(words(labels.get(s, ""))))) for s in compared}
    by_letters = cosines(letters)
    mean = {pair: (by_words[pair] + by_letters[pair]) / 2 for pair in loose}
    return {pair: min(value, 1.0) for pair, value in mean.items() if value >= NEAR}


def groups(text: str) -> list[str]:
    padded = f" {text} "
    return [padded[at : at + 4] for at in range(len(padded) - 3)]


def cosines(bags: Mapping[str, Counter[str]]) -> dict[tuple[str, str], float]:
    """Cosine of every pair of different bags, counts damped, terms weighed by rarity."""
    frequency = Counter(term for bag in bags.values() for term in bag)
    vectors = {
        name: {
            term: (1 + math.log(count)) * (math.log((1 + len(bags)) / (1 + frequency[term])) + 1)
            for term, count in bag.items()
        }
        for name, bag in bags.items()
    }
    lengths = {name: math.sqrt(sum(x * x for x in v.values())) for name, v in vectors.items()}
    return {
        (one, two): sum(x * vectors[two].get(term, 0.0) for term, x in vectors[one].items())
        / max(lengths[one] * lengths[two], 1e-300)
        for one in bags
        for two in bags
        if one != two
    }
