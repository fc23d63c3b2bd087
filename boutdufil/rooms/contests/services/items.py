"""Questions of a bank: written by one, read again by another, kept version by version."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from boutdufil.kernel.audit import services as audit
from boutdufil.kernel.files.models import StoredFile
from boutdufil.rooms.contests.enums import ItemState
from boutdufil.rooms.contests.errors import ContestError
from boutdufil.rooms.contests.models import Item, ItemVersion, Theme
from boutdufil.rooms.contests.rules.items import ItemDraft, read_answers

WRITTEN = (
    "kind",
    "stem",
    "options",
    "key",
    "points",
    "difficulty",
    "source",
    "explanation",
    "picture",
    "picture_text",
)


@transaction.atomic
def write_item(
    *, bank_id: int, draft: ItemDraft, actor_id: int | None, picture: StoredFile | None = None
) -> Item:
    """Write a question down as a draft.

    :raises ContestError: its answers cannot be marked, or its theme is of another bank.
    """
    content = _content(bank_id, draft, picture)
    item = Item.objects.create(bank_id=bank_id, theme_id=draft.theme_id)
    ItemVersion.objects.create(item=item, number=1, author_id=actor_id, **content)
    return item


@transaction.atomic
def change_item(
    *, item_id: int, draft: ItemDraft, actor_id: int, picture: StoredFile | None = None
) -> ItemVersion:
    """Write a question otherwise; return its version, a new one where the last was read again.

    The picture stays unless another one comes. What another one writes is theirs: they cannot be
    the one who reads it again.

    :raises ContestError: its answers cannot be marked, or its theme is of another bank.
    """
    item = Item.objects.select_for_update().get(pk=item_id)
    last = last_version(item)
    content = _content(item.bank_id, draft, picture or last.picture)
    item.theme_id, item.state = draft.theme_id, ItemState.DRAFT
    item.save(update_fields=["theme_id", "state"])
    if last.reviewed_at is not None or last.author_id != actor_id:
        return ItemVersion.objects.create(
            item=item, number=last.number + 1, author_id=actor_id, **content
        )
    for name in WRITTEN:
        setattr(last, name, content[name])
    last.written_at = timezone.now()
    last.save(update_fields=[*WRITTEN, "written_at"])
    return last


@transaction.atomic
def submit_item(*, item_id: int) -> None:
    """Hand a draft over to be read again.

    :raises ContestError: it is no draft.
    """
    item = Item.objects.select_for_update().get(pk=item_id)
    if item.state != ItemState.DRAFT:
        raise ContestError(_("Seul un brouillon est proposé à la relecture."))
    last = last_version(item)
    if last.reviewed_at is not None:
        raise ContestError(_("Reprenez d’abord la question : la relecture l’a refusée ainsi."))
    item.state = ItemState.REVIEW
    item.save(update_fields=["state"])


@transaction.atomic
def review_item(
    *, item_id: int, version_id: int, reviewer_id: int, is_approved: bool, opinion: str
) -> None:
    """Read a question again: it may be drawn from now on, or goes back to who wrote it.

    :raises ContestError: it is not to be read, changed meanwhile, is one's own, or is sent back
        without a word.
    """
    item = Item.objects.select_for_update().get(pk=item_id)
    last = last_version(item)
    if item.state != ItemState.REVIEW or last.pk != version_id:
        raise ContestError(_("La question a changé entre-temps : relisez-la telle qu’elle est."))
    if last.author_id == reviewer_id:
        raise ContestError(_("Vous avez écrit cette question : une autre personne la relit."))
    if not is_approved and not opinion.strip():
        raise ContestError(_("Dites ce qui est à reprendre."), "opinion")
    last.reviewer_id, last.reviewed_at = reviewer_id, timezone.now()
    last.review, last.is_approved = opinion.strip(), is_approved
    last.save(update_fields=["reviewer", "reviewed_at", "review", "is_approved"])
    item.state = ItemState.APPROVED if is_approved else ItemState.DRAFT
    item.save(update_fields=["state"])
    _record(reviewer_id, "review_item", item, version=last.number, approved=is_approved)


@transaction.atomic
def retire_item(*, item_id: int, actor_id: int) -> None:
    """Keep a question from being drawn again; papers that have it keep it."""
    item = Item.objects.select_for_update().get(pk=item_id)
    if item.state != ItemState.RETIRED:
        item.state = ItemState.RETIRED
        item.save(update_fields=["state"])
        _record(actor_id, "retire_item", item)


@transaction.atomic
def restore_item(*, item_id: int, actor_id: int) -> None:
    """Take a retired question in again, as far as its last version was."""
    item = Item.objects.select_for_update().get(pk=item_id)
    if item.state == ItemState.RETIRED:
        is_approved = last_version(item).is_approved
        item.state = ItemState.APPROVED if is_approved else ItemState.DRAFT
        item.save(update_fields=["state"])
        _record(actor_id, "restore_item", item)


def last_version(item: Item) -> ItemVersion:
    """Return the last version of a question."""
    return item.versions.order_by("-number")[0]


def _content(bank_id: int, draft: ItemDraft, picture: StoredFile | None) -> dict[str, Any]:
    if not Theme.objects.filter(pk=draft.theme_id, bank_id=bank_id).exists():
        raise ContestError(_("Choisissez un thème de cette banque."), "theme")
    if picture is not None and not draft.picture_text.strip():
        told = _("Dites ce que l’image montre : sans cela, qui ne la voit pas ne peut répondre.")
        raise ContestError(told, "picture_text")
    answers = read_answers(draft.kind, draft.answers)
    return {
        "kind": draft.kind,
        "stem": draft.stem,
        "options": answers.options,
        "key": answers.key,
        "points": draft.points,
        "difficulty": draft.difficulty,
        "source": draft.source,
        "explanation": draft.explanation,
        "picture": picture,
        "picture_text": draft.picture_text if picture else "",
    }


def _record(actor_id: int, verb: str, item: Item, **facts: object) -> None:
    audit.record(actor_id=actor_id, verb=f"contests.{verb}", subject=f"item:{item.pk}", facts=facts)
