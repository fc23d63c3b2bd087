"""The matching engine fed with the cards in force, one index a process."""

from collections import defaultdict

from boutdufil.engines.matching import Card, MatchingIndex, SkillUse
from boutdufil.kernel.occupations.enums import COUNTED_KINDS
from boutdufil.kernel.occupations.models import CardSkill, JobTitle
from boutdufil.kernel.occupations.selectors.memory import PerRelease
from boutdufil.kernel.occupations.selectors.ruling import cards_in_force


def build_index() -> MatchingIndex:
    """Build the index from the tables."""
    rows = list(cards_in_force().values_list("pk", "code", "label", "definition"))
    ruling = [pk for pk, *_texts in rows]
    asked, labels = asked_skills(ruling)
    titles = titles_by_card(ruling)
    return MatchingIndex.build(
        [
            Card(
                code=code,
                skills=tuple(asked[pk]),
                text="\n".join([label, *titles[pk], definition]),
                titles=tuple(titles[pk]) or (label,),
            )
            for pk, code, label, definition in rows
        ],
        labels,
    )


def asked_skills(
    ruling: list[int],
) -> tuple[dict[int, list[SkillUse]], dict[str, str]]:
    """Return the counted skills of each ruling card, and the labels of them all."""
    asked: dict[int, list[SkillUse]] = defaultdict(list)
    labels: dict[str, str] = {}
    uses = CardSkill.objects.filter(card__in=ruling, skill__kind__in=COUNTED_KINDS).order_by(
        "card_id", "skill_id"
    )
    for pk, skill, label, core in uses.values_list(
        "card_id", "skill_id", "skill__label", "core"
    ).iterator(chunk_size=10_000):
        asked[pk].append(SkillUse(skill, core))
        labels[skill] = label
    return asked, labels


def titles_by_card(ruling: list[int]) -> dict[int, list[str]]:
    """Return the titles of each ruling card, everyday phrases left out."""
    titles: dict[int, list[str]] = defaultdict(list)
    rows = JobTitle.objects.filter(card__in=ruling, everyday=False)
    for pk, label in rows.order_by("card_id", "pk").values_list("card_id", "label"):
        titles[pk].append(label)
    return titles


_index = PerRelease(build_index, old_will_do=True)


def matching_index() -> MatchingIndex:
    """Return the index of the cards in force; one query when nothing has changed.

    After an import one caller builds the new index, and the others go on with the old one.

    Only know-how and knowledge are asked, as the official rule counts them. Texts are
    French: an index does not depend on the reader's language.
    """
    return _index.get()
