"""A ticket as it is read, by a camera or typed, and the secrets it is derived from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import segno

from boutdufil.kernel.people.tokens import derive_token

CODE_LENGTH = 8
# No letter that is taken for another one, or for a figure.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class WithNonce(Protocol):
    """What has the secrets of a registration."""

    @property
    def nonce(self) -> str:
        """What they are derived from."""


def ticket_of(registration: WithNonce) -> str:
    """Return the 43 URL-safe characters that a camera reads at the door; nothing personal."""
    return derive_token(registration.nonce, purpose="campaigns.ticket")


def link_of(registration: WithNonce) -> str:
    """Return the 43 URL-safe characters of the page where its owner changes or cancels it."""
    return derive_token(registration.nonce, purpose="campaigns.registration")


def code_from(choose: Callable[[str], str]) -> str:
    """Return a code to type, each letter chosen by ``choose``."""
    return "".join(choose(CODE_LETTERS) for _ in range(CODE_LENGTH))


def folded_code(typed: str) -> str:
    """Return a code as it is stored, from what somebody typed."""
    return "".join(typed.split()).replace("-", "").upper()


def spaced_code(code: str) -> str:
    """Return a code as it is shown, in two halves."""
    return f"{code[: CODE_LENGTH // 2]} {code[CODE_LENGTH // 2 :]}"


def qr_picture(text: str) -> str:
    """Return a QR code (ISO/IEC 18004, correction M) as an SVG element without a namespace.

    Black on white in both themes: cameras read nothing else for sure.
    """
    made = segno.make(text, error="m", micro=False)
    return made.svg_inline(border=4, light="#fff", svgclass="qr", lineclass=None, omitsize=True)
