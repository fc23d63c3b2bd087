"""Numbers as a French or an English reader writes them."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext as _

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


def format_number(value: float | None, decimals: int | None = None) -> str:
    """``1500`` as "1 500" (fr) or "1,500" (en); ``None`` as "inconnu".

    ``decimals`` fixes the number of decimals; without it an integer has none and
    another number at most two, trailing zeros dropped.
    """
    if value is None:
        return _("inconnu")
    text = f"{abs(value):,.{2 if decimals is None else decimals}f}"
    if decimals is None:
        text = text.rstrip("0").rstrip(".")
    sign = MINUS if value < 0 and text.strip("0.,") else ""
    return sign + (french(text) if is_french() else text)


def format_percent(value: float | None, decimals: int = 0) -> str:
    """A share in [0, 1] as "71 %" (fr) or "71%" (en); ``None`` as "inconnu"."""
    if value is None:
        return _("inconnu")
    space = NO_BREAK_SPACE if is_french() else ""
    return f"{format_number(value * 100, decimals)}{space}%"


def is_french() -> bool:
    """Whether the page is being written in French (the default language)."""
    return (get_language() or "fr").startswith("fr")


def french(text: str) -> str:
    """English separators replaced by French ones."""
    return text.replace(",", NARROW_SPACE).replace(".", ",")
