"""An answer, and the right one, in words: the texts of the options and not their letters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from boutdufil.rooms.contests.enums import ItemKind


def value_words(kind: str, texts: Mapping[str, str], value: object) -> str:
    """Return what was answered as people read it; words that say so where nothing was."""
    if value is None or value in ("", []):
        return _("pas de réponse")
    if isinstance(value, list):
        joint = " → " if kind == ItemKind.ORDER else ", "
        return joint.join(texts.get(str(one), str(one)) for one in value)
    return texts.get(str(value), str(value))


def key_words(kind: str, texts: Mapping[str, str], key: Any) -> str:
    """Return the right answer as people read it: a number with its tolerance, every text taken."""
    if kind == ItemKind.NUMBER:
        margin = str(key.get("tolerance") or "0")
        if margin in {"0", "0.0"}:
            return str(key["value"])
        return _("%(value)s, à %(margin)s près") % {"value": key["value"], "margin": margin}
    if kind == ItemKind.TEXT:
        return _(" ou ").join(key["accepted"])
    return value_words(kind, texts, key)
