"""The package's own guide, put in force whenever its files changed."""

from collections.abc import Iterator, Sized
from datetime import date
from typing import Any

from django.db import transaction

from boutdufil.kernel.occupations.enums import ReleaseKind
from boutdufil.kernel.occupations.models import (
    CardCondition,
    CardInterest,
    CardSkill,
    CareerStep,
    Interest,
    JobCard,
    JobTitle,
    OfficialLink,
    OpenDoor,
    Release,
)
from boutdufil.kernel.occupations.selectors.wording import search_forms
from boutdufil.kernel.occupations.services.guide_files import (
    Guide,
    guide_fingerprint,
    read_guide,
)
from boutdufil.kernel.occupations.services.releases import (
    clear_superseded,
    open_release,
    put_in_force,
    release_in_force,
)
from boutdufil.kernel.occupations.services.skills import guide_skills

DOOR_TEXTS = ("branch", "diploma", "licence", "trainer", "duration", "payer", "source")


def guide_is_current() -> bool:
    """Tell whether the guide in force is the one of this package."""
    current = release_in_force(kind=ReleaseKind.GUIDE)
    return current is not None and current.fingerprint == guide_fingerprint()


@transaction.atomic
def import_guide() -> Release:
    """Put the package's guide in force and return its release; nothing changes if it is."""
    current = release_in_force(kind=ReleaseKind.GUIDE)
    if current and current.fingerprint == guide_fingerprint():
        return current
    guide = read_guide()
    release = open_release(
        kind=ReleaseKind.GUIDE,
        fingerprint=guide.fingerprint,
        version=guide.fingerprint[:8],
        published_on=guide.published_on,
        names={"attribution": guide.attribution, "source_url": ""},
    )
    guide_skills(guide=guide.skills.values())
    release.counts = load_guide(release, guide)
    put_in_force(release=release)
    clear_superseded(kind=ReleaseKind.GUIDE)
    return release


def load_guide(release: Release, guide: Guide) -> dict[str, int]:
    """Insert everything the guide holds and return how many rows of each."""
    cards = {card.code: card for card in JobCard.objects.bulk_create(guide_cards(release, guide))}
    interests = {
        row.code: row for row in Interest.objects.bulk_create(guide_interests(release, guide))
    }
    made: dict[str, Sized] = {
        "titles": JobTitle.objects.bulk_create(guide_titles(guide, cards)),
        "uses": CardSkill.objects.bulk_create(guide_uses(guide, cards)),
        "conditions": CardCondition.objects.bulk_create(guide_conditions(guide, cards)),
        "interests": CardInterest.objects.bulk_create(card_interests(guide, cards, interests)),
        "links": OfficialLink.objects.bulk_create(guide_links(guide, cards)),
        "career": CareerStep.objects.bulk_create(
            CareerStep(release=release, **step) for step in guide.career
        ),
        "doors": OpenDoor.objects.bulk_create(guide_door(release, door) for door in guide.doors),
    }
    return {"cards": len(cards)} | {name: len(rows) for name, rows in made.items()}


def guide_cards(release: Release, guide: Guide) -> Iterator[JobCard]:
    """Yield the cards of the guide."""
    texts = ("code", "label", "label_en", "family", "definition", "definition_en", "access",
             "access_en")  # fmt: skip
    for card in guide.cards:
        yield JobCard(release=release, **{name: card[name] for name in texts})


def guide_titles(guide: Guide, cards: dict[str, JobCard]) -> Iterator[JobTitle]:
    """Yield the titles, the card's own label among them, and the everyday phrases."""
    for card in guide.cards:
        for label in dict.fromkeys([card["label"], *card["titles"]]):
            yield JobTitle(card=cards[card["code"]], label=label, search=search_forms(label))
        for phrase in card["everyday"]:
            yield JobTitle(
                card=cards[card["code"]], label=phrase, search=search_forms(phrase), everyday=True
            )


def guide_uses(guide: Guide, cards: dict[str, JobCard]) -> Iterator[CardSkill]:
    """Yield the skills each card asks, in the order of the file."""
    for card in guide.cards:
        for use in card["skills"]:
            group = guide.groups[use["group"]]
            yield CardSkill(
                card=cards[card["code"]],
                skill_id=guide.skills[use["key"]].code,
                core=use["core"],
                group=group["label"],
                group_en=group["label_en"],
            )


def guide_conditions(guide: Guide, cards: dict[str, JobCard]) -> Iterator[CardCondition]:
    """Yield the working conditions."""
    for card in guide.cards:
        for row in card["conditions"]:
            yield CardCondition(card=cards[card["code"]], **row)


def guide_interests(release: Release, guide: Guide) -> Iterator[Interest]:
    """Yield the interests in the order in which they are asked."""
    for place, row in enumerate(guide.interests):
        yield Interest(
            release=release,
            code=row["key"],
            label=row["label"],
            label_en=row["label_en"],
            position=place,
        )


def card_interests(
    guide: Guide, cards: dict[str, JobCard], interests: dict[str, Interest]
) -> Iterator[CardInterest]:
    """Yield which card serves which interest; its first one is the main one."""
    for card in guide.cards:
        for place, key in enumerate(card["interests"]):
            yield CardInterest(card=cards[card["code"]], interest=interests[key], main=place == 0)


def guide_links(guide: Guide, cards: dict[str, JobCard]) -> Iterator[OfficialLink]:
    """Yield the official links between cards of the guide."""
    for code, targets in guide.links.items():
        for rank, target in enumerate(targets, start=1):
            yield OfficialLink(card=cards[code], target_code=target, rank=rank)


def guide_door(release: Release, door: dict[str, Any]) -> OpenDoor:
    """Return an open door with its English texts under the names of its fields."""
    english = {name: door.get(f"{name}_en") or "" for name in DOOR_TEXTS}
    declared = door["declared_on"]
    return OpenDoor(
        release=release,
        code=door["code"],
        aptitudes=door["aptitudes"],
        first_steps=door["first_steps"],
        entrants=door["entrants"],
        source_url=door["source_url"] or "",
        confirmed=door["confirmed"],
        declared_on=date.fromisoformat(declared) if declared else None,
        english={**english, "aptitudes": door["aptitudes_en"]},
        **{name: door[name] or "" for name in DOOR_TEXTS},
    )
