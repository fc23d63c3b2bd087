"""A whole job card, in the same number of queries whatever its length."""

from collections.abc import Iterable

from boutdufil.kernel.occupations.enums import COUNTED_KINDS, ReleaseKind, ReleaseStatus, SkillKind
from boutdufil.kernel.occupations.models import (
    CardSkill,
    CareerStep,
    JobCard,
    OfficialLink,
)
from boutdufil.kernel.occupations.selectors.rows import (
    CardPage,
    CardSkillRow,
    CardSummary,
    CareerRow,
    ConditionRow,
    GuideText,
    LinkRow,
    SkillGroup,
)
from boutdufil.kernel.occupations.selectors.ruling import attribution_of, cards, in_language

KIND_ORDER = {kind: place for place, kind in enumerate(SkillKind.values)}


def get_card(code: str) -> CardPage | None:
    """Return the card that rules ``code``, our guide's text beside it; None when unknown."""
    found = {
        card.release.kind: card
        for card in JobCard.objects.filter(
            code=code, release__status=ReleaseStatus.IN_FORCE
        ).select_related("release")
    }
    guide = found.get(ReleaseKind.GUIDE)
    card = found.get(ReleaseKind.ROME, guide)
    return card_page(card, guide) if card else None


def card_page(card: JobCard, guide: JobCard | None) -> CardPage:
    """Return the page of a card."""
    uses = list(card.asked_skills.select_related("skill").order_by("pk"))
    targets = list(card.official_links.values_list("target_code", flat=True))
    origins = list(origin_codes(card))
    steps = list(career_steps(card.code))
    known = cards({*targets, *origins, *(step.to_code for step in steps)})
    label, lang = in_language(card.label, card.label_en)
    return CardPage(
        code=card.code,
        label=label,
        definition=in_language(card.definition, card.definition_en)[0],
        access=in_language(card.access, card.access_en)[0],
        titles=tuple(
            card.titles.filter(everyday=False)
            .order_by("rare", "pk")
            .values_list("label", flat=True)
        ),
        skill_groups=skill_groups(uses),
        conditions=conditions(card),
        official=links(targets, known),
        origins=links(origins, known),
        career=tuple(career_row(step, known) for step in steps if step.to_code in known),
        guide=guide_text(guide) if guide else None,
        source=attribution_of(card.release),
        asked=sum(use.skill.kind in COUNTED_KINDS for use in uses),
        regulated=card.regulated,
        executive=card.executive,
        lang=lang,
    )


def guide_text(guide: JobCard) -> GuideText:
    """Return our guide's words on the job."""
    label, lang = in_language(guide.label, guide.label_en)
    return GuideText(
        label=label,
        definition=in_language(guide.definition, guide.definition_en)[0],
        access=in_language(guide.access, guide.access_en)[0],
        attribution=attribution_of(guide.release),
        lang=lang,
    )


def skill_groups(uses: Iterable[CardSkill]) -> tuple[SkillGroup, ...]:
    """Return the skills by kind, then by heading in the order of the release."""
    grouped: dict[tuple[str, str], list[CardSkill]] = {}
    for use in sorted(uses, key=lambda use: KIND_ORDER[use.skill.kind]):
        grouped.setdefault((use.skill.kind, use.group), []).append(use)
    return tuple(
        SkillGroup(
            *in_language_pair(kind, rows[0]), tuple(card_skill(use) for use in core_first(rows)),
            in_language(rows[0].group, rows[0].group_en)[1],
        )
        for (kind, _group), rows in grouped.items()
    )  # fmt: skip


def in_language_pair(kind: str, use: CardSkill) -> tuple[str, str]:
    """Return (heading, kind); the kind's own name where the release gives no heading."""
    return in_language(use.group, use.group_en)[0] or str(SkillKind(kind).label), kind


def core_first(uses: list[CardSkill]) -> list[CardSkill]:
    """Return the core of the job first, the rest in the release's order."""
    return sorted(uses, key=lambda use: not use.core)


def card_skill(use: CardSkill) -> CardSkillRow:
    """Return one asked skill."""
    skill = use.skill
    label, lang = in_language(skill.label, "" if skill.official else skill.label_en)
    return CardSkillRow(skill.code, label, skill.kind, use.core, use.emerging, lang)


def conditions(card: JobCard) -> tuple[ConditionRow, ...]:
    """Return the working conditions."""
    return tuple(
        ConditionRow(row.kind, *in_language(row.label, row.label_en))
        for row in card.conditions.order_by("kind", "pk")
    )


def origin_codes(card: JobCard) -> Iterable[str]:
    """Return the jobs whose official links, in the same release, lead to this one."""
    return (
        OfficialLink.objects.filter(card__release_id=card.release_id, target_code=card.code)
        .order_by("card__code")
        .values_list("card__code", flat=True)
    )


def career_steps(code: str) -> Iterable[CareerStep]:
    """Return the steps inside the trade that start from a job."""
    return CareerStep.objects.filter(
        from_code=code, release__status=ReleaseStatus.IN_FORCE
    ).order_by("pk")


def career_row(step: CareerStep, known: dict[str, CardSummary]) -> CareerRow:
    """Return a step with its note in the reader's language."""
    note, lang = in_language(step.note, step.note_en)
    return CareerRow(step.to_code, known[step.to_code].label, step.kind, note, lang)


def links(codes: Iterable[str], known: dict[str, CardSummary]) -> tuple[LinkRow, ...]:
    """Return the known ends of links, in their order."""
    return tuple(
        LinkRow(code, known[code].label, known[code].lang) for code in codes if code in known
    )
