"""An edition begun, changed, copied to another year, or dropped while it is a draft."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from boutdufil.kernel.posts.references import named_reference
from boutdufil.rooms.contests.enums import EditionStatus
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Edition, EditionPartner, Prize, Stage
from boutdufil.rooms.contests.rules.pipelines import EditionDraft, Ready, ready_stages
from boutdufil.rooms.contests.services.freezing import changing_rules
from boutdufil.rooms.contests.services.log import lock_edition
from boutdufil.rooms.contests.services.pipelines import insert_stage
from boutdufil.rooms.contests.services.trail import record

LONGEST_SLUG = 60
SEED_BYTES = 32
# Without dates yet, a ready pipeline is laid out as if entries closed in six weeks.
USUAL_WAIT = timedelta(weeks=6)
YEAR = timedelta(weeks=52)
COPIED = (
    "organiser_id",
    "presentation",
    "entered_by",
    "team_least",
    "team_most",
    "needs_employer",
    "needs_employer_consent",
    "needs_school",
    "other_conditions",
    "appeal_days",
    "contact",
)
STAGE_COPIED = (
    "position",
    "kind",
    "name",
    "takes",
    "per",
    "ties",
    "tie_keys",
    "minimum",
    "pool_below",
    "ranks_by",
)


@transaction.atomic
def create_edition(
    *, organiser_id: int, draft: EditionDraft, ready: str = Ready.EMPTY, actor_id: int | None
) -> Edition:
    """Begin an edition, as a draft, with a ready pipeline or an empty one.

    :raises ContestError: its address is taken, or the event it hangs on is unknown.
    """
    _refuse_unknown_event(draft.hangs_on)
    slug = draft.slug or free_slug(slugify(draft.name) or "concours")
    edition = _insert(organiser_id=organiser_id, slug=slug, **_fields(draft), **_seeds())
    for stage in ready_stages(ready, draft.closes_at or timezone.now() + USUAL_WAIT):
        insert_stage(edition_id=edition.pk, draft=stage)
    record(actor_id, "create_edition", edition.pk, organiser=organiser_id, ready=str(ready))
    return edition


def change_edition(
    *, edition_id: int, draft: EditionDraft, actor_id: int | None, reason: str = ""
) -> None:
    """Change what an edition says; its address stays.

    :raises RulesFrozenError: a rule changes without a reason, or would hurt those who entered.
    """
    _refuse_unknown_event(draft.hangs_on)
    with changing_rules(edition_id=edition_id, actor_id=actor_id, reason=reason) as edition:
        fields = _fields(draft)
        changed = sorted(name for name in fields if getattr(edition, name) != fields[name])
        if changed:
            Edition.objects.filter(pk=edition_id).update(**fields)
            record(actor_id, "change_edition", edition_id, fields=changed)


@transaction.atomic
def duplicate_edition(*, edition_id: int, actor_id: int | None) -> Edition:
    """Copy an edition 52 weeks later, on the same weekdays, as a draft; return the new one.

    Stages, prizes and partners come along; what each stage needs of its own (questions, case,
    rubric), people and results do not. Its draws have a seed of their own.
    """
    source = Edition.objects.get(pk=edition_id)
    year = (source.opens_at or source.created_at).year + 1
    copy = Edition.objects.create(
        **{name: getattr(source, name) for name in COPIED},
        name=_renamed(source.name, year),
        slug=free_slug(slugify(_renamed(source.name, year)) or "concours"),
        opens_at=_later(source.opens_at) if source.opens_at else None,
        closes_at=_later(source.closes_at) if source.closes_at else None,
        **_seeds(),
    )
    _copy_parts(source, copy)
    record(actor_id, "duplicate_edition", copy.pk, source=edition_id)
    return copy


@transaction.atomic
def drop_draft(*, edition_id: int, actor_id: int | None) -> None:
    """Take away a draft that nobody saw; what was declared once stays for ever.

    :raises ContestError: its rules were declared.
    """
    edition = lock_edition(edition_id)
    if edition.status != EditionStatus.DRAFT:
        raise ContestError(_("Un concours publié ne se supprime plus : il se termine."))
    record(actor_id, "drop_draft", edition_id)
    edition.delete()


def free_slug(wanted: str) -> str:
    """Return an address nobody has: the one wanted, or with the first free number after it."""
    stem = wanted[: LONGEST_SLUG - 6].strip("-")
    taken = set(Edition.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


def _fields(draft: EditionDraft) -> dict[str, Any]:
    names = (name for name in EditionDraft.__slots__ if name != "slug")
    return {name: getattr(draft, name) for name in names}


def _seeds() -> dict[str, str]:
    """Return a seed nobody can foresee, and the hash that is published with the rules."""
    seed = secrets.token_bytes(SEED_BYTES)
    return {"seed": seed.hex(), "seed_hash": sha256(seed).hexdigest()}


def _insert(**fields: Any) -> Edition:
    try:
        with transaction.atomic():
            return Edition.objects.create(**fields)
    except IntegrityError as taken:
        told = _("Cette adresse est déjà prise. Choisissez-en une autre.")
        raise ContestError(told, "slug") from taken


def _refuse_unknown_event(reference: str) -> None:
    if reference and named_reference(reference) is None:
        told = _("Cette page n’existe pas ici, ou elle n’est pas publique.")
        raise ContestError(told, "hangs_on")


def _renamed(name: str, year: int) -> str:
    """Return a name for another year: the year in it moves, or is added."""
    old = str(year - 1)
    return (name.replace(old, str(year)) if old in name else f"{name} {year}")[:120]


def _later(moment: datetime) -> datetime:
    """Return the same weekday and hour of the clock on the wall a year on."""
    local = timezone.localtime(moment)
    return timezone.make_aware(local.replace(tzinfo=None) + YEAR, local.tzinfo)


def _copy_parts(source: Edition, copy: Edition) -> None:
    Stage.objects.bulk_create(
        Stage(
            edition=copy,
            starts_at=_later(one.starts_at),
            ends_at=_later(one.ends_at),
            **{name: getattr(one, name) for name in STAGE_COPIED},
        )
        for one in Stage.objects.filter(edition=source)
    )
    Prize.objects.bulk_create(
        Prize(
            edition=copy,
            rank=one.rank,
            label=one.label,
            amount_cents=one.amount_cents,
            giver=one.giver,
        )
        for one in Prize.objects.filter(edition=source)
    )
    EditionPartner.objects.bulk_create(
        EditionPartner(
            edition=copy,
            name=one.name,
            role=one.role,
            website=one.website,
            position=one.position,
        )
        for one in EditionPartner.objects.filter(edition=source)
    )
