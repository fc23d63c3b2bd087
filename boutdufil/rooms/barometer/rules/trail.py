"""The words a value's trail is read back by: who changed it, or that nobody had to.

They are kept as they are written here, in French, whatever language the desk is read in.
"""

from __future__ import annotations

CORRECTED = "Corrigée par qui répond."
UNDONE = "Imputation défaite."
CONFIRMED = "Confirmée\u00a0: "
LONGEST_REASON = 300


def confirmation(reason: str) -> str:
    """Return what the trail says of a value that was looked at and left as it is."""
    return f"{CONFIRMED}{reason.strip()}"[:LONGEST_REASON]


def is_confirmation(reason: str) -> bool:
    """Whether a line of the trail says that a value was looked at and left as it is."""
    return reason.startswith(CONFIRMED)
