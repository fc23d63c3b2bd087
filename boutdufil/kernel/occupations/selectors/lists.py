"""Short lists: official targets, interests, families, and how much is in force."""

from itertools import groupby

from boutdufil.kernel.occupations.enums import Family, ReleaseKind, ReleaseStatus
from boutdufil.kernel.occupations.models import Interest, JobCard, JobTitle, OfficialLink
from boutdufil.kernel.occupations.selectors.doors import open_doors
from boutdufil.kernel.occupations.selectors.rows import (
    FamilyRow,
    Holdings,
    InterestRow,
    LinkRow,
)
from boutdufil.kernel.occupations.selectors.ruling import (
    attribution,
    cards,
    cards_in_force,
    in_language,
)


def official_targets(code: str) -> list[LinkRow]:
    """Return where ROME itself leads from a job, in its order of display."""
    ruling = cards_in_force([code]).values("pk")
    targets = list(
        OfficialLink.objects.filter(card__in=ruling).values_list("target_code", flat=True)
    )
    known = cards(targets)
    return [
        LinkRow(known[target].code, known[target].label, known[target].lang)
        for target in targets
        if target in known
    ]


def interests() -> list[InterestRow]:
    """Return our guide's interests with the jobs they lead to, the main ones first."""
    rows = Interest.objects.filter(
        release__status=ReleaseStatus.IN_FORCE, release__kind=ReleaseKind.GUIDE
    ).prefetch_related("cards__card")
    return [interest_row(row) for row in rows]


def interest_row(row: Interest) -> InterestRow:
    """Return an interest in the reader's language."""
    label, lang = in_language(row.label, row.label_en)
    uses = sorted(row.cards.all(), key=lambda use: (not use.main, use.card.code))
    return InterestRow(row.code, label, tuple(use.card.code for use in uses), lang)


def families() -> list[FamilyRow]:
    """Return the guide's jobs by family, for whoever finds no word for theirs."""
    guide = JobCard.objects.filter(
        release__status=ReleaseStatus.IN_FORCE, release__kind=ReleaseKind.GUIDE
    ).order_by("family", "label")
    return [
        FamilyRow(key, family_label(key), tuple(card_link(card) for card in group))
        for key, group in groupby(guide, key=lambda card: card.family)
    ]


def family_label(key: str) -> str:
    """Return a family's name; its key where the guide is ahead of this list."""
    return str(Family(key).label) if key in Family.values else key


def card_link(card: JobCard) -> LinkRow:
    """Return a card's code and label."""
    return LinkRow(card.code, *in_language(card.label, card.label_en))


def holdings() -> Holdings:
    """Return how many cards, titles and doors are in force, with their source."""
    titles = JobTitle.objects.filter(card__release__status=ReleaseStatus.IN_FORCE)
    return Holdings(
        cards=cards_in_force().count(),
        titles=titles.count(),
        open_doors=len(open_doors()),
        source=attribution().text,
    )
