"""One line a skill, whatever release names it: who gives its label, and when it retires."""

from collections.abc import Collection, Iterable

from boutdufil.adapters.rome.rows import RomeSkill
from boutdufil.kernel.occupations.models import Skill
from boutdufil.kernel.occupations.services.guide_files import GuideSkill
from boutdufil.lib.text import fold

BATCH = 5_000


def searched(*labels: str) -> str:
    """Return the folded labels, one a line, each once."""
    return "\n".join(dict.fromkeys(fold(label) for label in labels if label))


def announce_skills(*, rome: Iterable[RomeSkill]) -> int:
    """Insert the skills nobody knew yet, retired until the switch; change none."""
    fresh = [
        Skill(
            code=row.code, label=row.label, kind=row.kind, search=searched(row.label), retired=True
        )
        for row in rome
    ]
    Skill.objects.bulk_create(fresh, BATCH, ignore_conflicts=True)
    return len(fresh)


def rule_skills(*, rome: Iterable[RomeSkill]) -> None:
    """Give every skill of the release its official label, and take it from the others."""
    official = {row.code: row for row in rome}
    dropped = Skill.objects.filter(official=True).exclude(code__in=list(official))
    hand_back(dropped)
    fields = ("code", "label", "kind", "guide_label")
    known = Skill.objects.filter(code__in=list(official)).values_list(*fields)
    changed = [
        Skill(
            code=code,
            label=official[code].label,
            kind=official[code].kind,
            search=searched(official[code].label, guide_label),
        )
        for code, label, kind, guide_label in known
        if (label, kind) != (official[code].label, official[code].kind)
    ]
    Skill.objects.bulk_update(changed, ["label", "kind", "search"], BATCH)
    Skill.objects.filter(code__in=list(official)).update(official=True, retired=False)


def hand_back(dropped: Iterable[Skill]) -> None:
    """Return skills to our guide's label, or retire them where the guide has none."""
    rows = list(dropped)
    for row in rows:
        row.official = False
        row.retired = not row.guide_label
        row.label = row.guide_label or row.label
        row.search = searched(row.label)
    Skill.objects.bulk_update(rows, ["official", "retired", "label", "search"], BATCH)


def guide_skills(*, guide: Collection[GuideSkill]) -> None:
    """Store the guide's skills; an official label is never overwritten."""
    codes = [row.code for row in guide]
    Skill.objects.exclude(guide_label="").exclude(code__in=codes).filter(official=False).update(
        retired=True, guide_label="", label_en=""
    )
    Skill.objects.exclude(guide_label="").exclude(code__in=codes).update(
        guide_label="", label_en=""
    )
    official = Skill.objects.filter(official=True).in_bulk(codes)
    rows = [guided_skill(row, official.get(row.code)) for row in guide]
    Skill.objects.bulk_create(
        rows,
        BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label", "label_en", "guide_label", "kind", "search", "retired"],
    )


def guided_skill(row: GuideSkill, official: Skill | None) -> Skill:
    """Return the line of a guide's skill, under its official label where it has one."""
    label, kind = (official.label, official.kind) if official else (row.label, row.kind)
    return Skill(
        code=row.code,
        label=label,
        label_en=row.label_en,
        guide_label=row.label,
        kind=kind,
        search=searched(label, row.label),
        official=official is not None,
    )
