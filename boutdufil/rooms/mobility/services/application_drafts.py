"""What a guest typed before they have an account: kept in their session, gone once sent."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from typing import Any

KEY = "mobility_application"
FIELDS = ("letter", "phone", "share_email", "skills", "jobs", "par")


def keep_draft(
    *, session: MutableMapping[str, Any], vacancy_id: int, typed: Mapping[str, Any]
) -> None:
    """Remember what was typed for one vacancy; a newer draft takes the place of the older one.

    Django keeps a guest's session through the sign-in.
    """
    fields = {name: typed[name] for name in FIELDS if name in typed}
    session[KEY] = {"vacancy": vacancy_id, **fields}


def draft_of(*, session: Mapping[str, Any], vacancy_id: int) -> dict[str, Any] | None:
    """Return what was typed for this vacancy; None when nothing was."""
    draft = session.get(KEY)
    return draft if draft and draft.get("vacancy") == vacancy_id else None


def forget_draft(*, session: MutableMapping[str, Any]) -> None:
    """Forget it once it was sent."""
    session.pop(KEY, None)
