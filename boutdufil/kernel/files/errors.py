"""What can go wrong with a file; each message says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import Promise


class FileRefused(ValueError):  # noqa: N818 -- the caller reads "except FileRefused"
    """A file that is not taken; `str` gives the message in the reader's language.

    `reason` is a stable code: empty, too_big, wrong_type, broken, locked, active.
    """

    def __init__(self, reason: str, message: str | Promise) -> None:
        super().__init__(message)
        self.reason, self.message = reason, message

    def __str__(self) -> str:
        return str(self.message)


class FileGone(LookupError):  # noqa: N818 -- the caller reads "except FileGone"
    """The file was shredded, or its bytes are not those that were stored."""
